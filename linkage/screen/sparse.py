"""Evidence that speaks up only where two records share an element.

Such evidence declares its list columns in `shares`. Where two records share nothing, few of its
levels can be reached, and the lists themselves no longer matter: that part is stored like any
other evidence. The pairs that do share an element are found by joining the elements, and their
level, worked out by the evidence's own SQL on the full values, is kept as an exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.screen.codes import TABLES, Bytes, Codes, Ints, Numbers, code_values, give
from linkage.screen.rewrite import Parts, once
from linkage.screen.table import LevelTable

CODES_AT_ONCE = 4_096


@dataclass(frozen=True)
class Exceptions:
    """For each remains code b the missing codes `codes[start[b]:start[b + 1]]`, which rise, and their levels."""

    left: Codes
    right: Codes
    start: npt.NDArray[np.int64]
    codes: Ints
    levels: Bytes

    @cached_property
    def member(self) -> Ints:
        """The missing records, code by code."""
        return np.argsort(self.left.of_record, kind="stable").astype(np.int32)

    @cached_property
    def member_start(self) -> npt.NDArray[np.int64]:
        """Where the records of each code begin in `member`."""
        counts = np.bincount(self.left.of_record, minlength=self.left.size)
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])

    def of(self, remains: int) -> tuple[Ints, Bytes]:
        """The missing records that share an element with a remains record, and the levels of those pairs."""
        code = self.right.of_record[remains]
        at = slice(self.start[code], self.start[code + 1])
        first = self.member_start[self.codes[at]]
        counts = self.member_start[self.codes[at] + 1] - first
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return self.member[np.repeat(first, counts) + within], np.repeat(self.levels[at], counts)

    def find(self, remains: Ints | Numbers, missing: Ints | Numbers) -> tuple[Numbers, Numbers]:
        """Which of these pairs (by their place) are exceptions, and where their levels stand."""
        asked, right = self.left.of_record[missing], self.right.of_record[remains]
        low, end = self.start[right], self.start[right + 1]
        if not len(self.codes):
            return np.zeros(0, np.int64), low[:0]
        high = end
        while (unsure := low < high).any():  # the missing codes of a remains code rise: halve where it may stand
            middle = (low + high) // 2
            below = unsure & (self._code(middle) < asked)
            low, high = np.where(below, middle + 1, low), np.where(unsure & ~below, middle, high)
        held = np.flatnonzero((low < end) & (self._code(low) == asked))
        return held, low[held]

    def _code(self, place: Numbers) -> Ints:
        """The missing code that stands there; any one beyond the end."""
        code: Ints = self.codes[np.minimum(place, len(self.codes) - 1)]
        return code


def emptied(parts: Parts, shares: tuple[str, ...]) -> Parts:
    """The parts with the lists of `shares` emptied (a NULL stays NULL)."""
    names = {f"{s}_{side}" for s in shares for side in "lr"}

    def part(sql: str) -> str:
        return f"CASE WHEN {sql} IS NOT NULL THEN {sql}[1:0] END" if sql.strip('"') in names else sql

    left, right = (tuple((name, part(sql)) for name, sql in side) for side in parts)
    return left, right


def count_sharing(con: duckdb.DuckDBPyConnection, column: str) -> int:
    """How many pairs of (missing, remains, element) have an element of this list column in common."""
    counted = [f"(SELECT unnest({column}_{s}) AS e, count(*) AS n FROM {TABLES[s]} GROUP BY e)" for s in "lr"]
    rows = con.execute(
        f"SELECT coalesce(sum(a.n * b.n), 0)::BIGINT FROM {counted[0]} a JOIN {counted[1]} b USING (e)"
    ).fetchall()
    return int(rows[0][0])


def exception_codes(con: duckdb.DuckDBPyConnection, parts: Parts, shares: tuple[str, ...]) -> tuple[Codes, Codes]:
    """The codes of both sides by the parts of the SQL and by the lists that are shared."""
    left, right = (code_values(con, s, [*(e for _, e in parts[k]), *_shared(shares, s)]) for k, s in enumerate("lr"))
    return left, right


def exceptions(
    con: duckdb.DuckDBPyConnection, sql: str, parts: Parts, shares: tuple[str, ...], base: LevelTable | None
) -> Exceptions:
    """The levels of all pairs that share an element, where they differ from `base` (or all), by the SQL itself."""
    left, right = exception_codes(con, parts, shares)
    _lay_out(con, "l", left, 0, left.size, parts, shares)
    chunks = range(0, right.size, CODES_AT_ONCE)
    found = [_sharing(con, sql, shares, parts, left, right, first, base) for first in chunks]
    con.execute("DROP TABLE _screen_dl")
    counts, a, levels = (
        np.concatenate([np.zeros(0, kind), *(f[k] for f in found)])
        for k, kind in enumerate((np.int64, np.int32, np.uint8))
    )
    return Exceptions(left, right, np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]), a, levels)


def _shared(shares: tuple[str, ...], side: str) -> list[str]:
    return [f"{s}_{side}" for s in shares]


def _lay_out(
    con: duckdb.DuckDBPyConnection, side: str, codes: Codes, first: int, end: int, parts: Parts, shares: tuple[str, ...]
) -> None:
    """Table _screen_d<side>: the codes from `first` up to `end` with the parts and the lists to join on."""
    examples = codes.examples[first:end]
    give(con, "_screen_ex", {f"code_{side}": np.arange(first, first + len(examples)), "example": examples})
    listed = "".join(f', {sql} AS "{name}"' for name, sql in parts[side == "r"])
    listed += "".join(f", {sql} AS shared_{n}_{side}" for n, sql in enumerate(_shared(shares, side)))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _screen_d{side} AS SELECT code_{side}{listed} "
        f"FROM {TABLES[side]} JOIN _screen_ex ON i = example"
    )


def _sharing(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    shares: tuple[str, ...],
    parts: Parts,
    left: Codes,
    right: Codes,
    first: int,
    base: LevelTable | None,
) -> tuple[npt.NDArray[np.int64], ...]:
    """Of the remains codes from `first` on how many pairs each shares; their missing codes, their levels."""
    _lay_out(con, "r", right, first, first + CODES_AT_ONCE, parts, shares)
    joins = " UNION ".join(
        f"SELECT DISTINCT code_l, code_r FROM (SELECT code_l, unnest(shared_{n}_l) AS e FROM _screen_dl) "
        f"JOIN (SELECT code_r, unnest(shared_{n}_r) AS e FROM _screen_dr) USING (e)"
        for n in range(len(shares))
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE _screen_sharing AS {joins}")
    pairs = "(FROM _screen_sharing JOIN _screen_dl USING (code_l) JOIN _screen_dr USING (code_r))"
    level, source = once(sql, pairs)
    rows = con.execute(
        f"SELECT code_r, code_l, CAST(({level}) AS UTINYINT) AS level FROM {source} ORDER BY code_r, code_l"
    ).fetchnumpy()
    con.execute("DROP TABLE _screen_sharing; DROP TABLE _screen_dr")
    b, a, levels = (np.asarray(rows[k]) for k in ("code_r", "code_l", "level"))
    kept = np.ones(len(b), bool) if base is None else base.of_pairs(right.examples[b], left.examples[a]) != levels
    here = min(CODES_AT_ONCE, right.size - first)
    return np.bincount(b[kept] - first, minlength=here), a[kept].astype(np.int32), levels[kept]
