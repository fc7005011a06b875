"""Sensitive fields are compared only when their evidence was asked for; otherwise they stay unread."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from linkage.evidence import EVIDENCES, Evidence
from linkage.evidence.fields import SIDES


def blank_sensitive(con: duckdb.DuckDBPyConnection, used: Sequence[Evidence]) -> None:
    """Make every sensitive column unknown that no evidence in `used` compares."""
    names = {evidence.name for evidence in used}
    for evidence in EVIDENCES:
        if evidence.name in names:
            continue
        for field in evidence.fields:
            if field.sensitive:
                assignments = ", ".join(f"{column} = NULL" for column, _ in field.columns())
                for side in SIDES:
                    con.execute(f"UPDATE {side} SET {assignments}")
