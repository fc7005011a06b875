"""Compiling one evidence: the class in which its levels are stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen.arithmetic import Compiler, NotArithmetic
from linkage.screen.bounded import bounded
from linkage.screen.codes import TABLES, Bytes, Codes, Floats, code_values
from linkage.screen.compiling import pays
from linkage.screen.limits import Limits
from linkage.screen.program import Program
from linkage.screen.rewrite import Parts, guarded, split
from linkage.screen.sharing import told_cells, told_exceptions
from linkage.screen.sparse import Exceptions, count_sharing, emptied, exceptions
from linkage.screen.sql import UNKNOWN_LEVEL, columns_in, level_case
from linkage.screen.table import LevelTable, cells
from linkage.screen.unshared import unshared_levels

TOLD_CELLS = 2_000_000
"""A larger table is told by compiled loops where they can; a smaller one is not worth preparing them."""


@dataclass(frozen=True)
class Compiled:
    """One evidence, ready for the scan.

    `bits` holds the weight of each level (0 at UNKNOWN_LEVEL). `upper` gives a level that weighs
    at least as much as the pair's own (for a table: the pair's own level), `lower` one that weighs
    at most as much. `program` tells the level where a table does not; without a program (class
    "bound") only the evidence's SQL does. `exceptions` come before everything else.
    """

    evidence: Evidence
    storage: str
    bits: Floats
    upper: LevelTable
    lower: LevelTable
    program: Program | None = None
    exceptions: Exceptions | None = None

    def bits32(self, levels: Bytes) -> npt.NDArray[np.float32]:
        """The weights of these levels, roughly."""
        return self.bits[levels].astype(np.float32)

    @property
    def exact(self) -> bool:
        """Whether the scan itself can tell the level of every pair."""
        return not self.storage.endswith("bound")


def used_columns(evidence: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of both sides, without suffix, that the evidence's SQL reads."""
    left, right = columns_in(level_case(evidence))
    also = (*evidence.shares, *evidence.needs)
    return tuple(sorted({*left, *also})), tuple(sorted({*right, *also}))


def compile_evidence(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, model: Model, sizes: tuple[int, int], limits: Limits
) -> Compiled:
    """The evidence in the first class that fits: table, arithmetic, constant bound; shared elements apart."""
    bits = weights_of(con, evidence, model)
    if not evidence.shares or not limits.use_shares or _sharing(con, evidence) > limits.shared_pairs:
        return _compile(con, evidence, bits, tuple(range(len(evidence.levels))), False, sizes, limits)
    base = _compile(con, evidence, bits, unshared_levels(evidence), True, sizes, limits)
    return replace(base, storage=f"shared, {base.storage}", exceptions=_exceptions(con, evidence, base, sizes, limits))


def _exceptions(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, base: Compiled, sizes: tuple[int, int], limits: Limits
) -> Exceptions:
    """Told by a program where that pays and where the SQL can be written as one, else by the SQL."""
    sql, parts = split(level_case(evidence))
    known = base.upper if base.storage == "table" else None
    if pays(sizes):
        try:
            return told_exceptions(con, evidence, sql, parts, known, limits)
        except NotArithmetic:
            pass
    return exceptions(con, sql, parts, evidence.shares, known)


def _sharing(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> int:
    return sum(count_sharing(con, column) for column in evidence.shares)


def weights_of(con: duckdb.DuckDBPyConnection, evidence: Evidence, model: Model) -> Floats:
    """The weight of every level as DuckDB reads it from Splink's SQL: the very same float64."""
    bits = np.zeros(256)
    bits[: len(evidence.levels)] = _read(con, [model.bits(evidence.name, level.name) for level in evidence.levels])
    return bits


def as_read(con: duckdb.DuckDBPyConnection, number: float) -> float:
    """A number written into SQL and read again, which may move its last binary digit."""
    return _read(con, [number])[0]


def _read(con: duckdb.DuckDBPyConnection, numbers: Iterable[float]) -> tuple[float, ...]:
    return con.execute(f"SELECT {', '.join(f'CAST({number} AS DOUBLE)' for number in numbers)}").fetchall()[0]


def _compile(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    bits: Floats,
    levels: tuple[int, ...],
    unshared: bool,
    sizes: tuple[int, int],
    limits: Limits,
) -> Compiled:
    """Table, program or bound of the evidence; with `unshared` for pairs that share no element only."""
    case = level_case(evidence, levels)
    sql, parts = split(case)
    if unshared:
        parts = emptied(parts, evidence.shares)
    told = (sql, parts) if unshared else split(guarded(case))
    table = _table(con, evidence, *told, sizes, limits)
    if table is not None:
        return Compiled(evidence, "table", bits, table, table)
    program = _program(con, sql, parts, limits)
    if program:
        upper, lower = bounded(program, bits, sizes, limits)
    else:
        upper, lower = _bounds(con, evidence, bits, levels)
    return Compiled(evidence, "arithmetic" if program else "bound", bits, upper, lower, program)


def _table(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    sql: str,
    parts: Parts,
    sizes: tuple[int, int],
    limits: Limits,
) -> LevelTable | None:
    left, right = (code_values(con, s, [e for _, e in parts[k]]) for k, s in enumerate("lr"))
    if not limits.affordable(left.size * right.size, sizes[0] * sizes[1]):
        return None
    if pays(sizes) and left.size * right.size > TOLD_CELLS:
        try:
            return LevelTable(left, right, told_cells(con, evidence, sql, parts, (left, right), limits))
        except NotArithmetic:
            pass
    return LevelTable(left, right, cells(con, sql, "UTINYINT", (left, right), parts)[0])


def _program(con: duckdb.DuckDBPyConnection, sql: str, parts: Parts, limits: Limits) -> Program | None:
    if not limits.use_arithmetic:
        return None
    try:
        return Compiler(con, parts, limits).program(sql)
    except NotArithmetic:
        return None


def _bounds(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, bits: Floats, levels: tuple[int, ...]
) -> tuple[LevelTable, LevelTable]:
    """The highest and the lowest level a pair can reach, by whether what it needs is known."""
    blank = {s: " OR ".join(f'"{c}_{s}" IS NULL' for c in evidence.needs) or "false" for s in "lr"}
    flags = [code_values(con, s, [f"({blank[s]})"]) for s in "lr"]
    blanks = [_flag_of(con, s, blank[s], codes) for s, codes in zip("lr", flags, strict=True)]
    possible = [*levels, *([UNKNOWN_LEVEL] if evidence.unknown else [])]
    found = []
    for best in (max(possible, key=lambda n: bits[n]), min(possible, key=lambda n: bits[n])):
        table = np.full((flags[1].size, flags[0].size), best, np.uint8)
        table[blanks[1], :] = UNKNOWN_LEVEL
        table[:, blanks[0]] = UNKNOWN_LEVEL
        found.append(LevelTable(flags[0], flags[1], table.reshape(-1)))
    return found[0], found[1]


def _flag_of(con: duckdb.DuckDBPyConnection, side: str, condition: str, codes: Codes) -> npt.NDArray[np.bool_]:
    """For each code of the flags, whether something that is needed is blank."""
    rows = con.execute(f"SELECT ({condition}) AS blank FROM {TABLES[side]} ORDER BY i").fetchnumpy()
    return np.asarray(rows["blank"], bool)[codes.examples]
