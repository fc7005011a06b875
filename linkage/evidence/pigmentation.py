"""Hair and eyes, compared together: they go together in people, so they share one evidence.

How telling an agreement is depends on how rare the missing person's colours are (black hair and
brown eyes say next to nothing where nearly everyone has them). So levels are grouped by that
rarity, measured on the registers at hand; within a group only agreement counts.
"""

from __future__ import annotations

from linkage.evidence.fields import CODE, Field
from linkage.evidence.value import Derived, Evidence, Example, Level, Rarity, falling

NEAR_HAIR = {
    "black": ("brown",), "brown": ("black", "sandy", "blond", "red"), "sandy": ("brown", "blond", "red"),
    "blond": ("sandy", "brown", "red"), "red": ("brown", "sandy", "blond"),
}  # fmt: skip
"""Colours that families, examiners, dye, wet and burial turn into one another; grey, white and dyed are near all."""

NEAR_EYES = {
    "blue": ("grey", "green"), "grey": ("blue", "green"), "green": ("hazel", "blue", "grey"),
    "hazel": ("green", "brown"), "brown": ("hazel", "black"), "black": ("brown",),
}  # fmt: skip

RARITIES = {
    "rare": "pigment_rarity(CALL) >= 3",
    "uncommon": "pigment_rarity(CALL) >= 1.5 AND pigment_rarity(CALL) < 3",
    "common": "pigment_rarity(CALL) < 1.5",
}
"""Group: SQL (bits 3 and more: one record in eight or fewer has the colours)."""

M = {
    "rare": {"agree": 0.52, "near": 0.417, "far": 0.06, "both_far": 0.003},
    "uncommon": {"agree": 0.66, "near": 0.337, "far": 0.0025, "both_far": 0.0005},
    "common": {"agree": 0.72, "near": 0.245, "far": 0.0335, "both_far": 0.0015},
}
U = {
    "rare": {"agree": 0.030, "near": 0.750, "far": 0.200, "both_far": 0.020},
    "uncommon": {"agree": 0.320, "near": 0.672, "far": 0.006, "both_far": 0.002},
    "common": {"agree": 0.464, "near": 0.463, "far": 0.069, "both_far": 0.004},
}
_BECAUSE = (
    "m: no casework rate was found. Where the colours are common: the same in .72, a shade apart in .245, which is .80 and .15 for "
    "hair between families and mortuaries (starting values; mispitools' .003 to .01 are for one well-kept source), with a tenth "
    "moved to near for greying, dye and eyes. Rare colours are mostly light ones, and light is written down as dark: in one "
    "ancestry group of the NamUs exports of 2024 blond falls from 16.2 % of the missing to 3.9 % of the remains, green eyes from "
    "8.9 to 1.4 %, blue from 38.0 to 21.5 % (pig eyes turn brown within 72 h of death: Abraham et al.), black hair rises from 6.7 to "
    "18.4 % and grey from 11.8 to 21.8 %. The two registers hold different people, so half of the shift is taken as misrecording: "
    "a rare colour is found again in .52. Clearly different colours are rarer where few are far from the person's own (brown is near "
    "nearly all). Light eyes against dark count as near unless the body is fresh, and bone keeps no eyes, so other eyes count "
    "against a pair only where there was soft tissue; u: 442,000 pairs of the NamUs exports of 2024, which do not tell the condition, so that both far is our estimate; replaced at run time"
)

HAIR_FAR = "hair_l <> hair_r AND NOT list_contains(hair_near_l, hair_r)"
EYES_FAR = (
    "condition_class_r IN ('fresh', 'decomposed') AND eyes_l <> eyes_r AND NOT list_contains(eyes_near_l, eyes_r) "
    "AND NOT (condition_class_r <> 'fresh' AND eyes_l IN ('blue', 'grey', 'green', 'hazel') AND eyes_r IN ('brown', 'black'))"
)
FAR = f"(CASE WHEN {HAIR_FAR} THEN 1 ELSE 0 END + CASE WHEN {EYES_FAR} THEN 1 ELSE 0 END)"
SAME = "coalesce(hair_l = hair_r, true) AND coalesce(eyes_l = eyes_r, true)"

COMPARED = (
    "CASE WHEN hair_l IS NOT NULL AND hair_r IS NOT NULL AND eyes_l IS NOT NULL AND eyes_r IS NOT NULL "
    "THEN pigment_both_bits_l WHEN hair_l IS NOT NULL AND hair_r IS NOT NULL THEN pigment_hair_bits_l "
    "ELSE pigment_eyes_bits_l END"
)
"""Bits of the missing person's colours, of those that are known on both sides."""


def _levels(rarity: str) -> tuple[Level, ...]:
    condition = RARITIES[rarity].replace("pigment_rarity(CALL)", f"({COMPARED})")
    rungs = (
        ("agree", SAME, "Hair and eye colour agree, as far as both are known."),
        ("near", f"NOT ({SAME}) AND {FAR} = 0", "Hair or eye colour is a shade apart, or may have changed."),
        ("far", f"{FAR} = 1", "Hair or eye colour is clearly different; dye, age and time after death change both."),
        ("both_far", f"{FAR} = 2", "Both hair and eye colour are clearly different."),
    )
    return tuple(
        Level(
            f"{name}_{rarity}", f"{condition} AND {when}", M[rarity][name], U[rarity][name], _BECAUSE, says, rarity,
        )
        for name, when, says in rungs
    )  # fmt: skip


