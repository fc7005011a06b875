"""Looking up the few rows of a run that a person looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb

from linkage.errors import UsageError
from linkage.evidence import all_fields
from linkage.evidence.fields import Side


def rows_of(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Rows as dictionaries: only ever the few that a person looks at."""
    result = con.execute(sql, list(values))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def records_of(con: duckdb.DuckDBPyConnection) -> Callable[[Side, str], Mapping[str, Any]]:
    """Looks one record up as it was read, with the measures that were read from its texts."""
    measures = [f"t.{column}" for field in all_fields() if field.unit for column, _ in field.columns()]
    listed = ", ".join(("r.*", *measures))

    def look_up(side: Side, unique_id: str) -> Mapping[str, Any]:
        found = rows_of(
            con, f"SELECT {listed} FROM {side}_raw r JOIN {side} t USING (unique_id) WHERE unique_id = ?", [unique_id]
        )
        if not found:
            raise UsageError(f"No record '{unique_id}' on the side of {side} in this run.")
        return found[0]

    return look_up
