"""The one frozen value that a kind of evidence is."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from linkage.evidence.fields import Field, Side

UNKNOWN = "unknown"
"""The finding of a pair that cannot be compared. It weighs exactly 0 bits."""


@dataclass(frozen=True)
class Level:
    """A rung of agreement.

    `when` is DuckDB SQL over the two records' columns (`_l` missing, `_r` remains), tested in
    order; the last level's is "ELSE". m and u are the shares of true and of random pairs that
    reach this level, among the comparable pairs of the same `group`. Groups let reliability
    follow the condition of the remains without the condition itself weighing anything: within a
    group the m sum to 1 and so do the u. `because` is where the numbers come from. `says` is what
    a reviewer reads, in plain English words (translated by config/words).
    """

    name: str
    when: str
    m: float
    u: float
    because: str
    says: str
    group: str = ""

    @property
    def bits(self) -> float:
        """The weight that the numbers written here give: log2(m / u)."""
        return math.log2(self.m / self.u)


def falling(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Levels whose conditions exclude one another, in order of falling weight, the last one "ELSE"."""
    ordered = sorted(levels, key=lambda level: -level.bits)
    return (*ordered[:-1], replace(ordered[-1], when="ELSE"))


@dataclass(frozen=True)
class Derived:
    """A column worked out once per record, in SQL over the record's own columns.

    `missing` and `remains` are the expressions for each side; where only `missing` is given it
    serves both. Earlier derived columns of the same evidence may be used in later ones.
    """

    column: str
    sql_type: str
    missing: str
    remains: str = ""

    def expression(self, side: Side) -> str:
        """The SQL for one side."""
        return self.remains if side == "remains" and self.remains else self.missing


@dataclass(frozen=True)
class Rarity:
    """How telling each element of a list column is: adds `bits`, a MAP from element to bits.

    The bits of an element are -log2 of the share of records (of both registers, among those that
    have the list) which hold it. With few records the share is shrunk towards the shipped table
    `table` in config/frequencies (element, share), where there is one. Elements listed in
    config/stoplists/<stoplist>.txt get 0 bits.
    """

    column: str
    bits: str
    table: str | None = None
    stoplist: str | None = None


@dataclass(frozen=True)
class Example:
    """A worked example: what is written on both sides, and the finding it must reach.

    `missing` and `remains` hold raw values by raw column name, exactly as in a canonical file. Where
    the finding depends on other records of the registers, these are `others_missing` and `others_remains`.
    """

    missing: Mapping[str, str]
    remains: Mapping[str, str]
    finding: str
    note: str = ""
    others_missing: tuple[Mapping[str, str], ...] = ()
    others_remains: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """One kind of comparison between a missing person and unidentified remains.

    `needs` are columns that must be known on both sides, or the finding is "unknown"; `unknown`
    is a further SQL condition for that, where needed. `derived` columns are worked out first, then
    the `rarities`, then `after`: derived columns that read the rarities. `shares` names list columns: every level
    but the last of its group requires that the two records share an element of one of them (the
    screen relies on it). `u_given` is SQL that keeps another evidence from being counted twice: u is
    measured only on random pairs for which it holds (statures are compared among pairs of one sex,
    because the sex has already spoken). `macros` ("name(parameters) AS sql") are DuckDB macros that the
    levels call, for SQL that would be repeated in many of them. `borrows` names those of its fields
    that belong to another evidence (a document number holds a date of birth, but the question of the
    documents is about numbers). `on` is False for evidence that is used only when asked for.
    """

    name: str
    question: str
    fields: tuple[Field, ...]
    levels: tuple[Level, ...]
    needs: tuple[str, ...]
    examples: tuple[Example, ...]
    derived: tuple[Derived, ...] = ()
    rarities: tuple[Rarity, ...] = ()
    after: tuple[Derived, ...] = ()
    unknown: str = ""
    shares: tuple[str, ...] = ()
    u_given: str = ""
    borrows: tuple[str, ...] = ()
    on: bool = True
    title: str = ""
    sources: tuple[str, ...] = field(default=())
    macros: tuple[str, ...] = ()

    def unknown_when(self) -> str:
        """SQL that is true when the pair cannot be compared; never NULL."""
        blanks = [f"{column}_l IS NULL OR {column}_r IS NULL" for column in self.needs]
        if self.unknown:
            blanks.append(f"({self.unknown})")
        return " OR ".join(blanks)

    def level(self, name: str) -> Level:
        """The level of that name; KeyError if there is none."""
        return next(level for level in self.levels if level.name == name)

    def fingerprint(self) -> str:
        """Changes when the meaning of the levels changes, not when their numbers or words do."""
        parts: list[object] = [self.name, self.unknown_when(), [d.__dict__ for d in (*self.derived, *self.after)]]
        parts += [[level.name, level.when, level.group] for level in self.levels]
        parts += [[rarity.column, rarity.table, rarity.stoplist] for rarity in self.rarities]
        parts += [*self.macros]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


Polarity = Literal["agrees", "neutral", "contradicts"]


def polarity(bits: float) -> Polarity:
    """Whether a weight speaks for a pair, against it, or says next to nothing (under half a bit)."""
    if bits >= 0.5:
        return "agrees"
    return "contradicts" if bits <= -0.5 else "neutral"
