"""How many pairs of the registers reach each level: all of them counted, from how many records hold each value.

The table of an evidence gives the level of every two distinct values, and a level's count is the sum of the products
of how many records hold these. Where two values may share an element, the exceptions are counted instead of what the
table says. An evidence that has no table (its distinct values are as many as the records) is counted pair by pair: all
pairs where they are few, else a sample; its exceptions are counted all the same, and the sample stands for the rest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import duckdb
import numpy as np

from linkage.screen import Store
from linkage.screen.codes import Codes, Floats, Numbers
from linkage.screen.levels import Leveller, leveller
from linkage.screen.sparse import Exceptions
from linkage.screen.stored import Stored
from linkage.screen.storing import numbered
from linkage.screen.table import LevelTable

SAMPLE_PAIRS = 5_000_000
"""About a second's work. A level that one pair in 100,000 reaches is met fifty times: its u is off by a seventh."""

ASKED_PAIRS = 1_000_000
"""The sample of an evidence that only SQL can tell: about a second's work."""

CELLS_AT_ONCE = 2_000_000

Heads = tuple[Floats, Floats]
"""For each code of the missing side and of the remains: how many records have it, by what `u_given` reads of them.

Two codes make as many pairs as the product of their rows."""


@dataclass(frozen=True)
class Counted:
    """How many pairs reached each level, by evidence; how many were looked at: all of them, or a sample."""

    levels: dict[str, dict[str, int]]
    looked_at: dict[str, int]
    sizes: tuple[int, int]

    def true_share(self, overlap: float) -> float:
        """The share of true pairs among all pairs, where so many of the smaller side are expected in the other."""
        return overlap / max(1, *self.sizes)


def count_levels(con: duckdb.DuckDBPyConnection, store: Store, seed: int) -> Counted:
    """The pairs of the registers at each level, those left out that cannot be compared or where `u_given` fails."""

    def counted(stored: Stored) -> tuple[Numbers, int]:
        with con.cursor() as own:
            return _count(own, stored, store.sizes, seed)

    with numbered(con, [one.evidence for one in store.evidences]), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(counted, store.evidences))
    named = [(stored.evidence, *counts) for stored, counts in zip(store.evidences, found, strict=True)]
    return Counted(
        {e.name: {lv.name: int(n) for lv, n in zip(e.levels, counts, strict=False) if n} for e, counts, _ in named},
        {evidence.name: looked_at for evidence, _, looked_at in named},
        store.sizes,
    )


def _count(con: duckdb.DuckDBPyConnection, stored: Stored, sizes: tuple[int, int], seed: int) -> tuple[Numbers, int]:
    """The counts of every level of one evidence, and of how many pairs."""
    every, base = sizes[0] * sizes[1], replace(stored, exceptions=None)
    level_of = leveller(con, base, sizes)
    if base.table is not None:
        counts, looked_at = _all(base, base.table), every
    else:
        counts, looked_at = _sampled(base, level_of, _pairs(sizes, _at_most(base), seed))
    if stored.exceptions is not None:
        counts *= every / max(1, looked_at)
        counts += _moved(stored.exceptions, level_of, stored.given)
        looked_at = every
    return np.rint(np.maximum(counts, 0)).astype(np.int64), looked_at


def _at_most(stored: Stored) -> int:
    return SAMPLE_PAIRS if stored.exact else ASKED_PAIRS


def _all(stored: Stored, table: LevelTable) -> Floats:
    """Of an evidence with a table: every pair."""
    left, right = _heads(table.left, table.right, stored.given)
    counts = np.zeros(256)
    step = max(1, CELLS_AT_ONCE // max(1, table.left.size))
    for row in range(0, table.right.size, step):
        levels = table.levels[row * table.left.size : (row + step) * table.left.size]
        counts += np.bincount(levels, (right[row : row + step] @ left.T).reshape(-1), 256)
    return counts


def _heads(left: Codes, right: Codes, given: LevelTable | None) -> Heads:
    if given is None:
        return _held(left), _held(right)
    holds = given.levels.reshape(given.right.size, given.left.size).astype(float)
    return _spread(left, given.left), _spread(right, given.right) @ holds


def _held(codes: Codes) -> Floats:
    return np.bincount(codes.of_record, minlength=codes.size)[:, None].astype(float)


def _spread(codes: Codes, by: Codes) -> Floats:
    """How many records have each code, by their other code."""
    both = np.bincount(codes.of_record.astype(np.int64) * by.size + by.of_record, minlength=codes.size * by.size)
    return both.reshape(codes.size, by.size).astype(float)


def _moved(exceptions: Exceptions, level_of: Leveller, given: LevelTable | None) -> Floats:
    """What the exceptions add to each level, and take from those that the pairs would have without."""
    left, right = _heads(exceptions.left, exceptions.right, given)
    counts = np.zeros(256)
    for first, end in _pieces(exceptions):
        part = slice(exceptions.start[first], exceptions.start[end])
        b = np.repeat(np.arange(first, end), np.diff(exceptions.start[first : end + 1]))
        a = exceptions.codes[part]
        pairs = np.einsum("nk,nk->n", right[b], left[a])
        counts += np.bincount(exceptions.levels[part], pairs, 256)
        counts -= np.bincount(level_of(exceptions.right.examples[b], exceptions.left.examples[a]), pairs, 256)
    return counts


def _pieces(exceptions: Exceptions) -> Iterator[tuple[int, int]]:
    """Remains codes from one to another, with so many exceptions at a time (or one code's)."""
    cuts = np.flatnonzero(np.diff(exceptions.start[:-1] // CELLS_AT_ONCE)) + 1
    ends = [0, *cuts.tolist(), exceptions.right.size]
    return pairwise(ends)


def _sampled(stored: Stored, level_of: Leveller, pairs: Iterator[tuple[Numbers, Numbers]]) -> tuple[Floats, int]:
    """Of an evidence without a table: these pairs, and how many they are."""
    counts, looked_at = np.zeros(256), 0
    for remains, missing in pairs:
        levels = level_of(remains, missing)
        if stored.given is not None:
            levels = levels[stored.given.of_pairs(remains, missing) == 1]
        counts += np.bincount(levels, minlength=256)
        looked_at += len(remains)
    return counts, looked_at


def _pairs(sizes: tuple[int, int], most: int, seed: int) -> Iterator[tuple[Numbers, Numbers]]:
    """All pairs as (remains, missing) where they are at most so many, else so many drawn by chance."""
    every = sizes[0] * sizes[1]
    random = np.random.default_rng(seed)
    for start in range(0, min(every, most), CELLS_AT_ONCE):
        number = min(CELLS_AT_ONCE, min(every, most) - start)
        cells = np.arange(start, start + number) if every <= most else random.integers(0, every, number)
        remains, missing = np.divmod(cells, max(1, sizes[0]))
        yield remains, missing
