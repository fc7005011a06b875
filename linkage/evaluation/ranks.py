"""Where the true records stand: from the lists of the run, and beyond them from whole rows scored anew.

A rank is 1 + the number of strictly better pairs; `ties` is how many pairs have this very total, the
true one included. Where a tie reaches the edge of both lists, the run tells the ties of both sides
together, and they are counted on each: never too few.
"""

from __future__ import annotations

from linkage.engine.score import score
from linkage.evaluation.opened import OpenRun
from linkage.evidence import UNKNOWN
from linkage.evidence.fields import SIDES, Side

ROW_PAIRS = 5_000_000
"""Pairs scored at most to know the ranks beyond the list on one side: about a minute on two cores."""

AT_ONCE = 1_000_000
"""Pairs of whole rows held at a time."""


def rank_truth(run: OpenRun) -> None:
    """Create `ranked`: every true pair with its total, `comparable` evidences, and rank and ties in both lists."""
    _totals(run)
    for side in SIDES:
        _beyond(run, side)
    beyond = " ".join(f"LEFT JOIN beyond_{side} USING (missing_id, remains_id)" for side in SIDES)
    columns = ", ".join(
        f"coalesce(rank_{side}, row_rank_{side}) AS rank_{side}, "
        f"coalesce(ties_{side}, row_ties_{side}) AS ties_{side}, "
        f"rank_{side} IS NOT NULL AS listed_{side}"
        for side in SIDES
    )
    run.con.execute(
        f"CREATE TABLE ranked AS SELECT missing_id, remains_id, total, comparable, {columns} "
        f"FROM true_totals {beyond} ORDER BY missing_id, remains_id"
    )


def _totals(run: OpenRun) -> None:
    """Create `true_totals`: the true pairs as listed, and scored now where they are not."""
    con = run.con
    con.execute(f"CREATE TEMP TABLE listed AS {_listed()}")
    con.execute("CREATE TEMP TABLE unlisted AS SELECT * FROM truth ANTI JOIN listed USING (missing_id, remains_id)")
    score(con, run.evidences, run.model, "unlisted", "unlisted_scored")
    comparable = " + ".join(f"(f_{e.name} <> '{UNKNOWN}')::INTEGER" for e in run.evidences)
    places = ", ".join(f"rank_{side}, ties_{side}" for side in SIDES)
    con.execute(
        f"CREATE TEMP TABLE true_totals AS SELECT missing_id, remains_id, total, {comparable} AS comparable, {places} "
        "FROM (SELECT * FROM listed UNION ALL BY NAME SELECT * FROM unlisted_scored)"
    )


def _listed() -> str:
    """SQL for the true pairs among the candidates, with the ties of each side."""
    counts = ", ".join(
        f"count(*) FILTER (WHERE rank_in_{side} IS NOT NULL) OVER (PARTITION BY {side}_id, t) AS same_{side}, "
        f"t = min(t) FILTER (WHERE rank_in_{side} IS NOT NULL) OVER (PARTITION BY {side}_id) AS edge_{side}"
        for side in SIDES
    )
    return f"""WITH counted AS (SELECT *, {counts} FROM (SELECT *, round(total, 9) AS t FROM candidates))
        SELECT c.*, {_ties("missing", "remains")}, {_ties("remains", "missing")},
            rank_in_missing AS rank_missing, rank_in_remains AS rank_remains
        FROM counted c SEMI JOIN truth USING (missing_id, remains_id)"""


def _ties(side: Side, other: Side) -> str:
    return (
        f"CASE WHEN rank_in_{side} IS NULL THEN NULL WHEN NOT edge_{side} THEN same_{side} "
        f"ELSE tie_size - greatest(same_{other}, 1) + 1 END AS ties_{side}"
    )


def _beyond(run: OpenRun, side: Side) -> None:
    """Create `beyond_<side>`: rank and ties of the true pairs beyond the lists of this side, where they can be had."""
    con, other = run.con, SIDES[1 - SIDES.index(side)]
    con.execute(
        f"CREATE TEMP TABLE beyond_{side} (missing_id VARCHAR, remains_id VARCHAR, "
        f"row_rank_{side} BIGINT, row_ties_{side} BIGINT)"
    )
    ids = [i for (i,) in con.execute(
        f"SELECT DISTINCT {side}_id FROM true_totals WHERE rank_{side} IS NULL ORDER BY 1"
    ).fetchall()]  # fmt: skip
    others = int(con.execute(f"SELECT count(*) FROM {other}").fetchall()[0][0])
    if len(ids) * others > ROW_PAIRS:
        return
    step = max(AT_ONCE // others, 1)
    for start in range(0, len(ids), step):
        _score_rows(run, side, other, ids[start : start + step])


def _score_rows(run: OpenRun, side: Side, other: Side, ids: list[str]) -> None:
    """Score the whole rows of these records, and place their true pairs in them."""
    con = run.con
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE rows_asked AS SELECT s.unique_id AS {side}_id, o.unique_id AS {other}_id "
        f"FROM {side} s, {other} o WHERE s.unique_id IN (SELECT unnest(?))",
        [ids],
    )
    score(con, run.evidences, run.model, "rows_asked", "rows_scored")
    con.execute(
        f"""INSERT INTO beyond_{side}
        SELECT p.missing_id, p.remains_id,
            1 + count(*) FILTER (WHERE round(a.total, 9) > round(p.total, 9)),
            count(*) FILTER (WHERE round(a.total, 9) = round(p.total, 9))
        FROM true_totals p JOIN rows_scored a USING ({side}_id)
        WHERE p.rank_{side} IS NULL GROUP BY ALL"""
    )
    con.execute("DROP TABLE rows_scored")
