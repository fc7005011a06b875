"""Ctrl-C: noted, heeded, and what is left of the job told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from linkage.errors import Interrupted
from linkage.runs.progress import Progress

DUCKDB_INTERRUPTED = "Query interrupted"
"""What DuckDB raises, as a RuntimeError, when Ctrl-C comes in the middle of a query."""


@contextmanager
def resumable(out: Path, quiet: bool) -> Iterator[None]:
    """Say what an interrupted run into `out` has finished already; and, when this one is interrupted, how to go on."""
    from linkage.runs.unfinished import finished_stages, folder_of

    if not quiet and (done := finished_stages(out)):
        told = f"Going on with the interrupted run in {folder_of(out)}. Finished already: {', '.join(done)}."
        click.echo(told, err=True)
    try:
        yield
    except (KeyboardInterrupt, RuntimeError) as error:
        stopped = isinstance(error, KeyboardInterrupt) or str(error) == DUCKDB_INTERRUPTED
        if not (stopped and (done := finished_stages(out))):
            raise
        raise Interrupted(
            f"Interrupted. Finished and kept in {folder_of(out)}: {', '.join(done)}. "
            "Give the same command again to go on from there, or remove that folder."
        ) from None


_INTERRUPTS: list[int] = []


def interrupt(number: int, _: object) -> None:
    """Ctrl-C. It is noted as well as raised: an exception may be lost where it strikes foreign code."""
    _INTERRUPTS.append(number)
    raise KeyboardInterrupt


def heeding(progress: Progress) -> Progress:
    """The same telling, which ends the job when Ctrl-C was pressed and lost."""

    def tell(stage: str, share: float) -> None:
        if _INTERRUPTS:
            raise KeyboardInterrupt
        progress(stage, share)

    return tell
