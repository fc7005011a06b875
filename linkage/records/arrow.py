"""From parsed values to a DuckDB table, by way of Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import duckdb
import pyarrow as pa

BATCH = 20_000
"""Rows held as Python values at a time."""

_TYPES = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
}


def arrow_type(sql_type: str) -> pa.DataType:
    """The Arrow type of a DuckDB type; lists as `X[]`, maps as `MAP(VARCHAR, DOUBLE)`."""
    if sql_type.endswith("[]"):
        return pa.list_(arrow_type(sql_type[:-2]))
    if sql_type.startswith("MAP("):
        key, value = sql_type[4:-1].split(", ")
        return pa.map_(arrow_type(key), arrow_type(value))
    return _TYPES[sql_type]


def create_table(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[object]],
) -> None:
    """Create the temporary table `name` with these (column, DuckDB type) and rows, taken as they come."""
    source = iter(rows)
    batch = list(islice(source, BATCH))
    start = f"CREATE OR REPLACE TEMP TABLE {name} AS"
    while True:
        con.register("_arrow", arrow_table(columns, batch))
        con.execute(f"{start} SELECT * FROM _arrow")
        con.unregister("_arrow")
        start = f"INSERT INTO {name}"
        batch = list(islice(source, BATCH))
        if not batch:
            return


def add_rows(
    con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]
) -> None:
    """Add a few rows to a table of these (column, DuckDB type); nothing else is made, so planned statements stay."""
    con.from_arrow(arrow_table(columns, rows)).insert_into(name)


def arrow_table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]) -> pa.Table:
    """These rows, of these (column, DuckDB type), as an Arrow table."""
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pa.table(
        [pa.array(values, type=arrow_type(t)) for values, (_, t) in zip(by_column, columns, strict=True)],
        names=[column for column, _ in columns],
    )
