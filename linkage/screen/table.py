"""Class (a): the level of every distinct value against every distinct value, by the evidence's own SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.screen.codes import TABLES, Bytes, Codes, Ints, Numbers, give
from linkage.screen.rewrite import Parts, once

CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class LevelTable:
    """Levels by (code of the remains, code of the missing), row by row."""

    left: Codes
    right: Codes
    levels: Bytes

    def row(self, remains: int) -> Bytes:
        """The levels of every missing record against one remains record."""
        start = int(self.right.of_record[remains]) * self.left.size
        return self.levels[start : start + self.left.size][self.left.of_record]

    def of_pairs(self, remains: Ints | Numbers, missing: Ints | Numbers) -> Bytes:
        """The levels of pairs of record numbers."""
        cells = self.right.of_record[remains].astype(np.int64) * self.left.size + self.left.of_record[missing]
        found: Bytes = self.levels[cells]
        return found


def inputs(suffix: str, examples: str, expressions: Sequence[tuple[str, str]]) -> str:
    """SQL: one row for each code of one side, with the columns the SQL reads, named as it reads them."""
    listed = "".join(f', {sql} AS "{name}"' for name, sql in expressions)
    return f"(SELECT code AS code_{suffix}{listed} FROM {TABLES[suffix]} JOIN {examples} ON i = example)"


def cells(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    sql_type: str,
    codes: tuple[Codes, Codes],
    expressions: Parts,
) -> tuple[npt.NDArray[Any], Bytes]:
    """The value of `sql` for every pair of codes (right code slow, left code fast), and where it is NULL."""
    left, right = codes
    values = np.zeros(left.size * right.size, np.uint8 if sql_type == "UTINYINT" else np.float64)
    nulls = np.zeros(left.size * right.size, np.uint8)
    give(con, "_screen_el", {"code": np.arange(left.size, dtype=np.int64), "example": left.examples})
    step = max(1, CELLS_AT_ONCE // max(left.size, 1))
    for start in range(0, right.size, step):
        part = right.examples[start : start + step]
        give(con, "_screen_er", {"code": np.arange(start, start + len(part), dtype=np.int64), "example": part})
        source = f"{inputs('l', '_screen_el', expressions[0])}, {inputs('r', '_screen_er', expressions[1])}"
        value, source = once(sql, source)
        rows = con.execute(
            f"SELECT code_r * {left.size} + code_l AS cell, CAST(({value}) AS {sql_type}) AS value FROM {source}"
        ).fetchnumpy()
        found = rows["value"]
        values[rows["cell"]] = np.ma.filled(found, 0)
        nulls[rows["cell"]] = np.ma.getmaskarray(found)
    return values, nulls
