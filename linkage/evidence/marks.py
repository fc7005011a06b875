"""Marks: tattoos, scars, missing parts and implants that the family knows, against those the examiner recorded."""

from __future__ import annotations

from linkage.evidence.condition import CONDITION_FIELDS
from linkage.evidence.fields import Field, Kind
from linkage.evidence.value import Derived, Evidence, Example, Level, Rarity

MARK = Kind(
    "marks",
    ("",),
    (
        ("{f}", "VARCHAR[]"),
        ("{f}_keys", "VARCHAR[]"),
        ("{f}_things", "VARCHAR[]"),
        ("{f}_regions", "VARCHAR[]"),
        ("{f}_plain", "VARCHAR[]"),
        ("{f}_denied", "VARCHAR[]"),
    ),
)
"""The marks as read; what they may have in common with others; the things shown; where they are; where those are of
which only the kind is said; where there are none."""

LEAST_BITS = 5.5
"""A key that is held by more than one record in 45 is no reason to look at a pair, nor is it held against it."""

_LOST = (
    "list_concat(coalesce(parts_not_recovered, []),"
    " CASE WHEN list_has_any(parts_not_recovered, ['arms', 'limbs']) THEN ['arms', 'hands'] ELSE [] END,"
    " CASE WHEN list_has_any(parts_not_recovered, ['legs', 'limbs']) THEN ['legs', 'feet'] ELSE [] END,"
    " CASE WHEN len(parts_not_recovered) > 0 THEN ['anywhere'] ELSE [] END)"
)
"""The parts that were not recovered; a hand goes with its arm."""

_SHARE = "list_has_any(marks_telling_l, marks_telling_r)"
_BEST = f"{_SHARE} AND shared_best(marks_telling_l, marks_telling_r, marks_weights_l)"
_THINGS = "shared_bits(marks_things_l, marks_things_r, marks_things_bits_l)"

_GROUPS = {
    "fresh": "condition_class_r = 'fresh'",
    "decomposed": "condition_class_r = 'decomposed'",
    "other": "condition_class_r IN ('skeletal', 'partial', 'unknown')",
}

_RUNGS = (
    (
        "several",
        f"{_BEST} >= 7 AND {_THINGS} >= 14",
        "Several marks that few people have are the same in both records.",
    ),
    (
        "unmistakable",
        f"{_BEST} >= 9",
        "A mark that very few people have is the same: what it is, what it shows and where it is.",
    ),
    ("telling", f"{_BEST} >= 7", "A mark that few people have agrees; its place or side may be written differently."),
    ("specific", f"{_BEST} >= {LEAST_BITS}", "A mark agrees that not many people have."),
)

_NOTHING = (
    "The examiner looked at that part of the body and did not record the family's mark. Families and "
    "examiners often describe marks differently, and new ones are made."
)

_M = {
    "fresh": (0.13, 0.18, 0.19, 0.14, 0.36),
    "decomposed": (0.09, 0.13, 0.155, 0.11, 0.515),
    "other": (0.065, 0.095, 0.12, 0.10, 0.62),
}
_U = (0.0003, 0.0014, 0.0069, 0.0266, 0.9648)

_BECAUSE_M = (
    "no study of how often a family and an examiner describe the same mark alike was found: set so that a true pair "
    "with marks on the same part, and more alike than common ones, shares one of some bits in 64 % of fresh bodies, in 48 % of decomposed ones, "
    "in 38 % otherwise; training replaces it"
)
_BECAUSE_U = (
    "pairs with marks on the same part of the body, less those that share a common mark only, in the NamUs exports of 2024 "
    "(1,316 missing, 3,360 remains; 2,927,043 pairs, 1,309,172 of them with a common mark only)"
)


def _level(group: str, rung: int) -> Level:
    name, condition, says = _RUNGS[rung]
    return Level(
        f"{name}_{group}",
        f"{_GROUPS[group]} AND {condition}",
        _M[group][rung],
        _U[rung],
        f"m: {_BECAUSE_M}; u: {_BECAUSE_U}",
        says,
        group,
    )


def _nothing(group: str) -> Level:
    return Level(
        f"not_recorded_{group}",
        "ELSE" if group == "fresh" else _GROUPS[group],
        _M[group][-1],
        _U[-1],
        f"m: {_BECAUSE_M}; u: {_BECAUSE_U}",
        _NOTHING,
        group,
    )


