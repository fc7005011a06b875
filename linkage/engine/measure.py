"""Measuring u: how often random pairs of the registers at hand reach each level.

Almost every pair is a pair of different people, so a sample of all pairs measures u. Levels that
hardly any random pair reaches keep the model's own u: the measured counts are blended with it as
if `PRIOR_EVENTS` pairs had been seen at that level before (a gamma prior on a Poisson rate), so a
level seen nought times in a million pairs keeps a u near the model's, not nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from linkage.engine.settings import finding_case
from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model

SAMPLE_PAIRS = 1_000_000
PRIOR_EVENTS = 10.0
"""Relative error of a level seen this often is a third; beyond, the registers at hand speak louder."""


@dataclass(frozen=True)
class MeasuredU:
    """u by evidence and level, and how many random pairs were comparable for each evidence."""

    u: dict[str, dict[str, float]]
    comparable: dict[str, int]
    sampled: int


def measure_u(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, seed: int) -> MeasuredU:
    """u of every level on a sample of at most SAMPLE_PAIRS pairs, the same for the same seed."""
    sampled = _sample(con, evidences, seed)
    counts = {evidence.name: _count(con, evidence) for evidence in evidences}
    con.execute("DROP TABLE _sample_l; DROP TABLE _sample_r")
    return MeasuredU(
        u={e.name: _blend(e, model, counts[e.name]) for e in evidences},
        comparable={name: sum(found.values()) for name, found in counts.items()},
        sampled=sampled,
    )


def _sample(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], seed: int) -> int:
    """Tables _sample_l and _sample_r of records drawn by a hash of their id; their product in pairs."""
    sizes = [_size(con, side) for side in ("missing", "remains")]
    product = sizes[0] * sizes[1]
    shrink = min(1.0, (SAMPLE_PAIRS / max(product, 1)) ** 0.5)
    drawn = [max(1, round(size * shrink)) for size in sizes]
    if shrink < 1:  # where one side is small, all of it is used
        for a, b in ((0, 1), (1, 0)):
            if drawn[a] < 300 <= SAMPLE_PAIRS:
                drawn[a] = min(sizes[a], 300)
                drawn[b] = min(sizes[b], SAMPLE_PAIRS // max(drawn[a], 1))
    for side, suffix, number in (("missing", "l", drawn[0]), ("remains", "r", drawn[1])):
        columns = [row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()]
        listed = ", ".join(f'"{c}" AS "{c}_{suffix}"' for c in columns)
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE _sample_{suffix} AS SELECT {listed} FROM {side} "
            f"ORDER BY hash(unique_id || '{seed}'), unique_id LIMIT {number}"
        )
    return int(drawn[0] * drawn[1])


def _size(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _count(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> dict[str, int]:
    """Random pairs at each level, among those that can be compared (and satisfy u_given)."""
    given = evidence.u_given or "true"
    rows = con.execute(
        f"SELECT finding, count(*) FROM (SELECT {finding_case(evidence)} AS finding "
        f"FROM _sample_l, _sample_r WHERE ({given})) WHERE finding <> '{UNKNOWN}' GROUP BY finding"
    ).fetchall()
    return {level: int(number) for level, number in rows}


def _blend(evidence: Evidence, model: Model, counts: dict[str, int]) -> dict[str, float]:
    """Counts of one evidence blended with the model's u; each group sums to 1."""
    blended: dict[str, float] = {}
    for group in dict.fromkeys(level.group for level in evidence.levels):
        names = [level.name for level in evidence.levels if level.group == group]
        seen = sum(counts.get(name, 0) for name in names)
        rates = {}
        for name in names:
            u = model.evidences[evidence.name].levels[name].u
            rates[name] = (PRIOR_EVENTS + counts.get(name, 0)) / (PRIOR_EVENTS / u + seen)
        total = sum(rates.values())
        blended |= {name: rate / total for name, rate in rates.items()}
    return blended
