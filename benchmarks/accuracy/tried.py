"""Every rival on the registers of one profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy.field import USED, Array, Field, opened, weights
from benchmarks.accuracy.figures import ahead, figures_of, places, weighing, worth
from benchmarks.accuracy.parts import SOLVED, Part, solved
from benchmarks.accuracy.trained import Trained
from benchmarks.rivals import ceiling, hard_filters, likelihood_ratios, stock_splink
from linkage.engine.findings import counts_of
from linkage.engine.learn import with_m
from linkage.model import Model, load

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
    others = [counts_of(trained[name].true.levels, USED) for name in trained if name != profile]
    counted = {e.name: sum(counts[e.name] for counts in others) for e in USED}
    held_out = with_m(load("baseline"), USED, counted) if others else load("baseline")

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
    entered, mine = rivals(profile, trained), trained[profile].ceiling
    solved_cases = scores(profile, solved(part), root, entered)
    with opened(part.invented(profile, root), load("baseline"), root, part.seed) as field:
        pairs = field.every()
        found = field.findings(pairs)
        told: dict[str, Any] = {
            "missing": field.missing, "remains": field.remains, "true_pairs": len(field.true),
            "ceiling_learned": {"pairs": mine.pairs, "true_pairs": mine.true_pairs},
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
