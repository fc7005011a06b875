"""From texts to typed columns: each distinct value of a field is parsed once, and given to every row that holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from linkage.evidence.fields import Field, Side
from linkage.records.arrow import arrow_table, create_table
from linkage.records.crew import parse_all
from linkage.records.distinct import Codes, distinct
from linkage.records.parsed import Work
from linkage.records.parsing import Context, Conventions, Problem


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
    typed = {field.name: _unknown(field, len(rows)) for field in fields}
    read = {field.name: keys for field in fields if side in field.sides and (keys := _keys(field, texts.column_names))}
    found = {name: distinct(texts.select(keys)) for name, keys in read.items()}
    contexts = [Context(field, side, conventions) for field in fields if field.name in read]
    works = [Work(context, found[context.field.name].texts) for context in contexts]
    for work, done in zip(works, parse_all(works), strict=True):
        name = work.context.field.name
        typed[name] = TypedField(done.columns, found[name].codes)
        if done.problems:
            _note_problems(con, rows, work, found[name].codes, done.problems)
    return Typed(rows, typed)


def _unknown(field: Field, rows: int) -> TypedField:
    """A field of which no row says anything."""
    return TypedField(arrow_table(field.columns(), [(None,) * len(field.columns())]), np.zeros(rows, np.int64))


def _keys(field: Field, columns: Sequence[str]) -> list[str]:
    """The raw columns that a field is read from, and those beside them; none where its own are not there."""
    own = [column for column in field.raw_columns() if column in columns]
    return [*own, *(c for c in field.beside if c in columns and c not in own)] if own else []


_TOLD = (("header", "VARCHAR"), ("value", "VARCHAR"), ("what", "VARCHAR"), ("remedy", "VARCHAR"), ("kept", "BOOLEAN"))


def _note_problems(
    con: duckdb.DuckDBPyConnection, rows: Codes, work: Work, codes: Codes, problems: Mapping[int, Problem]
) -> None:
    """Add each problem to the table `problems`, once for every row that holds those texts."""
    wrong = work.texts.take(list(problems)).to_pylist()
    told = {n: _told(texts, problem, work.context) for texts, (n, problem) in zip(wrong, problems.items(), strict=True)}
    held = np.flatnonzero(np.isin(codes, list(problems)))
    lines = [(int(rows[place]), *told[int(codes[place])]) for place in held]
    create_table(con, "_problems", [("row", "BIGINT"), *_TOLD], lines)
    con.execute("INSERT INTO problems FROM _problems")
    con.execute("DROP TABLE _problems")


def _told(texts: Mapping[str, str | None], problem: Problem, context: Context) -> tuple[object, ...]:
    """What is told of a problem: the header, the value as it stands there, what is wrong, what to do."""
    column = context.field.name + (f"_{problem.part}" if problem.part else "")
    column = column if column in texts else next(iter(texts))
    header = context.conventions.reads.get(column, column)
    return header, texts[column], problem.what, problem.remedy, problem.kept
