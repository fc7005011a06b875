"""The exact screen: which pairs can matter, out of all, without scoring them all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from linkage.model import Model
from linkage.screen.compiled import Compiled, as_read, compiled_from, weights_of
from linkage.screen.machine import MachineFor, machine_for
from linkage.screen.storing import Store, numbered
from linkage.screen.sweep import Sweep
from linkage.screen.written import write


@dataclass(frozen=True)
class Screened:
    """What the screen did.

    `pairs` were compared in all; `looked_at` of them had their exact total worked out; `survivors`
    are to be scored. `storage` says how each evidence was kept: table, arithmetic or bound;
    "shared" where pairs that share an element are kept apart. `machine` is "numba" or "numpy", with "spark" before it.
    `seconds_compiling` were spent on storing the evidences, and on bounds.
    """

    pairs: int
    looked_at: int
    survivors: int
    storage: dict[str, str]
    machine: str
    seconds_compiling: float
    seconds_scanning: float


def screen(
    con: duckdb.DuckDBPyConnection,
    store: Store,
    model: Model,
    prior_bits: float,
    floor: float,
    top_k: int,
    progress: Callable[[float], None] | None = None,
    threads: int | None = None,
    machine_of: MachineFor = machine_for,
) -> Screened:
    """Create `pairs`, `remains_edge` and `missing_edge` from the tables `missing` and `remains`, which `store` holds.

    `pairs` (missing_id, remains_id) holds every pair whose total is at least `floor`, and the best
    `top_k` of every record of both sides (equal totals by id). An edge (id, kth_total, ties) says
    for every record the total of its last one kept, and how many of all its pairs have that total.
    `machine_of` makes the machine that scans: here, or on a cluster (see `engines`); it changes nothing of the result.
    Nothing is estimated: the tables are those that scoring every pair would give.
    """
    began = time.monotonic()
    prior = as_read(con, prior_bits)
    compiled = compile_all(con, store, model)
    machine = machine_of(compiled, prior, store.sizes, threads)
    ready = time.monotonic()
    with numbered(con, [stored.evidence for stored in store.evidences]):
        sweep = Sweep(con, compiled, machine, store.sizes, prior, floor, top_k)
        sweep.run(progress or _silent)
        survivors = write(con, sweep)
    return Screened(
        store.sizes[0] * store.sizes[1], sweep.looked_at, survivors,
        {stored.evidence.name: stored.storage for stored in store.evidences},
        machine.name, store.seconds + ready - began, time.monotonic() - ready,
    )  # fmt: skip


def compile_all(con: duckdb.DuckDBPyConnection, store: Store, model: Model) -> list[Compiled]:
    """What is stored, with what its levels weigh by the model."""
    return [
        compiled_from(stored, weights_of(con, stored.evidence, model), store.sizes, store.limits)
        for stored in store.evidences
    ]


def _silent(share: float) -> None:
    """Says nothing."""
