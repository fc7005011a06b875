"""What the screen may spend on tables, in cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds that choose how an evidence is stored; they never change the result.

    `table_cells`: the largest weight table worth computing, and never more than a share of all
    pairs (`table_share`) once it is beyond `small_cells`. `part_cells`: the largest table for a
    part of a condition that the arithmetic does not know. `shared_pairs`: how many pairs may share
    an element of an evidence's lists before it is stored as if it had none. `use_shares` and `use_arithmetic` are
    turned off by tests that want to see the slower, safer classes at work.
    """

    table_cells: int = 30_000_000
    table_share: float = 0.02
    small_cells: int = 1_000_000
    part_cells: int = 4_000_000
    shared_pairs: int = 200_000_000
    use_shares: bool = True
    use_arithmetic: bool = True

    def affordable(self, cells: int, pairs: int) -> bool:
        """Whether a weight table of so many cells pays for a job of so many pairs."""
        return cells <= min(self.table_cells, max(self.small_cells, int(pairs * self.table_share)))


LIMITS = Limits()
