"""Compiling one evidence: the class in which its levels are stored."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen.arithmetic import Compiler, Inputs, NotArithmetic
from linkage.screen.codes import TABLES, Codes, Floats, code_values
from linkage.screen.limits import Limits
from linkage.screen.program import Program
from linkage.screen.sparse import Exceptions, emptied, exceptions
from linkage.screen.sql import UNKNOWN_LEVEL, columns, level_case, parse
from linkage.screen.table import LevelTable, cells


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

    @property
    def exact(self) -> bool:
        """Whether the scan itself can tell the level of every pair."""
        return self.storage != "bound"


def used_columns(evidence: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of both sides, without suffix, that the evidence's SQL reads."""
    left, right = columns(parse(level_case(evidence)))
    return tuple(sorted({*left, *evidence.shares, *evidence.needs})), tuple(
        sorted({*right, *evidence.shares, *evidence.needs})
    )


def compile_evidence(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, model: Model, pairs: int, limits: Limits
) -> Compiled:
    """The evidence in the first class that fits: table, shared elements, arithmetic, constant bound."""
    bits = np.zeros(256)
    for number, level in enumerate(evidence.levels):
        bits[number] = model.bits(evidence.name, level.name)
    sql = level_case(evidence)
    read = columns(parse(sql))
    plain: Inputs = tuple(tuple((f"{c}_{s}", f'"{c}_{s}"') for c in read[k]) for k, s in enumerate("lr"))  # type: ignore[assignment]  # two sides
    table = _table(con, sql, plain, pairs, limits)
    if table is not None:
        return Compiled(evidence, "table", bits, table, table)
    if evidence.shares and limits.use_shares:
        shared = _shared(con, evidence, bits, sql, plain, pairs, limits)
        if shared is not None:
            return shared
    program = _program(con, sql, plain, limits)
    upper, lower = _bounds(con, evidence, bits)
    return Compiled(evidence, "arithmetic" if program else "bound", bits, upper, lower, program)


def _table(con: duckdb.DuckDBPyConnection, sql: str, inputs: Inputs, pairs: int, limits: Limits) -> LevelTable | None:
    left, right = (code_values(con, s, [e for _, e in inputs[k]]) for k, s in enumerate("lr"))
    if not limits.affordable(left.size * right.size, pairs):
        return None
    levels, _ = cells(con, sql, "UTINYINT", (left, right), inputs)
    return LevelTable(left, right, levels.astype(np.uint8))


def _program(con: duckdb.DuckDBPyConnection, sql: str, inputs: Inputs, limits: Limits) -> Program | None:
    if not limits.use_arithmetic:
        return None
    try:
        return Compiler(con, inputs, limits).program(sql)
    except NotArithmetic:
        return None


def _shared(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    bits: Floats,
    sql: str,
    plain: Inputs,
    pairs: int,
    limits: Limits,
) -> Compiled | None:
    """Lists emptied for the pairs that share nothing, and the others as exceptions."""
    types = {
        row[0]: row[1] for table in TABLES.values() for row in con.execute(f"DESCRIBE {table}").fetchall()
    }  # fmt: skip
    reduced = emptied(plain, types)
    table = _table(con, sql, reduced, pairs, limits)
    program = None if table else _program(con, sql, reduced, limits)
    if table is None and program is None:
        return None
    everything: Inputs = tuple(
        tuple((f"{c}_{s}", f'"{c}_{s}"') for c in sorted({*(n[:-2] for n, _ in plain[k]), *evidence.shares}))
        for k, s in enumerate("lr")
    )  # type: ignore[assignment]  # two sides
    found = exceptions(con, sql, evidence.shares, everything, table)
    upper, lower = (table, table) if table else _bounds(con, evidence, bits)
    return Compiled(evidence, "shared", bits, upper, lower, program, found)


def _bounds(con: duckdb.DuckDBPyConnection, evidence: Evidence, bits: Floats) -> tuple[LevelTable, LevelTable]:
    """The highest and the lowest level a pair can reach, by whether what it needs is known."""
    flags = tuple(
        code_values(con, s, ["(" + (" OR ".join(f'"{c}_{s}" IS NULL' for c in evidence.needs) or "false") + ")"])
        for s in "lr"
    )
    blank = tuple(_flag_of(con, s, evidence, codes) for s, codes in zip("lr", flags, strict=True))
    possible = [*range(len(evidence.levels)), *([UNKNOWN_LEVEL] if evidence.unknown else [])]
    found = []
    for best in (max(possible, key=lambda n: bits[n]), min(possible, key=lambda n: bits[n])):
        levels = np.full((flags[1].size, flags[0].size), best, np.uint8)
        levels[blank[1], :] = UNKNOWN_LEVEL
        levels[:, blank[0]] = UNKNOWN_LEVEL
        found.append(LevelTable(flags[0], flags[1], levels.reshape(-1)))
    return found[0], found[1]


def _flag_of(con: duckdb.DuckDBPyConnection, side: str, evidence: Evidence, codes: Codes) -> Floats:
    """For each code of the flags, whether something that is needed is blank."""
    condition = " OR ".join(f'"{c}_{side}" IS NULL' for c in evidence.needs) or "false"
    rows = con.execute(f"SELECT ({condition}) AS blank FROM {TABLES[side]} ORDER BY i").fetchnumpy()
    blanks = np.asarray(rows["blank"])
    return blanks[codes.examples]  # type: ignore[no-any-return]  # numpy indexing
