"""Measuring u: how often random pairs of the registers at hand reach each level.

Almost every pair is a pair of different people, so a sample of all pairs measures u. Levels that
hardly any random pair reaches keep the model's own u: the measured counts are blended with it as
if `PRIOR_EVENTS` pairs had been seen at that level before (a gamma prior on a Poisson rate), so a
level seen nought times in a million pairs keeps a u near the model's, not nought.

A worse finding, by the model's own weights, never weighs more than a better one: where measured u would turn two levels
of a group round (grey hair against black, in a register that holds almost no grey), they are pooled
and weigh the same, log2(sum of m / sum of u).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import numpy as np

from linkage.engine.settings import finding_case
from linkage.evidence import UNKNOWN, Evidence
from linkage.evidence.fields import SIDES
from linkage.model import Model
from linkage.screen.rewrite import Parts, once, split
from linkage.screen.sql import columns, parse

SAMPLE_PAIRS = 1_000_000
PRIOR_EVENTS = 10.0
"""Relative error of a level seen this often is a third; beyond, the registers at hand speak louder."""


@dataclass(frozen=True)
class MeasuredU:
    """u by evidence and level, and how many random pairs were comparable for each evidence."""

    u: dict[str, dict[str, float]]
    comparable: dict[str, int]
    sampled: int


@dataclass(frozen=True)
class Question:
    """SQL that gives a pair's finding, over `parts` that either record gives by itself."""

    sql: str
    parts: Parts


@dataclass(frozen=True)
class Counted:
    """How many random pairs of `sampled` reached each level, by evidence."""

    levels: dict[str, dict[str, int]]
    sampled: int


def measure_u(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, seed: int) -> MeasuredU:
    """u of every level on a sample of at most SAMPLE_PAIRS pairs, the same for the same seed."""
    return blended(evidences, model, count_levels(con, evidences, seed))


def count_levels(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], seed: int) -> Counted:
    """Random pairs of the registers at each level: what the registers say, whatever the model."""
    questions = [_question(evidence) for evidence in evidences]
    sampled = _sample(con, questions, seed)

    def counted(question: Question) -> dict[str, int]:
        with con.cursor() as own:
            return _count(own, question)

    # A sample is too small for DuckDB to share it out among threads, so the evidences are shared out.
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        levels = dict(zip((evidence.name for evidence in evidences), pool.map(counted, questions), strict=True))
    con.execute("DROP TABLE _sample_l; DROP TABLE _sample_r")
    return Counted(levels, sampled)


def _question(evidence: Evidence) -> Question:
    """What to ask of a pair: its finding, NULL where `u_given` does not hold."""
    return Question(*split(f"CASE WHEN ({evidence.u_given or 'true'}) THEN {finding_case(evidence)} END"))


def blended(evidences: Sequence[Evidence], model: Model, counted: Counted) -> MeasuredU:
    """u of every level: what was counted, blended with the model's own."""
    return MeasuredU(
        u={e.name: _blend(e, model, counted.levels[e.name]) for e in evidences},
        comparable={name: sum(found.values()) for name, found in counted.levels.items()},
        sampled=counted.sampled,
    )


def _sample(con: duckdb.DuckDBPyConnection, questions: Sequence[Question], seed: int) -> int:
    """Tables _sample_l and _sample_r of records drawn by a hash of their id; their product in pairs."""
    drawn = _drawn(_size(con, "missing"), _size(con, "remains"))
    for n, (side, number) in enumerate(zip(SIDES, drawn, strict=True)):
        read = {column for question in questions for _, part in question.parts[n] for column in _read(part, n)}
        listed = ", ".join(f'"{column}" AS "{column}_{"lr"[n]}"' for column in sorted(read)) or "unique_id"
        con.execute(
            f"CREATE OR REPLACE TABLE _sample_{'lr'[n]} AS SELECT {listed} FROM {side} WHERE unique_id IN "
            f"(SELECT unique_id FROM {side} ORDER BY hash(unique_id || '{seed}'), unique_id LIMIT {number})"
        )
    return drawn[0] * drawn[1]


def _read(part: str, side: int) -> tuple[str, ...]:
    """The columns, without suffix, that a part of one side reads."""
    return columns(parse(part))[side]


def _drawn(missing: int, remains: int) -> tuple[int, int]:
    """How many records of each side: the same share of both, but of a small side all, or at least 300."""
    share = min(1.0, (SAMPLE_PAIRS / max(missing * remains, 1)) ** 0.5)
    few = min(min(missing, remains), max(300, int(min(missing, remains) * share)))
    many = min(max(missing, remains), SAMPLE_PAIRS // max(few, 1))
    return (few, many) if missing <= remains else (many, few)


def _size(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _count(con: duckdb.DuckDBPyConnection, question: Question) -> dict[str, int]:
    """Random pairs at each level, among those that can be compared (and satisfy u_given).

    Records that hold the same in all that the question reads are asked once, and count as many as they are.
    """
    alike = [
        f"(SELECT count(*) AS alike_{side}{''.join(f', {sql} AS {name}' for name, sql in parts)} "
        f"FROM _sample_{side} GROUP BY ALL)"
        for side, parts in zip("lr", question.parts, strict=True)
    ]
    finding, source = once(question.sql, f"(SELECT * FROM {alike[0]}, {alike[1]})")
    rows = con.execute(f"SELECT {finding} AS finding, sum(alike_l * alike_r) FROM {source} GROUP BY finding").fetchall()
    return {
        level: int(number) for level, number in rows if level not in (UNKNOWN, None)
    }  # in SQL the filter would work it out twice


def _blend(evidence: Evidence, model: Model, counts: dict[str, int]) -> dict[str, float]:
    """Counts of one evidence blended with the model's u; each group sums to 1."""
    numbers = model.evidences[evidence.name].levels
    blended: dict[str, float] = {}
    for group in dict.fromkeys(level.group for level in evidence.levels):
        names = [level.name for level in evidence.levels if level.group == group]
        seen = sum(counts.get(name, 0) for name in names)
        rates = {}
        for name in names:
            u = numbers[name].u
            rates[name] = (PRIOR_EVENTS + counts.get(name, 0)) / (PRIOR_EVENTS / u + seen)
        total = sum(rates.values())
        ordered = sorted(names, key=lambda name: -numbers[name].bits)
        blended |= _pooled([numbers[name].m for name in ordered], {name: rates[name] / total for name in ordered})
    return blended


def _pooled(m: Sequence[float], u: dict[str, float]) -> dict[str, float]:
    """u of the levels of a group, best first, such that m / u never rises; their sum is kept."""
    from scipy.optimize import isotonic_regression  # a second to import

    shares = np.array(list(u.values()))
    ratios = isotonic_regression(np.array(m) / shares, weights=shares, increasing=False).x
    return {name: float(a / ratio) for name, a, ratio in zip(u, m, ratios, strict=True)}
