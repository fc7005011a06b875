"""The tables of config/names: reviewable, read once."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from linkage.config import config_path, read_toml
from linkage.records.fold import fold
from linkage.records.names.creole import creole
from linkage.records.names.english import hearings
from linkage.records.names.romanised import of_the_horn, romanised
from linkage.records.names.sound import sound
from linkage.records.names.traditions import Tradition, tradition

LISTED = 60
"""The weight of a name whose role is only listed, as in roles_more.csv."""

Spelled = dict[str, dict[str, tuple[str, ...]]]

KEYS = {"arabic": romanised, "horn": of_the_horn, "french": creole}
"""How the names of each tradition are heard."""

BORNE = 8
"""A spelling written this often in a national register is a name of its own, not a slip of the pen."""


@dataclass(frozen=True, eq=False)
class Tables:
    """Everything that is known of names before a file is read.

    `dotted` and `plain` lead from a way of writing to the names meant, which `kept` holds; `short` from a
    hypocoristic to the names it may stand for; `given` and `surname` say how often a name is
    borne in each role; `order_free` are names of traditions without fixed surnames, those that
    Mexicans bear too (Omar, Samuel) left out; `beginnings` the ways in which the first part of a
    long name of theirs is spelled; `joined_short` leads from St. to Saint; `sounds` are those of
    all names that people bear, `latin` those of Latin America; `english` leads from how an English
    name is heard to that name. Tables are the same only when they are one and the same, so that what
    was read with them can be remembered.
    """

    dotted: Mapping[str, tuple[str, ...]]
    plain: Mapping[str, tuple[str, ...]]
    kept: frozenset[tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]
    given: Mapping[str, int]
    surname: Mapping[str, int]
    order_free: frozenset[str]
    beginnings: Mapping[str, tuple[str, ...]]
    words: Mapping[str, frozenset[str]]
    joined_short: Mapping[str, str]
    sounds: frozenset[str]
    latin: frozenset[str]
    traditions: tuple[Tradition, ...]
    english: Mapping[str, str]

    def free(self, name: str) -> bool:
        """True for a name of a tradition without fixed surnames."""
        return name in self.order_free or (len(name) > 6 and name.startswith(tuple(self.beginnings)))

    def borne(self, name: str) -> bool:
        """True when people bear this very spelling."""
        return self.given.get(name, 0) + self.surname.get(name, 0) >= BORNE or name in self.order_free

    def known(self, name: str) -> bool:
        """True for a name as kept or by its sound: one that people bear, a short form, or one that a tradition has."""
        listed = name in self.short or (name,) in self.kept or any(name in t.members for t in self.traditions)
        return listed or self.borne(name) or sound(name) in self.latin

    def as_english(self, name: str) -> str:
        """The English given name that a word writes down by ear; the word itself where it is none or is known."""
        return name if (name,) in self.kept or name in self.short else self.english.get(sound(name), name)

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
    american = _borne("roles_us.csv")
    latin, english = ({sound(n) for n, c in _total(*roles) if c >= BORNE} for roles in ((given, surname), american))
    for role, part in ((given, "french_given"), (surname, "french_surnames")):
        for name in read_toml(config_path("names", "traditions.toml"))[part].split():
            role.setdefault(name, LISTED)
    english_given = {n: c for n, c in american[0].items() if c}
    plain = _ways(spellings)
    spelled = _traditions(spellings, plain)
    spanish = frozenset(n for role in mexican for n, c in role.items() if c >= BORNE)
    elsewhere = {*given, *surname, *american[0]}.difference(*(map(fold, spellings[t]) for t in ("arabic", "horn")))
    foreign = frozenset({*spelled["arabic"], *spelled["horn"]} - spanish - elsewhere)
    return Tables(
        dotted=_ways({"a": spellings["abbreviations"]}),
        plain=plain,
        kept=frozenset(plain.values()),
        short={r["short"]: tuple(fold(x) for x in r["full"].split("|")) for r in _rows("hypocoristics.csv")},
        given=given,
        surname=surname,
        order_free=foreign,
        beginnings={k: tuple(sorted(v, key=len, reverse=True)) for k, v in beginnings.items()},
        words=words,
        joined_short=dict(pair.split() for pair in words["joined_short"]),
        sounds=frozenset({*map(sound, (*foreign, *spelled["french"], *chain(*plain.values()))), *latin, *english}),
        latin=frozenset(latin),
        traditions=tuple(tradition(k, spelled[k], key, spanish, frozenset(english_given)) for k, key in KEYS.items()),
        english=_heard(english_given, frozenset(map(sound, spanish)), plain),
    )


def _listed() -> dict[str, list[str]]:
    """The names listed for each tradition."""
    listed = read_toml(config_path("names", "traditions.toml"))
    read = {part: text.replace("-", "").split() for part, text in listed.items()}
    return {"arabic": read["arabic"], "horn": read["horn"], "french": read["french_given"] + read["french_surnames"]}


def _traditions(spellings: Mapping[str, Mapping[str, Sequence[str]]], plain: Mapping[str, tuple[str, ...]]) -> Spelled:
    """For each tradition its names as they are kept, each with the ways in which it is spelled.

    A listed name that sounds like one before it is a way of that one; in French a final e tells Louise from Louis.
    """
    spelled: Spelled = {}
    for kind, listed in _listed().items():
        own = {fold(kept): tuple(map(fold, ways)) for kept, ways in spellings.get(kind, {}).items()}
        first = {KEYS[kind](way): kept for kept, ways in own.items() for way in (kept, *ways)}
        for name in listed:
            kept = " ".join(plain.get(name, (name,)))
            if kept == name:
                ending = name[-1] if kind == "french" and name.endswith("e") else ""
                kept = first.setdefault(KEYS[kind](name) + ending, name)
            elif kept not in own and kind != "french":
                continue
            own[kept] = (*own.get(kept, ()), name)
        spelled[kind] = own
    return spelled


def _heard(english: Mapping[str, int], spanish: frozenset[str], plain: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """From how an English given name is heard to the name kept, the commonest where two are heard alike."""
    heard: dict[str, str] = {}
    for name in sorted(english, key=lambda n: -english[n]):
        for hearing in hearings(name) - spanish:
            heard.setdefault(hearing, " ".join(plain.get(name, (name,))))
    return heard


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
