"""Stature: what the family reports, corrected for how people report, against what was measured."""

from __future__ import annotations

from math import erf, hypot, sqrt

from linkage.evidence.fields import CODE, NUMBER, Field
from linkage.evidence.value import Derived, Evidence, Example, Level, falling

BIAS_CM = {"male": 2.0, "female": 1.0}
"""How much taller people are said to be than they measure; licences overstate (NCJ 130213), men more."""

AGE_LOSS_CM = 0.16
"""Stature lost for each year after 45 (Galloway 1988)."""

ROUNDED_CM = 1.0
"""Spread that rounding adds: reports heap on even figures and fives (NCJ 130213). Half of them rounded to 5 cm
give sqrt(25 / 12 / 2) = 1.0; which half is our assumption."""

SD_FRESH_CM, SD_BONE_CM = round(hypot(3.5, 1.3, ROUNDED_CM), 2), round(hypot(3.5, 4, ROUNDED_CM), 2)
"""Spread of reported minus measured: report 3.5 (our assumption: no figure for families was found) and its rounding,
with a measuring error of 1.3 (a body) or of 4 from long bones (standard errors 2.4 to 4.0 cm in the meta-analysis of
Moore 2012): 3.87 and 5.41."""

GROSS = 0.02
"""Slips of unit or typing: 3.9 % of the statures in the NamUs export are impossible; most are mended when read."""

RANDOM_SD_CM = 10.6
"""Spread of the difference of two random people of one sex: sqrt(2) * 7.5 cm."""

BANDS = (("close", 0, 4), ("near", 4, 8), ("apart", 8, 13), ("far", 13, 20), ("very_far", 20, 999))
SAYS = {
    "close": "The statures agree.",
    "near": "The statures are a little apart, as often happens between a report and a measurement.",
    "apart": "The statures are rather far apart.",
    "far": "The statures are far apart.",
    "very_far": "The statures are very far apart; one of them may be a slip.",
}
GROUPS = {
    "fresh": (SD_FRESH_CM, 0.0, "condition_class_r = 'fresh' AND stature_width_cm_r <= 1"),
    "bone": (SD_BONE_CM, 0.0, "condition_class_r <> 'fresh' AND stature_width_cm_r <= 1"),
    "range": (SD_BONE_CM, 5.0, "stature_width_cm_r > 1 AND stature_width_cm_r <= 8"),
    "wide": (SD_BONE_CM, 14.0, "stature_width_cm_r > 8"),
}
"""Group: spread in cm, width of the examiner's interval in cm, SQL. One figure has no width; the usual interval of
prediction from a long bone is 7 cm either way (twice a standard error of 3 to 4 cm); 5 cm for those between is ours."""

WHOLE_CM = 0.5
"""Statures are written in whole centimetres: what is written as up to 4 cm apart is up to 4.5."""

GAP = "gap(stature_expected_low_l, stature_expected_high_l, stature_expected_low_r, stature_expected_high_r)"


def _within(x: float, sd: float) -> float:
    """Chance that a normal difference of spread `sd` is at most x cm either way."""
    return erf(x / (sd * sqrt(2)))


def _share(over: float, up_to: float, width: float, sd: float) -> float:
    """Chance that the gap between a point and an interval of this width, in whole cm, is over the one and up to the other."""
    reach = width / 2 + WHOLE_CM
    return _within(up_to + reach, sd) - (_within(over + reach, sd) if over else 0.0)


def _levels(group: str) -> list[Level]:
    sd, width, condition = GROUPS[group]
    because = (
        f"normal with sd {sd} cm around the corrected report, interval {width:g} cm wide, written in whole cm; {GROSS:.0%} gross "
        f"slips, as far apart as two random people of one sex, who differ with sd {RANDOM_SD_CM} cm"
    )
    random = {name: _share(over, up_to, width, RANDOM_SD_CM) for name, over, up_to in BANDS}
    return [
        Level(
            f"{name}_{group}",
            f"{condition} AND {GAP} > {over} AND {GAP} <= {up_to}" if over else f"{condition} AND {GAP} <= {up_to}",
            (1 - GROSS) * _share(over, up_to, width, sd) + GROSS * random[name], random[name],
            because, SAYS[name], group,
        )
        for name, over, up_to in BANDS
    ]  # fmt: skip


