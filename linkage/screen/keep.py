"""Keeping the best K of every record, with ties counted exactly, also beyond K.

Totals are compared as whole numbers of billionths of a bit ("ticks"): totals that agree to 1e-9
are one number. Only exact totals may enter: a bound that is too high would push a true best pair
out of the K.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from linkage.screen.codes import Bytes, Floats, Ints

Ticks = npt.NDArray[np.int64]

NOTHING = -(2**62)
"""The ticks of a place that is not taken yet."""


def totals_of(prior: float, bits: Sequence[Floats], levels: Bytes) -> tuple[Floats, Ticks]:
    """Prior plus weights in Splink's order of adding, so the very same float64; and its ticks."""
    totals = np.full(len(levels), prior)
    for number, weights in enumerate(bits):
        totals += weights[levels[:, number]]
    return totals, ticks_of(totals)


def ticks_of(totals: Floats) -> Ticks:
    """round(total, 9) in billionths, half away from nought: DuckDB's own rounding."""
    scaled = np.abs(totals * 1e9)
    whole = np.floor(scaled)
    whole += scaled - whole >= 0.5
    return np.where(totals < 0, -whole, whole).astype(np.int64)


@dataclass
class Best:
    """The best K others of every record of one side, the best first; equal ones by number.

    `passed` counts the pairs whose total is that of the last one kept, but who come after it.
    """

    ticks: Ticks
    others: Ints
    passed: Ticks

    @classmethod
    def none_of(cls, records: int, k: int) -> Best:
        """Nothing kept yet."""
        return cls(
            np.full((records, k), NOTHING, np.int64), np.zeros((records, k), np.int32), np.zeros(records, np.int64)
        )

    def add(self, records: Ints, others: Ints, ticks: Ticks) -> None:
        """Take in pairs (record, other); the order in which pairs arrive does not matter."""
        touched, group = np.unique(records, return_inverse=True)
        k = self.ticks.shape[1]
        old = np.repeat(np.arange(len(touched)), k)
        group = np.concatenate([old, group])
        ticks = np.concatenate([self.ticks[touched].reshape(-1), ticks])
        others = np.concatenate([self.others[touched].reshape(-1), others])
        order = np.lexsort((others, -ticks, group))
        group, ticks, others = group[order], ticks[order], others[order]
        starts = np.searchsorted(group, np.arange(len(touched)))
        kept = np.arange(len(group)) - starts[group] < k
        last = ticks[starts + k - 1]
        beyond = np.bincount(group[~kept & (ticks == last[group]) & (ticks > NOTHING)], minlength=len(touched))
        same = self.ticks[touched, -1] == last
        self.passed[touched] = beyond + np.where(same, self.passed[touched], 0)
        self.ticks[touched] = ticks[kept].reshape(-1, k)
        self.others[touched] = others[kept].reshape(-1, k)

    def last(self) -> Ticks:
        """The ticks of the last one kept of every record; NOTHING until K pairs have been seen."""
        return self.ticks[:, -1]

    def ties(self) -> Ticks:
        """For every record how many pairs have the total of the last one kept."""
        return np.asarray((self.ticks == self.last()[:, None]).sum(axis=1) + self.passed, np.int64)
