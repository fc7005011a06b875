"""List columns as numbers: which elements the records of each code hold, for compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from linkage.screen.arithmetic import NotArithmetic
from linkage.screen.codes import Bytes, Codes, Floats, Ints, Numbers, give
from linkage.screen.rewrite import Parts
from linkage.screen.table import inputs


@dataclass(frozen=True)
class Column:
    """A list column with its suffix, and the maps from its elements to bits; `alone`: a value and no list."""

    name: str
    alone: bool = False
    maps: tuple[str, ...] = ()

    def sql(self) -> str:
        """The elements as texts."""
        value = f'"{self.name}"'
        return f"CASE WHEN {value} IS NOT NULL THEN [{value}::VARCHAR] END" if self.alone else f"{value}::VARCHAR[]"

    def bits_sql(self, bits: str) -> str:
        """The bits of each element by a map."""
        return f'list_transform("{self.name}", lambda e: coalesce("{bits}"[e], 0.0))::DOUBLE[]'


@dataclass(frozen=True)
class Lists:
    """The elements of code c are element[start[c]:start[c + 1]], in order; -1 for NULL; with their bits by map."""

    start: Numbers
    element: Ints
    bits: dict[str, Floats]
    null: Bytes


def read_lists(
    con: duckdb.DuckDBPyConnection, asked: Sequence[Column], parts: Parts, codes: tuple[Codes, Codes]
) -> tuple[list[Lists], int]:
    """The lists of these columns, their elements numbered together; and how many numbers there are."""
    lists, elements = _numbered(con, asked, parts, codes)
    return lists, len(elements)


def named_lists(
    con: duckdb.DuckDBPyConnection, asked: Sequence[Column], parts: Parts, codes: tuple[Codes, Codes]
) -> tuple[list[Lists], list[str]]:
    """The same, and the elements in the order of their numbers."""
    lists, elements = _numbered(con, asked, parts, codes)
    return lists, elements.to_pylist()


def _numbered(
    con: duckdb.DuckDBPyConnection, asked: Sequence[Column], parts: Parts, codes: tuple[Codes, Codes]
) -> tuple[list[Lists], Any]:
    import pyarrow as pa

    found = [_read(con, side, asked, parts["lr".index(side)], codes["lr".index(side)]) for side in "lr"]
    texts = [found["lr".index(c.name[-1])][n] for n, c in enumerate(asked)]
    every = pa.concat_arrays([elements for _, elements, _, _ in texts]).dictionary_encode()
    numbers = np.asarray(every.indices.fill_null(-1), np.int32)
    ends = np.cumsum([len(elements) for _, elements, _, _ in texts])
    own = np.split(numbers, ends[:-1])
    return [
        Lists(start, element, bits, null) for (start, _, bits, null), element in zip(texts, own, strict=True)
    ], every.dictionary  # fmt: skip


def _read(
    con: duckdb.DuckDBPyConnection, side: str, asked: Sequence[Column], parts: Any, codes: Codes
) -> dict[int, tuple[Numbers, Any, dict[str, Floats], Bytes]]:
    """By number of the column, for those of one side: starts, elements as Arrow holds them, bits, what is NULL."""
    mine = [(n, column) for n, column in enumerate(asked) if column.name.endswith(f"_{side}")]
    if not mine:
        return {}
    give(con, "_screen_ex", {"code": np.arange(codes.size, dtype=np.int64), "example": codes.examples})
    listed = ", ".join(f"{column.sql()} AS v{n}" for n, column in mine)
    listed += "".join(f", {c.bits_sql(bits)} AS b{n}_{k}" for n, c in mine for k, bits in enumerate(c.maps))
    source = inputs(side, "_screen_ex", parts)
    _check(con, source, [column for _, column in mine])
    table = con.sql(f"SELECT {listed} FROM {source} ORDER BY code_{side}").to_arrow_table()
    return {n: _column(table, n, column.maps) for n, column in mine}


_SAME_AS_TEXT = {
    "VARCHAR",
    "BOOLEAN",
    "DATE",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
}
"""Types of which two values are equal when their texts are."""


def _check(con: duckdb.DuckDBPyConnection, source: str, columns: Sequence[Column]) -> None:
    names = ", ".join(f'"{column.name}"' for column in columns)
    for described in con.execute(f"DESCRIBE SELECT {names} FROM {source}").fetchall():
        if described[1].removesuffix("[]") not in _SAME_AS_TEXT:
            raise NotArithmetic(f"lists of {described[1]}")


def _column(table: Any, number: int, maps: Sequence[str]) -> tuple[Numbers, Any, dict[str, Floats], Bytes]:
    import pyarrow.compute as pc

    lists = table[f"v{number}"].combine_chunks()
    counts = np.asarray(pc.list_value_length(lists).fill_null(0), np.int64)
    bits = {name: _numbers(table[f"b{number}_{k}"]) for k, name in enumerate(maps)}
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    return start, lists.flatten(), bits, np.asarray(lists.is_null(), np.uint8)


def _numbers(column: Any) -> Floats:
    return np.asarray(column.combine_chunks().flatten(), np.float64)
