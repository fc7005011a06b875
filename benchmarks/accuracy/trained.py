"""What everybody learns on the training part."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy.field import opened
from benchmarks.accuracy.parts import TRAINING
from benchmarks.rivals import ceiling, stock_splink
from benchmarks.train_models import learned, true_findings
from benchmarks.train_models import write as write_model
from linkage.engine.learn import Findings
from linkage.model import Model, load


@dataclass(frozen=True)
class Trained:
    """What was learned on the training part of one profile."""

    model: Model
    true: Findings
    ceiling: ceiling.Ceiling
    stock: dict[str, Any]


def train(profile: str, root: Path, pairs: int, ship: bool) -> Trained:
    """Everybody learns on the same registers."""
    before = load("baseline")
    with opened(TRAINING.invented(profile, root), before, root, TRAINING.seed) as field:
        model = learned(field, profile)
        if ship:
            write_model(model)
        boosted = ceiling.train(field, field.measured(before), TRAINING.seed, pairs)
        return Trained(model, true_findings(field), boosted, stock_splink.train(field))


def kept(profile: str, root: Path, pairs: int, ship: bool, keep: Path | None) -> Trained:
    """What `train` gives, taken from the folder `keep` where it lies there already."""
    path = keep / f"{profile}.pickle" if keep else None
    if path and path.is_file():
        found: Trained = pickle.loads(path.read_bytes())  # noqa: S301  written by the lines below
        return found
    trained = train(profile, root, pairs, ship)
    if path:
        path.write_bytes(pickle.dumps(trained))
    return trained
