"""Parquet, for programs."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from linkage.export.replacing import replacing
from linkage.export.told import batches, columns_of, is_enum


def write_parquet(con: duckdb.DuckDBPyConnection, relation_sql: str, path: Path) -> int:
    """Write the rows as Parquet, in their order and types (an ENUM as its texts); gives their number."""
    rows = 0
    reader = batches(con, relation_sql, (name for name, kind in columns_of(con, relation_sql) if is_enum(kind)))
    with replacing(path) as part, pq.ParquetWriter(part, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows
