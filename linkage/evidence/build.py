"""Weight and build: weak evidence, because bodies and bellies change."""

from __future__ import annotations

from linkage.evidence.fields import CODE, NUMBER, Field
from linkage.evidence.value import Derived, Evidence, Example, Level, falling

_NO_SOURCE = "no published error rate for weights told by relatives was found: flat, cautious numbers"
_U = "shares of random pairs of one sex, replaced by what is measured at run time"
GAP = "gap(weight_known_low_l, weight_known_high_l, weight_known_low_r, weight_known_high_r)"
BANDS = (("close", 0, 7), ("near", 7, 15), ("apart", 15, 30), ("far", 30, 999))
SAYS = {
    "close": "The weights agree.",
    "near": "The weights are a little apart.",
    "apart": "The weights are rather far apart; people's weight changes.",
    "far": "The weights are far apart.",
}
M = {"fresh": (0.46, 0.32, 0.17, 0.05), "other": (0.38, 0.30, 0.22, 0.10)}
U = (0.30, 0.27, 0.28, 0.15)
CONDITION = {"fresh": "condition_class_r = 'fresh'", "other": "condition_class_r <> 'fresh'"}
BY_WEIGHT = "weight_known_low_l IS NOT NULL AND weight_known_low_r IS NOT NULL"


def _by_weight(group: str) -> list[Level]:
    return [
        Level(
            f"{name}_{group}", f"{BY_WEIGHT} AND {CONDITION[group]} AND {GAP} >= {low} AND {GAP} < {high}",
            m, u, f"{_NO_SOURCE}; {_U}", SAYS[name], f"weight_{group}",
        )
        for (name, low, high), m, u in zip(BANDS, M[group], U, strict=True)
    ]  # fmt: skip


_RUNGS = "abs(build_rung_l - build_rung_r)"
_BY_BUILD = (
    Level("build_same", f"NOT ({BY_WEIGHT}) AND {_RUNGS} = 0", 0.60, 0.45, f"{_NO_SOURCE}; {_U}",
          "The build is described alike.", "build"),
    Level("build_next", f"NOT ({BY_WEIGHT}) AND {_RUNGS} = 1", 0.33, 0.40, f"{_NO_SOURCE}; {_U}",
          "The build is described a little differently.", "build"),
    Level("build_far", f"NOT ({BY_WEIGHT}) AND {_RUNGS} > 1", 0.07, 0.15, f"{_NO_SOURCE}; {_U}",
          "The build is described differently.", "build"),
)  # fmt: skip

_KNOWN = "weight_low_kg IS NOT NULL OR weight_high_kg IS NOT NULL"

BUILD = Evidence(
    name="build",
    title="Weight and build",
    question="Are weight or build alike?",
    fields=(
        Field("weight", NUMBER, "Body weight.", "peso", unit="kg", example="65 kg"),
        Field("weight_certainty", CODE, "Whether the weight was measured, estimated, or could not be told.",
              "certeza_peso", vocabulary="certainty", example="estimado"),
        Field("build", CODE, "Build of the body.", "complexion", vocabulary="build", example="delgada"),
    ),
    derived=(
        Derived("weight_known_low", "DOUBLE", f"CASE WHEN {_KNOWN} THEN coalesce(weight_low_kg, 0) END"),
        Derived("weight_known_high", "DOUBLE", f"CASE WHEN {_KNOWN} THEN coalesce(weight_high_kg, 999) END"),
        Derived("build_rung", "INTEGER",
                "CASE build WHEN 'thin' THEN 1 WHEN 'medium' THEN 2 WHEN 'athletic' THEN 2 "
                "WHEN 'heavy' THEN 3 WHEN 'obese' THEN 4 END"),
    ),
    needs=(),
    unknown=f"NOT ({BY_WEIGHT}) AND (build_rung_l IS NULL OR build_rung_r IS NULL)",
    levels=falling((*_by_weight("fresh"), *_by_weight("other"), *_BY_BUILD)),
    u_given="coalesce(sex_l = sex_r, true)",
    examples=(
        Example({"weight": "70 kg"}, {"weight": "66 kg", "condition": "fresco"}, "close_fresh"),
        Example({"weight": "70 kg"}, {"weight": "60 kg", "condition": "fresco"}, "near_fresh"),
        Example({"weight": "70 kg"}, {"weight": "50 kg", "condition": "fresco"}, "apart_fresh"),
        Example({"weight": "110 kg"}, {"weight": "60 kg", "condition": "fresco"}, "far_fresh"),
        Example({"weight": "150 lb"}, {"weight": "70 kg"}, "close_other"),
        Example({"weight": "70 kg"}, {"weight": "60 kg", "condition": "descompuesto"}, "near_other"),
        Example({"weight": "70 kg"}, {"weight": "50 kg"}, "apart_other"),
        Example({"weight": "110 kg"}, {"weight": "60 kg"}, "far_other"),
        Example({"build": "delgada"}, {"build": "delgada"}, "build_same"),
        Example({"build": "delgada"}, {"build": "mediana"}, "build_next"),
        Example({"build": "delgada"}, {"build": "obesa"}, "build_far"),
        Example({"weight": "70 kg"}, {"build": "delgada"}, "unknown"),
    ),
)  # fmt: skip
