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
    return f"coalesce(list_has_any({left}, {right}), false)"


def _shared(left: str, right: str) -> str:
    return f"coalesce(shared_count({left}, {right}), 0)"


def _size(*lists: str) -> str:
    return "(" + " + ".join(f"coalesce(len({x}), 0)" for x in lists) + ")"


def _unmatched(role: str, mine: str, theirs: str) -> str:
    """How many words of this role have no equal by sound in any role on the other side."""
    return f"({_size(f'{role}_{mine}')} - {_shared(f'{role}_{mine}', f'name_sounds_{theirs}')})"


def _look_alike(role: str) -> str:
    """1 where a word nobody bears may be a slip for one on the other side; a word that agrees is near itself only."""
    near, itself = (_shared(f"{role}_{kind}_l", f"{role}_{kind}_r") for kind in ("near", "new"))
    return f"CASE WHEN {near} > {itself} THEN 1 ELSE 0 END"


def _unlike(left: str, right: str, role: str) -> str:
    """How many words of a role, written on both sides, agree neither by sound nor by look."""
    return f"greatest(0, least({left}, {right}) - {_look_alike(role)})"


_FITS = (
    f"({_shared('name_initials_l', 'name_letters_r')} + {_shared('name_letters_l', 'name_initials_r')})"
)  # letters hold the initials too
_STANDS_FOR = f"({has('name_possible_l', 'name_given_r')} OR {has('name_given_l', 'name_possible_r')})"


def _given_left_over(mine: str, theirs: str) -> str:
    stands = f"CASE WHEN {_STANDS_FOR} THEN 1 ELSE 0 END"
    initials = _size(f"name_initials_{mine}")
    return f"({_unmatched('name_given', mine, theirs)} + {initials} - {_FITS} - {stands})"


GIVEN_UNLIKE = _unlike(_given_left_over("l", "r"), _given_left_over("r", "l"), "name_given")
_GIVEN_BOTH = f"least({_size('name_given_l', 'name_initials_l')}, {_size('name_given_r', 'name_initials_r')})"
_SURNAMES_BOTH = f"least({_size('name_surnames_l')}, {_size('name_surnames_r')})"
_NO_GIVEN = f"({_size('name_given_l', 'name_initials_l')} = 0 OR {_size('name_given_r', 'name_initials_r')} = 0)"


def _surnames_left_over(mine: str, theirs: str) -> str:
    """Where one side knows no given name, its words have no roles, and every word of the other counts."""
    return (
        f"CASE WHEN {_NO_GIVEN} THEN {_size(f'name_sounds_{mine}')} - {_shared('name_sounds_l', 'name_sounds_r')}"
        f" ELSE {_unmatched('name_surnames', mine, theirs)} END"
    )


SURNAMES_UNLIKE = _unlike(_surnames_left_over("l", "r"), _surnames_left_over("r", "l"), "name_surnames")

_AGREES = (
    "shared_bits(name_sounds_l, name_sounds_r, name_bits_l)"
    f" - {BITS_SPELLING} * (shared_count(name_sounds_l, name_sounds_r) - shared_count(name_tokens_l, name_tokens_r))"
)
_LOOKS_ALIKE = f"{BITS_LOOKALIKE} * ({_look_alike('name_given')} + {_look_alike('name_surnames')})"
_SHORT_OR_INITIAL = (
    f"CASE WHEN {_STANDS_FOR} THEN {BITS_STANDS_FOR} ELSE 0 END"
    f" + CASE WHEN {_FITS} > 0 THEN {BITS_INITIAL} ELSE 0 END"
)
_ALIAS = f"CASE WHEN {has('name_aliases_l', 'name_aliases_r')} THEN {BITS_ALIAS} ELSE 0 END"
_PATERNAL_CROSSED = (
    "CASE WHEN name_paternal_l <> name_paternal_r AND (list_contains(name_sounds_r, name_paternal_l)"
    f" OR list_contains(name_sounds_l, name_paternal_r)) THEN CASE WHEN {_SURNAMES_BOTH} > 1"
    f" THEN {BITS_CROSSED} ELSE 1 END ELSE 0 END"
)
_ROLES_CROSSED = (
    f"{BITS_CROSSED} * ({_shared('name_given_l', 'name_surnames_r')} + {_shared('name_surnames_l', 'name_given_r')})"
)
_DIFFERS = (
    f"{BITS_GIVEN_DIFFERS} * {GIVEN_UNLIKE}"
    f" + CASE WHEN {_NO_GIVEN} THEN {BITS_GIVEN_DIFFERS} ELSE {BITS_SURNAME_DIFFERS} END * {SURNAMES_UNLIKE}"
)
_AT_MOST = (
    f"CASE WHEN {GIVEN_UNLIKE} > 0 AND {GIVEN_UNLIKE} >= {_GIVEN_BOTH} THEN {MOST_IF_APART}"
    f" WHEN {SURNAMES_UNLIKE} > 0 AND {SURNAMES_UNLIKE} >= {_SURNAMES_BOTH} THEN {MOST_IF_APART}"
    f" WHEN {GIVEN_UNLIKE} + {SURNAMES_UNLIKE} > 0 THEN {MOST_IF_PARTLY_APART} ELSE 1000 END"
)

_AGREEMENT = (
    f"least({_AT_MOST}, {_AGREES} + {_LOOKS_ALIKE} + {_SHORT_OR_INITIAL} + {_ALIAS}"
    f" - ({_PATERNAL_CROSSED}) - {_ROLES_CROSSED} - ({_DIFFERS}))"
)
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
