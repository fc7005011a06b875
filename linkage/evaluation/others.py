"""Pairs of two different people: every one that reached the floor, and a random sample of the rest.

The candidates alone would be a biased sample, for they were chosen because they weigh much; random
pairs alone would hardly ever weigh much. So there are two strata. All pairs at or above the floor are
among the candidates and stand for themselves (or a sample of them does); of the pairs below it, some
are drawn at random from the registers, scored by Splink, and each stands for its share of all.
Records that are one person according to the truth file are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from linkage.engine.score import score
from linkage.runs.opened import OpenRun

DRAWN = 200_000
"""Random pairs drawn, and pairs above the floor kept at most."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Others:
    """Totals of pairs of different people, how many pairs each stands for, and the two persons of each."""

    totals: Floats
    stands_for: Floats
    left: Integers
    right: Integers


def draw(run: OpenRun, seed: int) -> None:
    """Create `drawn_scored`: random pairs of the registers (all of them when they are few), scored."""
    con = run.con
    sizes = "SELECT (SELECT count(*) FROM missing), (SELECT count(*) FROM remains)"
    missing, remains = con.execute(sizes).fetchall()[0]
    pairs, rng = missing * remains, np.random.default_rng(seed)
    numbers = np.arange(pairs) if pairs <= DRAWN else np.unique(rng.integers(pairs, size=DRAWN))
    con.register("_arrow", pa.table({"m": numbers // remains, "r": numbers % remains}))
    con.execute(
        "CREATE TABLE drawn AS SELECT m.id AS missing_id, r.id AS remains_id FROM _arrow a "
        "JOIN missing_person m ON m.place = a.m JOIN remains_person r ON r.place = a.r"
    )
    con.unregister("_arrow")
    score(con, run.evidences, run.model, "drawn", "drawn_scored")


def read_others(run: OpenRun) -> Others:
    """The two strata together, from `candidates` and `drawn_scored`."""
    con, floor = run.con, repr(run.floor)
    above = _different(f"SELECT missing_id, remains_id, total FROM candidates WHERE total >= {floor}")
    below = _different(f"SELECT missing_id, remains_id, total FROM drawn_scored WHERE total < {floor}")
    counts = (f"(SELECT count(*) FROM {table})" for table in ("missing", "remains", f"({above})"))
    missing, remains, number = con.execute(f"SELECT {', '.join(counts)}").fetchall()[0]
    by_chance = "hash(missing_id || '|' || remains_id), missing_id, remains_id"
    high = _fetched(run, f"FROM ({above}) ORDER BY {by_chance} LIMIT {DRAWN}", number)
    low = _fetched(run, f"FROM ({below}) ORDER BY missing_id, remains_id", missing * remains - number - _same(run))
    return Others(*(np.concatenate([getattr(s, f) for s in (high, low)]) for f in Others.__dataclass_fields__))


def _different(pairs: str) -> str:
    """SQL for those of the pairs whose records are two persons, with both."""
    return (
        f"SELECT p.*, m.person AS l, r.person AS r FROM ({pairs}) p "
        "JOIN missing_person m ON m.id = p.missing_id JOIN remains_person r ON r.id = p.remains_id "
        "WHERE m.person <> r.person"
    )


def _same(run: OpenRun) -> int:
    """Pairs of the registers whose records are one person."""
    sql = "SELECT count(*) FROM missing_person JOIN remains_person USING (person)"
    return int(run.con.execute(sql).fetchall()[0][0])


def _fetched(run: OpenRun, sql: str, stands_for: int) -> Others:
    """The stratum, its pairs standing for `stands_for` of them in all."""
    found = run.con.execute(f"SELECT total, l, r {sql}").fetchnumpy()
    totals = np.asarray(found["total"], np.float64)
    each = np.full(len(totals), stands_for / max(len(totals), 1))
    return Others(totals, each, np.asarray(found["l"], np.int64), np.asarray(found["r"], np.int64))
