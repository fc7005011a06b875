"""Distinct values: what a record holds in some columns, as a small integer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

TABLES = {"l": "_screen_l", "r": "_screen_r"}
"""The numbered records of both sides: `i` (0.. by unique_id), unique_id, and the columns with their suffix."""


@dataclass(frozen=True)
class Codes:
    """The code of every record, and for each code one record that has it (`examples`, by number)."""

    of_record: Ints
    examples: Ints

    @property
    def size(self) -> int:
        """How many distinct values there are."""
        return len(self.examples)


def number_records(con: duckdb.DuckDBPyConnection, side: str, suffix: str, columns: Sequence[str]) -> int:
    """Create one side's numbered records (see TABLES); how many there are.

    Over a table they are a view, which copies nothing. What is temporary no cursor sees, and a view may be slow to
    read again and again: of these a copy is taken.
    """
    name = TABLES[suffix]
    listed = "".join(f', "{c}" AS "{c}_{suffix}"' for c in columns)
    number = "(row_number() OVER (ORDER BY unique_id) - 1)::INTEGER AS i"
    if _is_table(con, side):
        con.execute(
            f"CREATE OR REPLACE TABLE {name}_numbers AS SELECT i FROM (SELECT place, {number} "
            f"FROM (SELECT unique_id, row_number() OVER () AS place FROM {side})) ORDER BY place"
        )
        numbered = f"SELECT i, unique_id{listed} FROM {side} POSITIONAL JOIN {name}_numbers"
    else:  # in one go: asked twice, a view may give its rows in another order
        con.execute(f"CREATE OR REPLACE TABLE {name}_numbers AS SELECT {number}, unique_id{listed} FROM {side}")
        numbered = f"FROM {name}_numbers"
    con.execute(f"CREATE OR REPLACE VIEW {name} AS {numbered}")
    return int(_one(con, f"SELECT count(*) FROM {name}_numbers"))


def _is_table(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the name stands for a table that is not temporary, and for nothing else."""
    found = con.execute(
        "SELECT temporary FROM duckdb_tables() WHERE table_name = $1 UNION ALL "
        "SELECT true FROM duckdb_views() WHERE view_name = $1",
        [name],
    ).fetchall()
    return found == [(False,)]


def forget_numbers(con: duckdb.DuckDBPyConnection) -> None:
    """Drop what `number_records` made."""
    for name in TABLES.values():
        con.execute(f"DROP VIEW {name}; DROP TABLE {name}_numbers")


def code_values(con: duckdb.DuckDBPyConnection, suffix: str, expressions: Sequence[str]) -> Codes:
    """The codes of one side's records by the values of these SQL expressions together."""
    if not expressions:
        number = int(_one(con, f"SELECT count(*) FROM {TABLES[suffix]}"))
        return Codes(np.zeros(number, np.int32), np.zeros(min(number, 1), np.int32))
    rows = con.execute(
        "SELECT first, unnest(alike) AS i FROM (SELECT min(i) AS first, list(i) AS alike "
        f"FROM {TABLES[suffix]} GROUP BY {', '.join(expressions)})"
    ).fetchnumpy()
    first = np.empty(len(rows["i"]), np.int32)
    first[rows["i"]] = rows["first"]
    examples, codes = np.unique(first, return_inverse=True)
    return Codes(codes.astype(np.int32), examples)


def give(con: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Any]) -> None:
    """Create the table `name` from arrays (of NumPy or Arrow)."""
    import pyarrow as pa

    con.register("_screen_given", pa.table({key: pa.array(values) for key, values in columns.items()}))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM _screen_given")
    con.unregister("_screen_given")


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return con.execute(sql).fetchall()[0][0]
