"""The exact screen against Splink scoring every pair: the same pairs, the same edges, whatever the machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from plain_way import MACHINES, same_as_plain

from linkage.engine.cartesian import score_all
from linkage.evidence import EVIDENCES
from linkage.invent import invent
from linkage.model import Model, from_evidence
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.screen import screen, store
from linkage.screen.limits import Limits
from linkage.workshop import connect

USED = tuple(evidence for evidence in EVIDENCES if evidence.on)


@pytest.fixture(scope="module")
def model() -> Model:
    return from_evidence("test", EVIDENCES)


def registers(folder: Path, missing: int, remains: int, seed: int) -> duckdb.DuckDBPyConnection:
    """Invented registers, read and standardised."""
    made = invent(folder / "made", missing=missing, remains=remains, overlap=0.4, seed=seed)
    con = connect(folder / "spill")
    read_register(con, made.missing, "missing")
    read_register(con, made.remains, "remains")
    standardise(con, USED)
    return con


class Scored:
    def __init__(self, folder: Path, missing: int, remains: int, seed: int, model: Model) -> None:
        self.con = registers(folder, missing, remains, seed)
        self.prior = model.prior_bits(missing, remains)
        score_all(self.con, USED, model, "every")


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Iterator[Scored]:
    """1,008,000 pairs scored by Splink."""
    done = Scored(tmp_path_factory.mktemp("million"), 1200, 840, 21, model)
    yield done
    done.con.close()


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("floor", "top"), [(0.0, 25), (1e9, 1), (-12.0, 3)])
def test_a_million_pairs_come_out_as_splink_scores_them(
    million: Scored, model: Model, machine: str, floor: float, top: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    same_as_plain(million.con, USED, model, million.prior, floor, top)


@pytest.fixture(scope="module", params=[1, 2])
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, model: Model) -> Iterator[Scored]:
    """120 x 90 records of two seeds."""
    done = Scored(tmp_path_factory.mktemp("small"), 120, 90, request.param, model)
    yield done
    done.con.close()


CLASSES = {
    "arithmetic": Limits(table_cells=0, small_cells=0),
    "bounds": Limits(table_cells=0, small_cells=0, use_arithmetic=False),
    "no shared elements": Limits(table_cells=0, small_cells=0, use_shares=False),
    "next to no memory": Limits().within(40),
    "nothing but bounds": Limits(table_cells=0, small_cells=0, use_shares=False, use_arithmetic=False),
}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("storage", CLASSES)
def test_every_class_of_storage_gives_the_same(
    small: Scored, model: Model, machine: str, storage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    done = same_as_plain(small.con, USED, model, small.prior, -9.0, 4, CLASSES[storage])
    assert done.machine == ("numpy" if machine == "numpy" else "numba")
    assert not any(kind == "table" for kind in done.storage.values())


@pytest.mark.parametrize("machine", MACHINES)
def test_a_wish_to_stop_leaves_no_thread_at_work(
    small: Scored, model: Model, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    before = threading.active_count()

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen(small.con, store(small.con, USED), model, small.prior, 0.0, 3, progress=stop)
    assert threading.active_count() == before
    same_as_plain(small.con, USED, model, small.prior, 0.0, 3)
