"""Keeping the best K of every row and of every missing person, compiled, with ties counted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linkage.screen.compiling import hot
from linkage.screen.plan import Array, Plan


class Kept(NamedTuple):
    """The best K remains of every missing person, of the rows that one thread has seen.

    `ticks` are totals in billionths of a bit, rounded: totals that agree to 1e-9 are one number.
    The first entry of each heap is its worst: the lowest total and, among equals, the last id.
    `passed` counts pairs that have the same total as the worst kept, but a later id.
    """

    ticks: Array  # [N, K] int64
    remains: Array  # [N, K] int32
    size: Array  # [N]
    passed: Array  # [N]


def kept(n: int, k: int) -> Kept:
    """Nothing kept yet."""
    return Kept(np.zeros((n, k), np.int64), np.zeros((n, k), np.int32), np.zeros(n, np.int32), np.zeros(n, np.int64))


@hot
def ticks_of(total: float) -> int:
    """round(total, 9) in billionths: half away from nought, as DuckDB rounds."""
    scaled = abs(total * 1e9)
    whole = np.floor(scaled)
    if scaled - whole >= 0.5:
        whole += 1.0
    return np.int64(whole) if total >= 0 else -np.int64(whole)


@hot
def _worse(tick_a: int, id_a: int, tick_b: int, id_b: int) -> bool:
    return tick_a < tick_b or (tick_a == tick_b and id_a > id_b)


@hot
def _sink(ticks: Array, ids: Array, size: int) -> None:
    """Restore the heap after its first entry has changed."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        if child + 1 < size and _worse(ticks[child + 1], ids[child + 1], ticks[child], ids[child]):
            child += 1
        if not _worse(ticks[child], ids[child], ticks[at], ids[at]):
            return
        ticks[at], ticks[child] = ticks[child], ticks[at]
        ids[at], ids[child] = ids[child], ids[at]
        at = child


@hot
def _rise(ticks: Array, ids: Array, at: int) -> None:
    """Restore the heap after an entry has been put at its end."""
    while at > 0:
        parent = (at - 1) // 2
        if not _worse(ticks[at], ids[at], ticks[parent], ids[parent]):
            return
        ticks[at], ticks[parent] = ticks[parent], ticks[at]
        ids[at], ids[parent] = ids[parent], ids[at]
        at = parent


@hot
def offer(ticks: Array, ids: Array, size: int, tick: int, number: int) -> tuple[int, int]:
    """Offer a pair to a heap; (new size, what to do with `passed`: 0 leave, 1 add one, -1 start anew)."""
    k = len(ticks)
    if size < k:
        ticks[size], ids[size] = tick, number
        _rise(ticks, ids, size)
        return size + 1, 0
    if _worse(tick, number, ticks[0], ids[0]):
        return size, 1 if tick == ticks[0] else 0
    worst = ticks[0]
    ticks[0], ids[0] = tick, number
    _sink(ticks, ids, size)
    return size, 1 if ticks[0] == worst else -1


@hot
def keep(
    p: Plan,
    m: Kept,
    k: int,
    floor: float,
    needs: Array,
    out_i: Array,
    out_j: Array,
    out_levels: Array,
    count: int,
    edge_ticks: Array,
    edge_ties: Array,
    emit_i: Array,
    emit_j: Array,
) -> int:
    """Settle whole rows of candidates: the row's edge and best K, everybody's heap; pairs emitted."""
    totals, ticks = np.empty(count), np.empty(count, np.int64)
    for c in range(count):
        total = p.prior
        for e in range(out_levels.shape[1]):  # Splink's order of adding, so the very same float64
            total += p.bits[e, out_levels[c, e]]
        totals[c], ticks[c] = total, ticks_of(total)
    heap, ids = np.zeros(k, np.int64), np.zeros(k, np.int32)
    start, emitted = 0, 0
    slack = p.margin + 3.0e-9
    while start < count:
        i, end, size = out_i[start], start, 0
        while end < count and out_i[end] == i:
            size, _ = offer(heap, ids, size, ticks[end], out_j[end])
            end += 1
        ties = 0
        for c in range(start, end):
            j, tick = out_j[c], ticks[c]
            ties += tick == heap[0]
            if not _worse(tick, j, heap[0], ids[0]) or totals[c] >= floor:
                emit_i[emitted], emit_j[emitted] = i, j
                emitted += 1
            if m.size[j] == k and tick < m.ticks[j, 0]:
                continue
            m.size[j], passed = offer(m.ticks[j], m.remains[j], m.size[j], tick, i)
            m.passed[j] = 0 if passed < 0 else m.passed[j] + passed
            if m.size[j] == k:
                reached = np.float32(m.ticks[j, 0] * 1e-9 - slack)
                if reached > needs[j]:
                    needs[j] = reached
        edge_ticks[i], edge_ties[i] = heap[0], ties
        start = end
    return emitted
