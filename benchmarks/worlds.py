"""In which world m is learned best from pairs that nobody has solved: the open one of `linkage train`, or a closed one.

    python -m benchmarks.worlds               # writes benchmarks/results/worlds.json

The closed world is the classical one: every pair is true or not by itself, with one share of true pairs among all,
stated or found. It is given the candidates alone, or also a sample of the other pairs, of which each stands for many.
Registers and people are those of benchmarks/training.py; no sum is calibrated, so that m alone is compared.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks.accuracy.field import USED, opened
from benchmarks.accuracy.parts import VALIDATION
from benchmarks.training import OFFICE, PROFILES, figures, some_solved
from linkage.engine.findings import Counts, Findings, Floats, Levels, counts_of, findings_of, weights_of
from linkage.engine.histogram import Histogram, histogram_of
from linkage.engine.learn import Lesson, World, learn, with_m
from linkage.engine.score import score
from linkage.evaluation.others import draw
from linkage.evaluation.truth import read_truth
from linkage.model import Model, load
from linkage.runs.journey import run
from linkage.runs.opened import OpenRun
from linkage.runs.opened import opened as opened_run

RESULT = Path(__file__).parent / "results" / "worlds.json"
LABELS = (0, 30)
ROUNDS = 60
"""Rounds of the closed world, which stands still later."""


@dataclass(frozen=True)
class Closed:
    """Every pair by itself: patterns, how many pairs have each, and the share of them that is true."""

    patterns: Levels
    times: Floats
    share: float
    found: bool
    """Whether the share is found with m, or stays as stated."""

    def learn(self, before: Model, solved: Counts) -> Model:
        """The model after ROUNDS rounds, blended as `linkage train` blends."""
        model, share = before, self.share
        for _ in range(ROUNDS):
            odds = share / (1 - share) * np.exp2(weights_of(self.patterns, USED, model))
            expected = self.times * odds / (1 + odds)
            share = float(expected.sum() / self.times.sum()) if self.found else share
            counts = counts_of(self.patterns, USED, expected)
            model = with_m(before, USED, {name: counts[name] + solved[name] for name in counts})
        return model


def by_itself(*parts: tuple[Histogram, float], share: float) -> Closed:
    """The pairs of histograms, each standing for so many, without their lists."""
    times = [stand_for * np.bincount(h.pattern, h.pairs) for h, stand_for in parts]
    patterns = {e.name: np.concatenate([h.patterns[e.name] for h, _ in parts]) for e in USED}
    return Closed(patterns, np.concatenate(times), share, found=False)


def histograms(con: duckdb.DuckDBPyConnection, file: Path | None) -> tuple[Counts, Histogram, Histogram]:
    """What the solved cases in `file` have shown, and the histograms of candidates and of other pairs without them."""
    cases = f"read_csv('{file}', all_varchar = true)" if file else "truth LIMIT 0"
    con.execute(f"CREATE OR REPLACE TABLE solved AS SELECT missing_id, remains_id FROM {cases}")
    unsolved = "ANTI JOIN solved USING (remains_id)"
    beyond = "ANTI JOIN candidates USING (missing_id, remains_id)"
    return (
        counts_of(findings_of(con, USED, "(FROM truth_scored SEMI JOIN solved USING (remains_id))").levels, USED),
        histogram_of(con, USED, f"(FROM candidates {unsolved})"),
        histogram_of(con, USED, f"(FROM drawn_scored {unsolved} {beyond})"),
    )


def learned(office: OpenRun, file: Path | None) -> dict[str, Model]:
    """The models of all worlds from the candidates of an office's run and the solved cases in `file`."""
    con, before = office.con, office.model
    solved, candidates, others = histograms(con, file)
    sizes = con.execute("SELECT (SELECT count(*) FROM missing), (SELECT count(*) FROM remains)").fetchall()[0]
    world = World(sizes[0], sizes[1], before.overlap)
    rest = (world.missing * world.remains - candidates.pairs.sum()) / others.pairs.sum()
    share = world.in_file / world.missing
    alone, all_ = (by_itself(*p, share=share) for p in (((candidates, 1.0),), ((candidates, 1.0), (others, rest))))
    return {
        "open": learn(Lesson(before, USED, candidates, solved, world))[0],
        "closed, candidates alone, share stated": alone.learn(before, solved),
        "closed, all pairs, share stated": all_.learn(before, solved),
        "closed, all pairs, share found": replace(all_, found=True).learn(before, solved),
    }


def bits_lost(true: Findings, model: Model) -> float:
    """How many bits a true pair weighs less, in the mean, than with the m counted from all true pairs."""
    counts = counts_of(true.levels, USED)
    counted = with_m(model, USED, counts, strength=0.0)
    lost = 0.0
    for evidence in USED:
        ours, best = (m.evidences[evidence.name].levels for m in (model, counted))
        for level, number in zip(evidence.levels, counts[evidence.name], strict=True):
            lost += number * np.log2(best[level.name].m / ours[level.name].m) if number else 0.0
    return round(float(lost) / len(true), 3)


def models(profile: str, folder: Path) -> dict[str, tuple[Model, float]]:
    """The models of all worlds, by the number of solved cases and the world, and the bits that each loses."""
    made, told = OFFICE.invented(profile, folder), {}
    run(made.missing, made.remains, folder / "run")
    with opened_run(folder / "run") as office:
        read_truth(office.con, made.truth)
        score(office.con, USED, office.model, "truth", "truth_scored")
        draw(office, OFFICE.seed)
        true = findings_of(office.con, USED, "truth_scored")
        told["before"] = office.model, bits_lost(true, office.model)
        for labels in LABELS:
            file = some_solved(made, labels, folder, OFFICE.seed)
            for world, model in learned(office, file).items():
                told[f"{world}, {labels} solved"] = model, bits_lost(true, model)
    return told


def tried(profile: str) -> dict[str, Any]:
    """The figures of every model of one profile."""
    with tempfile.TemporaryDirectory() as scratch:
        told = models(profile, Path(scratch))
        made = VALIDATION.invented(profile, Path(scratch))
        with opened(made, load("baseline"), Path(scratch), VALIDATION.seed) as field:
            found = field.findings(field.every())
            return {name: {"bits_lost": lost, **figures(field, found, model)} for name, (model, lost) in told.items()}


def main(names: list[str]) -> None:
    """Learn in every world, try and write the result."""
    told = {name: tried(name) for name in names or PROFILES}
    RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
