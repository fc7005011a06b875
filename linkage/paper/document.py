"""What stands on paper, as plain values already in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One field as it is written on both sides."""

    label: str
    missing: str
    remains: str


@dataclass(frozen=True)
class Item:
    """One evidence: what was found, its weight as text where weights are shown, and the values compared."""

    title: str
    says: str
    bits: str | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table with a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with sentences, then evidence, then a table, then lines to write on."""

    title: str
    sentences: tuple[str, ...] = ()
    evidence: tuple[Item, ...] = ()
    table: Grid | None = None
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A dossier. `words` are the headers of the tables of two sides; `notice` stands on every page."""

    language: str
    title: str
    notice: str
    missing_id: str
    remains_id: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    words: Mapping[str, str]
