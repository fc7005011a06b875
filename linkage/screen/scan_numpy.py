"""The scan with NumPy alone: for small jobs, and where Numba cannot be had."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from linkage.screen.codes import Bytes, Floats, Ints
from linkage.screen.compiled import Compiled
from linkage.screen.machine_numpy import run
from linkage.screen.plan import PENDING, Found

MARGIN = 1e-9
"""Totals added up in another order differ by some 1e-14; this is far more, and costs nothing."""

Chosen = npt.NDArray[np.int64]


def scan(evidences: Sequence[Compiled], prior: float, rows: Ints, k: int, floor: float, needs: Floats) -> Found:
    """The pairs of these remains that may reach the row's best K, the floor, or what the missing record asks."""
    found = [_Row(evidences, prior, int(i)).choose(k, floor, needs) for i in rows]
    return Found(
        np.repeat(rows, [len(chosen) for chosen, _ in found]),
        np.concatenate([chosen for chosen, _ in found]).astype(np.int32),
        np.concatenate([levels for _, levels in found]),
    )


class _Row:
    """One remains record against all missing records."""

    def __init__(self, evidences: Sequence[Compiled], prior: float, i: int) -> None:
        self.evidences, self.prior, self.i = evidences, prior, i
        self.rows = [self._upper(c) for c in evidences]
        self.upper: Floats = np.full(len(self.rows[0]), prior)
        for c, row in zip(evidences, self.rows, strict=True):
            self.upper += c.bits[row]

    def _upper(self, c: Compiled) -> Bytes:
        """Every pair's level as far as tables tell it; else one that weighs at least as much."""
        row = c.upper.row(self.i)
        if c.stored.exceptions is not None:
            shared, levels = c.stored.exceptions.of(self.i)
            row[shared] = levels
        return row

    def choose(self, k: int, floor: float, needs: Floats) -> tuple[Chosen, Bytes]:
        """The missing records whose total may matter, and the levels of those pairs."""
        reach = np.minimum(min(self._first_look(k), floor), needs) - MARGIN
        chosen = np.flatnonzero(self.upper >= reach)
        for c, row in zip(self.evidences, self.rows, strict=True):
            if c.stored.program is not None:
                self.upper[chosen] += c.bits[self._true(c, row, chosen)] - c.bits[row[chosen]]
                chosen = chosen[self.upper[chosen] >= reach[chosen]]
        levels = [self._true(c, row, chosen) for c, row in zip(self.evidences, self.rows, strict=True)]
        return chosen, np.stack(levels, axis=1)

    def _first_look(self, k: int) -> float:
        """A total that at least k pairs of this row reach, by LOWER bounds of the likeliest.

        Optimistic totals must not be used here: they would shut out pairs that belong to the best k.
        """
        likely = min(4 * k, len(self.upper))
        chosen = np.argpartition(self.upper, -likely)[-likely:]
        totals = np.full(likely, self.prior)
        for c, row in zip(self.evidences, self.rows, strict=True):
            levels = self._true(c, row, chosen)
            pending = levels == PENDING
            levels[pending] = c.lower.row(self.i)[chosen[pending]]
            totals += c.bits[levels]
        return float(np.partition(totals, likely - k)[likely - k])

    def _true(self, c: Compiled, row: Bytes, chosen: Chosen) -> Bytes:
        """The levels of the chosen pairs; PENDING where only the evidence's SQL tells."""
        if c.stored.table is not None:
            return row[chosen]
        if c.stored.program is None:
            levels = np.full(len(chosen), PENDING, np.uint8)
        else:
            levels = run(c.stored.program, chosen, np.full(len(chosen), self.i))[0].astype(np.uint8)
        if c.stored.exceptions is not None:
            shared, known = c.stored.exceptions.of(self.i)
            place = np.full(len(row), -1)
            place[shared] = np.arange(len(shared))
            held = place[chosen] >= 0
            levels[held] = known[place[chosen[held]]]
        return levels
