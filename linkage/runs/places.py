"""The places of excluded pairs: as many more of each record are kept meanwhile, and its list closes up to K again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import duckdb

from linkage.evidence.fields import SIDES
from linkage.judgements.exclusions import Exclusion


def spare_places(exclusions: Sequence[Exclusion]) -> int:
    """How many pairs of one record stand excluded, at most: so many places beyond K leave K to everybody."""
    of = Counter((side, record) for exclusion in exclusions for side, record in zip(SIDES, exclusion.pair, strict=True))
    return max(of.values(), default=0)


def close_up(con: duckdb.DuckDBPyConnection, scored: str, top: int, floor: float) -> None:
    """Bring `scored` and the edges back to the best `top` of each record, without the pairs of the table `away`."""
    con.execute(
        f"""CREATE TEMP TABLE _placed AS SELECT missing_id, remains_id, total, round(total, 9) AS t,
            row_number() OVER (PARTITION BY remains_id ORDER BY round(total, 9) DESC, missing_id) AS in_remains,
            row_number() OVER (PARTITION BY missing_id ORDER BY round(total, 9) DESC, remains_id) AS in_missing
            FROM {scored}"""
    )
    for side in SIDES:
        _move_edge(con, side, top)
    con.execute(
        f"DELETE FROM {scored} s USING _placed p WHERE s.missing_id = p.missing_id AND s.remains_id = p.remains_id "
        f"AND p.in_remains > {top} AND p.in_missing > {top} AND p.total < {floor!r}"
    )
    con.execute("DROP TABLE _placed")


def _move_edge(con: duckdb.DuckDBPyConnection, side: str, top: int) -> None:
    """The total of the last one kept of each record, and how many of all its pairs have that total.

    Above the old edge every pair of the record is among the scored ones, and can be counted; at the old edge
    the screen has counted them, those that are away included.
    """
    con.execute(
        f"""CREATE OR REPLACE TABLE {side}_edge AS
        WITH kth AS (SELECT {side}_id, min(t) AS t FROM _placed WHERE in_{side} <= {top} GROUP BY ALL),
        listed AS (SELECT {side}_id, t, count(*) AS n FROM _placed SEMI JOIN kth USING ({side}_id, t) GROUP BY ALL),
        gone AS (SELECT {side}_id, round(total, 9) AS t, count(*) AS n FROM away GROUP BY ALL)
        SELECT {side}_id, t AS kth_total,
            CASE WHEN t > round(old.kth_total, 9) THEN listed.n ELSE old.ties - coalesce(gone.n, 0) END AS ties
        FROM listed JOIN {side}_edge old USING ({side}_id) LEFT JOIN gone USING ({side}_id, t) ORDER BY {side}_id"""
    )
