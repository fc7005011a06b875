"""What is compared of a record's name, worked out once from the words heard."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from linkage.records.names.heard import Heard
from linkage.records.names.keys import consonant_keys, initial_keys, lone_keys, pair_keys
from linkage.records.names.near import near_keys, new_keys
from linkage.records.names.sound import ends_in_a, sound
from linkage.records.names.tables import Tables


class Name(NamedTuple):
    """What is compared of a record's name; lists are sorted and without repetition.

    `given`, `surnames`, `sounds` (whatever their role) and `possible` are by sound, `tokens` are the
    kept spellings. `near` are keys that look-alikes share, `new` those that a word nobody bears
    shares with itself.
    """

    given: list[str]
    surnames: list[str]
    tokens: list[str]
    sounds: list[str]
    given_near: tuple[str, ...]
    given_new: tuple[str, ...]
    surnames_near: tuple[str, ...]
    surnames_new: tuple[str, ...]
    possible: list[str]
    initials: list[str]
    letters: list[str]
    aliases: list[str]
    paternal: str | None
    keys: list[str]


def compared(heard: Heard, missing: bool, tables: Tables) -> Name | None:
    """What is compared of the words heard; None when there are none."""
    tokens = sorted({*heard.given, *heard.surnames, *heard.further})
    if not tokens and not heard.nicknames:
        return None
    sounds, surnames = _sounds(tokens), _sounds(heard.surnames)
    possible = _sounds(set(heard.possible).difference(tokens)) if heard.possible else []
    initials, letters = sorted(set(heard.initials)), sorted({n[0] for n in (*heard.given, *heard.initials)})
    aliases = sorted(set(heard.nicknames))
    keys = {
        *pair_keys(sounds, possible), *[f"alias:{name}" for name in aliases], *consonant_keys(sounds),
        *lone_keys(sounds, possible, missing), *initial_keys(letters, initials, surnames, missing),
    }  # fmt: skip
    given_words, surname_words = tuple(heard.given), tuple(heard.surnames)
    return Name(
        given=_sounds(heard.given),
        surnames=surnames,
        tokens=tokens,
        sounds=sounds,
        given_near=_near(given_words, False, missing, tables),
        given_new=_new(given_words, tables),
        surnames_near=_near(surname_words, True, missing, tables),
        surnames_new=_new(surname_words, tables),
        possible=possible,
        initials=initials,
        letters=letters,
        aliases=aliases,
        paternal=heard.paternal,
        keys=sorted(keys),
    )


@lru_cache(maxsize=100_000)
def _near(names: tuple[str, ...], surnames: bool, missing: bool, tables: Tables) -> tuple[str, ...]:
    """The keys of these words of one record; remembered, because people have the same names."""
    keys: set[str] = set()
    for name in names:
        role = "S" if surnames else "F" if ends_in_a(name) else "M"
        keys.update(near_keys(name, role, tables.heard(name), missing))
    return tuple(sorted(keys))


@lru_cache(maxsize=100_000)
def _new(names: tuple[str, ...], tables: Tables) -> tuple[str, ...]:
    return tuple(sorted({key for name in names if not tables.heard(name) for key in new_keys(name)}))


def _sounds(names: Iterable[str]) -> list[str]:
    return sorted(set(map(sound, names)))
