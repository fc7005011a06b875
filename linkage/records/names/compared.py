"""What is compared of a record's name, worked out once from the words heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linkage.records.names.heard import Heard
from linkage.records.names.keys import consonant_keys, initial_keys, lone_keys, pair_keys
from linkage.records.names.near import near_keys, new_keys
from linkage.records.names.sound import ends_in_a, sound
from linkage.records.names.tables import Tables


@dataclass(frozen=True)
class Name:
    """What is compared of a record's name; lists are sorted and without repetition.

    `given`, `surnames`, `sounds` (whatever their role) and `possible` are by sound, `tokens` are the
    kept spellings. `near` are keys that look-alikes share, `new` those that a word nobody bears
    shares with itself.
    """

    given: list[str]
    surnames: list[str]
    tokens: list[str]
    sounds: list[str]
    given_near: list[str]
    given_new: list[str]
    surnames_near: list[str]
    surnames_new: list[str]
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
    sounds, possible, surnames = _sounds(tokens), _sounds(set(heard.possible) - set(tokens)), _sounds(heard.surnames)
    initials, letters = sorted(set(heard.initials)), sorted({n[0] for n in (*heard.given, *heard.initials)})
    aliases = sorted(set(heard.nicknames))
    keys = {
        *pair_keys(sounds, possible), *(f"alias:{name}" for name in aliases), *consonant_keys(sounds),
        *lone_keys(sounds, possible, missing), *initial_keys(letters, initials, surnames, missing),
    }  # fmt: skip
    return Name(
        given=_sounds(heard.given),
        surnames=surnames,
        tokens=tokens,
        sounds=sounds,
        given_near=_near(heard.given, False, missing, tables),
        given_new=_new(heard.given, tables),
        surnames_near=_near(heard.surnames, True, missing, tables),
        surnames_new=_new(heard.surnames, tables),
        possible=possible,
        initials=initials,
        letters=letters,
        aliases=aliases,
        paternal=heard.paternal,
        keys=sorted(keys),
    )


def _near(names: Sequence[str], surnames: bool, missing: bool, tables: Tables) -> list[str]:
    keys: set[str] = set()
    for name in names:
        role = "S" if surnames else "F" if ends_in_a(name) else "M"
        keys.update(near_keys(name, role, tables.heard(name), missing))
    return sorted(keys)


def _new(names: Sequence[str], tables: Tables) -> list[str]:
    return sorted({key for name in names if not tables.heard(name) for key in new_keys(name)})


def _sounds(names: Iterable[str]) -> list[str]:
    return sorted({sound(name) for name in names})
