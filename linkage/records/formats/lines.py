"""Records of a text table that survive a quote nobody closed."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from linkage.errors import InputRejected
from linkage.records.formats.dialect import Dialect

MOST_LINES = 500
"""A cell over more lines than this is a quote that was opened and never closed."""

LONGEST_LINE = 1 << 20
"""Characters: a line longer than this belongs to no table of persons."""


@dataclass(frozen=True)
class Record:
    """One row as a spreadsheet would show it: its number, its cells, the lines it was read from.

    `unclosed` is True when a quote swallowed the rows below it; those are read again.
    """

    number: int
    cells: list[str]
    lines: tuple[str, ...]
    unclosed: bool = False


class _UnclosedError(Exception):
    """The record in hand has swallowed too many lines."""


class Lines:
    """The lines of a file one by one; lines taken by mistake can be given back."""

    def __init__(self, file: TextIO, path: Path) -> None:
        self._file = file
        self._path = path
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE:
            raise InputRejected(
                f"{self._path}: a line of more than {LONGEST_LINE:,} characters; rows of a table were expected. "
                "Export the table again as CSV (UTF-8) or XLSX."
            )
        self.taken.append(line)
        if len(self.taken) > MOST_LINES:
            raise _UnclosedError
        return line

    def give_back_all_but_first(self) -> None:
        """Let the lines after the first of the record in hand be read again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def records(lines: Lines, dialect: Dialect, width: int | None = None) -> Iterator[Record]:
    """The records of a file; with the `width` of the table known, swallowed rows are found and read again."""
    reader = dialect.reader(lines)
    number = 0
    while True:
        lines.taken.clear()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_UnclosedError, csv.Error):
            cells, reader = [], dialect.reader(lines)
        if len(lines.taken) > 1 and (not cells or (width and _swallowed(lines.taken, cells, dialect, width))):
            lines.give_back_all_but_first()
            yield Record(number, [], tuple(lines.taken), unclosed=True)
        else:
            yield Record(number, cells, tuple(lines.taken))


def _swallowed(taken: list[str], cells: list[str], dialect: Dialect, width: int) -> bool:
    """Does a record over several lines hold a whole row besides its own?"""
    full = [line.count(dialect.delimiter) == width - 1 for line in taken]
    return any(full[1:]) and width > 2 and (full[0] or len(cells) != width)
