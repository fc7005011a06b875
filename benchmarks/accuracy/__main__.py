"""Every rival on the same invented registers of every profile.

    python -m benchmarks.accuracy --validation       # what may be looked at while building
    python -m benchmarks.accuracy --write            # the test part: freezes benchmarks/results/accuracy.json
    python -m benchmarks.accuracy --compare          # the test part again: fails where the bar has dropped

The models that are tried are learned anew from the training part, as `python -m benchmarks.train_models` does.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.accuracy import bar
from benchmarks.accuracy.parts import PROFILES, REGISTERS, TEST, TRAINING, VALIDATION, Part
from benchmarks.accuracy.trained import Trained, kept
from benchmarks.accuracy.tried import tried

RESULT = Path(__file__).parents[1] / "results" / "accuracy.json"
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


def main(words: list[str]) -> int:
    """0, or 1 where the bar has dropped."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_mutually_exclusive_group(required=True)
    for name in ("validation", "write", "compare"):
        what.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--profiles", nargs="*", default=list(PROFILES), choices=PROFILES, metavar="NAME")
    parser.add_argument("--models", action="store_true", help="write the models learned to models/ as well")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what is learned there, and take it from there")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="profiles at a time, each in its own process")
    chosen = parser.parse_args(words)
    part = VALIDATION if chosen.validation else TEST
    told = run(part, chosen.profiles, chosen.models, chosen.keep, chosen.jobs)
    if chosen.write:
        RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print("\n".join(f"{goal['goal']}: {'met' if goal['met'] else 'MISSED'} ({goal['told']})" for goal in told["goals"]))
    if chosen.compare:
        dropped = bar.dropped(json.loads(RESULT.read_text(encoding="utf-8")), told)
        print("\n".join(dropped) or "The bar holds.")
        return int(bool(dropped))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
