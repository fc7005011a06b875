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
from linkage.records.parsing import Context, Conventions, Parsed, Parser, Problem, unknown

FORMULA = Problem("This is a spreadsheet formula, not its result.", "Give the value itself.")


@dataclass(frozen=True)
class Reading:
    """A record as read: the typed columns in the order of the reader's, and what is wrong by field."""

    values: tuple[object, ...]
    problems: Mapping[str, Problem]


@dataclass(frozen=True)
class FieldReader:
    """The texts that one field is read from, what the parser calls each, the parser, and what it makes of no text.

    A field of the other side, or a sensitive one, is read from no text and stays unknown.
    """

    field: Field
    keys: tuple[str, ...]
    parts: tuple[str, ...]
    parse: Parser
    blank: Parsed

    def read(self, record: Mapping[str, str]) -> Parsed:
        """The typed columns of the field, and its problem."""
        texts = {part: stripped(record.get(key)) for key, part in zip(self.keys, self.parts, strict=True)}
        told = [text for text in texts.values() if text]
        if not told:
            return self.blank
        if not any(text.startswith("=") for text in told):
            return self.parse(texts)
        parsed = self.parse({part: None if text and text.startswith("=") else text for part, text in texts.items()})
        return Parsed(parsed.values, FORMULA)


@dataclass(frozen=True)
class Reader:
    """Reads records of one side."""

    side: Side
    fields: tuple[FieldReader, ...]
    known: frozenset[str]

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """unique_id and the typed columns: (name, DuckDB type)."""
        return ("unique_id", "VARCHAR"), *(column for reader in self.fields for column in reader.field.columns())

    def read(self, record: Mapping[str, str]) -> Reading:
        """The record as read; UsageError when it has a column that no field reads, InputRejected without consent."""
        strange = sorted(set(record) - self.known)
        if strange:
            raise UsageError(f"No field of {self.side} has the column(s) {', '.join(strange)}.")
        values: list[object] = [stripped(record.get("id")) or ""]
        problems: dict[str, Problem] = {}
        for reader in self.fields:
            read, problem = reader.read(record)
            if reader.field.name == "consent" and read[0] is False:
                raise InputRejected(f"{REFUSED} The record is compared with nothing.")
            if problem:
                problems[reader.field.name] = problem
            values += read
        return Reading(tuple(values), problems)


def make_reader(con: duckdb.DuckDBPyConnection, side: Side, evidences: Sequence[Evidence]) -> Reader:
    """The reader of one side; what a whole column decides (day or month first) is as in the run."""
    unread = {field.name for e in EVIDENCES if e not in evidences for field in e.fields if field.sensitive}
    used = [field for field in all_fields() if side in field.sides and field.name not in unread]
    readers = tuple(
        _field_reader(con, side, field) if field in used else _unread(side, field) for field in all_fields()
    )
    return Reader(side, readers, frozenset(raw_columns(side)))


def _unread(side: Side, field: Field) -> FieldReader:
    blank = unknown(Context(field, side, Conventions()))
    return FieldReader(field, (), (), lambda texts: blank, blank)


def _field_reader(con: duckdb.DuckDBPyConnection, side: Side, field: Field) -> FieldReader:
    known = raw_columns(side)
    keys = tuple(dict.fromkeys((*field.raw_columns(), *(c for c in field.beside if c in known))))
    parts = tuple(parts_of(keys, field))
    listed = ", ".join(f'"{key}"' for key in keys)
    rows = con.execute(
        f"SELECT DISTINCT {listed} FROM {side}_raw WHERE source = ? ORDER BY ALL", [CANONICAL]
    ).fetchall()
    texts = [{part: stripped(text) for part, text in zip(parts, row, strict=True)} for row in rows]
    parse = PARSER_MAKERS[field.kind.name](Context(field, side, Conventions()), texts)
    return FieldReader(field, keys, parts, parse, parse(dict.fromkeys(parts)))
