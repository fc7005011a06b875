"""The figures of one rival on one field: recall in the lists of both sides, and what its weights are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.field import Field
from linkage.engine.calibrate import calibration
from linkage.evaluation.arithmetic import Pairs, bins, cllr, cllr_min, even
from linkage.evaluation.recall import KS
from linkage.evaluation.resampling import drawn_pairs, number, share, shares, times_drawn
from linkage.evaluation.values import Number
from linkage.evidence.fields import SIDES, Side
from linkage.model import Calibration

Array = npt.NDArray[np.float64]
TIE = 1e-9


@dataclass(frozen=True)
class Places:
    """Where the true pairs stand: rank and ties by side, and the person of each pair (by its remains)."""

    rank: Mapping[Side, Array]
    ties: Mapping[Side, Array]
    person: npt.NDArray[np.int64]

    def hits(self, side: Side, k: int) -> Array:
        """For each pair the chance that its true record is among the first k."""
        return np.clip((k - self.rank[side] + 1) / self.ties[side], 0, 1)


def places(field: Field, scores: Array) -> Places:
    """The places of the true pairs when every list is ordered by the scores of every pair."""
    table = scores.reshape(field.remains, field.missing)
    remains, missing = np.divmod(field.true, field.missing)
    own = scores[field.true][:, None]
    rows = {"remains": table[remains], "missing": table[:, missing].T}
    return Places(
        {side: 1.0 + (rows[side] > own + TIE).sum(1) for side in SIDES},
        {side: (np.abs(rows[side] - own) <= TIE).sum(1).astype(float) for side in SIDES},
        remains,
    )


def recalls(found: Places, seed: int) -> dict[str, dict[str, list[float]]]:
    """Recall at every k with its interval, in the lists of both sides."""
    drawn = drawn_pairs(found.person, seed)
    return {side: {str(k): told(share(found.hits(side, k), drawn)) for k in KS} for side in reversed(SIDES)}


def ahead(ours: Places, theirs: Places, seed: int) -> dict[str, list[float]]:
    """How many more true records we have among the first k of the lists of remains than they, with intervals."""
    drawn = drawn_pairs(ours.person, seed)
    out = {}
    for k in KS:
        gain = ours.hits("remains", k) - theirs.hits("remains", k)
        out[str(k)] = told(number(float(gain.mean()), shares(gain, drawn)))
    return out


def told(found: Number) -> list[float]:
    """A figure and its interval, to four places."""
    return [round(float(x), 4) for x in (found.value, found.low, found.high) if x is not None]


def worth(scores: Array, curve: Calibration) -> Array:
    """Scores through a calibration curve."""
    sums, bits = np.array(curve).T
    return np.asarray(np.interp(scores, sums, bits), np.float64)


def weighing(field: Field, bits: Array, seed: int) -> dict[str, list[float]]:
    """Cllr, Cllr_min and the calibration error of weights in bits, with intervals by resampling remains."""
    others, stand_for = _others(field, bits, seed)
    own, left = field.true // field.missing, others // field.missing

    def figures(times: Array) -> list[float]:
        pairs = Pairs(bits[field.true], bits[others], times[own], times[left] * stand_for)
        return [cllr(pairs), cllr_min(pairs), bins(even(pairs)).error()]

    drawn = zip(range(RESAMPLED), times_drawn(field.remains, seed), strict=False)
    resampled = np.array([figures(times) for _, times in drawn])
    whole = figures(np.ones(field.remains))
    return {name: told(number(whole[n], resampled[:, n])) for n, name in enumerate(("cllr", "cllr_min", "ece_even"))}


def _others(field: Field, bits: Array, seed: int) -> tuple[npt.NDArray[np.int64], Array]:
    """Pairs of two people, and how many each stands for: the heaviest all, of the others a sample."""
    different = np.ones(len(bits), bool)
    different[field.true] = False
    every = np.flatnonzero(different)
    every = every[np.argsort(-bits[every], kind="stable")]
    heavy, light = every[:HEAVIEST], every[HEAVIEST:]
    drawn = np.random.default_rng(seed).choice(light, min(SAMPLED, len(light)), replace=False)
    each = np.r_[np.ones(len(heavy)), np.full(len(drawn), len(light) / max(len(drawn), 1))]
    return np.r_[heavy, drawn], each


HEAVIEST, SAMPLED = 20_000, 60_000
"""Pairs of two people that are weighed: so many of the heaviest, and so many of the others at random."""

RESAMPLED = 100
"""Resamplings of the figures about weights."""


def in_bits(scores: Array, true: Array, others: Array) -> tuple[Array, Array, Array]:
    """Points of any kind as bits, by a straight line through the solved cases."""
    from sklearn.linear_model import LogisticRegression

    x, y = np.r_[true, others][:, None], np.r_[np.ones(len(true)), np.zeros(len(others))]
    line = LogisticRegression(C=np.inf, class_weight="balanced", max_iter=500).fit(x, y)
    turned = [(line.coef_[0, 0] * s + line.intercept_[0]) / np.log(2) for s in (scores, true, others)]
    return turned[0], turned[1], turned[2]


def calibrated(scores: Array, true: Array, others: Array) -> Array:
    """Weights after calibration on solved cases (`true`) and random pairs (`others`)."""
    return worth(scores, calibration(true, others))


def figures_of(field: Field, scores: Array, solved: tuple[Array, Array], points: bool, seed: int) -> dict[str, Any]:
    """Everything about one rival, calibrated on 300 solved cases; `points` are no bits yet."""
    all_, true, others = in_bits(scores, *solved) if points else (scores, *solved)
    found = places(field, scores)
    return {"recall": recalls(found, seed), **weighing(field, calibrated(all_, true, others), seed)}
