"""One evidence's levels for every pair of two registers, in the class in which they are stored, whatever they weigh."""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.evidence import Evidence
from linkage.screen.arithmetic import Compiler, NotArithmetic
from linkage.screen.codes import TABLES, Codes, Ints, code_values
from linkage.screen.compiling import pays
from linkage.screen.limits import Limits
from linkage.screen.program import Column, Program
from linkage.screen.rewrite import Parts, guarded, split
from linkage.screen.sharing import told_cells, told_exceptions
from linkage.screen.sparse import Exceptions, count_sharing, emptied, exceptions
from linkage.screen.sql import UNKNOWN_LEVEL, level_case
from linkage.screen.table import LevelTable, cells
from linkage.screen.unshared import unshared_levels

TOLD_CELLS = 2_000_000
"""A larger table is told by compiled loops where they can; a smaller one is not worth preparing them."""


@dataclass(frozen=True)
class Stored:
    """One evidence: `table` tells the level of every pair, or `program` does, or only the evidence's SQL.

    In the last case (class "bound") `possible` are the levels that any pair may reach, and `comparable` is 1 where
    nothing that the evidence needs is blank. `exceptions` come before everything else. `given` is 1 where the
    evidence's `u_given` holds; None where it has none.
    """

    evidence: Evidence
    storage: str
    possible: tuple[int, ...]
    table: LevelTable | None = None
    program: Program | None = None
    comparable: LevelTable | None = None
    exceptions: Exceptions | None = None
    given: LevelTable | None = None

    @property
    def exact(self) -> bool:
        """Whether the level of every pair can be told without the evidence's SQL."""
        return not self.storage.endswith("bound")

    def of(self, missing: Ints) -> Stored:
        """The same for these missing records only, by their numbers."""
        return replace(
            self,
            table=_table_of(self.table, missing),
            program=_program_of(self.program, missing),
            comparable=_table_of(self.comparable, missing),
            exceptions=self.exceptions and replace(self.exceptions, left=_codes_of(self.exceptions.left, missing)),
            given=_table_of(self.given, missing),
        )


def _table_of(table: LevelTable | None, missing: Ints) -> LevelTable | None:
    return table and replace(table, left=_codes_of(table.left, missing))


def _codes_of(codes: Codes, records: Ints) -> Codes:
    return replace(codes, of_record=codes.of_record[records])


def _program_of(program: Program | None, missing: Ints) -> Program | None:
    return program and replace(
        program, left=tuple(Column(column.values[missing], column.nulls[missing]) for column in program.left)
    )


def store_evidence(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, sizes: tuple[int, int], limits: Limits
) -> Stored:
    """The evidence in the first class that fits: table, arithmetic, bound; shared elements apart."""
    given = _given(con, evidence)
    if not evidence.shares or not limits.use_shares or _sharing(con, evidence) > limits.shared_pairs:
        return replace(_store(con, evidence, tuple(range(len(evidence.levels))), False, sizes, limits), given=given)
    base = _store(con, evidence, unshared_levels(evidence), True, sizes, limits)
    shared = _exceptions(con, evidence, base.table, sizes, limits)
    return replace(base, storage=f"shared, {base.storage}", exceptions=shared, given=given)


def _given(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> LevelTable | None:
    """Where the evidence's `u_given` holds, by what both records hold of it."""
    if not evidence.u_given:
        return None
    sql, parts = split(f"CASE WHEN {evidence.u_given} THEN 1 ELSE 0 END")
    codes = _codes(con, parts)
    return LevelTable(*codes, cells(con, sql, "UTINYINT", codes, parts)[0])


def _codes(con: duckdb.DuckDBPyConnection, parts: Parts) -> tuple[Codes, Codes]:
    left, right = (code_values(con, s, [e for _, e in parts[k]]) for k, s in enumerate("lr"))
    return left, right


def _exceptions(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    base: LevelTable | None,
    sizes: tuple[int, int],
    limits: Limits,
) -> Exceptions:
    """Told by a program where that pays and where the SQL can be written as one, else by the SQL."""
    sql, parts = split(level_case(evidence))
    if pays(sizes):
        try:
            return told_exceptions(con, evidence, sql, parts, base, limits)
        except NotArithmetic:
            pass
    return exceptions(con, sql, parts, evidence.shares, base)


def _sharing(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> int:
    return sum(count_sharing(con, column) for column in evidence.shares)


def _store(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    levels: tuple[int, ...],
    unshared: bool,
    sizes: tuple[int, int],
    limits: Limits,
) -> Stored:
    """The evidence without exceptions; with `unshared` for pairs that share no element only."""
    case = level_case(evidence, levels)
    sql, parts = split(case)
    if unshared:
        parts = emptied(parts, evidence.shares)
    possible = (*levels, *([UNKNOWN_LEVEL] if evidence.unknown else []))
    table = _table(con, evidence, *((sql, parts) if unshared else split(guarded(case))), sizes, limits)
    if table is not None:
        return Stored(evidence, "table", possible, table=table)
    program = _program(con, sql, parts, limits)
    if program is not None:
        return Stored(evidence, "arithmetic", possible, program=program)
    return Stored(evidence, "bound", possible, comparable=_comparable(con, evidence))


def _table(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    sql: str,
    parts: Parts,
    sizes: tuple[int, int],
    limits: Limits,
) -> LevelTable | None:
    left, right = codes = _codes(con, parts)
    if not limits.affordable(left.size * right.size, sizes[0] * sizes[1]):
        return None
    if pays(sizes) and left.size * right.size > TOLD_CELLS:
        try:
            return LevelTable(left, right, told_cells(con, evidence, sql, parts, codes, limits))
        except NotArithmetic:
            pass
    return LevelTable(left, right, cells(con, sql, "UTINYINT", codes, parts)[0])


def _program(con: duckdb.DuckDBPyConnection, sql: str, parts: Parts, limits: Limits) -> Program | None:
    if not limits.use_arithmetic:
        return None
    try:
        return Compiler(con, parts, limits).program(sql)
    except NotArithmetic:
        return None


def _comparable(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> LevelTable:
    """1 where both records hold all that the evidence needs."""
    blank = {s: " OR ".join(f'"{c}_{s}" IS NULL' for c in evidence.needs) or "false" for s in "lr"}
    left, right = (code_values(con, s, [f"({blank[s]})"]) for s in "lr")
    blanks = [_flag_of(con, s, blank[s], codes) for s, codes in (("l", left), ("r", right))]
    known = ~blanks[1][:, None] & ~blanks[0][None, :]
    return LevelTable(left, right, known.astype(np.uint8).reshape(-1))


def _flag_of(con: duckdb.DuckDBPyConnection, side: str, condition: str, codes: Codes) -> npt.NDArray[np.bool_]:
    """For each code of the flags, whether something that is needed is blank."""
    rows = con.execute(f"SELECT ({condition}) AS blank FROM {TABLES[side]} ORDER BY i").fetchnumpy()
    return np.asarray(rows["blank"], bool)[codes.examples]
