"""From texts to typed columns: each distinct value of a field is parsed once, and joined back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from linkage.evidence.fields import Field, Side
from linkage.records.arrow import create_table
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions, Parsed, Texts


def type_fields(
    con: duckdb.DuckDBPyConnection,
    raw: str,
    out: str,
    side: Side,
    fields: Sequence[Field],
    conventions: Conventions,
) -> None:
    """Create `out`: `_row` and the typed columns of every field, from the table of texts `raw`.

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
    con.execute(
        f"CREATE OR REPLACE TABLE {out} AS SELECT {', '.join(selects)} FROM {raw} r {' '.join(joins)} ORDER BY r._row"
    )
    for number in range(len(fields)):
        con.execute(f"DROP TABLE IF EXISTS _t{number}")


def _parse_distinct(con: duckdb.DuckDBPyConnection, raw: str, out: str, keys: Sequence[str], context: Context) -> None:
    """Parse every distinct combination of the raw columns `keys` of one field into the table `out`."""
    listed = ", ".join(f'"{key}"' for key in keys)
    found = con.execute(f"SELECT DISTINCT {listed} FROM {raw} ORDER BY ALL").fetchall()
    texts = [_texts(dict(zip(keys, row, strict=True)), context.field) for row in found]
    parser = PARSER_MAKERS[context.field.kind.name](context, texts)
    parsed = [parser(text) for text in texts]
    columns = [(f"key_{key}", "VARCHAR") for key in keys] + list(context.field.columns())
    create_table(con, out, columns, [(*row, *p.values) for row, p in zip(found, parsed, strict=True)])
    _note_problems(con, raw, keys, found, parsed, context)


def _texts(row: Mapping[str, str | None], field: Field) -> Texts:
    """The texts of one field by part; columns that stand beside it keep their full names."""
    named: dict[str, str | None] = {}
    for column, text in row.items():
        own = column in field.raw_columns()
        part = column[len(field.name) :].removeprefix("_") if own else column
        named[part] = text.strip() or None if text is not None else None
    return named


def _note_problems(
    con: duckdb.DuckDBPyConnection,
    raw: str,
    keys: Sequence[str],
    found: Sequence[tuple[str | None, ...]],
    parsed: Sequence[Parsed],
    context: Context,
) -> None:
    rows = []
    for row, result in zip(found, parsed, strict=True):
        if result.problem is None:
            continue
        problem = result.problem
        column = context.field.name + (f"_{problem.part}" if problem.part else "")
        column = column if column in keys else keys[0]
        header = context.conventions.reads.get(column, column)
        value = row[list(keys).index(column)]
        rows.append((*row, header, value, problem.what, problem.remedy, problem.kept))
    if not rows:
        return
    columns = [(f"key_{key}", "VARCHAR") for key in keys]
    columns += [
        ("header", "VARCHAR"),
        ("value", "VARCHAR"),
        ("what", "VARCHAR"),
        ("remedy", "VARCHAR"),
        ("kept", "BOOLEAN"),
    ]
    create_table(con, "_problems", columns, rows)
    on = " AND ".join(f'r."{key}" IS NOT DISTINCT FROM p."key_{key}"' for key in keys)
    con.execute(
        "INSERT INTO problems SELECT r._row, p.header, p.value, p.what, p.remedy, p.kept "
        f"FROM {raw} r JOIN _problems p ON {on} ORDER BY r._row"
    )
    con.execute("DROP TABLE _problems")
