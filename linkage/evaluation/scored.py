"""The true pairs that the lists of a run do not tell, scored now by Splink.

With them the whole rows of the records whose true counterpart is beyond their list are scored, so
that its rank can be known.
"""

from __future__ import annotations

from linkage.engine.score import score
from linkage.evidence.fields import SIDES, Side
from linkage.runs.opened import OpenRun

ROW_PAIRS = 5_000_000
"""Pairs of whole rows scored at most for one side: minutes on two cores. Beyond, those ranks stay unknown."""


def score_more(run: OpenRun) -> None:
    """Create `more`, the scored pairs, and `whole_<side>`, the ids of the records whose whole rows are in it."""
    for side in SIDES:
        _whole(run, side)
    rows = " ".join(
        f"UNION SELECT m.unique_id, r.unique_id FROM missing m, remains r "
        f"WHERE {side[0]}.unique_id IN (FROM whole_{side})"
        for side in SIDES
    )
    run.con.execute(
        f"CREATE TABLE asked AS SELECT * FROM truth ANTI JOIN candidates USING (missing_id, remains_id) {rows}"
    )
    score(run.con, run.evidences, run.model, "asked", "more")


def _whole(run: OpenRun, side: Side) -> None:
    """Create `whole_<side>`: the records with a true pair beyond their list; none when they are too many."""
    con, other = run.con, SIDES[1 - SIDES.index(side)]
    con.execute(
        f"CREATE TABLE whole_{side} AS SELECT DISTINCT {side}_id FROM truth ANTI JOIN "
        f"(FROM candidates WHERE rank_in_{side} IS NOT NULL) USING (missing_id, remains_id)"
    )
    sql = f"SELECT (SELECT count(*) FROM whole_{side}) * (SELECT count(*) FROM {other})"
    if con.execute(sql).fetchall()[0][0] > ROW_PAIRS:
        con.execute(f"DELETE FROM whole_{side}")
