"""Recall: how many true records stand among the first k of a list.

Records that tie are in no order, so a true record that ties with others counts as its share: of two
alike on places 1 and 2, the true one is first in one case of two. A rank is told as the middle of its tie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.evaluation.resampling import drawn_pairs, share
from linkage.evaluation.values import Places, Recall
from linkage.evidence.fields import SIDES, Side

KS = (1, 5, 10, 25, 50, 100)

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ranked:
    """The true pairs: total, person, rank and ties by side (not a number where unknown), and whether listed."""

    totals: Floats
    person: Integers
    rank: Mapping[Side, Floats]
    ties: Mapping[Side, Floats]
    listed: Mapping[Side, npt.NDArray[np.bool_]]

    def hits(self, side: Side, k: int) -> Floats:
        """For each pair the chance that its true record is among the first k; 0 where the rank is unknown."""
        rank, ties = self.rank[side], self.ties[side]
        return np.nan_to_num(np.clip((k - rank + 1) / ties, 0, 1))

    def middle(self, side: Side) -> Floats:
        """The rank in the middle of its tie; endless where it is unknown."""
        return np.nan_to_num(self.rank[side] + (self.ties[side] - 1) / 2, nan=np.inf)


def read_ranked(con: duckdb.DuckDBPyConnection) -> Ranked:
    """The table `ranked` as arrays, in the order of its ids."""
    found = con.execute(
        "SELECT r.*, p.person FROM ranked r JOIN missing_person p ON p.id = r.missing_id "
        "ORDER BY missing_id, remains_id"
    ).fetchnumpy()

    def floats(name: str) -> Floats:
        return np.ma.filled(np.ma.asarray(found[name], np.float64), np.nan)

    return Ranked(
        floats("total"),
        np.asarray(found["person"], np.int64),
        {side: floats(f"rank_{side}") for side in SIDES},
        {side: floats(f"ties_{side}") for side in SIDES},
        {side: np.asarray(found[f"listed_{side}"], np.bool_) for side in SIDES},
    )


def recall(ranked: Ranked, top: int, seed: int) -> tuple[Recall, ...]:
    """Recall at every k in the lists of both sides."""
    drawn = drawn_pairs(ranked.person, seed)
    return tuple(
        Recall(side, k, share(ranked.hits(side, k), drawn), k > top and bool(np.isnan(ranked.rank[side]).any()))
        for side in reversed(SIDES)
        for k in KS
    )


def places(ranked: Ranked) -> tuple[Places, ...]:
    """How many true records are in the lists, beyond them, and at an unknown place; and the middle one's rank."""
    return tuple(_places(ranked, side) for side in reversed(SIDES))


def _places(ranked: Ranked, side: Side) -> Places:
    listed, unknown = int(ranked.listed[side].sum()), int(np.isnan(ranked.rank[side]).sum())
    middle = ranked.middle(side)
    median = float(np.median(middle)) if len(middle) else np.inf
    return Places(side, listed, len(middle) - listed - unknown, unknown, median if np.isfinite(median) else None)
