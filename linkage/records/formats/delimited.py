"""Tables in text files: CSV, TSV and their kin, in any dialect."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from linkage.errors import InputRejected
from linkage.records.formats import columns
from linkage.records.formats.dialect import Dialect, dialect_of, sep_line
from linkage.records.formats.encoding import Encoding, encoding_of
from linkage.records.formats.found import Loaded
from linkage.records.formats.lines import Lines, Record, records
from linkage.records.formats.table import TextTable

_SAMPLE_CHARACTERS = 1 << 19


@dataclass(frozen=True)
class Plan:
    """What the first rows tell: encoding, dialect, which row is the header and how wide the table is."""

    encoding: Encoding
    dialect: Dialect
    sep: bool
    header: int
    texts: tuple[str, ...]


def load(con: duckdb.DuckDBPyConnection, path: Path, out: str) -> Loaded:
    """Read a text table into `out`; rows that cannot be put right go to `<out>_rejected`."""
    plan = plan_of(path)
    names = columns.unique_names(plan.texts, path)
    table = TextTable(con, out, names)
    with _opened(path, plan.encoding) as file:
        padded = _fill(table, file, path, plan)
    if not table.rows and not table.rejected:
        raise columns.header_only(path, plan.header + 1)
    table.drop_unused([n for n, text in zip(names, plan.texts, strict=True) if not text.strip()])
    return Loaded(
        "delimited", table.header, table.rows, table.rejected, plan.encoding.name, plan.dialect.delimiter,
        notes=columns.title_note(plan.header) + _padded_note(padded),
    )  # fmt: skip


def plan_of(path: Path) -> Plan:
    """Look at the start of the file and decide how to read it."""
    encoding = encoding_of(path)
    with _opened(path, encoding) as file:
        text = file.read(_SAMPLE_CHARACTERS)
    lines = io.StringIO(text, newline="").readlines()
    if len(text) == _SAMPLE_CHARACTERS and len(lines) > 1:
        del lines[-1]  # cut in the middle
    told = sep_line(lines[0]) if lines else None
    lines = lines[1:] if told else lines
    dialect = dialect_of(lines[: 4 * columns.SAMPLE], told)
    sample = io.StringIO("".join(lines), newline="")
    rows = [r.cells for r in itertools.islice(records(Lines(sample, path), dialect), columns.SAMPLE)]
    header = columns.header_row(rows)
    if header < 0:
        raise columns.no_header(path)
    texts = rows[header][: columns.width_of(rows, header)]
    if any(encoding.unreadable(cell) for cell in texts):
        raise InputRejected(f"{path}: row {header + 1}, the header, has characters that are not {encoding.name}. "
                            "Save the file as CSV (UTF-8).")  # fmt: skip
    return Plan(encoding, dialect, bool(told), header, tuple(texts))


def _opened(path: Path, encoding: Encoding) -> TextIO:
    return path.open(encoding=encoding.name, errors=encoding.errors, newline="")


def _fill(table: TextTable, file: TextIO, path: Path, plan: Plan) -> int:
    """Put every record below the header into the table, or beside it; gives how many were padded."""
    if plan.sep:
        file.readline()
    width = len(plan.texts)
    named = columns.extent(plan.texts)
    below = (r for r in records(Lines(file, path), plan.dialect, width) if r.number > plan.header + 1)
    padded = 0
    for before, record, after in _with_neighbours(r for r in below if r.unclosed or any(map(str.strip, r.cells))):
        cells = record.cells
        if len(cells) > width and columns.extent(cells) <= width:
            cells = cells[:width]
        short = len(cells) < named
        wrong = _what_is_wrong(record, cells, width, plan.encoding)
        if wrong is None and short and not _can_be_padded(before, record, after, named):
            wrong = _few(record, named)
        if wrong is not None:
            table.reject(record.number, "".join(record.lines), *wrong)
            continue
        padded += short
        table.add(record.number, cells if len(cells) == width else cells + [""] * (width - len(cells)))
    table.flush()
    return padded


def _with_neighbours(found: Iterator[Record]) -> Iterator[tuple[Record | None, Record, Record | None]]:
    before: Record | None = None
    here = next(found, None)
    while here is not None:
        after = next(found, None)
        yield before, here, after
        before, here = here, after


def _what_is_wrong(record: Record, cells: list[str], width: int, encoding: Encoding) -> tuple[str, str] | None:
    """What is wrong with a record and what to do, looking at it alone; None when it is good."""
    if record.unclosed:
        return (
            "a quote is opened in this row and not closed, so it would swallow the rows below",
            "Close the quote, or write it twice where it is part of the text.",
        )
    if any(map(encoding.unreadable, record.lines)):
        return (
            f"the row has bytes that are no characters in {encoding.name}",
            "Type the damaged letters again and save the file as CSV (UTF-8).",
        )
    if len(cells) > width:
        return (
            f"{len(cells)} cells, {width} were expected",
            "Put the cell that holds the delimiter in quotes, or take the delimiter out.",
        )
    return None


def _few(record: Record, named: int) -> tuple[str, str]:
    return (
        f"{len(record.cells)} cells, {named} were expected",
        "Perhaps a line break inside a cell: put that cell in quotes. If it is a remark below the table, take it out.",
    )


def _can_be_padded(before: Record | None, record: Record, after: Record | None, named: int) -> bool:
    """Is a short row one whose last cells are blank and were not written (some programs do so)?

    A row broken by a line break leaves a scrap of at most half the cells beside it; such pieces
    must not be taken for persons.
    """
    return not any(_is_scrap(r, named) for r in (before, record, after) if r is not None)


def _is_scrap(record: Record, named: int) -> bool:
    return len(record.cells) <= (named + 1) / 2


def _padded_note(padded: int) -> tuple[str, ...]:
    if not padded:
        return ()
    return (f"{padded} row(s) had fewer cells than the header; their last columns were taken as blank.",)
