"""Two registers as the screen reads them: every evidence's levels, worked out once, for any model."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from linkage.evidence import Evidence
from linkage.evidence.fields import SIDES
from linkage.screen.codes import Ints, forget_numbers, number_records
from linkage.screen.compiled import used_columns
from linkage.screen.limits import LIMITS, Limits
from linkage.screen.sql import columns_in
from linkage.screen.stored import Stored, store_evidence


@dataclass(frozen=True)
class Store:
    """What is stored of each evidence; how many missing and remains records there are; how long it took."""

    evidences: tuple[Stored, ...]
    sizes: tuple[int, int]
    limits: Limits
    seconds: float

    def of(self, missing: Ints) -> Store:
        """The same for these missing records only, by their numbers, which rise."""
        return replace(
            self, evidences=tuple(one.of(missing) for one in self.evidences), sizes=(len(missing), self.sizes[1])
        )

    def ordered(self, evidences: Sequence[Evidence], also: Store) -> Store:
        """These evidences in their order, from this store and another of the same registers."""
        held = {one.evidence.name: one for one in (*self.evidences, *also.evidences)}
        found = tuple(held[evidence.name] for evidence in evidences)
        return replace(self, evidences=found, seconds=self.seconds + also.seconds)


def store(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    limits: Limits = LIMITS,
    threads: int | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Store:
    """The levels of every pair of the tables `missing` and `remains`, evidence by evidence.

    The distinct values are too few for DuckDB to share them out among threads, so the evidences are shared out.
    """
    began = time.monotonic()
    with numbered(con, evidences) as sizes:

        def stored(evidence: Evidence) -> Stored:
            with con.cursor() as own:
                return store_evidence(own, evidence, sizes, limits)

        found: list[Stored] = []
        with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
            for one in pool.map(stored, evidences):
                found.append(one)
                progress(len(found) / len(evidences))
    return Store(tuple(found), sizes, limits, time.monotonic() - began)


@contextmanager
def numbered(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence]) -> Iterator[tuple[int, int]]:
    """Meanwhile the records of both sides are numbered (see codes.TABLES); how many there are of each."""
    read = [(*used_columns(evidence), *columns_in(evidence.u_given or "true")) for evidence in evidences]
    missing, remains = (
        number_records(con, side, "lr"[k], sorted({column for sides in read for column in (*sides[k], *sides[2 + k])}))
        for k, side in enumerate(SIDES)
    )
    try:
        yield missing, remains
    finally:
        forget_numbers(con)
