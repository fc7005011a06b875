"""From texts to typed columns: each distinct value of a field is parsed once, and given to every row that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from linkage.evidence.fields import Field, Side
from linkage.records.arrow import BATCH, arrow_table, create_table
from linkage.records.distinct import Codes, Distinct, distinct
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions, Parser, Problem, Texts

Keys = tuple[str | None, ...]
"""The texts of one field in one row."""


@dataclass(frozen=True)
class TypedField:
    """The typed columns of one field for every distinct text, and which of them each row holds."""

    columns: pa.Table
    codes: Codes

    def of(self, places: Codes) -> pa.Table:
        """The typed columns of the rows at these places."""
        return self.columns.take(pa.array(self.codes[places]))

    def known(self, places: Codes) -> int:
        """In how many of the rows at these places any of the columns is known."""
        some = np.zeros(len(self.columns), bool)
        for column in self.columns.columns:
            some |= np.asarray(column.is_valid())
        return int(some[self.codes[places]].sum())


@dataclass(frozen=True)
class Typed:
    """Every field of a file's rows, by name; `rows` are their numbers in the file (`_row`), in order."""

    rows: Codes
    fields: dict[str, TypedField]

    def of(self, places: Codes, names: Sequence[str]) -> pa.Table:
        """`_row` and the typed columns of these fields, of the rows at these places."""
        columns = {"_row": pa.array(self.rows[places])}
        for name in names:
            held = self.fields[name].of(places)
            columns.update(zip(held.column_names, held.columns, strict=True))
        return pa.table(columns)

    def places(self, rows: Codes) -> Codes:
        """Where the rows of these numbers stand."""
        return np.searchsorted(self.rows, rows)

    def create(self, con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str]) -> None:
        """Create the temporary table `table`: `_row` and the typed columns of these fields, every row in order."""
        con.register("_rows", self.of(np.arange(len(self.rows)), names))
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM _rows")
        con.unregister("_rows")


def type_fields(
    con: duckdb.DuckDBPyConnection, raw: str, side: Side, fields: Sequence[Field], conventions: Conventions
) -> Typed:
    """The typed columns of every field, from the table of texts `raw`.

    `raw` has `_row` (row number in the file, rising) and VARCHAR raw columns; those it lacks are unknown.
    Problems are appended to the table `problems` (row, header, value, what, remedy, kept).
    """
    con.execute(
        'CREATE TABLE IF NOT EXISTS problems ("row" BIGINT, header VARCHAR, "value" VARCHAR, '
        "what VARCHAR, remedy VARCHAR, kept BOOLEAN)"
    )
    texts = con.sql(f"FROM {raw}").to_arrow_table()
    rows = texts["_row"].to_numpy()
    return Typed(rows, {field.name: _type_field(con, texts, Context(field, side, conventions)) for field in fields})


def _type_field(con: duckdb.DuckDBPyConnection, texts: pa.Table, context: Context) -> TypedField:
    """Parse every distinct combination of the raw columns of one field, and note the problems of every row."""
    field = context.field
    own = [c for c in field.raw_columns() if c in texts.column_names]
    if not own or context.side not in field.sides:
        return TypedField(arrow_table(field.columns(), [(None,) * len(field.columns())]), np.zeros(len(texts), np.int64))
    keys = [*own, *(c for c in field.beside if c in texts.column_names and c not in own)]
    found = distinct(texts.select(keys))
    columns, problems = _parse(found, keys, context)
    if problems:
        _note_problems(con, texts["_row"].to_numpy(), keys, found, problems, context)
    return TypedField(columns, found.codes)


def _parse(found: Distinct, keys: Sequence[str], context: Context) -> tuple[pa.Table, dict[int, Problem]]:
    """The typed columns of every distinct combination of texts, and what is wrong, by their number."""
    parts = parts_of(keys, context.field)
    texts = [{part: stripped(text) for part, text in zip(parts, row, strict=True)} for row in found.found]
    parser = PARSER_MAKERS[context.field.kind.name](context, texts)
    problems: dict[int, Problem] = {}
    batches = []
    for first in range(0, len(texts), BATCH):
        rows = [_parsed(parser, text, first + n, problems) for n, text in enumerate(texts[first : first + BATCH])]
        batches.append(arrow_table(context.field.columns(), rows))
    return pa.concat_tables(batches or [arrow_table(context.field.columns(), [])]).combine_chunks(), problems


def _parsed(parser: Parser, texts: Texts, number: int, problems: dict[int, Problem]) -> tuple[object, ...]:
    """The typed values of one combination of texts; what is wrong is added to `problems`."""
    parsed = parser(texts)
    if parsed.problem is not None:
        problems[number] = parsed.problem
    return tuple(map(_settled, parsed.values))


def _settled(value: object) -> object:
    """A list as a tuple: of tuples of texts the garbage collector need not keep account, a tenth of the whole time."""
    return tuple(value) if isinstance(value, list) else value


def parts_of(keys: Sequence[str], field: Field) -> list[str]:
    """What the parser calls each raw column: the part of its own field; columns beside it keep their full names."""
    own = dict(zip(field.raw_columns(), field.kind.parts, strict=True))
    return [own.get(key, key) for key in keys]


def stripped(text: str | None) -> str | None:
    """The text without the space around it; None when nothing is left."""
    return text.strip() or None if text is not None else None


_TOLD = (("header", "VARCHAR"), ("value", "VARCHAR"), ("what", "VARCHAR"), ("remedy", "VARCHAR"), ("kept", "BOOLEAN"))


def _note_problems(
    con: duckdb.DuckDBPyConnection,
    rows: Codes,
    keys: Sequence[str],
    found: Distinct,
    problems: dict[int, Problem],
    context: Context,
) -> None:
    """Add each problem to the table `problems`, once for every row that holds those texts."""
    told = {number: _told(found.found[number], problem, keys, context) for number, problem in problems.items()}
    held = np.flatnonzero(np.isin(found.codes, list(problems)))
    lines = [(int(rows[place]), *told[int(found.codes[place])]) for place in held]
    create_table(con, "_problems", [("row", "BIGINT"), *_TOLD], lines)
    con.execute("INSERT INTO problems FROM _problems")
    con.execute("DROP TABLE _problems")


def _told(row: Keys, problem: Problem, keys: Sequence[str], context: Context) -> tuple[object, ...]:
    column = context.field.name + (f"_{problem.part}" if problem.part else "")
    column = column if column in keys else keys[0]
    header = context.conventions.reads.get(column, column)
    return header, row[list(keys).index(column)], problem.what, problem.remedy, problem.kept
