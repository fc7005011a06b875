"""The verb `train`: compare two registers, learn from what is known of them, and write a model."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from linkage.engine.calibrate import calibration
from linkage.engine.findings import Findings, counts_of, findings_of, weights_of
from linkage.engine.histogram import histogram_of
from linkage.engine.learn import Lesson, World, learn
from linkage.engine.score import score
from linkage.errors import InputRejected, UsageError
from linkage.evaluation.others import draw
from linkage.evaluation.truth import check_truth, read_truth
from linkage.evaluation.values import Truth
from linkage.model import Calibration, Model, load, to_json
from linkage.runs.comparing import Files
from linkage.runs.journey import run
from linkage.runs.judged import confirmed_in
from linkage.runs.opened import OpenRun, opened
from linkage.runs.progress import Progress, silent
from linkage.runs.settings import read_settings
from linkage.training.card import card

FOLDS = 5
"""Solved cases are calibrated by a model that has learned from the other four fifths."""


@dataclass(frozen=True)
class Trained:
    """A model and where it lies; the solved cases it learned from, and the true pairs expected among the others.

    `truth` tells what became of the rows of solved cases; None where there was no file of them.
    """

    model: Model
    folder: Path
    solved: int
    expected: float
    truth: Truth | None

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {
            "model": self.model.name, "folder": str(self.folder), "solved": self.solved, "expected": self.expected,
            "calibrated": bool(self.model.calibration), "truth": asdict(self.truth) if self.truth else None,
        }  # fmt: skip


def train(
    missing: Files,
    remains: Files,
    out: str | Path,
    *,
    truth: str | Path | None = None,
    judgements: str | Path | None = None,
    model: str | None = None,
    config: str | Path | None = None,
    seed: int | None = None,
    memory: str | None = None,
    progress: Progress = silent,
) -> Trained:
    """Learn from two registers, and from solved cases, and write the model folder `out`.

    Solved cases are the pairs in the file `truth`, or those that stand confirmed in the store
    `judgements`; pairs that stand excluded there are not learned from.

    u is measured on the registers; m is learned from the solved cases (columns missing_id,
    remains_id) and by expectation-maximisation from the other candidates, blended with the model
    that was there before; with solved cases the sum of weights is calibrated. Raises InputRejected
    when a file cannot be used or `out` is there already, UsageError and NoRoom as `run` does.
    """
    folder = Path(out)
    if folder.exists():
        raise InputRejected(f"{folder} exists already. A model is never changed: choose another --out.")
    chosen = read_settings(Path(config) if config else None, model=model).model
    with tempfile.TemporaryDirectory(prefix="linkage-") as scratch:
        compared = Path(scratch) / "run"
        known = _known(truth, judgements, Path(scratch))
        run(
            missing, remains, compared, config=config, model=model, seed=seed, memory=memory, judgements=judgements,
            progress=progress,
        )  # fmt: skip
        with opened(compared) as open_run:
            trained = trained_on(open_run, load(chosen), folder, known)
    folder.mkdir(parents=True)
    (folder / "model.json").write_text(to_json(trained.model), encoding="utf-8")
    (folder / "README.md").write_text(card(trained.model, date.today()), encoding="utf-8")
    return trained


def _known(truth: str | Path | None, judgements: str | Path | None, scratch: Path) -> str | Path | None:
    """The file of the solved cases: the one given, or one made of the pairs that stand confirmed in the store."""
    if judgements is None:
        if truth is not None:
            check_truth(Path(truth))
        return truth
    if truth is not None:
        raise UsageError("Solved cases come from --truth or from --judgements, not from both.")
    confirmed = confirmed_in(judgements)
    if not confirmed:
        return None
    with (scratch / "confirmed.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("missing_id", "remains_id"), *confirmed])
    return scratch / "confirmed.csv"


def trained_on(run: OpenRun, before: Model, folder: Path, file: str | Path | None) -> Trained:
    """What a run of two registers and the file of its solved cases teach the model `before`; nothing is written."""
    truth = read_truth(run.con, Path(file)) if file else None
    solved = _solved(run, truth)
    world = World(_size(run, "missing"), _size(run, "remains"), run.model.overlap)
    known = "" if truth is None else " ANTI JOIN truth USING (remains_id)"
    candidates = histogram_of(run.con, run.evidences, f"(SELECT * FROM candidates{known})")
    because = f"blended with {len(solved)} solved cases and the candidates of the registers at hand"
    counts = counts_of(solved.levels, run.evidences)
    lesson = Lesson(run.model, run.evidences, candidates, counts, world, because)
    model, expected = learn(lesson)
    curve = _calibration(run, model, lesson, solved) if len(solved) else ()
    notes = {
        "before": before.name, "missing": world.missing, "remains": world.remains, "solved": len(solved),
        "expected": round(expected, 1), "seed": run.facts["settings"]["seed"], "engine": run.facts["engine"],
    }  # fmt: skip
    untouched = {name: numbers for name, numbers in before.evidences.items() if name not in model.evidences}
    named = replace(
        model, name=folder.name, notes=notes, calibration=curve, evidences=untouched | dict(model.evidences)
    )
    return Trained(named, folder, len(solved), expected, truth)


def _size(run: OpenRun, side: str) -> int:
    return int(run.con.execute(f"SELECT count(*) FROM {side}").fetchall()[0][0])


def _solved(run: OpenRun, truth: Truth | None) -> Findings:
    """The findings of the solved cases; none without a file of them."""
    if truth is None:
        return findings_of(run.con, run.evidences, "(SELECT * FROM candidates LIMIT 0)")
    if not truth.pairs:
        raise InputRejected("None of the solved cases is in the two registers; are the ids theirs?")
    score(run.con, run.evidences, run.model, "truth", "truth_scored")
    return findings_of(run.con, run.evidences, "truth_scored")


def _calibration(run: OpenRun, model: Model, lesson: Lesson, solved: Findings) -> Calibration:
    """The curve from solved cases, each weighed by a model that has not seen its person, and from random pairs."""
    draw(run, int(run.facts["settings"]["seed"]))
    strangers = findings_of(run.con, run.evidences, "(SELECT * FROM drawn_scored ANTI JOIN truth USING (remains_id))")
    persons = dict(run.con.execute("SELECT id, person FROM remains_person").fetchall())
    fold = np.unique([persons[r] for r in solved.remains], return_inverse=True)[1] % FOLDS
    weights = np.zeros(len(solved))
    for held in range(FOLDS):
        seen = counts_of(solved.only(fold != held).levels, run.evidences)
        others, _ = learn(replace(lesson, solved=seen))
        weights[fold == held] = weights_of(solved.only(fold == held).levels, run.evidences, others)
    return calibration(weights, weights_of(strangers.levels, run.evidences, model))
