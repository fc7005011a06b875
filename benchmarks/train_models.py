"""Trains models/border, models/mexico, models/mediterranean and models/us on the training part of the benchmark.

    python -m benchmarks.train_models            # all of them
    python -m benchmarks.train_models border     # one

Run it whenever evidence has changed: a model refuses other evidence than it was trained for. The card of each is
written by `python -m benchmarks.manual` from the frozen results.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np

from benchmarks.accuracy.field import USED, Field, opened
from benchmarks.accuracy.parts import PROFILES, REGISTERS, TRAINING, Part
from linkage.config import folder
from linkage.engine.calibrate import calibration
from linkage.engine.findings import Findings, counts_of, weights_of
from linkage.engine.learn import with_m
from linkage.evidence import EVIDENCES
from linkage.model import Calibration, Model, load, to_json

FOLDS = 5
STRANGERS = 100_000
SAME = "as in `baseline`"
BECAUSE = "counted on invented true pairs, blended with 30 pairs' worth of `baseline`, where its source stands"


def true_findings(field: Field) -> Findings:
    """What the true pairs of the registers have shown; the remains are known by their numbers."""
    pairs = field.true
    return Findings(
        (pairs % field.missing).astype(object), (pairs // field.missing).astype(object), field.findings(pairs)
    )


def together(registers: Iterable[Findings]) -> Findings:
    """The findings of several registers as one."""
    return reduce(add, registers)


def learned(field: Field, more: Findings, name: str) -> Model:
    """The model of one part of the world: m from its true pairs, and the sum calibrated on pairs held out.

    `field` holds the first registers of the training part, `more` what the true pairs of the others have shown.
    """
    before, true = load("baseline"), true_findings(field)
    model = with_m(before, USED, counts_of((true + more).levels, USED))
    notes = {
        "before": before.name, "profile": name, "missing": field.missing, "remains": field.remains,
        "registers": len(REGISTERS), "solved": len(true + more), "seed": TRAINING.seed, "noise": TRAINING.noise,
        "trained": date.today().isoformat(),
    }  # fmt: skip
    curve = held_out_calibration(field, true, more, model)
    return _small(replace(model, name=name, calibration=curve, notes=notes), before)


def held_out_calibration(field: Field, true: Findings, more: Findings, model: Model) -> Calibration:
    """The curve from true pairs, each weighed by a model that has not seen its remains, and from random pairs."""
    rng = np.random.default_rng(TRAINING.seed)
    drawn = np.setdiff1d(rng.integers(field.missing * field.remains, size=STRANGERS), field.true)
    strangers = Findings(drawn.astype(object), drawn.astype(object), field.findings(drawn))
    fold = np.unique(true.remains.astype(int), return_inverse=True)[1] % FOLDS
    sums = np.zeros(len(true))
    for held in range(FOLDS):
        seen = counts_of((true.only(fold != held) + more).levels, USED)
        others = field.measured(with_m(load("baseline"), USED, seen))
        sums[fold == held] = weights_of(true.only(fold == held).levels, USED, others)
    return calibration(sums, weights_of(strangers.levels, USED, field.measured(model)))


def _small(model: Model, before: Model) -> Model:
    """The same numbers; where those of `baseline` come from stands in `baseline` alone."""
    evidences = {}
    for name, numbers in model.evidences.items():
        levels = {
            key: replace(level, because=_source(level.m, before.evidences[name].levels[key].m), u_because=SAME)
            for key, level in numbers.levels.items()
        }
        evidences[name] = replace(numbers, levels=levels)
    return replace(model, evidences=evidences)


def _source(m: float, before: float) -> str:
    return SAME if m == before else BECAUSE


def _solved(name: str, part: Part, scratch: Path) -> Findings:
    with opened(part.invented(name, scratch), load("baseline"), scratch, part.seed) as field:
        return true_findings(field)


def write(model: Model) -> None:
    """Write the numbers of a model; its card is written with the other pages."""
    out = folder("models") / model.name
    out.mkdir(exist_ok=True)
    (out / "model.json").write_text(to_json(model), encoding="utf-8")


def main(names: list[str]) -> None:
    """Train and write the models of these profiles."""
    for name in names or PROFILES:
        with tempfile.TemporaryDirectory() as scratch:
            more = together(_solved(name, part, Path(scratch)) for part in REGISTERS[1:])
            with opened(
                TRAINING.invented(name, Path(scratch)), load("baseline"), Path(scratch), TRAINING.seed
            ) as field:
                model = learned(field, more, name)
        model.check(EVIDENCES)
        write(model)
        print(f"models/{name}: {model.notes['solved']} true pairs")


if __name__ == "__main__":
    main(sys.argv[1:])
