"""A machine whose scans are done by Spark's executors; everything else it does here.

Spark carries what was compiled here once, codes and tables, and no evidence: its own string functions are others
than DuckDB's. An executor scans with the machine that this computer would use.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from linkage.errors import LinkageError
from linkage.screen.codes import Bytes, Floats, Ints
from linkage.screen.keep import Best, Ticks
from linkage.screen.machine import Machine
from linkage.screen.plan import Found
from linkage.screen.shipped import Shipped, receive, ship

SCANNED_AT_ONCE = 1_000_000_000
"""A part is a job of Spark, which costs some hundredths of a second whatever it holds: this is seconds of work."""

RENEWED_EVERY = 8
"""What the missing records ask is sent anew when an eighth more parts have been given than at the last time."""


class SparkMachine:
    """Scans by sending each part to an executor; what comes back is settled here."""

    scanned_at_once = SCANNED_AT_ONCE

    def __init__(self, context: Any, folder: Path, here: Machine) -> None:
        self.context, self.here = context, here
        self.name, self.threads = f"spark, {here.name}", 2 * int(context.defaultParallelism)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="machine-", delete=False) as file:
            path = Path(file.name)
        self.shipped = ship(here, path)
        context.addFile(str(path))
        self.asked = _Asked(context)

    def scan(self, rows: Ints, k: int, floor: float, needs: Floats) -> Found:
        """See Machine."""
        part = Part(self.shipped, k, floor, self.asked.of(needs))
        try:
            found: Found = self.context.parallelize([rows], 1).map(part).collect()[0]
        except Exception as error:
            raise LinkageError(
                "Spark could not scan a part of the remains: its log says why. Its executors need the same version of "
                'Python and of linkage-engine as this computer, pip install "linkage-engine[spark]", and room for it.'
            ) from error
        return found

    def totals(self, levels: Bytes) -> tuple[Floats, Ticks]:
        """See Machine."""
        return self.here.totals(levels)

    def keep(self, best: Best, records: Ints, others: Ints, ticks: Ticks) -> None:
        """See Machine."""
        self.here.keep(best, records, others, ticks)


class _Asked:
    """What the missing records ask, as Spark's executors hold it: at times older, and then lower, than it is by now.

    A need that is too low lets more pairs through and loses none.
    """

    def __init__(self, context: Any) -> None:
        self.context, self.lock = context, Lock()
        self.given, self.renew_at = 0, 0
        self.held: Any = None

    def of(self, needs: Floats) -> Any:
        with self.lock:
            if self.given >= self.renew_at:
                self.held = self.context.broadcast(needs)
                self.renew_at = self.given + 1 + self.given // RENEWED_EVERY
            self.given += 1
            return self.held


@dataclass(frozen=True)
class Part:
    """What an executor does with the rows of one part."""

    shipped: Shipped
    k: int
    floor: float
    asked: Any

    def __call__(self, rows: Ints) -> Found:
        return _received(self.shipped).scan(rows, self.k, self.floor, self.asked.value)


@lru_cache(maxsize=1)
def _received(shipped: Shipped) -> Machine:
    """The machine; a process keeps the last one."""
    from pyspark import SparkFiles

    return receive(shipped, Path(SparkFiles.get(shipped.name)))
