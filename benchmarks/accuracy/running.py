"""The benchmark over the profiles, several at a time, each in a process of its own."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.accuracy import bar
from benchmarks.accuracy.parts import PROFILES, REGISTERS, TRAINING, Part
from benchmarks.accuracy.trained import Trained, kept
from benchmarks.accuracy.tried import tried

Told = TypeVar("Told")


def learned(profile: str, root: Path, ship: bool, keep: Path | None) -> Trained:
    """What everybody has learned on one profile."""
    began = time.monotonic()
    trained = kept(profile, root, ship, keep)
    print(f"{profile}: learned, {time.monotonic() - began:.0f} s", flush=True)
    return trained


def figures(profile: str, part: Part, root: Path, trained: dict[str, Trained]) -> dict[str, Any]:
    """The figures of every rival on one profile."""
    began = time.monotonic()
    found = tried(profile, part, root, trained)
    print(f"{profile}: tried, {time.monotonic() - began:.0f} s\n{bar.table(found)}", flush=True)
    return found


def run(part: Part, names: Sequence[str], ship: bool, keep: Path | None, jobs: int) -> dict[str, Any]:
    """The profiles `names`, so many at a time; what was learned on the others is needed for the one held out."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes,
    ):

        def each(task: Callable[[str], Told], of: Sequence[str]) -> dict[str, Told]:
            return dict(zip(of, processes.map(task, of), strict=True))

        trained = each(partial(learned, root=Path(scratch), ship=ship, keep=keep), PROFILES)
        found = each(partial(figures, part=part, root=Path(scratch), trained=trained), names)
    told = {
        "part": part.__dict__,
        "training": TRAINING.__dict__,
        "registers": len(REGISTERS),
        "profiles": found,
    }
    return told | {"goals": bar.goals(told)}
