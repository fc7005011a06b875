"""From texts to typed columns: each distinct value of a field is parsed once, and joined back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from linkage.evidence.fields import Field, Side
from linkage.records.arrow import create_table
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions, Parser, Problem, Texts

Keys = tuple[str | None, ...]
"""The texts of one field in one row."""


def type_fields(
    con: duckdb.DuckDBPyConnection,
    raw: str,
    out: str,
    side: Side,
    fields: Sequence[Field],
    conventions: Conventions,
) -> None:
    """Create `out`: `_row` and the typed columns of every field, from the table of texts `raw`; rows in no order.

    `raw` has `_row` (row number in the file) and VARCHAR raw columns; those it lacks are unknown.
    Problems are appended to the table `problems` (row, header, value, what, remedy, kept).
    """
    present = {row[0] for row in con.execute(f"DESCRIBE {raw}").fetchall()}
    con.execute(
        'CREATE TABLE IF NOT EXISTS problems ("row" BIGINT, header VARCHAR, "value" VARCHAR, '
        "what VARCHAR, remedy VARCHAR, kept BOOLEAN)"
    )
    selects, joins = ["r._row"], []
    for number, field in enumerate(fields):
        texts = [c for c in field.raw_columns() if c in present]
        if not texts or side not in field.sides:
            selects += [f"CAST(NULL AS {t}) AS {c}" for c, t in field.columns()]
            continue
        keys = [*texts, *(c for c in field.beside if c in present and c not in texts)]
        _parse_distinct(con, raw, f"_t{number}", keys, Context(field, side, conventions))
        on = " AND ".join(f'r."{key}" IS NOT DISTINCT FROM t{number}."key_{key}"' for key in keys)
        joins.append(f"LEFT JOIN _t{number} t{number} ON {on}")
        selects += [f"t{number}.{c}" for c, _ in field.columns()]
    con.execute(f"CREATE OR REPLACE TABLE {out} AS SELECT {', '.join(selects)} FROM {raw} r {' '.join(joins)}")
    for number in range(len(fields)):
        con.execute(f"DROP TABLE IF EXISTS _t{number}")


def _parse_distinct(con: duckdb.DuckDBPyConnection, raw: str, out: str, keys: Sequence[str], context: Context) -> None:
    """Parse every distinct combination of the raw columns `keys` of one field into the table `out`."""
    listed = ", ".join(f'"{key}"' for key in keys)
    found = con.execute(f"SELECT DISTINCT {listed} FROM {raw} ORDER BY ALL").fetchall()
    parts = parts_of(keys, context.field)
    texts = [{part: stripped(text) for part, text in zip(parts, row, strict=True)} for row in found]
    parser = PARSER_MAKERS[context.field.kind.name](context, texts)
    problems: list[tuple[Keys, Problem]] = []
    columns = [*_key_columns(keys), *context.field.columns()]
    create_table(con, out, columns, _parsed(found, texts, parser, problems))
    if problems:
        _note_problems(con, raw, keys, problems, context)


def parts_of(keys: Sequence[str], field: Field) -> list[str]:
    """What the parser calls each raw column: the part of its own field; columns beside it keep their full names."""
    own = dict(zip(field.raw_columns(), field.kind.parts, strict=True))
    return [own.get(key, key) for key in keys]


def stripped(text: str | None) -> str | None:
    """The text without the space around it; None when nothing is left."""
    return text.strip() or None if text is not None else None


def _key_columns(keys: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"key_{key}", "VARCHAR") for key in keys]


def _parsed(
    found: Sequence[Keys], texts: Sequence[Texts], parser: Parser, problems: list[tuple[Keys, Problem]]
) -> Iterator[tuple[object, ...]]:
    """The rows of one field's table, one by one; what is wrong is added to `problems`."""
    for row, text in zip(found, texts, strict=True):
        parsed = parser(text)
        if parsed.problem is not None:
            problems.append((row, parsed.problem))
        yield (*row, *map(_settled, parsed.values))


def _settled(value: object) -> object:
    """A list as a tuple: of tuples of texts the garbage collector need not keep account, a tenth of the whole time."""
    return tuple(value) if isinstance(value, list) else value


_TOLD = (("header", "VARCHAR"), ("value", "VARCHAR"), ("what", "VARCHAR"), ("remedy", "VARCHAR"), ("kept", "BOOLEAN"))


def _note_problems(
    con: duckdb.DuckDBPyConnection,
    raw: str,
    keys: Sequence[str],
    problems: Sequence[tuple[Keys, Problem]],
    context: Context,
) -> None:
    """Add each problem to the table `problems`, once for every row that holds those texts."""
    rows = [(*row, *_told(row, problem, keys, context)) for row, problem in problems]
    create_table(con, "_problems", [*_key_columns(keys), *_TOLD], rows)
    on = " AND ".join(f'r."{key}" IS NOT DISTINCT FROM p."key_{key}"' for key in keys)
    con.execute(
        "INSERT INTO problems SELECT r._row, p.header, p.value, p.what, p.remedy, p.kept "
        f"FROM {raw} r JOIN _problems p ON {on} ORDER BY r._row"
    )
    con.execute("DROP TABLE _problems")


def _told(row: Keys, problem: Problem, keys: Sequence[str], context: Context) -> tuple[object, ...]:
    column = context.field.name + (f"_{problem.part}" if problem.part else "")
    column = column if column in keys else keys[0]
    header = context.conventions.reads.get(column, column)
    return header, row[list(keys).index(column)], problem.what, problem.remedy, problem.kept
