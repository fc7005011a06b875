"""How far two names agree, in bits: SQL over the two records' columns of the names.

Each word that agrees by its sound counts for how rare it is; what differs on both sides counts
against it. What differs on both sides also sets a bound, however rare the rest: a family's two
surnames without the given name are a brother's or a sister's, and they go missing together.
"""

from __future__ import annotations

import re

BITS_SPELLING = 1.5
"""Taken off for each word that only sounds the same: about one spelling in three of a heard name differs."""

BITS_LOOKALIKE = 3.0
"""A word with a slip of the pen: rarity is not counted, only that a slip is likelier than a chance likeness."""

BITS_GIVEN_DIFFERS = 8.0
"""Taken off for each given name written on both sides that differs: a sibling is likelier than so wrong a name."""

BITS_SURNAME_DIFFERS = 5.0
"""Taken off for each surname written on both sides that differs: 3 % of true pairs (our estimate), log2(.03)."""

BITS_CROSSED = 4.0
"""Where the paternal surname of one is the maternal of the other and both have two, or a given name is a surname."""

BITS_INITIAL = 2.0
"""A written initial that fits a given name; letters are far from evenly borne."""

BITS_STANDS_FOR = 4.0
"""A short form that may stand for the full name (Beto, Alberto): worth a common given name."""

BITS_ALIAS = 3.0
"""The same nickname beside names: many people share it, and it says little of who they are."""

MOST_IF_APART = 4.9
"""No given name agrees, or no surname: the rest speaks for the family, or for a namesake."""

MOST_IF_PARTLY_APART = 7.9
"""One of several given names or surnames differs on both sides: José Luis and José Antonio, father and son."""


def has(left: str, right: str) -> str:
    """True when two lists share an element; never NULL."""
    return f"coalesce(shared_any({left}, {right}), false)"


def _shared(left: str, right: str) -> str:
    return f"coalesce(shared_count({left}, {right}), 0)"


def _size(*lists: str) -> str:
    return "(" + " + ".join(f"coalesce(len({x}), 0)" for x in lists) + ")"


