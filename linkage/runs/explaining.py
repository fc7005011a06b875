"""One pair of a run in words and bits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linkage.engine.score import score
from linkage.explanation import Explanation, Reading, explain_pair
from linkage.runs.looking import records_of, rows_of
from linkage.runs.opened import OpenRun, opened


def explain(
    folder: str | Path, missing_id: str, remains_id: str, *, language: str = "es", levels: bool = False
) -> Explanation:
    """One pair of a run in words and bits, whether or not it is among the candidates.

    UsageError when `folder` is no run or an id is not in it.
    """
    with opened(Path(folder)) as run:
        records = records_of(run.con)
        missing, remains = records("missing", missing_id), records("remains", remains_id)
        pair = _pair(run, missing_id, remains_id)
        reading = Reading(run.evidences, run.model, run.prior_bits, run.top, language, levels)
        return explain_pair(pair, missing, remains, reading)


def _pair(run: OpenRun, missing_id: str, remains_id: str) -> Mapping[str, Any]:
    """The pair as written among the candidates, else scored now, without ranks; and the chance of no counterpart."""
    ids = [missing_id, remains_id]
    listed = rows_of(run.con, "SELECT * FROM candidates WHERE missing_id = ? AND remains_id = ?", ids)
    if not listed:
        run.con.execute("CREATE TEMP TABLE asked AS SELECT ? AS missing_id, ? AS remains_id", ids)
        score(run.con, run.evidences, run.model, "asked", "asked_scored")
        listed = rows_of(run.con, "SELECT * FROM asked_scored LEFT JOIN company USING (missing_id, remains_id)")
    chance = "SELECT probability AS p_not_in_file FROM not_in_file WHERE side = 'remains' AND id = ?"
    return listed[0] | rows_of(run.con, chance, [remains_id])[0]
