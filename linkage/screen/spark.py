"""A session of Apache Spark, and the machines that scan on it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from linkage.errors import UsageError
from linkage.screen.compiled import Compiled
from linkage.screen.machine import MachineFor, machine_for
from linkage.screen.machine_spark import SparkMachine


def check() -> None:
    """UsageError, with the remedy, where Spark cannot be had."""
    if find_spec("pyspark") is None:
        raise UsageError('The engine spark needs PySpark: pip install "linkage-engine[spark]".')
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise UsageError("The engine spark needs Java 17 or newer: install it, or set JAVA_HOME to where it is.")


@contextmanager
def opened(master: str | None = None) -> Iterator[MachineFor]:
    """A session of Spark on `master` (else as spark-submit says, else all cores here), which makes machines.

    A session that was open before stays open.
    """
    from pyspark.sql import SparkSession

    if before := SparkSession.getActiveSession():
        with _machines(before.sparkContext) as machine_of:
            yield machine_of
        return
    with _session(SparkSession.builder.appName("linkage"), master) as session, _machines(session.sparkContext) as made:
        yield made


@contextmanager
def _session(builder: Any, master: str | None) -> Iterator[Any]:
    """A new session, whose jobs end with Ctrl-C."""
    heard = signal.getsignal(signal.SIGINT)  # Spark puts its own in its place
    session = _started(builder, master)

    def interrupt(number: int, frame: Any) -> None:
        session.sparkContext.cancelAllJobs()
        (heard if callable(heard) else signal.default_int_handler)(number, frame)

    try:
        _listen(interrupt)
        yield session
    finally:
        session.stop()
        _listen(heard)


def _listen(hearing: Any) -> None:
    """What Ctrl-C does; only the main thread can say, and only it hears."""
    if current_thread() is main_thread():
        signal.signal(signal.SIGINT, hearing)


def _started(builder: Any, master: str | None) -> Any:
    """A new session; without the page that shows its jobs, which would be open to all who reach this computer."""
    try:
        quiet = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        session = (quiet.master(master) if master else quiet).getOrCreate()
    except Exception as error:
        raise UsageError(
            f"Spark does not start ({type(error).__name__}): it needs Java 17 or newer and a master within reach."
        ) from error
    context = session.sparkContext
    if context.master.startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        context.pythonExec = sys.executable
    return session


@contextmanager
def _machines(context: Any) -> Iterator[MachineFor]:
    with tempfile.TemporaryDirectory(prefix="linkage-spark-") as folder:

        def machine_of(
            evidences: Sequence[Compiled], prior: float, sizes: tuple[int, int], threads: int | None
        ) -> SparkMachine:
            return SparkMachine(context, Path(folder), machine_for(evidences, prior, sizes, threads))

        yield machine_of
