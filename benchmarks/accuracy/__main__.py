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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy import bar
from benchmarks.accuracy.field import USED, Array, Field, opened, weights
from benchmarks.accuracy.figures import ahead, figures_of, places, weighing, worth
from benchmarks.accuracy.parts import PROFILES, SOLVED, TEST, TRAINING, VALIDATION, Part, solved
from benchmarks.accuracy.trained import Trained, kept
from benchmarks.rivals import ceiling, hard_filters, likelihood_ratios, stock_splink
from linkage.engine.learn import with_m
from linkage.model import Model, load

RESULT = Path(__file__).parents[1] / "results" / "accuracy.json"
STRANGERS = 100_000


@dataclass(frozen=True)
class Rival:
    """A name, its scores of pairs, and whether these are mere points."""

    name: str
    score: Callable[[Field, Array, dict[str, Any]], Array]
    points: bool = False


def rivals(profile: str, trained: dict[str, Trained]) -> tuple[Rival, ...]:
    """Ours first; `held_out` has learned from the other profiles alone."""
    mine = trained[profile]
    others = [trained[name].true for name in trained if name != profile]
    held_out = with_m(load("baseline"), USED, sum(others[1:], others[0])) if others else load("baseline")

    def ours(model: Model) -> Callable[[Field, Array, dict[str, Any]], Array]:
        return lambda field, pairs, found: weights(found, field.measured(model)).sum(1)

    return (
        Rival("ours", ours(mine.model)),
        Rival("ours_held_out", ours(held_out)),
        Rival("ours_baseline", ours(load("baseline"))),
        Rival("ceiling", lambda f, p, d: mine.ceiling.bits(ceiling.columns(f, f.measured(load("baseline")), p, d))),
        Rival("splink_stock", lambda f, p, d: stock_splink.bits(f, mine.stock)[p]),
        Rival("likelihood_ratios", lambda f, p, d: likelihood_ratios.bits(f, p)),
        Rival("hard_filters", lambda f, p, d: hard_filters.points(f, p), points=True),
    )


def scores(profile: str, part: Part, root: Path, entered: tuple[Rival, ...]) -> dict[str, tuple[Array, Array]]:
    """Of the solved cases of an office: the scores of true pairs and of random ones, by rival."""
    with opened(part.invented(profile, root), load("baseline"), root, part.seed) as field:
        rng = np.random.default_rng(part.seed)
        true = rng.permutation(field.true)[:SOLVED]
        drawn = np.setdiff1d(rng.integers(field.missing * field.remains, size=STRANGERS), field.true)
        pairs = np.r_[true, drawn]
        found = field.findings(pairs)
        every = {rival.name: rival.score(field, pairs, found) for rival in entered}
        return {name: (told[: len(true)], told[len(true) :]) for name, told in every.items()}


def tried(profile: str, part: Part, root: Path, trained: dict[str, Trained]) -> dict[str, Any]:
    """Every rival on one profile: the figures of each, and how far ours are ahead of each."""
    entered = rivals(profile, trained)
    solved_cases = scores(profile, solved(part), root, entered)
    with opened(part.invented(profile, root), load("baseline"), root, part.seed) as field:
        pairs = field.every()
        found = field.findings(pairs)
        told: dict[str, Any] = {
            "missing": field.missing, "remains": field.remains, "true_pairs": len(field.true),
            "rivals": {}, "ours_ahead_of": {},
        }  # fmt: skip
        own = None
        for rival in entered:
            given = rival.score(field, pairs, found)
            told["rivals"][rival.name] = figures_of(field, given, solved_cases[rival.name], rival.points, part.seed)
            if rival.name == "ours":
                own = places(field, given)
                as_shipped = worth(given, trained[profile].model.calibration)
                told["rivals"]["ours"]["as_shipped"] = weighing(field, as_shipped, part.seed)
            elif own is not None:
                told["ours_ahead_of"][rival.name] = ahead(own, places(field, given), part.seed)
        return told


def run(part: Part, names: list[str], pairs: int, ship: bool, keep: Path | None) -> dict[str, Any]:
    """Every profile of `names`; what was learned on the others is needed for the one held out."""
    began = time.monotonic()
    told: dict[str, Any] = {
        "part": part.__dict__,
        "training": TRAINING.__dict__,
        "ceiling_pairs": pairs,
        "profiles": {},
    }
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        trained = {}
        for name in PROFILES:
            trained[name] = kept(name, root, pairs, ship, keep)
            print(f"{name}: trained, {time.monotonic() - began:.0f} s", flush=True)
        for name in names:
            told["profiles"][name] = tried(name, part, root, trained)
            print(f"{name}: tried, {time.monotonic() - began:.0f} s", flush=True)
            print(bar.table(told["profiles"][name]), flush=True)
    told["goals"] = bar.goals(told)
    return told


def main(words: list[str]) -> int:
    """0, or 1 where the bar has dropped."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_mutually_exclusive_group(required=True)
    for name in ("validation", "write", "compare"):
        what.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--profiles", nargs="*", default=list(PROFILES))
    parser.add_argument("--pairs", type=int, default=ceiling.PAIRS, help="labelled pairs the ceiling learns from")
    parser.add_argument("--models", action="store_true", help="write the models learned to models/ as well")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what is learned there, and take it from there")
    chosen = parser.parse_args(words)
    told = run(VALIDATION if chosen.validation else TEST, chosen.profiles, chosen.pairs, chosen.models, chosen.keep)
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
