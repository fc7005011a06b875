"""The plain way: Splink scores every pair. The measure of the exact screen, for tests and benchmarks."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from linkage.engine.score import score
from linkage.evidence import Evidence
from linkage.model import Model


def score_all(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, out: str) -> None:
    """Score every pair of the tables `missing` and `remains` into the table `out`."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _every AS SELECT m.unique_id AS missing_id, r.unique_id AS remains_id "
        "FROM missing m, remains r"
    )
    score(con, evidences, model, "_every", out)
    con.execute("DROP TABLE _every")


def shortlist(con: duckdb.DuckDBPyConnection, scored: str, floor: float, top: int) -> None:
    """From every scored pair: the tables `pairs`, `remains_edge` and `missing_edge`, as the screen makes them."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _placed AS SELECT missing_id, remains_id, total, round(total, 9) AS t,
            row_number() OVER (PARTITION BY remains_id ORDER BY round(total, 9) DESC, missing_id) AS in_remains,
            row_number() OVER (PARTITION BY missing_id ORDER BY round(total, 9) DESC, remains_id) AS in_missing
            FROM {scored}"""
    )
    con.execute(
        f"CREATE TABLE pairs AS SELECT missing_id, remains_id FROM _placed "
        f"WHERE total >= {floor!r} OR in_remains <= {top} OR in_missing <= {top}"
    )
    for side in ("remains", "missing"):
        con.execute(
            f"""CREATE TABLE {side}_edge AS
            WITH kth AS (SELECT {side}_id, min(t) AS kth_total FROM _placed WHERE in_{side} <= {top} GROUP BY ALL)
            SELECT {side}_id, kth_total, count(*) AS ties FROM kth JOIN _placed p USING ({side}_id)
            WHERE p.t = kth_total GROUP BY ALL"""
        )
    con.execute("DROP TABLE _placed")
