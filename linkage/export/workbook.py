"""XLSX, for people who review in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from linkage.export.cells import safe_cell
from linkage.export.replacing import replacing

NOTES_SHEET = "Léame - Read me"
"""A spreadsheet allows no slash in the name of a sheet."""

MADE = dt.datetime(2000, 1, 1)
"""The date inside every workbook: the clock must not change the bytes."""

MOST_CHARACTERS = 32_767
"""Of one spreadsheet cell, in UTF-16 units."""

MOST_ROWS = 1_048_575
"""Of one sheet, below the header."""


def write_xlsx(
    con: duckdb.DuckDBPyConnection,
    relation_sql: str,
    path: Path,
    sheet: str,
    limit_rows: int = MOST_ROWS,
    notes: Sequence[str] = (),
) -> int:
    """Write the first `limit_rows` rows to a workbook with the notes on a second sheet; gives their number."""
    names = [row[0] for row in con.execute(f"DESCRIBE {relation_sql}").fetchall()]
    result = con.execute(f"SELECT * FROM ({relation_sql}) LIMIT {min(limit_rows, MOST_ROWS)}")
    with replacing(path) as part, _workbook(part) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        page = book.add_worksheet(sheet)
        rows = _fill_sheet(page, names, result, bold)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(rows, 1), len(names) - 1)
        _write_notes(book, notes)
    return rows


def _fill_sheet(page: Any, names: Sequence[str], result: duckdb.DuckDBPyConnection, bold: Any) -> int:
    """Header and rows; the width of a column follows its first rows."""
    rows = 0
    batch = result.fetchmany(1000)
    for number, name in enumerate(names):
        longest = max([len(name), *(len(str(row[number])) for row in batch[:100] if row[number] is not None)])
        page.set_column(number, number, min(max(longest + 2, 8), 60))
        page.write_string(0, number, _fitting(safe_cell(name)), bold)
    while batch:
        for row in batch:
            rows += 1
            for number, value in enumerate(row):
                _write_cell(page, rows, number, value)
        batch = result.fetchmany(1000)
    return rows


def _write_cell(page: Any, row: int, column: int, value: object) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, (int, float)) and math.isfinite(value) and abs(value) < 1e15:
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, _fitting(safe_cell(str(value))))


def _fitting(text: str) -> str:
    """The text, cut with "…" where a cell of a spreadsheet cannot hold it."""
    if len(text) <= MOST_CHARACTERS // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _write_notes(book: Any, notes: Sequence[str]) -> None:
    page = book.add_worksheet(NOTES_SHEET)
    page.set_column(0, 0, 100)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, note in enumerate(notes):
        page.write_string(number, 0, _fitting(safe_cell(note)), wrapped)


@contextmanager
def _workbook(part: Path) -> Iterator[Any]:
    """A workbook that holds one row in memory, spills beside the file and has no date of its own."""
    import xlsxwriter  # a tenth of a second to import
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(dir=part.parent, prefix=".xlsx-") as spill:
        options = {
            "constant_memory": True,
            "tmpdir": spill,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(str(part), options)
        book.set_properties({"created": MADE})
        yield book
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the OSError it wraps
