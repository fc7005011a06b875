"""Workbooks: XLSX, XLSB, XLS and ODS, read in a child process with limits."""

from __future__ import annotations

import csv
import io
import itertools
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from linkage.errors import InputRejected
from linkage.records.formats import columns, sheet_child
from linkage.records.formats.found import Loaded
from linkage.records.formats.kind import kind_of, locked
from linkage.records.formats.table import TextTable
from linkage.records.formats.zipguard import DAMAGED_ZIP, check_zip

KINDS = frozenset(("xlsx", "xlsb", "xls", "ods"))

SECONDS = 600
"""Wall-clock time for one workbook; the largest register seen takes under a minute."""

MEMORY_BYTES = 6 << 30
"""Address space of the reader: a register of 1,000,000 rows by 40 columns fits, a hostile file does not go on."""

_DAMAGED = "the workbook is damaged or not what its name says. Open it in a spreadsheet program and save it again."
_TOO_MUCH = (
    "the workbook asks for more memory than any register needs; it may be a trap, or have stray cells far from "
    "the table. Copy the table alone to a new workbook, or save it as CSV (UTF-8)."
)
_WORDS = {
    "empty": "no sheet of the workbook has any cell filled. Check that the right file was sent.",
    "memory": _TOO_MUCH,
    "damaged": _DAMAGED,
}


@dataclass(frozen=True)
class _Sheet:
    name: str
    others: tuple[str, ...]
    rows: Iterator[list[str]]


def load(con: duckdb.DuckDBPyConnection, path: Path, out: str, wanted: Sequence[str] = ()) -> Loaded:
    """Read one sheet into `out`: the first of those `wanted` that holds a table, else the first that does."""
    zipped = zipfile.is_zipfile(path)
    if zipped:
        try:
            _check_locked_ods(path)
            check_zip(path)
        except DAMAGED_ZIP:
            raise _refusal(path, 1, "damaged") from None
    with _child(path, wanted) as sheet:
        first = list(itertools.islice(sheet.rows, columns.SAMPLE))
        header = columns.header_row(first)
        if header < 0:
            raise columns.no_header(path)
        texts = first[header][: columns.width_of(first, header)]
        names = columns.unique_names(texts, path)
        table = TextTable(con, out, names)
        _fill(table, enumerate(itertools.chain(first, sheet.rows), start=1), header, len(texts))
    if not table.rows:
        raise columns.header_only(path, header + 1)
    table.drop_unused([n for n, text in zip(names, texts, strict=True) if not text.strip()])
    return Loaded(
        kind_of(path), table.header, table.rows, table.rejected, sheet=sheet.name,
        notes=columns.title_note(header) + _others_note(sheet),
    )  # fmt: skip


def _fill(table: TextTable, rows: Iterator[tuple[int, list[str]]], header: int, width: int) -> None:
    for number, cells in rows:
        if number <= header + 1 or not any(map(str.strip, cells)):
            continue
        if columns.extent(cells) > width:
            table.reject(
                number,
                " | ".join(cells),
                f"text in column {columns.extent(cells)}, beyond the {width} columns of the header",
                "Give that column a name in the header, or move the remark out of the table.",
            )
        else:
            table.add(number, cells[:width] + [""] * (width - len(cells)))
    table.flush()


@contextmanager
def _child(path: Path, wanted: Sequence[str]) -> Iterator[_Sheet]:
    """Start the reader of workbooks and hand over its rows; any end but a good one is a refusal."""
    command = [sys.executable, "-P", str(Path(sheet_child.__file__)), str(path.resolve()), str(MEMORY_BYTES), *wanted]
    with subprocess.Popen(  # noqa: S603  # our own file, by an absolute path, without a shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        clock = threading.Timer(SECONDS, process.kill)
        clock.start()
        try:
            assert process.stdout is not None and process.stderr is not None
            text = io.TextIOWrapper(process.stdout, encoding="utf-8", errors="replace", newline="")
            told = text.readline()
            if told:
                about = json.loads(told)
                yield _Sheet(about["sheet"], tuple(about["others"]), csv.reader(text))
            word = process.stderr.read().decode("ascii", "replace").strip()
        except BaseException:
            process.kill()
            raise
        finally:
            clock.cancel()
        code = process.wait()
        if code or not told:
            raise _refusal(path, code, word)


def _refusal(path: Path, code: int, word: str) -> InputRejected:
    """What to tell when the child did not end well; a negative code is the signal that ended it."""
    if word == "password":
        return locked(path)
    if code < 0:
        return InputRejected(f"{path}: {_TOO_MUCH}")
    return InputRejected(f"{path}: {_WORDS.get(word, _DAMAGED)}")


def _check_locked_ods(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if "META-INF/manifest.xml" in archive.namelist():
            with archive.open("META-INF/manifest.xml") as manifest:
                if b"encryption-data" in manifest.read(1 << 20):
                    raise locked(path)


def _others_note(sheet: _Sheet) -> tuple[str, ...]:
    if not sheet.others:
        return ()
    return (f"Read the sheet '{sheet.name}'; other sheets with data were left out: {', '.join(sheet.others)}.",)
