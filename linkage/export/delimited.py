"""CSV, for people and programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from linkage.export.cells import safe_cells
from linkage.export.replacing import replacing
from linkage.export.told import Teller, batches, columns_of, content, is_enum, joined, one_by_one, told

_BARE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DECIMAL.*|BOOLEAN|DATE")
"""Types whose text cannot start a formula."""


def write_csv(con: duckdb.DuckDBPyConnection, relation_sql: str, path: Path) -> int:
    """Write the rows as CSV (RFC 4180, UTF-8 with the mark that spreadsheets look for); gives their number."""
    columns = columns_of(con, relation_sql)
    tellers = [_teller(kind) for _, kind in columns]
    as_text = (name for name, kind in columns if kind != "DOUBLE" and not is_enum(kind))
    rows = 0
    with replacing(path) as part, part.open("wb") as file:
        names = joined([_quoted(pa.array([name])) for name, _ in columns], ",")
        file.write("\N{ZERO WIDTH NO-BREAK SPACE}".encode() + content(names) + b"\r\n")
        for batch in batches(con, relation_sql, as_text):
            file.write(content(_lines(batch, tellers)))
            rows += batch.num_rows
    return rows


def _lines(batch: pa.RecordBatch, tellers: Sequence[Teller | None]) -> pa.Array:
    cells = [told(values, tell) if tell else values for values, tell in zip(batch.columns, tellers, strict=True)]
    return joined([joined(cells, ","), "\r\n"])


def _teller(kind: str) -> Teller | None:
    """How values become cells: numbers bare, everything else escaped and quoted; None where the text is the cell."""
    if kind == "DOUBLE":
        return one_by_one(repr)  # as DuckDB writes it
    return None if _BARE.fullmatch(kind) else _quoted


def _quoted(texts: pa.Array) -> pa.Array:
    return joined(['"', pc.replace_substring(safe_cells(texts), '"', '""'), '"'])
