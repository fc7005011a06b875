"""What the screen may spend on tables, in cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

BYTES_A_CELL = 12
"""A cell while a table is worked out: its value, its flag, and the part that DuckDB hands over."""

BYTES_A_SHARED_PAIR = 10
"""A pair that shares an element: its code and its level, in the store and as the scan reads them."""


@dataclass(frozen=True)
class Limits:
    """Bounds that choose how an evidence is stored; they never change the result.

    `table_cells`: the largest weight table worth computing, and never more than a share of all
    pairs (`table_share`) once it is beyond `small_cells`. `part_cells`: the largest table for a
    part of a condition that the arithmetic does not know. `shared_pairs`: how many pairs may share
    an element of an evidence's lists before it is stored as if it had none. `clusters`: into how many
    groups of alike records each side is put where an evidence is arithmetic. `use_shares` and `use_arithmetic` are
    turned off by tests that want to see the slower, safer classes at work.
    """

    table_cells: int = 64_000_000
    table_share: float = 0.02
    small_cells: int = 1_000_000
    part_cells: int = 4_000_000
    shared_pairs: int = 200_000_000
    clusters: int = 1_024
    use_shares: bool = True
    use_arithmetic: bool = True

    def within(self, memory_bytes: int) -> Limits:
        """The same where no table takes more than a quarter of so much memory, and no list of sharing pairs a third."""
        share = memory_bytes // 4
        return replace(
            self,
            table_cells=min(self.table_cells, share // BYTES_A_CELL),
            small_cells=min(self.small_cells, share // BYTES_A_CELL),
            part_cells=min(self.part_cells, share // BYTES_A_CELL),
            shared_pairs=min(self.shared_pairs, memory_bytes // 3 // BYTES_A_SHARED_PAIR),
        )

    def affordable(self, cells: int, pairs: int) -> bool:
        """Whether a weight table of so many cells pays for a job of so many pairs."""
        return cells <= min(self.table_cells, max(self.small_cells, int(pairs * self.table_share)))

    def most_clusters(self, missing: int, remains: int) -> int:
        """Into how many clusters each side is put: a cell for every so many pairs, for it takes as long as they."""
        return max(1, min(self.clusters, int((missing * remains * self.table_share) ** 0.5)))


LIMITS = Limits()
