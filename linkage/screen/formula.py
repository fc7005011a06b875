"""The level of one evidence as a program, and where each of its inputs comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from linkage.evidence import Evidence
from linkage.screen.arithmetic import Compiler, Origin
from linkage.screen.limits import LIMITS
from linkage.screen.program import Program
from linkage.screen.rewrite import Parts, split
from linkage.screen.sets import Told, Word, tell_apart
from linkage.screen.sparse import emptied
from linkage.screen.sql import level_case
from linkage.screen.unshared import unshared_levels


@dataclass(frozen=True)
class Formula:
    """A program over the parts that each record gives and the words that are told of two lists.

    Where a column of `needs` is blank the level is unknown. `rest` tells the level of pairs that share no element of
    `shares`; without it one formula tells all.
    """

    name: str
    parts: Parts
    told: Told
    program: Program
    origins: tuple[Sequence[Origin], Sequence[Origin]]
    needs: tuple[str, ...]
    shares: tuple[str, ...] = ()
    rest: Formula | None = None

    @property
    def words(self) -> list[Word]:
        """What is told of two lists."""
        return list(self.told.words.values())

    def read(self, side: str) -> list[tuple[str, str]]:
        """The parts of one side, and the lists of which elements are shared: (name, SQL)."""
        return [*self.parts[side == "r"], *((f"{s}_{side}", f"{s}_{side}") for s in self.shares)]


def formula_of(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> Formula:
    """The formula of an evidence; NotArithmetic where there is none. Both sides are numbered (`number_records`)."""
    sql, parts = split(level_case(evidence))
    rest = _unshared(con, evidence) if evidence.shares else None
    formula = _formula(con, evidence, evidence.name, sql, parts)
    return replace(formula, shares=evidence.shares, rest=rest)


def _unshared(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> Formula:
    sql, parts = split(level_case(evidence, unshared_levels(evidence)))
    return _formula(con, evidence, f"{evidence.name} unshared", sql, emptied(parts, evidence.shares))


def _formula(con: duckdb.DuckDBPyConnection, evidence: Evidence, name: str, sql: str, parts: Parts) -> Formula:
    told = tell_apart(sql, evidence.macros)
    compiler = Compiler(con, parts, LIMITS, told=told)
    return Formula(name, parts, told, compiler.program(told.sql), compiler.origins, evidence.needs)
