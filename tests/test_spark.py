"""The same job on Apache Spark: the same bytes, and a plain word where Spark cannot be had."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from plain_way import MACHINES, same_as_plain
from random_evidence import evidences_at_random, model_at_random, registers_at_random
from test_screen_traps import BOUNDS, ONE_BOUND

import linkage
from linkage.cli import main
from linkage.engine.cartesian import score_all
from linkage.errors import LinkageError, UsageError
from linkage.invent import invent
from linkage.screen import spark
from linkage.screen.engines import engine_of
from linkage.screen.limits import LIMITS
from linkage.screen.machine import MachineFor
from linkage.screen.machine_spark import SparkMachine
from linkage.screen.shipped import Shipped

needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or not (os.environ.get("JAVA_HOME") or shutil.which("java")),
    reason="PySpark or Java is not installed: make spark, apt-get install openjdk-17-jre-headless",
)


@pytest.fixture(scope="module")
def on_spark() -> Iterator[MachineFor]:
    with engine_of("spark", "local[2]")() as machine_of:
        yield machine_of


def contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@needs_spark
def test_a_run_that_is_gone_on_with_on_spark_writes_the_very_bytes_of_a_run_on_one_machine(tmp_path: Path) -> None:
    made = invent(tmp_path / "registers", missing=120, remains=60, overlap=0.5, seed=5)

    def interrupt(stage: str, _: float) -> None:
        if stage == "screening":
            raise KeyboardInterrupt

    linkage.run(made.missing, made.remains, tmp_path / "here", top=5)
    with pytest.raises(KeyboardInterrupt):
        linkage.run(made.missing, made.remains, tmp_path / "there", top=5, progress=interrupt)
    done = linkage.run(made.missing, made.remains, tmp_path / "there", top=5, engine="spark", master="local[2]")
    assert done.screened is not None and done.screened.machine == "spark, numpy"
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


@needs_spark
def test_ctrl_c_is_heard_again_after_spark_is_gone() -> None:
    heard = signal.getsignal(signal.SIGINT)
    with pytest.raises(UsageError, match="Spark does not start"), engine_of("spark", "nowhere")():
        pass
    assert signal.getsignal(signal.SIGINT) == heard


@needs_spark
@pytest.mark.parametrize(("machine", "seed"), [("numpy", 1), ("compiled", 2)])
def test_spark_keeps_the_pairs_that_scoring_every_pair_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_spark: MachineFor, machine: str, seed: int
) -> None:
    """Whatever the storage: levels that only SQL can tell come back open, and are asked here."""
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    random = np.random.default_rng(seed)
    evidences = evidences_at_random(random)
    model = model_at_random(random, evidences, ties=True)
    con = registers_at_random(tmp_path, random, 120, 90)
    score_all(con, evidences, model, "every")
    for limits in (LIMITS, ONE_BOUND, BOUNDS):
        prior = model.prior_bits(120, 90)
        done = same_as_plain(con, evidences, model, prior, 0.0, 4, limits, machine_of=on_spark)
        assert done.machine == ("spark, numba" if machine == "compiled" else "spark, numpy")
    con.close()


@needs_spark
def test_a_session_that_was_open_stays_open(on_spark: MachineFor) -> None:
    from pyspark.sql import SparkSession

    before = SparkSession.getActiveSession()
    with engine_of("spark")():
        pass
    assert before is not None and before.sparkContext.parallelize([2, 3]).sum() == 5


@needs_spark
def test_what_fails_on_an_executor_is_told_with_the_remedy(on_spark: MachineFor, tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    evidences = evidences_at_random(random)
    con = registers_at_random(tmp_path, random, 20, 20)

    def broken(*given: object) -> SparkMachine:
        machine = on_spark(*given)  # type: ignore[arg-type]
        assert isinstance(machine, SparkMachine)
        machine.context.addFile(__file__)
        machine.shipped = Shipped(Path(__file__).name, b"not a machine", ())
        return machine

    with pytest.raises(LinkageError, match="executors need the same version"):
        linkage.screen.screen(
            con,
            linkage.screen.store(con, evidences),
            model_at_random(random, evidences, False),
            -8.0,
            0.0,
            3,
            machine_of=broken,
        )
    con.close()


def test_without_pyspark_the_remedy_is_said_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    words = ["run", "--missing", "no.csv", "--remains", "no.csv", "--out", str(tmp_path / "o"), "--engine", "spark"]
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert 'pip install "linkage-engine[spark]"' in capsys.readouterr().err


def test_without_java_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: name)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="Java 17"):
        engine_of("spark")


@pytest.mark.parametrize(
    ("name", "master", "said"), [("hadoop", None, "local, spark"), ("local", "yarn", "--engine spark")]
)
def test_an_engine_that_is_none_is_refused(name: str, master: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        engine_of(name, master)
