"""Columns as text: each distinct value is told once, however many rows hold it.

Findings, weights and ids come again and again. To tell each cell by itself took most of the time of writing a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

Teller = Callable[[pa.Array], pa.Array]
"""From distinct values to their texts."""

BATCH = 50_000
"""Rows held in memory at a time."""


def columns_of(con: duckdb.DuckDBPyConnection, relation_sql: str) -> list[tuple[str, str]]:
    """Name and type of every column."""
    return [(row[0], row[1]) for row in con.execute(f"DESCRIBE {relation_sql}").fetchall()]


def batches(con: duckdb.DuckDBPyConnection, relation_sql: str, as_text: Iterable[str]) -> pa.RecordBatchReader:
    """The rows in their order; the columns of these names as DuckDB writes their values."""
    texts = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}" for name in as_text)
    replaced = f" REPLACE ({texts})" if texts else ""
    return con.sql(f"SELECT *{replaced} FROM ({relation_sql})").to_arrow_reader(BATCH)


def is_enum(kind: str) -> bool:
    """Whether a column of this type holds the numbers of its few texts."""
    return kind.startswith("ENUM")


def quoted(name: str) -> str:
    """The name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def told(values: pa.Array, tell: Teller) -> pa.Array:
    """What `tell` says of each value; NULL stays NULL."""
    coded = values.dictionary_encode()
    return tell(coded.dictionary).take(coded.indices)


def one_by_one(tell: Callable[[Any], str]) -> Teller:
    """The teller that says of each value what `tell` says of it."""
    return lambda values: pa.array(map(tell, values.to_pylist()), pa.string())


def joined(parts: Sequence[pa.Array | str], between: str = "") -> pa.Array:
    """The texts of each row one after the other; NULL is no text."""
    return pc.binary_join_element_wise(*parts, between, null_handling="replace", null_replacement="")


def content(texts: pa.Array) -> memoryview:
    """All the texts of a fresh array, one after the other, in UTF-8."""
    _, ends, held = texts.buffers()
    size = memoryview(ends).cast("i")[len(texts)]
    return memoryview(held or b"")[:size]
