"""The tables of config/names: reviewable, read once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from linkage.config import config_path, read_toml
from linkage.records.fold import fold
from linkage.records.names.sound import sound

BORNE = 8
"""A spelling written this often in a national register is a name of its own, not a slip of the pen."""


@dataclass(frozen=True, eq=False)
class Tables:
    """Everything that is known of names before a file is read.

    `dotted` and `plain` lead from a way of writing to the names meant; `short` from a
    hypocoristic to the names it may stand for; `given` and `surname` say how often a name is
    borne in each role; `order_free` are names of traditions without fixed surnames, those that
    Mexicans bear too (Omar, Samuel) left out; `beginnings` the ways in which the first part of a
    long name of theirs is spelled; `joined_short` leads from St. to Saint; `sounds` are those of
    all names that people bear. Tables are the same only when they are one and the same, so that what
    was read with them can be remembered.
    """

    dotted: Mapping[str, tuple[str, ...]]
    plain: Mapping[str, tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]
    given: Mapping[str, int]
    surname: Mapping[str, int]
    order_free: frozenset[str]
    beginnings: Mapping[str, tuple[str, ...]]
    words: Mapping[str, frozenset[str]]
    joined_short: Mapping[str, str]
    sounds: frozenset[str]

    def free(self, name: str) -> bool:
        """True for a name of a tradition without fixed surnames."""
        return name in self.order_free or (len(name) > 6 and name.startswith(tuple(self.beginnings)))

    def borne(self, name: str) -> bool:
        """True when people bear this very spelling."""
        return self.given.get(name, 0) + self.surname.get(name, 0) >= BORNE or name in self.order_free

    def heard(self, name: str) -> bool:
        """True when people bear a name that sounds so."""
        return sound(name) in self.sounds


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables as shipped, or as the user changed them."""
    spellings = read_toml(config_path("names", "spellings.toml"))
    beginnings = spellings.pop("beginnings")
    words = {key: frozenset(map(fold, listed)) for key, listed in read_toml(config_path("names", "words.toml")).items()}
    mexican = _borne("roles_mx.csv")
    given, surname = _borne("roles_mx.csv", "roles_more.csv")
    foreign = frozenset(fold(n) for part in ("arabic", "horn") for n in spellings[part])
    return Tables(
        dotted=_ways({"a": spellings["abbreviations"]}),
        plain=_ways(spellings),
        short={r["short"]: tuple(fold(x) for x in r["full"].split("|")) for r in _rows("hypocoristics.csv")},
        given=given,
        surname=surname,
        order_free=frozenset(n for n in foreign if max(role.get(n, 0) for role in mexican) < BORNE),
        beginnings={k: tuple(sorted(v, key=len, reverse=True)) for k, v in beginnings.items()},
        words=words,
        joined_short=dict(pair.split() for pair in words["joined_short"]),
        sounds=frozenset(sound(n) for n in (*foreign, *(n for n, c in _total(given, surname) if c >= BORNE))),
    )


def _total(given: Mapping[str, int], surname: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(name, given.get(name, 0) + surname.get(name, 0)) for name in {**given, **surname}]


def _ways(spellings: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    return {
        fold(way): tuple(fold(kept).split())
        for part in spellings.values()
        for kept, ways in part.items()
        for way in ways
    }


def _rows(name: str) -> list[dict[str, str]]:
    with config_path("names", name).open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return [{**row, **({"short": fold(row["short"])} if "short" in row else {})} for row in csv.DictReader(lines)]


def _borne(*files: str) -> tuple[dict[str, int], dict[str, int]]:
    """How often each name is given and how often it is a surname, over these files together."""
    given: dict[str, int] = {}
    surname: dict[str, int] = {}
    for row in (row for file in files for row in _rows(file)):
        given[row["name"]] = given.get(row["name"], 0) + int(row["given"])
        surname[row["name"]] = surname.get(row["name"], 0) + int(row["surname"])
    return given, surname
