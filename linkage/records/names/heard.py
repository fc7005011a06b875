"""The words of one record's names, gathered part by part, and settled when all are heard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from linkage.records.names.sound import ends_in_a, sound
from linkage.records.names.tables import BORNE, Tables
from linkage.records.names.traditions import of_names

_DIMINUTIVE = re.compile("(?:z|c|ec)?(it|ill|inh)([oa])$")
_BORNE_PLAIN = 20

_SHORT_FORM = (3, 6)
"""Letters of a word that may be a piece of a longer name: Ofe of Ofelia, Derico of Federico."""

_STANDS_FOR = 8
"""The commonest names that a piece may stand for; the others are too many to tell anything."""


class OfWord(NamedTuple):
    """What the tables say of one name by itself.

    `known` and `free` as the tables have it; `tells` of a tradition; `english` is the name it writes down by ear;
    as a given name it is `full`, and may stand for one of `possible`.
    """

    known: bool
    tells: bool
    free: bool
    english: str
    full: tuple[str, ...]
    possible: tuple[str, ...]


@dataclass
class Heard:
    """The words of one record, gathered part by part."""

    given: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    paternal: str | None = None


def settle(heard: Heard, tables: Tables) -> None:
    """Short forms to full ones, spellings of one tradition to one, and names without surnames out of their roles."""
    _by_tradition(heard, tables)
    free = any(of_word(name, tables).free for name in (*heard.given, *heard.surnames))
    if free:
        heard.given = list(dict.fromkeys((*heard.given, *heard.surnames)))
        heard.paternal = None
    given: list[str] = []
    for name in heard.given:
        word = of_word(name, tables)
        given += word.full
        heard.possible += word.possible
    heard.given = _second_names(list(dict.fromkeys(given)))
    if free:
        heard.surnames, heard.given = heard.given, []


def _by_tradition(heard: Heard, tables: Tables) -> None:
    """Words that nobody bears, read by the tradition of the names beside them; else a given name as an English one."""
    shorts = {name: full[0] for name in heard.given if len(full := tables.short.get(name, ())) == 1}
    names = [shorts.get(name, name) for name in (*heard.given, *heard.surnames)]
    words = [of_word(name, tables) for name in names]
    may_tell = any(word.tells or not word.known for word in words)
    unknown = [name for name, word in zip(names, words, strict=True) if not word.known]
    tradition = of_names(names, unknown, tables.traditions) if may_tell else None
    if not tradition:
        heard.given = [of_word(name, tables).english for name in heard.given]
        return
    paternal = heard.surnames[0] if heard.paternal and heard.surnames else None
    heard.given, heard.surnames = (
        [n for name in names for n in ((name,) if tables.known(name) else tradition.read(name))]
        for names in (heard.given, heard.surnames)
    )
    heard.paternal = sound(heard.surnames[0]) if paternal else heard.paternal


@lru_cache(maxsize=100_000)
def of_word(name: str, tables: Tables) -> OfWord:
    """What the tables say of one name; remembered, because names recur."""
    full = tables.short.get(name) or _diminutive(name, tables)
    pieces = full if len(full) > 1 else () if name in tables.short else piece_of(full[0], tables)
    return OfWord(
        known=tables.known(name),
        tells=any(name in tradition.tell for tradition in tables.traditions),
        free=tables.free(name),
        english=tables.as_english(name),
        full=tuple(full[0].split()) if len(full) == 1 else (name,),
        possible=tuple(part for piece in pieces for part in piece.split()),
    )


@lru_cache(maxsize=100_000)
def piece_of(name: str, tables: Tables) -> tuple[str, ...]:
    """The given names that a short word nobody bears may be the beginning or the end of, the commonest first."""
    least, most = _SHORT_FORM
    if not least <= len(name) <= most or tables.known(name):
        return ()
    begins, ends = sound(name[:-1] if name[-1] in "aeioy" and len(name) > least else name), sound(name)
    at_the_end = ends if len(ends) > len(begins) else None
    found = (
        full
        for full, whole in _borne(tables)
        if (whole.startswith(begins) or (at_the_end and whole.endswith(at_the_end))) and len(whole) >= len(ends) + 2
    )
    return tuple(islice(found, _STANDS_FOR))


@lru_cache(maxsize=4)
def _borne(tables: Tables) -> tuple[tuple[str, str], ...]:
    """The given names that people bear, each with its sound, the commonest first."""
    ordered = sorted(tables.given, key=lambda name: -tables.given[name])
    return tuple((name, sound(name)) for name in ordered if tables.given[name] >= BORNE)


@lru_cache(maxsize=100_000)
def _diminutive(name: str, tables: Tables) -> tuple[str, ...]:
    """What a diminutive may stand for: Ramoncito is Ramón, Nachito Ignacio; the name itself where it is none."""
    plain = _without_diminutive(name, tables)
    return tables.short.get(plain, (plain,)) if plain != name else (name,)


@lru_cache(maxsize=100_000)
def _without_diminutive(name: str, tables: Tables) -> str:
    """Ramoncito is Ramón, Elenita is Elena, where people bear the plain name."""
    ending = _DIMINUTIVE.search(name)
    if not ending or tables.borne(name):
        return name
    stem = name[: ending.start()]
    plain = (stem + ending[2], stem, stem + "e")
    return next((n for n in plain if tables.given.get(n, 0) >= _BORNE_PLAIN or n in tables.short), name)


def _second_names(given: list[str]) -> list[str]:
    """José María is a man, María José a woman: the second name of such pairs is left out."""
    if len(given) > 1 and "maria" in given[1:] and not ends_in_a(given[0]):
        given = [n for n in given if n != "maria"]
    if len(given) > 1 and "jose" in given[1:] and ends_in_a(given[0]):
        given = [n for n in given if n != "jose"]
    return given
