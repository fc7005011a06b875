"""Class (c): evidence that speaks up only where two records share an element.

Such evidence declares its list columns in `shares`. Where two records share nothing, its level does
not depend on what the lists hold, so it is stored with the lists emptied; the pairs that do share
an element are found by joining the elements, and their level, worked out by the evidence's own
SQL on the full values, is kept as an exception.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.screen.codes import Bytes, Codes, Ints, code_values, give
from linkage.screen.sql import UNKNOWN_LEVEL
from linkage.screen.table import LevelTable, inputs

CODES_AT_ONCE = 4_096


@dataclass(frozen=True)
class Exceptions:
    """For each remains code b the missing codes `left[start[b]:start[b + 1]]` and their levels."""

    left: Codes
    right: Codes
    start: npt.NDArray[np.int64]
    codes: Ints
    levels: Bytes


Columns = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


def emptied(columns: Columns, types: dict[str, str]) -> Columns:
    """The columns with every list and map emptied (a NULL stays NULL)."""
    return tuple(tuple((name, _emptied(name, types[name])) for name, _ in side) for side in columns)  # type: ignore[return-value]  # two sides


def _emptied(name: str, sql_type: str) -> str:
    if sql_type.endswith("]"):
        return f'CASE WHEN "{name}" IS NOT NULL THEN CAST([] AS {sql_type}) END'
    if sql_type.startswith("MAP"):
        return f'CASE WHEN "{name}" IS NOT NULL THEN CAST(MAP {{}} AS {sql_type}) END'
    return f'"{name}"'


def exceptions(
    con: duckdb.DuckDBPyConnection, sql: str, shares: tuple[str, ...], columns: Columns, base: LevelTable | None
) -> Exceptions:
    """The levels of all pairs that share an element, where they differ from `base` (or all)."""
    left = code_values(con, "l", [s for _, s in columns[0]])
    right = code_values(con, "r", [s for _, s in columns[1]])
    found = [
        _sharing(con, sql, shares, columns, left, right.examples[start : start + CODES_AT_ONCE], start, base)
        for start in range(0, right.size, CODES_AT_ONCE)
    ]
    b, a, levels = (np.concatenate([f[k] for f in found]) if found else np.zeros(0, np.int64) for k in (0, 1, 2))
    start = np.zeros(right.size + 1, np.int64)
    np.cumsum(np.bincount(b, minlength=right.size), out=start[1:])
    return Exceptions(left, right, start, a.astype(np.int32), levels.astype(np.uint8))


def _sharing(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    shares: tuple[str, ...],
    columns: Columns,
    left: Codes,
    examples: Ints,
    first: int,
    base: LevelTable | None,
) -> tuple[npt.NDArray[np.int64], ...]:
    give(con, "_screen_el", {"code": np.arange(left.size, dtype=np.int64), "example": left.examples})
    give(con, "_screen_er", {"code": np.arange(first, first + len(examples), dtype=np.int64), "example": examples})
    con.execute(f"CREATE OR REPLACE TEMP TABLE _screen_dl AS SELECT * FROM {inputs('l', '_screen_el', columns[0])}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE _screen_dr AS SELECT * FROM {inputs('r', '_screen_er', columns[1])}")
    joins = " UNION ".join(
        f"SELECT code_l, code_r FROM (SELECT code_l, unnest({s}_l) AS e FROM _screen_dl) "
        f"JOIN (SELECT code_r, unnest({s}_r) AS e FROM _screen_dr) USING (e)"
        for s in shares
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE _screen_sharing AS {joins}")
    rows = con.execute(
        f"SELECT code_r, code_l, CAST(({sql}) AS UTINYINT) AS level FROM _screen_sharing "
        "JOIN _screen_dl USING (code_l) JOIN _screen_dr USING (code_r) ORDER BY code_r, code_l"
    ).fetchnumpy()
    con.execute("DROP TABLE _screen_sharing; DROP TABLE _screen_dl; DROP TABLE _screen_dr")
    b, a, level = (np.asarray(rows[k]) for k in ("code_r", "code_l", "level"))
    if base is None:
        return b, a, level
    codes_r = base.right.of_record[examples[b - first]].astype(np.int64)
    codes_l = base.left.of_record[left.examples[a]]
    differs = base.levels[codes_r * base.left.size + codes_l] != level
    return b[differs], a[differs], level[differs]


assert np.iinfo(np.uint8).max == UNKNOWN_LEVEL  # an exception may also be "unknown"
