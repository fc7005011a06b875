"""Looking up the few rows of a run that a person looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import duckdb

from linkage.errors import UsageError
from linkage.evidence import all_fields
from linkage.evidence.fields import SIDES, Side

LookUp = Callable[[Side, str], Mapping[str, Any]]


def rows_of(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Rows as dictionaries: only ever the few that a person looks at."""
    result = con.execute(sql, list(values))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def records_of(con: duckdb.DuckDBPyConnection) -> LookUp:
    """Looks one record up as it was read, with the measures that were read from its texts."""

    def look_up(side: Side, unique_id: str) -> Mapping[str, Any]:
        found = _records(con, side, [unique_id])
        if not found:
            raise UsageError(f"No record '{unique_id}' on the side of {side} in this run.")
        return found[0]

    return look_up


def records_of_pairs(con: duckdb.DuckDBPyConnection, pairs: Iterable[Mapping[str, Any]]) -> LookUp:
    """The same for the records of these pairs, which are read together: a hundred times quicker than one by one."""
    listed = list(pairs)
    found = {
        (side, record["unique_id"]): record
        for side in SIDES
        for record in _records(con, side, sorted({pair[f"{side}_id"] for pair in listed}))
    }
    return lambda side, unique_id: found[side, unique_id]


def _records(con: duckdb.DuckDBPyConnection, side: Side, ids: Sequence[str]) -> list[dict[str, Any]]:
    measures = [f"t.{column}" for field in all_fields() if field.unit for column, _ in field.columns()]
    return rows_of(
        con,
        f"SELECT {', '.join(('r.*', *measures))} FROM {side}_raw r JOIN {side} t USING (unique_id) "
        "WHERE unique_id IN (SELECT unnest(?::VARCHAR[]))",
        [ids],
    )
