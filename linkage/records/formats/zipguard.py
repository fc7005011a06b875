"""Looking at a zipped spreadsheet without unpacking it: is it a bomb?"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from linkage.errors import InputRejected

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What reading a zip with a damaged byte may raise; RuntimeError where the byte says that a part is encrypted."""

MOST_ENTRIES = 5_000
MOST_BYTES = 2 << 30
"""Unpacked: a register of a million rows by forty columns takes about 1.5 GB of XML."""

SUSPECT_BYTES = 200 << 20
MOST_TIMES = 60
"""Sheets of texts pack 5 to 20 times; beyond `SUSPECT_BYTES`, more than this is no register."""

MOST_CELLS = 60_000_000
"""The reader holds a sheet as one rectangle of 24-byte cells from its first cell to its last."""

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]+)(\d+)"[^>]*(?<!/)>')
_CHUNK = 1 << 20


def check_zip(path: Path) -> None:
    """InputRejected when the sizes in the zip header, or the extent of a sheet, are not a register's."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise _bomb(path, f"it holds {len(entries)} parts, at most {MOST_ENTRIES} were expected")
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(path.stat().st_size, 1)
        if unpacked > MOST_BYTES or (unpacked > SUSPECT_BYTES and unpacked > MOST_TIMES * packed):
            raise _bomb(path, f"its {packed / 2**20:.1f} MB unpack to {unpacked / 2**20:,.0f} MB")
        for entry in entries:
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                _check_extent(path, archive, entry)


def _check_extent(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose filled cells lie so far apart that its rectangle would not fit in memory.

    Whole columns with a format make honest files declare a million rows, so a large or absent
    declaration only leads to a look at the cells that hold something.
    """
    with archive.open(entry) as sheet:
        start = sheet.read(_CHUNK)
        declared = _DIMENSION.search(start[:4096])
        small = declared and _column(declared[1]) * int(declared[2]) <= MOST_CELLS
        if small and entry.file_size > len(start):
            return
        widest, lowest, tail = 0, 0, b""
        chunk = start
        while chunk:
            block = tail + chunk
            for found in _CELL.finditer(block):
                widest, lowest = max(widest, _column(found[1])), max(lowest, int(found[2]))
            if widest * lowest > MOST_CELLS:
                raise _far(path, entry.filename, widest, lowest)
            tail, chunk = block[-64:], sheet.read(_CHUNK)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _far(path: Path, part: str, columns: int, rows: int) -> InputRejected:
    return InputRejected(
        f"{path}: {part} has filled cells as far as row {rows:,}, column {columns:,} "
        f"({rows * columns:,} cells; at most {MOST_CELLS:,} were expected). Copy the table alone "
        "to a new workbook and save that."
    )


def _bomb(path: Path, why: str) -> InputRejected:
    return InputRejected(
        f"{path}: this spreadsheet may be a trap or damaged: {why}. Ask the sender; if it is right, "
        "open it on another machine and save the table as CSV (UTF-8)."
    )
