"""Whether the weights of a run keep their word."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields

import numpy as np

from linkage.evaluation.arithmetic import Bins, Pairs, at_least, bins, cllr, cllr_min, even, misleading
from linkage.evaluation.others import Others
from linkage.evaluation.recall import Ranked
from linkage.evaluation.resampling import Floats, numbers
from linkage.evaluation.values import NOTHING, Bin, Figures, Step, Weighing
from linkage.model import Calibration
from linkage.runs.opened import OpenRun

GRID = np.arange(-20.0, 31.0)
"""Bits at which the Tippett plot is told."""

LEAST_CHANCE = 0.001
"""Pairs to which the run gives less than one chance in a thousand are let be when its own chances are judged:
they are nearly all there are, and would make any run look well."""


def weigh(run: OpenRun, ranked: Ranked, others: Others, seed: int) -> Weighing:
    """Every figure about the weights; those that need both true pairs and others are empty without them."""
    pairs = _pairs(run, ranked, others)
    figures = [NOTHING] * len(fields(Figures))
    if len(pairs.true) and len(pairs.others):
        persons = int(max(ranked.person.max(), others.left.max(), others.right.max())) + 1
        figures = numbers(_figures(run, ranked, others, pairs), persons, seed)
    return Weighing(
        true_pairs=len(pairs.true),
        others=round(others.stands_for.sum()),
        others_sampled=len(pairs.others),
        figures=Figures(*figures),
        tippett=_tippett(pairs),
        reliability=_reliability(pairs),
    )


def _pairs(run: OpenRun, ranked: Ranked, others: Others) -> Pairs:
    """The calibrated weights, without the prior."""
    true, different = (
        _worth(totals - run.prior_bits, run.model.calibration) for totals in (ranked.totals, others.totals)
    )
    return Pairs(true, different, np.ones(len(true)), others.stands_for)


def _worth(weights: Floats, curve: Calibration) -> Floats:
    """What the sums of weights have been worth: straight between the knots of the curve, flat beyond them."""
    if not curve:
        return weights
    sums, worth = np.array(curve).T
    return np.asarray(np.interp(weights, sums, worth), np.float64)


def _figures(run: OpenRun, ranked: Ranked, others: Others, pairs: Pairs) -> Callable[[Floats], list[float]]:
    """The eight figures, as a function of how often each person counts."""

    def figures(times: Floats) -> list[float]:
        drawn = pairs.counted(times[ranked.person], times[others.left] * times[others.right])
        if not drawn.true_counts.any() or not drawn.others_counts.any():
            return [math.nan] * len(fields(Figures))
        cost, least = cllr(drawn), cllr_min(drawn)
        errors = (bins(even(drawn)), bins(drawn, run.prior_bits, LEAST_CHANCE), bins(drawn, run.prior_bits))
        return [cost, least, cost - least, *misleading(drawn), *(found.error() for found in errors)]

    return figures


def _tippett(pairs: Pairs) -> tuple[Step, ...]:
    if not len(pairs.true) or not len(pairs.others):
        return ()
    true = at_least(pairs.true, pairs.true_counts, GRID)
    others = at_least(pairs.others, pairs.others_counts, GRID)
    return tuple(Step(*point) for point in zip(GRID.tolist(), true.tolist(), others.tolist(), strict=True))


def _reliability(pairs: Pairs) -> tuple[Bin, ...]:
    if not len(pairs.true) or not len(pairs.others):
        return ()
    found, counted = bins(even(pairs)), bins(Pairs(pairs.true, pairs.others[:0], pairs.true_counts, pairs.others[:0]))
    width = 1 / len(found.counts)
    return tuple(_bin(found, n, width, int(true)) for n, true in enumerate(counted.counts))


def _bin(found: Bins, n: int, width: float, true: int) -> Bin:
    low, high = round(n * width, 3), round((n + 1) * width, 3)
    if not found.counts[n]:
        return Bin(low, high, None, None, 0)
    return Bin(low, high, float(found.stated[n]), float(found.observed[n]), true)
