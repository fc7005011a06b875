"""Going through all remains, part by part, and keeping what matters for both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.screen.codes import Floats, Ints
from linkage.screen.compiled import Compiled
from linkage.screen.keep import NOTHING, Best, Ticks
from linkage.screen.machine import Machine
from linkage.screen.pending import settle
from linkage.screen.plan import Found

ROWS_AT_ONCE = 512
PAIRS_AT_ONCE = 2_000_000
"""A part is cut so that about so many pairs come out of it."""

FIRST_PARTS = 4
"""Parts that may start before anything is known."""

LISTENING_SECONDS = 0.5
"""How long the main thread waits at a time: on Windows it hears Ctrl-C only in between."""


class Sweep:
    """One pass over the remains.

    `best` holds the best K of every missing record so far: what it asks of later rows (`needs`)
    rises as it fills. A row of remains is settled at once: `last` and `ties` of its best K.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        evidences: Sequence[Compiled],
        machine: Machine,
        sizes: tuple[int, int],
        prior: float,
        floor: float,
        top: int,
    ) -> None:
        self.con, self.evidences, self.machine, self.prior, self.floor = con, evidences, machine, prior, floor
        self.asked = [c.stored.evidence for c in evidences]
        self.missing, self.remains = sizes
        self.k = min(top, self.missing)
        self.best = Best.none_of(self.missing, min(top, self.remains))
        self.needs = np.full(self.missing, -np.inf)
        self.last, self.ties = np.zeros(self.remains, np.int64), np.zeros(self.remains, np.int64)
        self.kept: list[npt.NDArray[np.int64]] = []
        self.looked_at, self.given, self.done = 0, 0, 0
        self.rows_at_once = max(1, min(self.best.ticks.shape[1], PAIRS_AT_ONCE // max(1, self.missing)))

    def run(self, progress: Callable[[float], None]) -> None:
        """Scan every row; `progress` is told the share done."""
        if not (self.missing and self.remains):
            return
        parts = self._parts()
        with ThreadPoolExecutor(self.machine.threads) as pool:
            running: set[Future[tuple[Ints, Found]]] = set()
            try:
                while running or self.done < self.remains:
                    while self._may_give(len(running)) and (rows := next(parts, None)) is not None:
                        running.add(pool.submit(self._scan, rows))
                    finished, running = wait(running, LISTENING_SECONDS, FIRST_COMPLETED)
                    for future in finished:
                        self._take(*future.result())
                    progress(self.done / self.remains)
            finally:
                pool.shutdown(cancel_futures=True)

    def _may_give(self, running: int) -> bool:
        """Whether one more part may start: the machine has room, and not more rows are at work than are done.

        What a missing record asks of later rows is known from those that are done; many parts that start before would
        let nearly every pair through.
        """
        at_work = self.given - self.done
        return running < 2 * self.machine.threads and at_work < max(self.done, FIRST_PARTS * self.best.ticks.shape[1])

    def _parts(self) -> Iterator[Ints]:
        """Rows in an order that has nothing to do with their ids, so that the bounds rise early."""
        order = np.random.default_rng(1).permutation(self.remains).astype(np.int32)
        start = 0
        while start < self.remains:
            rows = order[start : start + self.rows_at_once]  # which may change before the next part is asked for
            start += len(rows)
            self.given = start
            yield rows

    def _scan(self, rows: Ints) -> tuple[Ints, Found]:
        return rows, self.machine.scan(rows, self.k, self.floor, self.needs)

    def _take(self, rows: Ints, found: Found) -> None:
        """Settle the rows, and let every missing record see its pairs."""
        totals, ticks = self.machine.totals(settle(self.con, self.asked, found).levels)
        self._settle_rows(rows, found, totals, ticks)
        self.machine.keep(self.best, found.missing, found.remains, ticks)
        last = self.best.last()
        self.needs = np.where(last == NOTHING, -np.inf, last * 1e-9)
        self.looked_at += len(totals)
        self.done += len(rows)
        pairs_a_row = max(1, len(totals) // len(rows))
        most = min(ROWS_AT_ONCE, PAIRS_AT_ONCE // pairs_a_row, self.machine.scanned_at_once // self.missing)
        self.rows_at_once = max(1, min(most, 2 * self.rows_at_once))

    def _settle_rows(self, rows: Ints, found: Found, totals: Floats, ticks: Ticks) -> None:
        place = np.zeros(self.remains, np.int32)
        place[rows] = np.arange(len(rows))
        best = Best.none_of(len(rows), self.k)
        self.machine.keep(best, place[found.remains], found.missing, ticks)
        self.last[rows], self.ties[rows] = best.last(), best.ties()
        self._keep(np.repeat(rows, self.k), best.others.reshape(-1))
        high = totals >= self.floor
        self._keep(found.remains[high], found.missing[high])

    def _keep(self, remains: Ints, missing: Ints) -> None:
        self.kept.append(remains.astype(np.int64) * self.missing + missing)

    def survivors(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Every pair that is kept, once: (remains, missing), in the order of their numbers."""
        if not (self.missing and self.remains):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        missing = np.repeat(np.arange(self.missing, dtype=np.int32), self.best.ticks.shape[1])
        self._keep(self.best.others.reshape(-1), missing)
        remains, missing_of = np.divmod(np.unique(np.concatenate(self.kept)), self.missing)
        return remains, missing_of
