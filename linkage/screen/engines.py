"""Where the screen scans: on this machine, or on Apache Spark. The result is the same, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from linkage.errors import UsageError
from linkage.screen import spark
from linkage.screen.machine import MachineFor, machine_for

ENGINES = ("local", "spark")

Engine = Callable[[], AbstractContextManager[MachineFor]]
"""Opens an engine: within, machines can be made that scan on it."""


@contextmanager
def local() -> Iterator[MachineFor]:
    """This machine."""
    yield machine_for


def engine_of(name: str, master: str | None = None) -> Engine:
    """The engine of that name; UsageError, before any work, where it cannot be had here."""
    if name not in ENGINES:
        raise UsageError(f"No engine '{name}'. There are: {', '.join(ENGINES)}.")
    if name == "spark":
        spark.check()
        return partial(spark.opened, master)
    if master:
        raise UsageError("A master is of a Spark cluster: give it with --engine spark.")
    return local
