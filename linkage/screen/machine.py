"""Two machines that scan rows of remains to the same result: compiled loops, and NumPy alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from linkage.screen import scan_numpy
from linkage.screen.codes import Bytes, Floats, Ints
from linkage.screen.compiled import Compiled
from linkage.screen.compiling import pays
from linkage.screen.keep import Best, Ticks, totals_of
from linkage.screen.plan import Found, pack

SCANNED_AT_ONCE = 8_000_000
"""A part scans about so many pairs: well under a second, so that a wish to stop is heeded within one."""


class Machine(Protocol):
    """Scans rows; `threads` calls of `scan`, of about `scanned_at_once` pairs each, may run side by side."""

    name: str
    threads: int
    scanned_at_once: int

    def scan(self, rows: Ints, k: int, floor: float, needs: Floats) -> Found:
        """The pairs of these remains that may reach the row's best k, the floor, or what the missing record asks."""

    def totals(self, levels: Bytes) -> tuple[Floats, Ticks]:
        """The exact totals of pairs whose levels are all known, and their ticks."""

    def keep(self, best: Best, records: Ints, others: Ints, ticks: Ticks) -> None:
        """Let the records see these pairs."""


class NumpyMachine:
    """One array operation after another."""

    name = "numpy"
    threads = 1
    scanned_at_once = SCANNED_AT_ONCE

    def __init__(self, evidences: Sequence[Compiled], prior: float) -> None:
        self.evidences, self.prior = evidences, prior

    def scan(self, rows: Ints, k: int, floor: float, needs: Floats) -> Found:
        """See Machine."""
        return scan_numpy.scan(self.evidences, self.prior, rows, k, floor, needs)

    def totals(self, levels: Bytes) -> tuple[Floats, Ticks]:
        """See Machine."""
        return totals_of(self.prior, [c.bits for c in self.evidences], levels)

    def keep(self, best: Best, records: Ints, others: Ints, ticks: Ticks) -> None:
        """See Machine."""
        best.add(records, others, ticks)


class NumbaMachine:
    """Compiled loops, several threads."""

    name = "numba"
    scanned_at_once = SCANNED_AT_ONCE

    def __init__(self, evidences: Sequence[Compiled], prior: float, threads: int) -> None:
        self.plan, self.threads = pack(evidences, prior), threads

    def scan(self, rows: Ints, k: int, floor: float, needs: Floats) -> Found:
        """See Machine."""
        from linkage.screen import scan_numba

        return scan_numba.scan_rows(self.plan, rows, k, floor, needs)

    def totals(self, levels: Bytes) -> tuple[Floats, Ticks]:
        """See Machine."""
        from linkage.screen import keep_numba

        totals, ticks = np.zeros(len(levels)), np.zeros(len(levels), np.int64)
        keep_numba.totals_of(self.plan.prior, self.plan.bits, levels, totals, ticks)
        return totals, ticks

    def keep(self, best: Best, records: Ints, others: Ints, ticks: Ticks) -> None:
        """See Machine."""
        from linkage.screen import keep_numba

        keep_numba.insert(best.ticks, best.others, best.passed, records, others, ticks)


MachineFor = Callable[[Sequence[Compiled], float, tuple[int, int], int | None], Machine]
"""Makes the machine for compiled evidences, the prior in bits, the sizes of both sides, and a number of threads."""


def machine_for(evidences: Sequence[Compiled], prior: float, sizes: tuple[int, int], threads: int | None) -> Machine:
    """The machine that is done first."""
    if not pays(sizes):
        return NumpyMachine(evidences, prior)
    return NumbaMachine(evidences, prior, threads or os.cpu_count() or 1)
