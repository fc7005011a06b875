"""Where the true records stand: in the lists of the run, and beyond them in whole rows scored anew.

A rank is 1 + the number of strictly better pairs; `ties` is how many pairs have this very total, the
true one included. Where a tie reaches the edge of both lists, the run tells the ties of both sides
together, and they are counted on each: never too few.
"""

from __future__ import annotations

from linkage.evidence import UNKNOWN
from linkage.evidence.fields import SIDES, Side
from linkage.runs.opened import OpenRun


def rank_truth(run: OpenRun) -> None:
    """Create `ranked` from `truth` and `more`: every true pair with its total, and its place in both lists.

    `comparable` is how many evidences could be compared; `listed_<side>` whether the list of the run
    holds the pair. Rank and ties are NULL where they cannot be known.
    """
    comparable = " + ".join(f"(f_{e.name} <> '{UNKNOWN}')::INTEGER" for e in run.evidences)
    places = ", ".join(
        f"coalesce(rank_{side}, row_rank_{side}) AS rank_{side}, "
        f"coalesce(ties_{side}, row_ties_{side}) AS ties_{side}, "
        f"rank_{side} IS NOT NULL AS listed_{side}"
        for side in SIDES
    )
    beyond = " ".join(f"LEFT JOIN beyond_{side} USING (missing_id, remains_id)" for side in SIDES)
    run.con.execute(
        f"""CREATE TABLE ranked AS
        WITH {_listed()},
        known AS (FROM listed UNION ALL BY NAME
            (FROM more SEMI JOIN truth USING (missing_id, remains_id) ANTI JOIN listed USING (missing_id, remains_id))),
        {", ".join(_beyond(side) for side in SIDES)}
        SELECT missing_id, remains_id, total, {comparable} AS comparable, {places}
        FROM known {beyond} ORDER BY missing_id, remains_id"""
    )


def _listed() -> str:
    """SQL for the true pairs among the candidates, with rank and ties on each side."""
    counts = ", ".join(
        f"count(*) FILTER (WHERE rank_in_{side} IS NOT NULL) OVER (PARTITION BY {side}_id, t) AS same_{side}, "
        f"t = min(t) FILTER (WHERE rank_in_{side} IS NOT NULL) OVER (PARTITION BY {side}_id) AS edge_{side}"
        for side in SIDES
    )
    return f"""counted AS (SELECT *, {counts} FROM (SELECT *, round(total, 9) AS t FROM candidates)),
        listed AS (SELECT c.*, {_ties("missing", "remains")}, {_ties("remains", "missing")},
            rank_in_missing AS rank_missing, rank_in_remains AS rank_remains
            FROM counted c SEMI JOIN truth USING (missing_id, remains_id))"""


def _ties(side: Side, other: Side) -> str:
    return (
        f"CASE WHEN rank_in_{side} IS NULL THEN NULL WHEN NOT edge_{side} THEN same_{side} "
        f"ELSE tie_size - greatest(same_{other}, 1) + 1 END AS ties_{side}"
    )


def _beyond(side: Side) -> str:
    """SQL for rank and ties, in their whole rows, of the true pairs beyond the lists of one side."""
    return f"""beyond_{side} AS (
        SELECT p.missing_id, p.remains_id,
            1 + count(*) FILTER (WHERE round(a.total, 9) > round(p.total, 9)) AS row_rank_{side},
            count(*) FILTER (WHERE round(a.total, 9) = round(p.total, 9)) AS row_ties_{side}
        FROM known p SEMI JOIN whole_{side} USING ({side}_id) JOIN more a ON a.{side}_id = p.{side}_id
        WHERE p.rank_{side} IS NULL GROUP BY ALL)"""
