"""Reading any file that an office sends, safely, into a DuckDB table of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import duckdb

from linkage.records.formats import delimited, jsontext, parquet, spreadsheet
from linkage.records.formats.found import FileRead, Loaded
from linkage.records.formats.guard import plain_file, sha256_of
from linkage.records.formats.kind import kind_of
from linkage.records.formats.table import quoted

__all__ = ["FileRead", "read_table"]

_READERS: Mapping[str, Callable[[duckdb.DuckDBPyConnection, Path, str], Loaded]] = {
    "delimited": delimited.load,
    "json": jsontext.load,
    "parquet": parquet.load,
}


def read_table(con: duckdb.DuckDBPyConnection, path: Path, out: str, sheets: Sequence[str] = ()) -> FileRead:
    """Create the table `out` with every row of the file as texts, and `<out>_rejected` with its broken rows.

    `out` has `_row`, the number a person sees beside the row when the file is open (for JSON and
    Parquet the number of the record), and one VARCHAR column per header as written; a blank cell is
    NULL. Of a workbook with several tables the first of `sheets` is read. `<out>_rejected` has
    `_row`, `line` (as read), `what` is wrong and the `remedy`. Raises InputRejected when the file
    cannot be used at all; neither table is left then.
    """
    with plain_file(path):
        kind = kind_of(path)
        sha256 = sha256_of(path)
        try:
            loaded = (
                spreadsheet.load(con, path, out, sheets)
                if kind in spreadsheet.KINDS
                else _READERS[kind](con, path, out)
            )
        except BaseException:
            _drop(con, out)
            raise
    formulas = _formula_note(con, out, loaded.header)
    return FileRead(**{**asdict(loaded), "notes": loaded.notes + formulas}, sha256=sha256)


def _drop(con: duckdb.DuckDBPyConnection, out: str) -> None:
    with suppress(duckdb.FatalException):  # a file damaged so badly that DuckDB gave up the whole database
        for name in (out, f"{out}_rejected"):
            con.execute(f"DROP TABLE IF EXISTS {quoted(name)}")


def _formula_note(con: duckdb.DuckDBPyConnection, out: str, header: tuple[str, ...]) -> tuple[str, ...]:
    """How many cells hold the text of a formula instead of its value."""
    counts = " + ".join(f"count(*) FILTER (WHERE starts_with({quoted(name)}, '='))" for name in header)
    found = con.execute(f"SELECT {counts} FROM {quoted(out)}").fetchall()[0][0]
    if not found:
        return ()
    return (f"{found} cell(s) start with '=': the text of a formula, where its value was expected.",)