def _tagged(tag: str, column: str) -> str:
    return f"list_transform(coalesce({column}, []), lambda x: '{tag}:' || x)"


_COMMON_CONTENTS = (
    "list_filter(coalesce(map_keys(marks_weights), []),"
    f" lambda k: contains(k, '|||') AND marks_weights[k] < {LEAST_BITS})"
)


def _either(plain: str, other: str) -> str:
    """What makes two common marks alike: one says no more than kind and part, or both show the same common thing."""
    return f"list_concat({_tagged(plain, 'marks_plain')}, {_tagged(other, 'marks_regions')}, {_COMMON_CONTENTS})"


def _commonplace() -> Level:
    """A group of one level: what many people have in both records says nothing, and so never counts against the pair."""
    return Level(
        "commonplace", "list_has_any(marks_either_l, marks_either_r)", 1.0, 1.0,
        "a mark that both have must not count against the pair, and one that many people have does not count for it",
        "A mark of the same kind is on the same part of the body in both records, or shows the same common thing. "
        "So many people have one that it says nothing.", "commonplace",
    )  # fmt: skip


_WRITTEN = "tatuaje en antebrazo der. con la leyenda '{}'"

MARKS = Evidence(
    name="marks",
    title="Marks",
    question="Are the tattoos, scars and other marks that the family describes those that the examiner recorded?",
    fields=(
        Field(
            "marks",
            MARK,
            "Tattoos, scars, moles, piercings, missing parts, implants, healed fractures, deformities: free text or codes, "
            "each with its place and side, and for a tattoo what it shows and the words in quotation marks. "
            "'No marks' is an answer; leave it blank where nobody looked.",
            "senas_particulares",
            example="Tatuaje en antebrazo derecho con la leyenda 'Rosa'; cicatriz en ceja izquierda",
        ),
        *CONDITION_FIELDS,
    ),
    needs=("marks",),
    unknown="NOT list_has_any(marks_regions_l, marks_seen_r) AND NOT list_has_any(marks_telling_l, marks_telling_r)",
    derived=(
        Derived(
            "marks_seen",
            "VARCHAR[]",
            "marks_regions",
            "list_concat(marks_regions, CASE WHEN condition_class IN ('fresh', 'decomposed') AND parts_not_recovered IS NOT NULL"
            f" THEN list_filter(marks_denied, lambda d: NOT list_contains({_LOST}, split_part(d, ':', 2))) ELSE [] END)",
        ),
    ),
    rarities=(
        Rarity("marks_keys", "marks_keys_bits", table="marks"),
        Rarity("marks_things", "marks_things_bits", table="marks"),
    ),
    after=(
        # A side that is not the same, or a place that is not, costs two bits and one and a half: photographs are
        # mirrored and sides are the viewer's in perhaps one record in eight (log2(1/8 / 1/2) = -2).
        Derived(
            "marks_weights",
            "MAP(VARCHAR, DOUBLE)",
            "map_from_entries(list_transform(map_entries(marks_keys_bits), lambda e: {'key': e.key, 'value': e.value"
            " - CASE WHEN contains(e.key, '|~|') THEN 2.0 WHEN contains(e.key, '|||') THEN 1.5 ELSE 0.0 END}))",
        ),
        Derived("marks_either", "VARCHAR[]", _either("plain", "any"), _either("any", "plain")),
        Derived(
            "marks_telling",
            "VARCHAR[]",
            f"list_filter(coalesce(map_keys(marks_weights), []), lambda k: marks_weights[k] >= {LEAST_BITS})",
        ),
    ),
    shares=("marks_telling",),
    levels=(
        *(_level(group, rung) for rung in range(len(_RUNGS)) for group in _GROUPS),
        _commonplace(),
        *(_nothing(group) for group in reversed(_GROUPS)),
    ),
    examples=(
        Example(
            {"marks": "Tatuaje del nombre 'Zulma' en hombro izquierdo y otro de las letras QK en el pecho"},
            {"marks": "TATTOO: 'ZULMA' LEFT SHOULDER, 'QK' CHEST", "condition": "fresco"},
            "several_fresh",
        ),
        Example(
            {"marks": "Tatuaje del nombre 'Ximena' en hombro izquierdo y otro de las letras JZ en el pecho"},
            {"marks": "Left shoulder: 'Ximena'; chest: 'JZ'", "condition": "descompuesto"},
            "several_decomposed",
        ),
        Example(
            {"marks": "Tatuaje del nombre 'Quetzali' en hombro izquierdo y otro de las letras WV en el pecho"},
            {"marks": "tattoos: 'Quetzali' on left shoulder, 'WV' on chest"},
            "several_other",
        ),
        Example(
            {"marks": _WRITTEN.format("Rosa")},
            {"marks": "Tattoo right forearm 'ROSA'", "condition": "fresco"},
            "unmistakable_fresh",
        ),
        Example(
            {"marks": _WRITTEN.format("Yadira")},
            {"marks": "tattoo: 'Yadira', right forearm", "condition": "descompuesto"},
            "unmistakable_decomposed",
        ),
        Example(
            {"marks": _WRITTEN.format("Ofelia")}, {"marks": "tattoo 'Ofelia' on right forearm"}, "unmistakable_other"
        ),
        Example(
            {"marks": _WRITTEN.format("Nohemí")},
            {"marks": "tattoo 'Nohemi' on left forearm", "condition": "fresco"},
            "telling_fresh",
            "the side is mirrored",
        ),
        Example(
            {"marks": _WRITTEN.format("Berta")},
            {"marks": "tattoo 'Berta' on left forearm", "condition": "descompuesto"},
            "telling_decomposed",
            "the side is mirrored",
        ),
        Example(
            {"marks": _WRITTEN.format("Elvia")},
            {"marks": "tattoo 'Elvia' on left leg"},
            "telling_other",
            "the place is another",
        ),
        Example(
            {"marks": "cicatriz en ceja izquierda"},
            {"marks": "scar left eyebrow", "condition": "fresco"},
            "specific_fresh",
        ),
        Example(
            {"marks": "cicatriz en ceja izquierda"},
            {"marks": "scar left eyebrow", "condition": "descompuesto"},
            "specific_decomposed",
        ),
        Example({"marks": "cicatriz en ceja izquierda"}, {"marks": "scar left eyebrow"}, "specific_other"),
        Example(
            {"marks": "cicatriz en rodilla izquierda"},
            {"marks": "scar on left knee", "condition": "fresco"},
            "commonplace",
        ),
        Example(
            {"marks": "tatuaje en brazo"},
            {"marks": "tattoo of a skull on right arm", "condition": "fresco"},
            "commonplace",
            "many people have a tattoo on the arm",
        ),
        Example({"marks": "cicatriz en abdomen"}, {"marks": "appendectomy scar", "condition": "fresco"}, "commonplace"),
        Example(
            {"marks": "tatuaje de un búho en brazo izquierdo"},
            {"marks": "sin tatuajes", "condition": "fresco", "parts_not_recovered": "pies"},
            "not_recorded_fresh",
        ),
        Example(
            {"marks": "tatuaje de un búho en brazo izquierdo"},
            {"marks": "tatuaje de una calavera en brazo derecho", "condition": "descompuesto"},
            "not_recorded_decomposed",
        ),
        Example(
            {"marks": "tatuaje de un búho en brazo izquierdo"},
            {"marks": "tatuaje de una calavera en brazo derecho"},
            "not_recorded_other",
        ),
        Example(
            {"marks": "tatuaje de un búho en brazo izquierdo"},
            {"marks": "healed fracture of left forearm", "condition": "esqueleto"},
            "unknown",
            "bare bone keeps no tattoo",
        ),
        Example(
            {"marks": "tatuaje de un búho en brazo izquierdo"},
            {"condition": "esqueleto"},
            "unknown",
            "nothing recorded",
        ),
        Example(
            {"marks": "tatuaje de un búho en mano izquierda"},
            {"marks": "sin tatuajes", "condition": "fresco", "parts_not_recovered": "manos"},
            "unknown",
            "the hands were not recovered",
        ),
        Example(
            {"marks": "tatuaje de un búho en mano izquierda"},
            {"marks": "sin tatuajes"},
            "unknown",
            "nobody says what was left to see",
        ),
    ),
    sources=(
        "Tattoos in 46 % of 2,045 bodies, and their motif classes: Jalisco, 2020, doi 10.1007/s00194-020-00396-y",
        "Features in 24.1 % of 15,109 remains and 53.1 % of 2,553 missing persons: counted in the NamUs exports of 2024",
    ),
)
