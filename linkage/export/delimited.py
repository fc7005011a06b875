"""CSV, for people and programs."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from linkage.export.cells import SAFE_CELL_MACRO, safe_cell
from linkage.export.replacing import replacing

BATCH = 50_000
"""Rows held in memory at a time."""

_BARE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN|DATE")
"""Types whose text cannot start a formula."""


def write_csv(con: duckdb.DuckDBPyConnection, relation_sql: str, path: Path) -> int:
    """Write the rows as CSV (RFC 4180, UTF-8 with the mark that spreadsheets look for); gives their number."""
    con.execute(SAFE_CELL_MACRO)
    columns = [(row[0], row[1]) for row in con.execute(f"DESCRIBE {relation_sql}").fetchall()]
    row = ", ',', ".join(_csv_cell(name, kind) for name, kind in columns)
    lines = con.sql(f"SELECT concat({row}, chr(13), chr(10)) FROM ({relation_sql})")
    rows = 0
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(_csv_quoted(safe_cell(name)) for name, _ in columns) + "\r\n")
        for batch in lines.to_arrow_reader(BATCH):
            file.writelines(batch.column(0).to_pylist())
            rows += batch.num_rows
    return rows


def _csv_cell(name: str, kind: str) -> str:
    """SQL of one cell: numbers bare, everything else escaped and quoted, NULL as nothing."""
    column = '"' + name.replace('"', '""') + '"'
    if _BARE.fullmatch(kind):
        return f"CAST({column} AS VARCHAR)"
    return f"""'"' || replace(safe_cell(CAST({column} AS VARCHAR)), '"', '""') || '"'"""


def _csv_quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
