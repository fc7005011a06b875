"""u of the registers at hand: how often pairs of different people reach each level.

All pairs are counted where distinct values allow it (see `count`). Levels that hardly any pair reaches keep the
model's own u: the counts are blended with it as if `PRIOR_EVENTS` pairs had been seen at that level before (a gamma
prior on a Poisson rate), so a level seen nought times in a million pairs keeps a u near the model's, not nought.

Among the pairs are the true ones. Of billions of pairs they are hardly any; of those that reach a level which strangers
hardly ever reach they may be most, and would make it look common. As many as the model expects there are taken off the
count. How many there are nobody knows: it may be off by as many again, so what is left counts for as many events as
a number with that error (its variance is the count, and the square of what was taken off) is worth.

A worse finding, by the model's own weights, never weighs more than a better one: where measured u would turn two levels
of a group round (grey hair against black, in a register that holds almost no grey), they are pooled
and weigh the same, log2(sum of m / sum of u).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from linkage.engine.count import Counted, count_levels
from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen import Store

PRIOR_EVENTS = 10.0
"""Relative error of a level seen this often is a third; beyond, the registers at hand speak louder."""


@dataclass(frozen=True)
class MeasuredU:
    """u by evidence and level, how many pairs were comparable, and how many were looked at, for each evidence."""

    u: dict[str, dict[str, float]]
    comparable: dict[str, int]
    looked_at: dict[str, int]


def measure_u(con: duckdb.DuckDBPyConnection, store: Store, model: Model, seed: int) -> MeasuredU:
    """u of every level, the same for the same seed."""
    return blended([stored.evidence for stored in store.evidences], model, count_levels(con, store, seed))


def blended(evidences: Sequence[Evidence], model: Model, counted: Counted) -> MeasuredU:
    """u of every level: what was counted, blended with the model's own."""
    return MeasuredU(
        u={e.name: _blend(e, model, counted.levels[e.name], counted.true_share(model.overlap)) for e in evidences},
        comparable={name: sum(found.values()) for name, found in counted.levels.items()},
        looked_at=counted.looked_at,
    )


def _blend(evidence: Evidence, model: Model, counts: dict[str, int], true_share: float) -> dict[str, float]:
    """Counts of one evidence blended with the model's u; each group sums to 1."""
    numbers = model.evidences[evidence.name].levels
    blended: dict[str, float] = {}
    for group in dict.fromkeys(level.group for level in evidence.levels):
        names = [level.name for level in evidence.levels if level.group == group]
        seen = sum(counts.get(name, 0) for name in names)
        rates = {}
        for name in names:
            u, true = numbers[name].u, true_share * seen * numbers[name].m
            strangers = max(0.0, counts.get(name, 0) - true)
            worth = (strangers + 1) / (strangers + 1 + true + true**2)
            rates[name] = (PRIOR_EVENTS + worth * strangers) / (PRIOR_EVENTS / u + worth * seen)
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
