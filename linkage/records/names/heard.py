"""The words of one record's names, gathered part by part, and settled when all are heard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from linkage.records.names.sound import ends_in_a, sound
from linkage.records.names.tables import BORNE, Tables
from linkage.records.names.traditions import of_names

_DIMINUTIVE = re.compile("(?:z|c|ec)?(it|ill|inh)([oa])$")
_BORNE_PLAIN = 20

_SHORT_FORM = (3, 6)
"""Letters of a word that may be a piece of a longer name: Ofe of Ofelia, Derico of Federico."""

_STANDS_FOR = 8
"""The commonest names that a piece may stand for; the others are too many to tell anything."""


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
    free = any(tables.free(n) for n in (*heard.given, *heard.surnames))
    if free:
        heard.given = list(dict.fromkeys((*heard.given, *heard.surnames)))
        heard.paternal = None
    given: list[str] = []
    for name in heard.given:
        full = tables.short.get(name) or _diminutive(name, tables)
        given += full[0].split() if len(full) == 1 else [name]
        pieces = full if len(full) > 1 else () if name in tables.short else piece_of(full[0], tables)
        heard.possible += [part for n in pieces for part in n.split()]
    heard.given = _second_names(list(dict.fromkeys(given)))
    if free:
        heard.surnames, heard.given = heard.given, []


def _by_tradition(heard: Heard, tables: Tables) -> None:
    """Words that nobody bears, read by the tradition of the names beside them; else a given name as an English one."""
    shorts = {name: full[0] for name in heard.given if len(full := tables.short.get(name, ())) == 1}
    names = [shorts.get(name, name) for name in (*heard.given, *heard.surnames)]
    tradition = of_names(names, [n for n in names if not tables.known(n)], tables.traditions)
    if not tradition:
        heard.given = list(map(tables.as_english, heard.given))
        return
    paternal = heard.surnames[0] if heard.paternal and heard.surnames else None
    heard.given, heard.surnames = (
        [n for name in names for n in ((name,) if tables.known(name) else tradition.read(name))]
        for names in (heard.given, heard.surnames)
    )
    heard.paternal = sound(heard.surnames[0]) if paternal else heard.paternal


@lru_cache(maxsize=100_000)
def piece_of(name: str, tables: Tables) -> tuple[str, ...]:
    """The given names that a short word nobody bears may be the beginning or the end of, the commonest first."""
    least, most = _SHORT_FORM
    if not least <= len(name) <= most or tables.known(name):
        return ()
    begins, ends = sound(name[:-1] if name[-1] in "aeioy" and len(name) > least else name), sound(name)
    found = [n for n in tables.given if tables.given[n] >= BORNE and _may_be(n, begins, ends)]
    return tuple(sorted(found, key=lambda n: -tables.given[n])[:_STANDS_FOR])


def _may_be(full: str, begins: str, ends: str) -> bool:
    whole = sound(full)
    at_the_end = len(ends) > len(begins) and whole.endswith(ends)
    return len(whole) >= len(ends) + 2 and (whole.startswith(begins) or at_the_end)


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
