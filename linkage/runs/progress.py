"""Telling how far a job is: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate

Progress = Callable[[str, float], None]
"""Called with the stage in words and the share of the whole job that is done (0 to 1)."""

LINE_SECONDS = 10.0


def silent(stage: str, share: float) -> None:
    """Tell nothing."""


def paced(progress: Progress, stages: Mapping[str, float]) -> Progress:
    """From the share of a stage to that of the whole job; a stage weighs the seconds it is expected to take."""
    whole = sum(stages.values())
    before = dict(zip(stages, accumulate(stages.values(), initial=0.0), strict=False))

    def tell(stage: str, share: float) -> None:
        progress(stage, (before[stage] + share * stages[stage]) / whole)

    return tell


@contextmanager
def shown(quiet: bool) -> Iterator[Progress]:
    """Progress on standard error: a bar with the time left, or a line every ten seconds."""
    if quiet:
        yield silent
    elif sys.stderr.isatty():
        yield from _bar()
    else:
        yield _lines()


def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=1.0)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)


def _lines() -> Progress:
    start = last = time.monotonic()
    named = ""

    def tell(stage: str, share: float) -> None:
        nonlocal last, named
        now = time.monotonic()
        if stage == named and now - last < LINE_SECONDS and share < 1:
            return
        left = f", about {(now - start) * (1 - share) / share:.0f} s left" if 0.05 < share < 1 else ""
        print(f"{share:4.0%}  {stage}{left}", file=sys.stderr, flush=True)  # noqa: T201  progress
        last, named = now, stage

    return tell
