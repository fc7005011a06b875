"""What reading a file tells besides its rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileRead:
    """How a file was read: what it turned out to be, its header, and how many rows came in.

    `header` are the column names of the table of texts; `notes` are sentences for the person who
    sent the file (what was left out or decided, without any value of a cell); `sha256` is the
    fingerprint of the file's bytes.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header: tuple[str, ...]
    rows: int
    rejected: int
    sha256: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Loaded:
    """What one format hands back to `read_table`: `FileRead` without what all formats share."""

    format: str
    header: tuple[str, ...]
    rows: int
    rejected: int
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    notes: tuple[str, ...] = ()
