"""The words of one record's names, gathered part by part, and settled when all are heard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from linkage.records.names.sound import ends_in_a
from linkage.records.names.tables import Tables

_DIMINUTIVE = re.compile("(?:c|ec)?(it|ill)([oa])$")
_BORNE_PLAIN = 20


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
    """Short forms to full ones, and the names of traditions without surnames out of their roles."""
    free = any(tables.free(n) for n in (*heard.given, *heard.surnames))
    if free:
        heard.given = list(dict.fromkeys((*heard.given, *heard.surnames)))
        heard.paternal = None
    given: list[str] = []
    for name in heard.given:
        full = tables.short.get(name, (_without_diminutive(name, tables),))
        given += full[0].split() if len(full) == 1 else [name]
        if len(full) > 1:
            heard.possible += [part for n in full for part in n.split()]
    heard.given = _second_names(list(dict.fromkeys(given)))
    if free:
        heard.surnames, heard.given = heard.given, []


@lru_cache(maxsize=100_000)
def _without_diminutive(name: str, tables: Tables) -> str:
    """Ramoncito is Ramón, Elenita is Elena, where people bear the plain name."""
    ending = _DIMINUTIVE.search(name)
    if not ending or tables.borne(name):
        return name
    stem = name[: ending.start()]
    plain = (stem + ending[2], stem, stem + "e")
    return next((n for n in plain if tables.given.get(n, 0) >= _BORNE_PLAIN), name)


def _second_names(given: list[str]) -> list[str]:
    """José María is a man, María José a woman: the second name of such pairs is left out."""
    if len(given) > 1 and "maria" in given[1:] and not ends_in_a(given[0]):
        given = [n for n in given if n != "maria"]
    if len(given) > 1 and "jose" in given[1:] and ends_in_a(given[0]):
        given = [n for n in given if n != "jose"]
    return given
