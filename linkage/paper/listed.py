"""Judgements as a table for a spreadsheet: no cell of it can start a formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from linkage.errors import UsageError
from linkage.export import write_csv, write_xlsx
from linkage.judgements.store import Store

COLUMNS = {
    "number": pa.int64(), "when": pa.string(), "who": pa.string(), "role": pa.string(), "act": pa.string(),
    "missing_id": pa.string(), "remains_id": pa.string(), "answer": pa.string(), "method": pa.string(),
    "fact": pa.string(), "source": pa.string(), "note": pa.string(), "withdraws": pa.int64(), "total": pa.float64(),
    "run": pa.string(), "model": pa.string(), "hash": pa.string(),
}  # fmt: skip
"""What is exported of a judgement, in this order."""

NOTE = (
    "Juicios de personas sobre pares propuestos; una candidata no es una identificación: "
    "concluye la autoridad forense. / "
    "Judgements of people on proposed pairs; a candidate is not an identification: the forensic authority concludes."
)


def export_judgements(store: Store, path: Path) -> int:
    """Write every judgement, withdrawn ones included, to a .csv or .xlsx file; gives their number."""
    judgements = store.since()
    columns = {name: pa.array([getattr(j, name) for j in judgements], kind) for name, kind in COLUMNS.items()}
    return write_table(pa.table(columns), path, "juicios", [NOTE])


def write_table(table: pa.Table, path: Path, sheet: str, notes: Sequence[str]) -> int:
    """Write the rows, in their order, to a .csv file or to a .xlsx file with the notes; gives their number."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise UsageError(f"{path.name}: a table is exported to .csv or .xlsx.")
    with duckdb.connect() as con:
        con.register("lines", table)
        if path.suffix.lower() == ".csv":
            return write_csv(con, "SELECT * FROM lines", path)
        return write_xlsx(con, "SELECT * FROM lines", path, sheet, notes=notes)