def _near(column: str, table: dict[str, tuple[str, ...]], always: tuple[str, ...]) -> str:
    """SQL: the list of colours that count as near to the record's own."""
    cases = " ".join(
        f"WHEN '{colour}' THEN [{', '.join(repr(c) for c in (*near, *always))}]" for colour, near in table.items()
    )
    everything = ", ".join(repr(c) for c in table)
    any_other = " ".join(f"WHEN '{c}' THEN [{everything}, {', '.join(map(repr, always))}]" for c in always)
    return f"CASE {column} {cases} {any_other} END"


_KEYS = (
    "CASE WHEN hair IS NULL AND eyes IS NULL THEN NULL ELSE list_filter(['hair:' || hair, 'eyes:' || eyes, "
    "'both:' || hair || '+' || eyes], lambda k: k IS NOT NULL) END"
)

PIGMENTATION = Evidence(
    name="pigmentation",
    title="Hair and eyes",
    question="Are hair and eye colour alike, and how rare are they here?",
    fields=(
        Field("hair", CODE, "Hair colour. Bald counts as unknown colour.", "cabello", vocabulary="hair", example="castaño oscuro"),
        Field("eyes", CODE, "Eye colour. Different left and right eyes count as 'multiple'.", "ojos", vocabulary="eyes", example="cafés"),
    ),
    derived=(
        Derived("hair_near", "VARCHAR[]", _near("hair", NEAR_HAIR, ("grey", "white", "dyed"))),
        Derived("eyes_near", "VARCHAR[]", _near("eyes", NEAR_EYES, ())),
        Derived("pigment_keys", "VARCHAR[]", _KEYS),
    ),
    rarities=(Rarity("pigment_keys", "pigment_bits", table="pigmentation"),),
    after=(
        Derived("pigment_hair_bits", "DOUBLE", "pigment_bits['hair:' || hair]"),
        Derived("pigment_eyes_bits", "DOUBLE", "pigment_bits['eyes:' || eyes]"),
        Derived("pigment_both_bits", "DOUBLE", "pigment_bits['both:' || hair || '+' || eyes]"),
    ),
    needs=(),
    unknown="(hair_l IS NULL OR hair_r IS NULL) AND (eyes_l IS NULL OR eyes_r IS NULL)",
    levels=falling(level for rarity in RARITIES for level in _levels(rarity)),
    examples=(
        Example({"hair": "rubio"}, {"hair": "rubio"}, "agree_rare"),
        Example({"hair": "negro", "eyes": "azules"}, {"hair": "negro", "eyes": "azules", "condition": "fresco"}, "agree_rare"),
        Example({"hair": "castaño"}, {"hair": "castaño"}, "agree_uncommon"),
        Example({"hair": "negro"}, {"hair": "negro"}, "agree_common"),
        Example({"eyes": "cafés"}, {"eyes": "cafés"}, "agree_common"),
        Example({"hair": "negro"}, {"hair": "castaño"}, "near_common"),
        Example({"hair": "negro"}, {"hair": "canoso"}, "near_common", "grey comes with the years"),
        Example({"hair": "castaño"}, {"hair": "negro"}, "near_uncommon"),
        Example({"hair": "rubio"}, {"hair": "castaño"}, "near_rare"),
        Example({"eyes": "azules"}, {"eyes": "cafés", "condition": "descompuesto"}, "near_rare", "blue eyes darken after death"),
        Example({"eyes": "azules"}, {"eyes": "cafés", "condition": "fresco"}, "far_rare", "hours after death they do not"),
        Example({"hair": "negro"}, {"hair": "rubio"}, "far_common"),
        Example({"hair": "rubio"}, {"hair": "teñido"}, "near_rare", "the colour under the dye is not known"),
        Example({"hair": "castaño"}, {"hair": "rosa"}, "far_uncommon"),
        Example({"eyes": "azules"}, {"eyes": "cafés", "condition": "esqueleto"}, "near_rare", "bone keeps no eyes"),
        Example({"hair": "rubio"}, {"hair": "negro"}, "far_rare"),
        Example({"hair": "negro", "eyes": "cafés"}, {"hair": "rubio", "eyes": "azules", "condition": "fresco"}, "both_far_common"),
        Example({"hair": "castaño", "eyes": "cafés"}, {"hair": "rosa", "eyes": "azules", "condition": "fresco"}, "both_far_uncommon"),
        Example({"hair": "rubio", "eyes": "negros"}, {"hair": "negro", "eyes": "azules", "condition": "descompuesto"}, "both_far_rare"),
        Example({"hair": "rubio"}, {"eyes": "cafés"}, "unknown"),
        Example({"hair": "calvo"}, {"hair": "negro"}, "unknown"),
    ),
)  # fmt: skip
