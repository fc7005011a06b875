"""CSV, for people and programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from linkage.export.cells import safe_cell
from linkage.export.replacing import replacing
from linkage.export.told import batches, columns_of, content, joined, told

_BARE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DECIMAL.*|BOOLEAN|DATE")
"""Types whose text cannot start a formula."""


def write_csv(con: duckdb.DuckDBPyConnection, relation_sql: str, path: Path) -> int:
    """Write the rows as CSV (RFC 4180, UTF-8 with the mark that spreadsheets look for); gives their number."""
    columns = columns_of(con, relation_sql)
    tellers = [_teller(kind) for _, kind in columns]
    rows = 0
    with replacing(path) as part, part.open("wb") as file:
        file.write((",".join(_quoted(name) for name, _ in columns) + "\r\n").encode("utf-8-sig"))
        for batch in batches(con, relation_sql, [name for name, kind in columns if kind != "DOUBLE"]):
            file.write(content(_lines(batch, tellers)))
            rows += batch.num_rows
    return rows


def _lines(batch: pa.RecordBatch, tellers: Sequence[Callable[[Any], str] | None]) -> pa.Array:
    cells = [told(values, tell) if tell else values for values, tell in zip(batch.columns, tellers, strict=True)]
    return joined([joined(cells, ","), "\r\n"])


def _teller(kind: str) -> Callable[[Any], str] | None:
    """How a value becomes a cell: numbers bare, everything else escaped and quoted; None where the text is the cell."""
    if kind == "DOUBLE":
        return repr  # as DuckDB writes it
    return None if _BARE.fullmatch(kind) else _quoted


def _quoted(text: str) -> str:
    return '"' + safe_cell(text).replace('"', '""') + '"'
