"""What `linkage train` makes of 0, 30, 300 and 3,000 solved cases of one office, tried on the validation part.

    python -m benchmarks.training              # writes benchmarks/results/training.json
    python -m benchmarks.manual                # writes docs/reference/accuracy.md from it

With no solved case m is learned by expectation-maximisation alone.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy.field import Field, opened, weights
from benchmarks.accuracy.figures import places, recalls, weighing, worth
from benchmarks.accuracy.parts import VALIDATION, Part
from linkage.invent import Invented
from linkage.model import Model, load
from linkage.runs.journey import run
from linkage.runs.opened import opened as opened_run
from linkage.training.training import trained_on

RESULT = Path(__file__).parent / "results" / "training.json"
OFFICE = replace(VALIDATION, name="office", seed=VALIDATION.seed + 10, missing=9_000, remains=5_200)
"""Registers with more than 3,000 true pairs; other people than those it is tried on."""

LABELS = (0, 30, 300, 3_000)
PROFILES = ("border", "mediterranean")
"""The hardest two."""

Findings = dict[str, Any]


def some_solved(made: Invented, labels: int, folder: Path, seed: int) -> Path | None:
    """A file of so many true pairs, drawn at random; none for none."""
    if not labels:
        return None
    with made.truth.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    drawn = np.random.default_rng(seed).permutation(len(rows))[:labels]
    with (folder / f"solved-{labels}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(rows[row] for row in drawn)])
    return folder / f"solved-{labels}.csv"


def trained(profile: str, office: Part, folder: Path) -> dict[str, tuple[Model, float | None]]:
    """The models by number of solved cases (`none`: untrained), and the true pairs expected among the candidates."""
    made = office.invented(profile, folder)
    run(made.missing, made.remains, folder / "run")
    models: dict[str, tuple[Model, float | None]] = {"none": (load("baseline"), None)}
    for labels in LABELS:
        solved = some_solved(made, labels, folder, office.seed)
        with opened_run(folder / "run") as compared:
            told = trained_on(compared, load("baseline"), folder / str(labels), solved)
        models[str(labels)] = told.model, round(told.expected, 1)
        print(f"{profile}: {labels} solved cases, {told.expected:.0f} expected", flush=True)
    return models


def figures(field: Field, found: Findings, model: Model) -> dict[str, Any]:
    """Recall, and what the weights are worth as the model states them."""
    sums = weights(found, field.measured(model)).sum(1)
    stated = worth(sums, model.calibration) if model.calibration else sums
    recall = recalls(places(field, sums), VALIDATION.seed)["remains"]
    return {"recall": recall, **weighing(field, stated, VALIDATION.seed)}


def tried(profile: str, office: Part, part: Part) -> dict[str, Any]:
    """The figures of every model of one profile."""
    with tempfile.TemporaryDirectory() as scratch:
        models = trained(profile, office, Path(scratch))
        made = part.invented(profile, Path(scratch))
        with opened(made, load("baseline"), Path(scratch), part.seed) as field:
            found = field.findings(field.every())
            return {
                labels: {"expected": expected, **figures(field, found, model)}
                for labels, (model, expected) in models.items()
            }


def main(names: list[str]) -> None:
    """Train, try and write the result."""
    told = {"office": OFFICE.__dict__, "part": VALIDATION.__dict__, "profiles": {}}
    told["profiles"] = {name: tried(name, OFFICE, VALIDATION) for name in names or PROFILES}
    RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
