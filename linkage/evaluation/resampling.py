"""Intervals by resampling persons: all the records of a person are drawn together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from linkage.evaluation.values import NOTHING, Number

RESAMPLINGS = 300
LOW, HIGH = 2.5, 97.5
"""The interval holds the figure in 95 of 100 resamplings."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def times_drawn(persons: int, seed: int) -> Iterator[Floats]:
    """For each resampling, how many times each person was drawn."""
    rng = np.random.default_rng(seed)
    for _ in range(RESAMPLINGS):
        yield np.bincount(rng.integers(persons, size=persons), minlength=persons).astype(np.float64)


def drawn_pairs(person: Integers, seed: int) -> Floats:
    """A row for each resampling: how often each pair counts, drawing the persons that the pairs belong to."""
    persons, at = np.unique(person, return_inverse=True)
    if not len(persons):
        return np.ones((RESAMPLINGS, 0))
    return np.stack([times[at] for times in times_drawn(len(persons), seed)])


def share(hits: Floats, drawn: Floats) -> Number:
    """The mean of `hits` over pairs, with its interval."""
    if not len(hits):
        return NOTHING
    return number(float(hits.mean()), shares(hits, drawn))


def shares(hits: Floats, drawn: Floats) -> Floats:
    """The mean of `hits` in each resampling; not a number where none of the pairs was drawn."""
    with np.errstate(invalid="ignore"):
        return np.asarray((drawn @ hits) / drawn.sum(axis=1), np.float64)


def number(value: float, resampled: Floats) -> Number:
    """A figure with the interval of its resamplings."""
    told = resampled[np.isfinite(resampled)]
    if not len(told):
        return Number(value)
    low, high = np.percentile(told, [LOW, HIGH])
    return Number(value, float(low), float(high))


def numbers(figures: Callable[[Floats], Sequence[float]], persons: int, seed: int) -> list[Number]:
    """Several figures of how often each person counts, with their intervals."""
    told = np.array([figures(times) for times in times_drawn(persons, seed)])
    return [number(value, told[:, n]) for n, value in enumerate(figures(np.ones(persons)))]
