"""The best and the worst level that an arithmetic evidence can reach, cluster against cluster."""

from __future__ import annotations

import numpy as np

from linkage.screen.clusters import clusters, ranges_of
from linkage.screen.codes import Bytes, Floats
from linkage.screen.intervals import Array, Range, ranges
from linkage.screen.limits import Limits
from linkage.screen.program import Program
from linkage.screen.table import LevelTable

CELLS_AT_ONCE = 40_000
"""So many ranges stay in the fast cache while the program runs over them."""


def bounded(program: Program, bits: Floats, sizes: tuple[int, int], limits: Limits) -> tuple[LevelTable, LevelTable]:
    """Levels that weigh at least as much, and at most as much, as that of any pair of the two clusters."""
    left = clusters(program.left, sizes[0], limits.most_clusters(*sizes))
    right = clusters(program.right, sizes[1], limits.most_clusters(*sizes))
    inputs = ranges_of(program.left, left), ranges_of(program.right, right)
    best, worst = _extremes(bits)
    upper = np.zeros((right.size, left.size), np.uint8)
    lower = np.zeros((right.size, left.size), np.uint8)
    step = max(1, CELLS_AT_ONCE // max(left.size, 1))
    for start in range(0, right.size, step):
        rows = slice(start, start + step)
        found = ranges(program, inputs[0], tuple(Range(*(part[rows] for part in r)) for r in inputs[1]))
        low, high = found.low.astype(np.int64), found.high.astype(np.int64)
        upper[rows], lower[rows] = best[low, high], worst[low, high]
    return LevelTable(left, right, upper.reshape(-1)), LevelTable(left, right, lower.reshape(-1))


def _extremes(bits: Floats) -> tuple[Bytes, Bytes]:
    """The level of the highest, and of the lowest weight, among the levels from one number to another."""
    best, worst = (np.zeros((256, 256), np.uint8) for _ in range(2))
    for low in range(256):
        best[low, low:], worst[low, low:] = _running(bits[low:], low), _running(-bits[low:], low)
    return best, worst


def _running(bits: Floats, first: int) -> Array:
    """For every end, where the highest so far stands."""
    rises = bits > np.concatenate([[-np.inf], np.maximum.accumulate(bits)[:-1]])
    return first + np.maximum.accumulate(np.where(rises, np.arange(len(bits)), 0))
