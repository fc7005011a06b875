"""A machine that another process reads from a file, and what many machines at once may let through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
from random_evidence import evidences_at_random, model_at_random, registers_at_random

from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen import screen, store
from linkage.screen.codes import Floats, Ints
from linkage.screen.compiled import Compiled
from linkage.screen.machine import Machine, NumbaMachine, NumpyMachine, machine_for
from linkage.screen.plan import Found
from linkage.screen.shipped import receive, ship


class Shipping(NumpyMachine):
    """Scans with what comes back from a file."""

    folder: Path

    def scan(self, rows: Ints, k: int, floor: float, needs: Floats) -> Found:
        """See Machine; and the compiled loops take the arrays of a file for what they are."""
        compiled = received(NumbaMachine(self.evidences, self.prior, 1), self.folder / "compiled")
        compiled.scan(rows, k, floor, needs)
        return received(NumpyMachine(self.evidences, self.prior), self.folder / "numpy").scan(rows, k, floor, needs)


def received(machine: Machine, path: Path) -> Machine:
    return receive(ship(machine, path), path)


def drawn(
    folder: Path, seed: int, missing: int, remains: int
) -> tuple[duckdb.DuckDBPyConnection, tuple[Evidence, ...], Model]:
    random = np.random.default_rng(seed)
    evidences = evidences_at_random(random)
    model = model_at_random(random, evidences, False)
    return registers_at_random(folder, random, missing, remains), evidences, model


def drop(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DROP TABLE pairs; DROP TABLE missing_edge; DROP TABLE remains_edge")


def test_a_machine_from_a_file_scans_as_the_one_that_was_written(tmp_path: Path) -> None:
    con, evidences, model = drawn(tmp_path, 4, 40, 30)
    Shipping.folder = tmp_path
    tables = []
    for machine_of in (machine_for, lambda compiled, prior, *_: Shipping(compiled, prior)):
        screen(con, store(con, evidences), model, -6.0, 0.0, 3, machine_of=machine_of)
        tables.append(con.execute("FROM pairs ORDER BY ALL").fetchall())
        drop(con)
    assert tables[0] == tables[1] and tables[0]
    con.close()


def test_arrays_are_read_from_the_file_and_stand_as_numpy_puts_its_own(tmp_path: Path) -> None:
    table = np.arange(100_000, dtype=np.int16)
    machine = NumpyMachine([], 1.0)
    machine.evidences = [table, table[:3]]  # type: ignore[list-item]
    shipped = ship(machine, tmp_path / "machine")
    assert len(shipped.head) < 2_000 and all(start % 64 == 0 for start, _ in shipped.places)
    received = receive(shipped, tmp_path / "machine")
    assert isinstance(received, NumpyMachine)
    for array, expected in zip(received.evidences, machine.evidences):
        assert np.array_equal(array, expected)  # type: ignore[arg-type]
        assert array.flags.writeable and array.flags.aligned  # type: ignore[attr-defined]


def test_many_parts_at_once_let_hardly_more_through_than_one_after_another(tmp_path: Path) -> None:
    """Parts that all start before anything is known would let 60,631 pairs through."""
    con, evidences, model = drawn(tmp_path, 5, 30, 6000)
    looked_at = []
    for threads in (1, 200):

        def many(evidences: Sequence[Compiled], prior: float, *_: object, threads: int = threads) -> Machine:
            machine = NumpyMachine(evidences, prior)
            machine.threads = threads
            return machine

        looked_at.append(screen(con, store(con, evidences), model, -6.0, 100.0, 2, machine_of=many).looked_at)
        drop(con)
    assert looked_at[1] < 1.1 * looked_at[0] < 48_000
    con.close()
