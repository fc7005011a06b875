"""The level of every evidence for pairs that are asked for, by the evidence's own SQL."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from linkage.errors import BrokenPromise
from linkage.evidence import Evidence
from linkage.screen.compiled import used_columns
from linkage.screen.rewrite import once
from linkage.screen.sql import level_case

CHECKED_PAIRS = 1_000
"""Of the pairs that came out of the screen, so many are asked again by SQL in every run."""


def find_levels(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], pairs: str, out: str) -> None:
    """Create `out`: the table `pairs` (missing_id, remains_id) with a column level_<name> for each evidence.

    A level is its place among the evidence's levels, from 0; 255 where the two records cannot be compared.
    """
    con.execute(f"CREATE OR REPLACE TABLE {out} AS SELECT missing_id, remains_id FROM {pairs}")
    for evidence in evidences:
        con.execute(
            f"CREATE OR REPLACE TABLE {out} AS SELECT asked.*, level_{evidence.name} "
            f"FROM {out} asked POSITIONAL JOIN ({_levels(evidence, out)})"
        )


def _levels(evidence: Evidence, pairs: str) -> str:
    """SQL: the level of one evidence for every row of `pairs`, in their order."""
    left, right = used_columns(evidence)
    listed = [f'm."{c}" AS "{c}_l"' for c in left] + [f'r."{c}" AS "{c}_r"' for c in right]
    source = (
        f"(SELECT {', '.join(['n', *listed])} FROM (SELECT *, row_number() OVER () AS n FROM {pairs}) "
        "JOIN missing m ON m.unique_id = missing_id JOIN remains r ON r.unique_id = remains_id)"
    )
    level, source = once(level_case(evidence), source)
    return f"SELECT CAST(({level}) AS UTINYINT) AS level_{evidence.name} FROM {source} ORDER BY n"


def check_levels(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], pairs: str) -> None:
    """BrokenPromise unless the levels in `pairs` are those of the evidences' SQL, for a sample of the pairs."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _checked AS FROM {pairs} "
        f"ORDER BY hash(missing_id || remains_id), missing_id, remains_id LIMIT {CHECKED_PAIRS}"
    )
    find_levels(con, evidences, "_checked", "_asked_again")
    for evidence in evidences:
        unlike = f"c.level_{evidence.name} <> a.level_{evidence.name}"
        rows = con.execute(f"SELECT count(*) FROM _checked c POSITIONAL JOIN _asked_again a WHERE {unlike}").fetchall()
        if rows[0][0]:
            raise BrokenPromise(f"{evidence.name}: the screen and the SQL differ on {rows[0][0]} of the pairs checked.")
    con.execute("DROP TABLE _checked; DROP TABLE _asked_again")
