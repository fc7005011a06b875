"""XLSX, for people who review in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import math
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from linkage.export.cells import safe_cell
from linkage.export.replacing import replacing
from linkage.export.told import batches, columns_of, content, joined, one_by_one, told

NOTES_SHEET = "Léame - Read me"
"""A spreadsheet allows no slash in the name of a sheet."""

MADE = dt.datetime(2000, 1, 1)
"""The date inside every workbook: the clock must not change the bytes."""

MOST_CHARACTERS = 32_767
"""Of one spreadsheet cell, in UTF-16 units."""

MOST_ROWS = 1_048_575
"""Of one sheet, below the header."""

MOST_EXACT = 1e15
"""A spreadsheet keeps fifteen figures of a number; what has more is written as text."""

_NUMBERS = re.compile(r"U?(TINY|SMALL|BIG)?INT(EGER)?|FLOAT|DOUBLE|BOOLEAN")

_ESCAPE, _CONTROL = re.compile("(_x[0-9a-fA-F]{4}_)"), re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_xlsx(
    con: duckdb.DuckDBPyConnection,
    relation_sql: str,
    path: Path,
    sheet: str,
    limit_rows: int = MOST_ROWS,
    notes: Sequence[str] = (),
) -> int:
    """Write the first `limit_rows` rows to a workbook with the notes on a second sheet; gives their number."""
    columns = columns_of(con, relation_sql)
    as_text = (name for name, kind in columns if not _NUMBERS.fullmatch(kind))
    found = batches(con, f"SELECT * FROM ({relation_sql}) LIMIT {min(limit_rows, MOST_ROWS)}", as_text)
    with replacing(path) as part, _workbook(part) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        page = book.add_worksheet(sheet)
        rows = _fill_sheet(page, [name for name, _ in columns], found, bold)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(rows, 1), len(columns) - 1)
        _write_notes(book, notes)
    return rows


def _fill_sheet(page: Any, names: Sequence[str], found: pa.RecordBatchReader, bold: Any) -> int:
    """Header and rows; the width of a column follows its first rows."""
    rows = 0
    batch = next(found, None)
    for number, name in enumerate(names):
        shown = batch.column(number)[:100].to_pylist() if batch is not None else []
        longest = max([len(name), *(len(str(value)) for value in shown if value is not None)])
        page.set_column(number, number, min(max(longest + 2, 8), 60))
        page.write_string(0, number, _fitting(safe_cell(name)), bold)
    # XlsxWriter takes cells one by one, which took a third of the time of a whole run. So the rows are put where it
    # would put them itself, after the header that it still holds.
    page._write_single_row(1)
    while batch is not None:
        page.row_data_fh.write(str(content(_rows(batch, rows + 2)), "utf-8"))
        rows += batch.num_rows
        batch = next(found, None)
    page.dim_rowmax = rows
    return rows


def _rows(batch: pa.RecordBatch, first: int) -> pa.Array:
    """The rows as a sheet holds them, the first one of this number."""
    numbers = pc.cast(pa.array(range(first, first + batch.num_rows)), pa.string())
    cells = [_cells(values, n, numbers) for n, values in enumerate(batch.columns)]
    return joined(['<row r="', numbers, '">', *cells, "</row>"])


def _cells(values: pa.Array, column: int, numbers: pa.Array) -> pa.Array:
    """The cells of a column (0 is A); NULL is none."""
    from xlsxwriter.utility import xl_col_to_name

    tell = one_by_one(_text if pa.types.is_string(values.type) else _number)
    return pc.binary_join_element_wise(f'<c r="{xl_col_to_name(column)}', numbers, '"', told(values, tell), "")


def _number(value: float) -> str:
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    if math.isfinite(value) and abs(value) < MOST_EXACT:
        return f"><v>{value:.16G}</v></c>"
    return _text(str(value))


def _text(value: str) -> str:
    """Text within a cell; a spreadsheet writes _x0001_ for a character that XML does not allow."""
    text = _CONTROL.sub(_as_code, _ESCAPE.sub(r"_x005F\1", _fitting(safe_cell(value))))
    preserve = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{preserve}>{escape(text)}</t></is></c>'


def _as_code(character: re.Match[str]) -> str:
    return f"_x{ord(character[0]):04X}_"


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