def _yes(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _look_alike(role: str) -> str:
    """1 where a word nobody bears may be a slip for one on the other side; a word that agrees is near itself only."""
    near, itself = (_shared(f"{role}_{kind}_l", f"{role}_{kind}_r") for kind in ("near", "new"))
    return _yes(f"{near} > {itself}")


_COUNTED = {
    "bits": "shared_bits(name_sounds_l, name_sounds_r, name_bits_l)",
    "sounds": _shared("name_sounds_l", "name_sounds_r"),
    "spellings": _shared("name_tokens_l", "name_tokens_r"),
    **{f"{role}_{a}_heard": _shared(f"name_{role}_{a}", f"name_sounds_{b}") for role in ("given", "surnames") for a, b in ("lr", "rl")},
    **{f"{role}_{a}": _size(f"name_{role}_{a}") for role in ("given", "surnames", "initials", "sounds") for a in "lr"},
    **{f"{role}_alike": _look_alike(f"name_{role}") for role in ("given", "surnames")},
    "fits": f"{_shared('name_initials_l', 'name_letters_r')} + {_shared('name_letters_l', 'name_initials_r')}",
    "stands": _yes(f"{has('name_possible_l', 'name_sounds_r')} OR {has('name_sounds_l', 'name_possible_r')}"),
    "aliases": _yes(has("name_aliases_l", "name_aliases_r")),
    "roles_crossed": f"{_shared('name_given_l', 'name_surnames_r')} + {_shared('name_surnames_l', 'name_given_r')}",
    "paternal_crossed": _yes(
        "name_paternal_l <> name_paternal_r AND (list_contains(name_sounds_r, name_paternal_l)"
        " OR list_contains(name_sounds_l, name_paternal_r))"
    ),
}  # fmt: skip
"""What is counted between two names, each once; letters hold the initials too. The sums below are over these."""

_NO_GIVEN = "(c.given_l + c.initials_l = 0 OR c.given_r + c.initials_r = 0)"
_LONE = "(c.sounds_l = 1 OR c.sounds_r = 1)"
"""A word by itself may be a given name or a surname."""

_GIVEN_BOTH = "least(c.given_l + c.initials_l, c.given_r + c.initials_r)"
_SURNAMES_BOTH = "least(c.surnames_l, c.surnames_r)"


def _given_left_over(mine: str) -> str:
    return f"c.given_{mine} - c.given_{mine}_heard + c.initials_{mine} - c.fits - c.stands"


def _surnames_left_over(mine: str) -> str:
    """Where one side knows no given name, its words have no roles, and every word of the other counts."""
    return (
        f"CASE WHEN {_NO_GIVEN} THEN c.sounds_{mine} - c.sounds - c.stands"
        f" ELSE c.surnames_{mine} - c.surnames_{mine}_heard END"
    )


def _unlike(left: str, right: str, role: str) -> str:
    """How many words of a role, written on both sides, agree neither by sound nor by look."""
    return f"greatest(0, least({left}, {right}) - c.{role}_alike)"


_GIVEN_UNLIKE = _unlike(_given_left_over("l"), _given_left_over("r"), "given")
_SURNAMES_UNLIKE = _unlike(_surnames_left_over("l"), _surnames_left_over("r"), "surnames")

_ALIKE = (
    f"c.bits - {BITS_SPELLING} * (c.sounds - c.spellings) + {BITS_LOOKALIKE} * (c.given_alike + c.surnames_alike)"
    f" + {BITS_STANDS_FOR} * c.stands + CASE WHEN c.fits > 0 THEN {BITS_INITIAL} ELSE 0 END + {BITS_ALIAS} * c.aliases"
)
_DIFFERS = (
    f"c.paternal_crossed * CASE WHEN {_SURNAMES_BOTH} > 1 THEN {BITS_CROSSED} ELSE 1 END + CASE WHEN {_LONE} THEN 0 ELSE {BITS_CROSSED} END * c.roles_crossed"
    f" + {BITS_GIVEN_DIFFERS} * {_GIVEN_UNLIKE}"
    f" + CASE WHEN {_NO_GIVEN} THEN {BITS_GIVEN_DIFFERS} ELSE {BITS_SURNAME_DIFFERS} END * {_SURNAMES_UNLIKE}"
)
_AT_MOST = (
    f"CASE WHEN {_GIVEN_UNLIKE} > 0 AND {_GIVEN_UNLIKE} >= {_GIVEN_BOTH} THEN {MOST_IF_APART}"
    f" WHEN {_SURNAMES_UNLIKE} > 0 AND {_SURNAMES_UNLIKE} >= {_SURNAMES_BOTH} THEN {MOST_IF_APART}"
    f" WHEN {_GIVEN_UNLIKE} + {_SURNAMES_UNLIKE} > 0 THEN {MOST_IF_PARTLY_APART} ELSE 1000 END"
)

_AGREEMENT = (
    f"list_transform([{{{', '.join(f'{name!r}: {sql}' for name, sql in _COUNTED.items())}}}],"
    f" lambda c: least({_AT_MOST}, {_ALIKE} - ({_DIFFERS})))[1]"
)
"""A list of one, so that each count is worked out once: DuckDB writes a macro out wherever it is named."""

_COLUMNS = ", ".join(sorted(set(re.findall(r"name_\w+_[lr]\b", _AGREEMENT))))

MACRO = (
    f"name_agreement(name_index_l, name_index_r, {_COLUMNS}) AS"
    f" CASE WHEN {has('name_index_l', 'name_index_r')} THEN {_AGREEMENT} END"
)
"""The bits in which two names agree, less those in which they differ, within the bounds; NULL where nothing is shared.

The CASE keeps DuckDB from working the sum out for pairs that share nothing: it reorders what AND joins, but not this.
"""

AGREEMENT = f"name_agreement(name_index_l, name_index_r, {_COLUMNS})"
"""SQL for these bits; every rung asks for them."""