def _expected(bound: str, age: str, open_value: str) -> str:
    """SQL: reported stature less the reporting bias and the loss with age (of an unknown age: none to 80 years')."""
    bias = f"CASE sex WHEN 'male' THEN {BIAS_CM['male']} WHEN 'female' THEN {BIAS_CM['female']} ELSE 1.5 END"
    unknown_age = 80 if age == "age_high_years" else 45
    loss = f"{AGE_LOSS_CM} * greatest(coalesce({age}, {unknown_age}) - 45, 0)"
    return (
        "CASE WHEN stature_low_cm IS NULL AND stature_high_cm IS NULL THEN NULL "
        f"ELSE coalesce({bound} - {bias} - {loss}, {open_value}) END"
    )


def _open(bound: str, open_value: str) -> str:
    known = "stature_low_cm IS NOT NULL OR stature_high_cm IS NOT NULL"
    return f"CASE WHEN {known} THEN coalesce({bound}, {open_value}) END"


STATURE = Evidence(
    name="stature",
    title="Stature",
    question="Is the stature that the family reports compatible with the one measured or estimated?",
    fields=(
        Field("stature", NUMBER, "Stature; an interval where it is estimated. A lower bound alone stays a lower bound.",
              "estatura", unit="cm", example="1.68 m"),
        Field("stature_certainty", CODE, "Whether the stature was measured, estimated, or could not be told.",
              "certeza_estatura", vocabulary="certainty", example="estimada"),
    ),
    derived=(
        Derived("stature_expected_low", "DOUBLE", _expected("stature_low_cm", "age_high_years", "0"), _open("stature_low_cm", "0")),
        Derived("stature_expected_high", "DOUBLE", _expected("stature_high_cm", "age_low_years", "300"), _open("stature_high_cm", "300")),
        Derived("stature_width_cm", "DOUBLE", "stature_expected_high - stature_expected_low"),
    ),
    needs=("stature_expected_low", "stature_expected_high"),
    levels=falling(level for group in GROUPS for level in _levels(group)),
    u_given="coalesce(sex_l = sex_r, true)",
    examples=(
        Example({"stature": "170 cm"}, {"stature": "168 cm", "condition": "fresco"}, "close_fresh"),
        Example({"stature": "1.75 m", "age": "30"}, {"stature": "168 cm", "condition": "fresco"}, "near_fresh"),
        Example({"stature": "180 cm", "age": "30"}, {"stature": "168 cm", "condition": "fresco"}, "apart_fresh"),
        Example({"stature": "185 cm", "age": "30"}, {"stature": "168 cm", "condition": "fresco"}, "far_fresh"),
        Example({"stature": "195 cm", "age": "30"}, {"stature": "168 cm", "condition": "fresco"}, "very_far_fresh"),
        Example({"stature": "5'7\"", "sex": "hombre"}, {"stature": "169 cm", "condition": "esqueleto"}, "close_bone"),
        Example({"stature": "178 cm", "sex": "hombre", "age": "30"}, {"stature": "170 cm"}, "near_bone"),
        Example({"stature": "1,81 m", "age": "30"}, {"stature": "170 cm"}, "apart_bone"),
        Example({"stature": "187 cm", "age": "30"}, {"stature": "170 cm"}, "far_bone"),
        Example({"stature": "150 cm"}, {"stature": "175 cm"}, "very_far_bone"),
        Example({"stature": "5'7\"", "sex": "hombre"}, {"stature": "167-171 cm", "condition": "esqueleto"}, "close_range"),
        Example({"stature": "178 cm", "age": "30"}, {"stature": "164-170 cm"}, "near_range"),
        Example({"stature": "183 cm", "age": "30"}, {"stature": "164-170 cm"}, "apart_range"),
        Example({"stature": "188 cm", "age": "30"}, {"stature": "164-170 cm", "condition": "fresco"}, "far_range"),
        Example({"stature": "150 cm"}, {"stature": "172-178 cm"}, "very_far_range"),
        Example({"stature": "172 cm"}, {"stature": "160-178 cm"}, "close_wide", "an interval of 18 cm says little"),
        Example({"stature": "185 cm", "age": "30"}, {"stature": "160-178 cm"}, "near_wide"),
        Example({"stature": "190 cm", "age": "30"}, {"stature": "160-178 cm"}, "apart_wide"),
        Example({"stature": "195 cm", "age": "30"}, {"stature": "160-178 cm"}, "far_wide"),
        Example({"stature": "205 cm", "age": "30"}, {"stature": "160-178 cm"}, "very_far_wide"),
        Example({"stature": "172 cm", "age": "70"}, {"stature": "166 cm", "condition": "fresco"}, "close_fresh",
                "4 cm lost after 45, and 1.5 cm of the report's bias"),
        Example({"stature": "172 cm"}, {"stature": "desconocida"}, "unknown"),
    ),
)  # fmt: skip
