"""The exact screen: which pairs can matter, out of all, without scoring them all."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb

from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen.codes import number_records
from linkage.screen.compiled import Compiled, as_read, compile_evidence, used_columns
from linkage.screen.limits import LIMITS, Limits
from linkage.screen.machine import MachineFor, machine_for
from linkage.screen.sweep import Sweep
from linkage.screen.written import write


@dataclass(frozen=True)
class Screened:
    """What the screen did.

    `pairs` were compared in all; `looked_at` of them had their exact total worked out; `survivors`
    are to be scored. `storage` says how each evidence was kept: table, arithmetic or bound;
    "shared" where pairs that share an element are kept apart. `machine` is "numba" or "numpy", with "spark" before it.
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
    evidences: Sequence[Evidence],
    model: Model,
    prior_bits: float,
    floor: float,
    top_k: int,
    progress: Callable[[float], None] | None = None,
    threads: int | None = None,
    memory_bytes: int | None = None,
    limits: Limits = LIMITS,
    machine_of: MachineFor = machine_for,
) -> Screened:
    """Create `pairs`, `remains_edge` and `missing_edge` from the tables `missing` and `remains`.

    `pairs` (missing_id, remains_id) holds every pair whose total is at least `floor`, and the best
    `top_k` of every record of both sides (equal totals by id). An edge (id, kth_total, ties) says
    for every record the total of its last one kept, and how many of all its pairs have that total.
    `memory_bytes` bounds every table that the screen makes; it chooses how evidence is stored, not what comes out.
    Nor does `machine_of`, which makes the machine that scans: here, or on a cluster (see `engines`).
    Nothing is estimated: the tables are those that scoring every pair would give.
    """
    began = time.monotonic()
    limits = limits.within(memory_bytes) if memory_bytes else limits
    compiled, sizes = _compile(con, evidences, model, limits, threads)
    ready = time.monotonic()
    machine = machine_of(compiled, as_read(con, prior_bits), sizes, threads)
    sweep = Sweep(con, compiled, machine, sizes, as_read(con, prior_bits), floor, top_k)
    sweep.run(progress or _silent)
    survivors = write(con, sweep)
    return Screened(
        sizes[0] * sizes[1], sweep.looked_at, survivors, {c.evidence.name: c.storage for c in compiled},
        machine.name, ready - began, time.monotonic() - ready,
    )  # fmt: skip


def _silent(share: float) -> None:
    """Says nothing."""


def _compile(
    con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, limits: Limits, threads: int | None
) -> tuple[list[Compiled], tuple[int, int]]:
    """Every evidence compiled, and how many missing and remains records there are.

    The distinct values are too few for DuckDB to share them out among threads, so the evidences are shared out.
    """
    used = [used_columns(evidence) for evidence in evidences]
    sizes = (
        number_records(con, "missing", "l", sorted({c for left, _ in used for c in left})),
        number_records(con, "remains", "r", sorted({c for _, right in used for c in right})),
    )

    def compiled(evidence: Evidence) -> Compiled:
        with con.cursor() as own:
            return compile_evidence(own, evidence, model, sizes, limits)

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        return list(pool.map(compiled, evidences)), sizes
