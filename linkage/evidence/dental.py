"""Teeth: what the family knows of them, against what the examiner charted."""

from __future__ import annotations

from linkage.evidence.fields import Field, Kind
from linkage.evidence.value import Derived, Evidence, Example, Level, Rarity

DENTAL_KIND = Kind(
    "dental",
    ("",),
    (("{f}", "VARCHAR[]"), ("{f}_keys", "VARCHAR[]"), ("{f}_parts", "VARCHAR[]"), ("{f}_clashes", "VARCHAR[]")),
)
"""The facts as read; what they may have in common with others; the pieces that add up; and what the family
claims that remains could contradict (or, for remains, what they do contradict, in the same words)."""

DENTAL_FIELD = Field(
    "dental",
    DENTAL_KIND,
    "Teeth, in words or by number (FDI or American, as the words around them show): missing in life, crowned, gold, filled, broken, "
    "set apart, crooked, braces, dentures. Say of a missing tooth whether it was lost in life.",
    "dientes",
    example="Pieza 11 con corona de oro; falta una muela; dientes separados",
)

LEAST_BITS = 3
"""A key that is held by more than one record in eight is no reason to look at a pair, nor is it held against it."""

_SHARE = "list_has_any(dental_telling_l, dental_telling_r)"
_BEST = f"{_SHARE} AND shared_best(dental_telling_l, dental_telling_r, dental_keys_bits_l)"
_SUM = "shared_bits(dental_parts_l, dental_parts_r, dental_parts_bits_l)"
_CLEAR = "NOT list_has_any(dental_clashes_l, dental_clashes_r)"

_BECAUSE = (
    "no count of families' words against examiners' charts was found: both simulated for 30,000 invented mouths (NHANES 1988-2004: 30.5 % of US adults "
    "kept all 28 teeth and 3.75 % of those of 20 to 64 have none; a midline gap in 15-25 % of young adults; the rest assumed), families naming "
    "mostly what shows, half of the examiners charting by tooth; m rounded down, and 2 % of true pairs allowed to contradict (a slip of memory, of side, or of numbering)"
)


def _common(parts: str, keys: str) -> str:
    """What makes two common facts alike: the most particular that one record says is true of the other."""
    listed = [
        f"list_transform(list_filter(coalesce({column}, []), lambda k: dental_keys_bits[k] < {LEAST_BITS}), lambda k: '{tag}:' || k)"
        for tag, column in ((parts, "dental_parts"), (keys, "dental_keys"))
    ]
    return f"list_concat({', '.join(listed)})"


DENTAL = Evidence(
    name="dental",
    title="Teeth",
    question="Is what the family knows of the teeth what the examiner found?",
    fields=(DENTAL_FIELD,),
    needs=("dental",),
    rarities=(
        Rarity("dental_keys", "dental_keys_bits", table="dental"),
        Rarity("dental_parts", "dental_parts_bits", table="dental"),
    ),
    after=(
        Derived(
            "dental_telling",
            "VARCHAR[]",
            f"list_filter(coalesce(map_keys(dental_keys_bits), []), lambda k: dental_keys_bits[k] >= {LEAST_BITS})",
        ),
        Derived("dental_common", "VARCHAR[]", _common("own", "any"), _common("any", "own")),
    ),
    shares=("dental_telling", "dental_clashes"),
    levels=(
        Level(
            "several",
            f"{_SHARE} AND {_SUM} >= 14",
            0.012,
            0.00006,
            _BECAUSE,
            "Several peculiarities of the teeth are alike, tooth by tooth.",
        ),
        Level(
            "particular",
            f"{_BEST} >= 7 AND {_CLEAR}",
            0.012,
            0.0002,
            _BECAUSE,
            "A peculiarity of one tooth is the same, and few people have it there.",
        ),
        Level(
            "uncommon",
            f"{_BEST} >= 5 AND {_CLEAR}",
            0.10,
            0.006,
            _BECAUSE,
            "A peculiarity of the teeth is the same that not many people have.",
        ),
        Level(
            "alike",
            f"{_BEST} >= {LEAST_BITS} AND {_CLEAR}",
            0.27,
            0.045,
            _BECAUSE,
            "A peculiarity of the teeth is the same; quite a few people have it.",
        ),
        Level(
            "commonplace",
            f"list_has_any(dental_common_l, dental_common_r) AND {_CLEAR}",
            1.0,
            1.0,
            "a group of one level: what both have must not count against the pair, and what many have does not count for it",
            "Something of the teeth is the same that very many people have, so it says nothing.",
            "commonplace",
        ),
        Level(
            "explainable",
            _CLEAR,
            0.586,
            0.84894,
            _BECAUSE,
            "The teeth are described differently, but nothing contradicts: a tooth may have been lost or treated later, or not mentioned.",
        ),
        Level(
            "incompatible",
            "ELSE",
            0.02,
            0.0998,
            _BECAUSE,
            "The remains have a tooth that the family says was missing, or lack dental work that the family describes. Ask for a dentist's records.",
        ),
    ),
    examples=(
        Example(
            {"dental": "Pieza 21 con corona de oro, 46 ausente"},
            {"dental": "#9 gold crown; #30 missing AM"},
            "several",
            "21 and 46 are 9 and 30 in American numbers",
        ),
        Example(
            {"dental": "colmillo izquierdo de arriba roto"}, {"dental": "upper left canine fractured"}, "particular"
        ),
        Example({"dental": "diente de oro arriba, enfrente"}, {"dental": "gold crown, upper front tooth"}, "uncommon"),
        Example({"dental": "dientes separados"}, {"dental": "diastema between the upper central incisors"}, "alike"),
        Example({"dental": "le falta una muela"}, {"dental": "#30 missing AM"}, "commonplace"),
        Example({"dental": "usa frenos"}, {"dental": "Pza 36 amalgama, 38 ausente"}, "explainable", "braces come off"),
        Example(
            {"dental": "dentadura completa"}, {"dental": "#8 missing AM"}, "explainable", "it may have been lost later"
        ),
        Example(
            {"dental": "falta un diente de enfrente"},
            {"dental": "All teeth present"},
            "incompatible",
            "a tooth does not grow again",
        ),
        Example({"dental": "diente de oro"}, {"dental": "no restorations"}, "incompatible"),
        Example(
            {"dental": "falta un diente de enfrente"},
            {"dental": "#8 missing PM"},
            "unknown",
            "lost after death: nothing about the person",
        ),
        Example({"dental": "dientes separados"}, {"dental": "N/A"}, "unknown"),
    ),
    sources=(
        "Tooth loss: US National Institute of Dental and Craniofacial Research, NHANES 1999-2004; Marcus and others 1996 (NHANES III, 8,366 adults)",
        "Coarse codes rank better than fine ones: simplified 7 codes against WinID3 on about 50,000 records (doi 10.1111/1556-4029.12909)",
    ),
)
