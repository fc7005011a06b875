"""What everybody learns on the training part."""

from __future__ import annotations

import pickle
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy.field import Field, opened
from benchmarks.accuracy.parts import REGISTERS, TRAINING, Part
from benchmarks.rivals import ceiling, stock_splink
from benchmarks.train_models import learned, together, true_findings
from benchmarks.train_models import write as write_model
from linkage.engine.findings import Findings
from linkage.model import Model, load


@dataclass(frozen=True)
class Trained:
    """What was learned on the training part of one profile."""

    model: Model
    true: Findings
    ceiling: ceiling.Ceiling
    stock: dict[str, Any]


def train(profile: str, root: Path, ship: bool) -> Trained:
    """We and the ceiling learn on all registers of the training part; stock Splink on the first of them."""
    others = [_told(profile, part, root) for part in REGISTERS[1:]]
    more = together(true for true, _ in others)
    with _opened(profile, TRAINING, root) as field:
        true, pairs = _told_by(field, TRAINING.seed)
        model, stock = learned(field, more, profile), stock_splink.train(field)
    if ship:
        write_model(model)
    boosted = ceiling.train([pairs, *(pairs for _, pairs in others)], TRAINING.seed)
    return Trained(model, true + more, boosted, stock)


def _told(profile: str, part: Part, root: Path) -> tuple[Findings, ceiling.Labelled]:
    with _opened(profile, part, root) as field:
        return _told_by(field, part.seed)


def _told_by(field: Field, seed: int) -> tuple[Findings, ceiling.Labelled]:
    """What the true pairs of some registers have shown, and their labelled pairs."""
    return true_findings(field), ceiling.labelled(field, field.measured(load("baseline")), seed)


def _opened(profile: str, part: Part, root: Path) -> AbstractContextManager[Field]:
    return opened(part.invented(profile, root), load("baseline"), root, part.seed)


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
