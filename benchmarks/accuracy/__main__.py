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
from pathlib import Path

from benchmarks.accuracy import bar
from benchmarks.accuracy.parts import PROFILES, TEST, VALIDATION
from benchmarks.accuracy.running import run

RESULT = Path(__file__).parents[1] / "results" / "accuracy.json"


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
