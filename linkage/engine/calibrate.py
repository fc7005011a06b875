"""Calibration: what a sum of weights has been worth in solved cases.

Evidence is not independent, so the sum of its weights says too much. Solved cases held out of the
learning of m show how much: a curve from the sum of weights to a weight that keeps its word.
With few cases the curve is a straight line (logistic regression), with many it is any rising
curve (isotonic regression); both start from the identity, which counts as `PRIOR_CASES` cases, so
that no case alone bends it. No weight becomes infinite, and none more than a bit stronger than the
sum itself: where few pairs have ever been, nothing is learned.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from linkage.model import Calibration

MANY = 300
"""Solved cases from which the shape of the curve may be any rising one. No source."""

PRIOR_CASES = 30.0
"""Cases that "the sum of weights is right" counts as. No source."""

KNOTS = np.arange(-20.0, 40.1, 2.0)
"""Sums of weights, in bits, at which the curve is kept; between them it is straight, beyond them it goes on flat."""

Floats = npt.NDArray[np.float64]


def calibration(true: Floats, strangers: Floats) -> Calibration:
    """The curve from the sums of weights of held-out true pairs and of random pairs, each in bits.

    Both sides weigh the same in all, so the curve gives a likelihood ratio and no prior enters it.
    """
    if not len(true):
        return ()
    sums = np.r_[true, strangers, KNOTS, KNOTS]
    labels = np.r_[np.ones(len(true)), np.zeros(len(strangers)), np.ones(len(KNOTS)), np.zeros(len(KNOTS))]
    odds = np.exp2(np.clip(KNOTS, -30, 30))
    prior = PRIOR_CASES / len(KNOTS)
    weights = np.r_[
        np.ones(len(true)), np.full(len(strangers), len(true) / max(len(strangers), 1)),
        prior * odds / (1 + odds), prior / (1 + odds),
    ]  # fmt: skip
    fit = _isotonic if len(true) >= MANY else _logistic
    worth = np.clip(fit(sums, labels, weights), np.minimum(KNOTS, 0) - 1, np.maximum(KNOTS, 0) + 1)
    return tuple(zip(KNOTS.tolist(), np.maximum.accumulate(worth).round(4).tolist(), strict=True))


def _logistic(sums: Floats, labels: Floats, weights: Floats) -> Floats:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=np.inf, max_iter=1000).fit(sums[:, None], labels, weights)
    return np.asarray((fitted.coef_[0, 0] * KNOTS + fitted.intercept_[0]) / math.log(2), np.float64)


def _isotonic(sums: Floats, labels: Floats, weights: Floats) -> Floats:
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(out_of_bounds="clip").fit(sums, labels, sample_weight=weights)
    least = 0.5 / (weights.sum() + 1)  # half a case beyond what was seen: never an infinite weight
    chance = np.clip(fitted.predict(KNOTS), least, 1 - least)
    return np.asarray(np.log2(chance / (1 - chance)), np.float64)
