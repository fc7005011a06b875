"""One record given as texts by raw column, read as a row of our own template is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from linkage.errors import InputRejected, UsageError
from linkage.evidence import EVIDENCES, Evidence, Field, all_fields
from linkage.evidence.fields import Side
from linkage.records.canonical import CANONICAL
from linkage.records.decide import REFUSED
from linkage.records.mapped import raw_columns
from linkage.records.parsed import parts_of, stripped
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions, Parser, Problem, Texts

FORMULA = Problem("This is a spreadsheet formula, not its result.", "Give the value itself.")


@dataclass(frozen=True)
class Reading:
    """A record as read: the typed columns in the order of the reader's, and what is wrong by field."""

    values: tuple[object, ...]
    problems: Mapping[str, Problem]


@dataclass(frozen=True)
class FieldReader:
    """The texts that one field is read from, what the parser calls each, and the parser."""

    field: Field
    keys: tuple[str, ...]
    parts: tuple[str, ...]
    parse: Parser


@dataclass(frozen=True)
class Reader:
    """Reads records of one side; a field without a reader (of the other side, or sensitive) stays unknown."""

    side: Side
    fields: tuple[Field, ...]
    readers: Mapping[str, FieldReader]
    known: frozenset[str]

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """unique_id and the typed columns: (name, DuckDB type)."""
        return ("unique_id", "VARCHAR"), *(column for field in self.fields for column in field.columns())

    def read(self, record: Mapping[str, str]) -> Reading:
        """The record as read; UsageError when it has a column that no field reads, InputRejected without consent."""
        strange = sorted(set(record) - self.known)
        if strange:
            raise UsageError(f"No field of {self.side} has the column(s) {', '.join(strange)}.")
        values: list[object] = [stripped(record.get("id")) or ""]
        problems: dict[str, Problem] = {}
        for field in self.fields:
            read, problem = _read(self.readers.get(field.name), record, len(field.columns()))
            if field.name == "consent" and read[0] is False:
                raise InputRejected(f"{REFUSED} The record is compared with nothing.")
            if problem:
                problems[field.name] = problem
            values += read
        return Reading(tuple(values), problems)


def _read(
    reader: FieldReader | None, record: Mapping[str, str], columns: int
) -> tuple[Sequence[object], Problem | None]:
    if reader is None:
        return (None,) * columns, None
    texts: Texts = {part: stripped(record.get(key)) for key, part in zip(reader.keys, reader.parts, strict=True)}
    leaked = any(text.startswith("=") for text in texts.values() if text)
    parsed = reader.parse({part: None if text and text.startswith("=") else text for part, text in texts.items()})
    return parsed.values, FORMULA if leaked else parsed.problem


def make_reader(con: duckdb.DuckDBPyConnection, side: Side, evidences: Sequence[Evidence]) -> Reader:
    """The reader of one side; what a whole column decides (day or month first) is as in the run."""
    unread = {field.name for e in EVIDENCES if e not in evidences for field in e.fields if field.sensitive}
    fields = all_fields()
    used = [field for field in fields if side in field.sides and field.name not in unread]
    readers = {field.name: _field_reader(con, side, field) for field in used}
    return Reader(side, fields, readers, frozenset(raw_columns(side)))


def _field_reader(con: duckdb.DuckDBPyConnection, side: Side, field: Field) -> FieldReader:
    known = raw_columns(side)
    keys = tuple(dict.fromkeys((*field.raw_columns(), *(c for c in field.beside if c in known))))
    parts = tuple(parts_of(keys, field))
    listed = ", ".join(f'"{key}"' for key in keys)
    rows = con.execute(
        f"SELECT DISTINCT {listed} FROM {side}_raw WHERE source = ? ORDER BY ALL", [CANONICAL]
    ).fetchall()
    texts = [{part: stripped(text) for part, text in zip(parts, row, strict=True)} for row in rows]
    return FieldReader(field, keys, parts, PARSER_MAKERS[field.kind.name](Context(field, side, Conventions()), texts))
