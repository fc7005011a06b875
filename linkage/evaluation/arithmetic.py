"""The arithmetic of likelihood ratios: what they cost, how far they mislead, whether they keep their word.

All take weights in bits (log2 likelihood ratios), the calibrated ones where the model is calibrated,
and how often each pair counts. Cllr as in Brümmer & du Preez 2006 (Computer Speech and Language 20):
0 when every weight is right and endless, 1 when weights say nothing, more when they mislead. It
supposes no prior: true pairs and others cost the same in all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression
from scipy.special import expit, xlogy

Floats = npt.NDArray[np.float64]

LN2 = np.log(2)
BINS = 10


@dataclass(frozen=True)
class Pairs:
    """Weights of true pairs and of others, and how often each counts."""

    true: Floats
    others: Floats
    true_counts: Floats
    others_counts: Floats

    def counted(self, true: Floats, others: Floats) -> Pairs:
        """The same pairs, each counting this many times more."""
        return Pairs(self.true, self.others, self.true_counts * true, self.others_counts * others)


def cllr(pairs: Pairs) -> float:
    """The cost of the weights as they are."""
    missed = np.average(np.logaddexp2(0, -pairs.true), weights=pairs.true_counts)
    feared = np.average(np.logaddexp2(0, pairs.others), weights=pairs.others_counts)
    return float(missed + feared) / 2


def cllr_min(pairs: Pairs) -> float:
    """The least that any rising correction of the weights would cost: what their order alone is worth.

    The correction is the isotonic regression of "is true" on the weight (pool adjacent violators),
    true pairs and others counting the same in all.
    """
    weights, at = np.unique(np.r_[pairs.true, pairs.others], return_inverse=True)
    true, others = (
        np.bincount(place, counts / counts.sum(), len(weights))
        for place, counts in ((at[: len(pairs.true)], pairs.true_counts), (at[len(pairs.true) :], pairs.others_counts))
    )
    seen = true + others > 0
    true, others = true[seen], others[seen]
    chance = isotonic_regression(true / (true + others), weights=true + others).x
    chance = np.clip(chance, 0, 1)
    return float(-(xlogy(true, chance) + xlogy(others, 1 - chance)).sum() / (2 * LN2))


def misleading(pairs: Pairs) -> tuple[float, float]:
    """The shares of true pairs that weigh less than 0 bits, and of others that weigh more."""
    true = np.average(pairs.true < 0, weights=pairs.true_counts)
    return float(true), float(np.average(pairs.others > 0, weights=pairs.others_counts))


def even(pairs: Pairs) -> Pairs:
    """The same pairs at an even prior: true ones and others count the same in all."""
    return pairs.counted(
        np.full(len(pairs.true), 1 / pairs.true_counts.sum()), np.full(len(pairs.others), 1 / pairs.others_counts.sum())
    )


@dataclass(frozen=True)
class Bins:
    """Of each tenth of the chances stated: how much counts there, the mean stated, the share that was true."""

    counts: Floats
    stated: Floats
    observed: Floats

    def error(self) -> float:
        """The expected calibration error: the mean distance between stated and true, by how much counts."""
        there = self.counts > 0
        distance = np.abs(self.stated - self.observed)[there]
        return float((distance * self.counts[there]).sum() / self.counts.sum()) if there.any() else 0.0


def bins(pairs: Pairs, prior_bits: float = 0.0, least: float = 0.0) -> Bins:
    """The chances that weights and prior state, in ten equal bins; only those of at least `least`."""
    chance = expit((np.r_[pairs.true, pairs.others] + prior_bits) * LN2)
    counts = np.r_[pairs.true_counts, pairs.others_counts] * (chance >= least)
    at = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    true = np.r_[np.ones(len(pairs.true)), np.zeros(len(pairs.others))]
    sums = [np.bincount(at, counts * what, BINS).astype(np.float64) for what in (np.ones(len(at)), chance, true)]
    with np.errstate(invalid="ignore"):
        return Bins(sums[0], sums[1] / sums[0], sums[2] / sums[0])


def at_least(weights: Floats, counts: Floats, bits: Floats) -> Floats:
    """For each of `bits`, the share that weighs at least as much."""
    order = np.argsort(weights, kind="stable")
    below = np.r_[0.0, np.cumsum(counts[order])]
    return np.asarray(1 - below[np.searchsorted(weights[order], bits, "left")] / below[-1], np.float64)
