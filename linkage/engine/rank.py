"""From scored pairs to candidates: ranks, ties, and the chance that the person is not in the file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import duckdb

from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Calibration, Model


def rank(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    scored: str,
    floor: float,
    out: str,
    beside: Sequence[str] = (),
) -> None:
    """Create `out`, the candidates: ids, total, ranks, tie size, w_ and f_ of every evidence, and what stands beside.

    A rank is 1 + the number of strictly better pairs in that record's whole row; it is NULL where
    the pair is neither among the best K of that record nor at or above the floor. Totals count as
    equal when they agree to 1e-9 bits. `tie_size` is how many pairs with this very total share the
    pair's remains or its missing record, the pair itself included. `beside` is SQL of tables (missing_id,
    remains_id, further columns), each with a row for some pairs: their further columns come last.
    """
    _place(con, scored, floor)
    told = "".join(f", b{n}.* EXCLUDE (missing_id, remains_id)" for n in range(len(beside)))
    joins = " ".join(f"LEFT JOIN {sql} b{n} USING (missing_id, remains_id)" for n, sql in enumerate(beside))
    weights = "".join(f", w_{e.name}, {_finding(e)} AS f_{e.name}" for e in evidences)
    con.execute(
        f"""CREATE TABLE {out} AS
        SELECT missing_id, remains_id, total, rank_in_remains, rank_in_missing, tie_size{weights}{told}
        FROM {scored} JOIN _placed ON {scored}.rowid = n {joins}
        ORDER BY round(total, 9) DESC, remains_id, missing_id"""
    )
    con.execute("DROP TABLE _placed")


def _place(con: duckdb.DuckDBPyConnection, scored: str, floor: float) -> None:
    """Create `_placed`: ranks and tie size of every row of `scored` (its rowid is `n`): few columns sort quickly."""
    con.execute(
        f"""CREATE TEMP TABLE _placed AS
        WITH rounded AS (SELECT rowid AS n, missing_id, remains_id, total, round(total, 9) AS t FROM {scored}),
        counted AS (
            SELECT *, rank() OVER of_r AS above_r, rank() OVER of_m AS above_m,
                count(*) OVER (of_r GROUPS BETWEEN CURRENT ROW AND CURRENT ROW) AS same_r,
                count(*) OVER (of_m GROUPS BETWEEN CURRENT ROW AND CURRENT ROW) AS same_m
            FROM rounded WINDOW
                of_r AS (PARTITION BY remains_id ORDER BY t DESC), of_m AS (PARTITION BY missing_id ORDER BY t DESC)),
        edged AS (
            SELECT c.*, t >= round(r.kth_total, 9) OR total >= {floor!r} AS in_r,
                t >= round(m.kth_total, 9) OR total >= {floor!r} AS in_m,
                CASE WHEN t = round(r.kth_total, 9) THEN r.ties ELSE same_r END AS ties_r,
                CASE WHEN t = round(m.kth_total, 9) THEN m.ties ELSE same_m END AS ties_m
            FROM counted c JOIN remains_edge r USING (remains_id) JOIN missing_edge m USING (missing_id))
        SELECT n, CASE WHEN in_r THEN above_r END AS rank_in_remains,
            CASE WHEN in_m THEN above_m END AS rank_in_missing,
            CASE WHEN in_r THEN ties_r ELSE 1 END + CASE WHEN in_m THEN ties_m ELSE 1 END - 1 AS tie_size
        FROM edged"""
    )


def _finding(evidence: Evidence) -> str:
    """SQL of a finding as one of those that there are: a byte to sort and to keep, where its name would be twenty."""
    names = ", ".join(f"'{name}'" for name in (*(level.name for level in evidence.levels), UNKNOWN))
    return f"CAST(f_{evidence.name} AS ENUM ({names}))"


def not_in_file(con: duckdb.DuckDBPyConnection, model: Model, candidates: str, out: str) -> None:
    """Create `out` (side, id, listed, probability): the chance that the person is not in the other file.

    For one record, each of the n records of the other file and "none of them" share the
    probability: none has 1 - o, each other record o / n * 2^weights, where o is the expected share
    of such records that have their counterpart in the file, and the weights are calibrated where the
    model has been. Records beyond the listed ones count at most as much as the last listed one, and
    at most 1 (the mean of 2^weights over strangers).
    """
    weights = calibrated("total - prior", model.calibration)
    last = calibrated("kth_total - prior", model.calibration)
    for side, other, edge in (("remains", "missing", "remains_edge"), ("missing", "remains", "missing_edge")):
        con.execute(
            f"""{"CREATE TABLE " + out + " AS" if side == "remains" else "INSERT INTO " + out}
            WITH sizes AS (SELECT (SELECT count(*) FROM missing) AS m, (SELECT count(*) FROM remains) AS r,
                                  (SELECT count(*) FROM {other}) AS n),
            base AS (SELECT n, {model.overlap!r} * least(m, r) / (SELECT count(*) FROM {side}) AS o,
                            log2(({model.overlap!r} * least(m, r) / (m * r)) /
                                 (1 - {model.overlap!r} * least(m, r) / (m * r))) AS prior FROM sizes),
            listed AS (SELECT {side}_id AS id, count(*) AS listed, {in_order(f"pow(2, {weights})")} AS mass
                       FROM {candidates}, base WHERE rank_in_{side} IS NOT NULL GROUP BY ALL)
            SELECT '{side}' AS side, e.{side}_id AS id, listed,
                (1 - o) / (1 - o + o / n * (mass + (n - listed) * least(1, pow(2, {last})))) AS probability
            FROM {edge} e JOIN listed ON listed.id = e.{side}_id, base ORDER BY id"""
        )


def in_order(worth: str) -> str:
    """SQL for the sum of a number over a group: from the least to the greatest, so that it is the same every time.

    Threads meet the rows in any order, and in which order numbers are added shows in the last digit.
    """
    return f"list_sum(list({worth} ORDER BY {worth}))"


def calibrated(bits: str, curve: Calibration) -> str:
    """SQL for what a sum of weights has been worth: straight between the knots of the curve, flat beyond them."""
    if not curve:
        return bits
    rungs = [f"WHEN {bits} <= {curve[0][0]!r} THEN {curve[0][1]!r}"]
    for (a, low), (b, high) in pairwise(curve):
        rungs.append(f"WHEN {bits} <= {b!r} THEN {low!r} + ({bits} - {a!r}) * {(high - low) / (b - a)!r}")
    return f"CASE {' '.join(rungs)} ELSE {curve[-1][1]!r} END"
