"""What an identity number holds against what the same report says: where they differ, a person should look."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

COMPARED = ("documents", "birth_date", "sex")
"""The fields that are compared with one another."""

WHAT = "The identity number holds another date of birth or another sex than this report."
REMEDY = "Compare both with the document: a digit may be wrong, or the number another person's."


def note_disagreements(con: duckdb.DuckDBPyConnection, typed: str, raw: str, reads: Mapping[str, str]) -> None:
    """Append to `problems` every report whose one identity number tells another birth or sex than the report does.

    Nothing is changed: the number is compared as it is, and so is what the family says. Only reports are
    looked at; the papers found with remains may be another's.
    """
    if "documents" not in {row[0] for row in con.execute(f"DESCRIBE {raw}").fetchall()}:
        return
    con.execute(
        f"""INSERT INTO problems
        WITH held AS (
            SELECT *, left(documents_births[1], 10) AS born, substr(documents_births[1], 12) AS held_sex
            FROM {typed} WHERE len(documents_births) = 1)
        SELECT _row, ?, r.documents, ?, ?, true FROM held JOIN {raw} r USING (_row)
        WHERE born < CAST(held.birth_date_low AS VARCHAR) OR born > CAST(held.birth_date_high AS VARCHAR)
            OR held_sex <> held.sex
        ORDER BY _row""",
        [reads.get("documents", "documents"), WHAT, REMEDY],
    )
