"""The pairs that share an element, told without DuckDB: the evidence's SQL as a program over what two lists share."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import duckdb
import numpy as np

from linkage.evidence import Evidence
from linkage.screen.arithmetic import Compiler, NotArithmetic
from linkage.screen.bundle import Bundle, bundle_of, columns_of
from linkage.screen.codes import Bytes, Codes, Ints, Numbers
from linkage.screen.limits import Limits
from linkage.screen.lists import read_lists
from linkage.screen.packed import Array, Programs, pack_programs
from linkage.screen.rewrite import Parts
from linkage.screen.sets import tell_apart
from linkage.screen.sparse import Exceptions, exception_codes
from linkage.screen.table import LevelTable

PAIRS_AT_ONCE = 4_000_000
"""Pairs that one call of the compiled loop goes through, at most (one remains code may have more)."""


def told_exceptions(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, sql: str, parts: Parts, base: LevelTable | None, limits: Limits
) -> Exceptions:
    """As `sparse.exceptions`; NotArithmetic where the SQL cannot be written as a program."""
    codes = exception_codes(con, parts, evidence.shares)
    counts, missing, levels = _told(con, evidence, sql, parts, evidence.shares, base, codes, limits)
    return Exceptions(*codes, np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]), missing, levels)


def told_cells(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    sql: str,
    parts: Parts,
    codes: tuple[Codes, Codes],
    limits: Limits,
) -> Bytes:
    """The level of every pair of codes, remains by rows.

    NotArithmetic where the SQL cannot be written as a program, or reads no lists: plain columns DuckDB does as quickly.
    """
    return _told(con, evidence, sql, parts, (), None, codes, limits)[2]


def _told(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    sql: str,
    parts: Parts,
    shares: tuple[str, ...],
    base: LevelTable | None,
    codes: tuple[Codes, Codes],
    limits: Limits,
) -> tuple[Numbers, Ints, Bytes]:
    """For each remains code how many missing ones share something (or all, with no `shares`); these; their levels."""
    told = tell_apart(sql, evidence.macros)
    program = Compiler(con, parts, limits, told=told).program(told.sql)
    left, right = ((*side, *((f"{s}_{k}", f"{s}_{k}") for s in shares)) for side, k in zip(parts, "lr", strict=True))
    words = list(told.words.values())
    asked = columns_of(words, shares)
    if not asked:
        raise NotArithmetic("no lists are read")
    lists, elements = read_lists(con, asked, (left, right), codes)
    bundle = bundle_of(asked, lists, elements, words, shares, base, codes)
    taken = program.over(codes[0].examples, codes[1].examples)
    programs = pack_programs([taken], codes[0].size, codes[1].size)
    return _run(bundle, programs, elements, codes)


def _run(bundle: Bundle, programs: Programs, elements: int, codes: tuple[Codes, Codes]) -> tuple[Numbers, Ints, Bytes]:
    """All remains codes, some at a time, on all cores."""
    left, right = codes[0].size, codes[1].size
    at_most = np.minimum(_meetings(bundle, right), left) if len(bundle.shared) else np.full(right, left)
    parts = np.split(np.arange(right, dtype=np.int32), _cuts(at_most))

    def told(part: Array) -> tuple[Array, Array, Array]:
        return _part(bundle, programs, left, elements, part, int(at_most[part].sum()))

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = [list(column) for column in zip(*pool.map(told, parts), strict=True)]
    counts, missing, levels = (_joined(found.pop(0)) for _ in range(3))
    return counts, missing, levels


def _joined(parts: list[Array]) -> Array:
    """The parts one after another; each is let go of once it is copied: together they are hundreds of megabytes."""
    whole, end = np.empty(sum(map(len, parts)), parts[0].dtype), 0
    parts.reverse()
    while parts:
        part = parts.pop()
        whole[end : end + len(part)] = part
        end += len(part)
    return whole


def _meetings(bundle: Bundle, remains: int) -> Numbers:
    """For each remains code how often it meets an element of a missing code: at least so many as it meets codes."""
    side, total = bundle.right, np.zeros(remains, np.int64)
    for x, shared in enumerate(bundle.shared):
        held = np.diff(bundle.holders.start[bundle.holders.start_at[x] :])
        each = np.where(side.element >= 0, held[np.maximum(side.element, 0)], 0)
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(each)])
        own = np.arange(remains) * side.width + shared
        total += ends[side.start[own + 1]] - ends[side.start[own]]
    return total


def _cuts(at_most: Numbers) -> Array:
    """Where to cut the remains codes, so that the codes of a part meet so many missing codes."""
    return np.flatnonzero(np.diff(np.cumsum(at_most) // PAIRS_AT_ONCE)) + 1


def _part(
    bundle: Bundle, programs: Programs, missing: int, elements: int, part: Array, at_most: int
) -> tuple[Array, Array, Array]:
    from linkage.screen.sharing_numba import desk_of, tell

    desk = desk_of(bundle, programs, missing, elements)
    counts, codes, levels = np.zeros(len(part), np.int64), np.zeros(at_most, np.int32), np.zeros(at_most, np.uint8)
    found = tell(bundle, programs, desk, part, counts, codes, levels)
    return counts, codes[:found].copy(), levels[:found].copy()
