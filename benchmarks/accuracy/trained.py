"""What everybody learns on the training part."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy.field import opened
from benchmarks.accuracy.parts import REGISTERS, TRAINING
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


def train(profile: str, root: Path, ship: bool) -> Trained:
    """Everybody learns on the same registers; the ceiling on more of their kind."""
    before = load("baseline")
    with opened(TRAINING.invented(profile, root), before, root, TRAINING.seed) as field:
        model, true, stock = learned(field, profile), true_findings(field), stock_splink.train(field)
    if ship:
        write_model(model)
    return Trained(model, true, ceiling.train(_labelled(profile, root), TRAINING.seed), stock)


def _labelled(profile: str, root: Path) -> Iterator[ceiling.Labelled]:
    """Labelled pairs of every register of the training part."""
    before = load("baseline")
    for part in REGISTERS:
        with opened(part.invented(profile, root), before, root, part.seed) as field:
            yield ceiling.labelled(field, field.measured(before), part.seed)


def kept(profile: str, root: Path, ship: bool, keep: Path | None) -> Trained:
    """What `train` gives, taken from the folder `keep` where it lies there already."""
    path = keep / f"{profile}.pickle" if keep else None
    if path and path.is_file():
        found: Trained = pickle.loads(path.read_bytes())  # noqa: S301  written by the lines below
        return found
    trained = train(profile, root, ship)
    if path:
        path.write_bytes(pickle.dumps(trained))
    return trained
