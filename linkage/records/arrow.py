"""From parsed values to a DuckDB table, by way of Arrow."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

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
    rows: Sequence[Sequence[object]],
) -> None:
    """Create the temporary table `name` with these (column, DuckDB type) and rows."""
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    table = pa.table(
        [pa.array(values, type=arrow_type(t)) for values, (_, t) in zip(by_column, columns, strict=True)],
        names=[column for column, _ in columns],
    )
    con.register("_arrow", table)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM _arrow")
    con.unregister("_arrow")
