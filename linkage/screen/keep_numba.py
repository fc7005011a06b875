"""Keeping the best K, compiled: one pair after another into its record's sorted row."""

from __future__ import annotations

import numpy as np

from linkage.screen.compiling import hot
from linkage.screen.keep import NOTHING
from linkage.screen.packed import Array


@hot
def totals_of(prior: float, bits: Array, levels: Array, totals: Array, ticks: Array) -> None:
    """See `keep.totals_of`; without one array for each evidence."""
    for n in range(len(levels)):
        total = prior
        for e in range(levels.shape[1]):
            total += bits[e, levels[n, e]]
        scaled = abs(total * 1e9)
        whole = np.floor(scaled)
        whole += 1.0 if scaled - whole >= 0.5 else 0.0
        totals[n], ticks[n] = total, np.int64(-whole if total < 0 else whole)


@hot
def insert(ticks: Array, others: Array, passed: Array, records: Array, new_others: Array, new_ticks: Array) -> None:
    """Take in pairs (record, other); the order in which pairs arrive does not matter."""
    k = ticks.shape[1]
    for n in range(len(records)):
        record, other, new = records[n], new_others[n], new_ticks[n]
        row, names = ticks[record], others[record]
        last = row[k - 1]
        if new < last:
            continue
        if new == last and other > names[k - 1]:
            passed[record] += 1
            continue
        place = k - 1
        while place > 0 and (row[place - 1] < new or (row[place - 1] == new and names[place - 1] > other)):
            row[place], names[place] = row[place - 1], names[place - 1]
            place -= 1
        row[place], names[place] = new, other
        if last > NOTHING:
            passed[record] = passed[record] + 1 if row[k - 1] == last else 0
