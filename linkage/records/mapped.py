"""From the columns of a file to our raw columns: the table `_mapped` out of the table `_file`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb

from linkage.evidence import all_fields
from linkage.evidence.fields import Side
from linkage.records.mapping import quoted
from linkage.records.parsing import Conventions
from linkage.records.recognise import Recognised, recognise


@dataclass(frozen=True)
class Mapped:
    """How a file was mapped: what it was recognised as, which columns fill what, and which fill nothing.

    `filled` are the raw columns of `_mapped`: those that columns of the file fill, and constants.
    """

    recognised: Recognised
    conventions: Conventions
    used: Mapping[str, tuple[str, ...]]
    filled: tuple[str, ...]
    unused: tuple[str, ...]


def map_file(
    con: duckdb.DuckDBPyConnection, columns: tuple[str, ...], side: Side, name: str, source: str | None
) -> Mapped:
    """Create `_mapped` (_row and raw columns, for this side); formulas are taken out first, with their problem."""
    recognised = recognise(columns, side, name, source)
    shape = recognised.shape
    wanted = raw_columns(side)
    used = {column: headers for column, headers in shape.used(columns).items() if column in wanted}
    read = {header for headers in used.values() for header in headers}
    reads = {column: " + ".join(headers) for column, headers in used.items()}
    _take_out_formulas(con, [header for header in columns if header in read])
    header = shape.header(columns)
    filled = {c: sql for c in wanted if c in shape.columns and (sql := shape.columns[c].sql(header)) is not None}
    selects = ["_row", *(f"{sql} AS {quoted(column)}" for column, sql in filled.items())]
    con.execute(f"CREATE OR REPLACE TABLE _mapped AS SELECT {', '.join(selects)} FROM _file ORDER BY _row")
    return Mapped(
        recognised,
        replace(shape.conventions, reads=reads),
        used,
        tuple(filled),
        tuple(header for header in columns if header not in read),
    )


def raw_columns(side: Side) -> tuple[str, ...]:
    """The raw columns of every field of one side, in the order of the template."""
    return tuple(name for field in all_fields() if side in field.sides for name in field.raw_columns())


def _take_out_formulas(con: duckdb.DuckDBPyConnection, columns: list[str]) -> None:
    """Blank the cells that hold a formula's text ("=CONCATENATE(...") and note them in `problems`."""
    con.execute(
        'CREATE OR REPLACE TABLE problems ("row" BIGINT, header VARCHAR, "value" VARCHAR, '
        "what VARCHAR, remedy VARCHAR, kept BOOLEAN)"
    )
    for column in columns:
        leaked = f"regexp_matches({quoted(column)}, '^\\s*=')"
        con.execute(
            f"INSERT INTO problems SELECT _row, ?, {quoted(column)}, ?, ?, false "
            f"FROM _file WHERE {leaked} ORDER BY _row",
            [
                column,
                "This is a spreadsheet formula, not its result.",
                "Save the sheet with values only (copy, paste special, values) and read it again.",
            ],
        )
        con.execute(f"UPDATE _file SET {quoted(column)} = NULL WHERE {leaked}")
