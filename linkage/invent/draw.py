"""Drawing many values at once, always from one seeded generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Generator = np.random.Generator
Objects = npt.NDArray[Any]
Floats = npt.NDArray[Any]
Flags = npt.NDArray[Any]
"""Arrays of texts, of numbers, of yes and no, one entry for each person."""

People = dict[str, Any]
"""Columns of equal length: what is true of each person."""


def weighted(rng: Generator, weights: Mapping[str, float], size: int) -> Objects:
    """One of the keys for each, by weight."""
    names = np.array(list(weights), dtype=object)
    shares = np.array(list(weights.values()), dtype=float)
    return names[rng.choice(len(names), size, p=shares / shares.sum())]


def chance(rng: Generator, share: float | Floats, size: int) -> Flags:
    """True for about that share of them."""
    return rng.random(size) < share


def lognormal(rng: Generator, median: float | Floats, log_sd: float, size: int) -> Floats:
    """Positive values around a median."""
    return median * np.exp(rng.normal(0, log_sd, size))


def blanked(values: Sequence[Any] | Objects, keep: Flags) -> Objects:
    """The values where `keep`, else None."""
    out = np.array(values, dtype=object)
    out[~keep] = None
    return out
