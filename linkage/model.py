"""A model: the learned numbers of every level, and what they were learned from.

A model is a folder in `models/` with `model.json` (versioned) and a card, `README.md`. It refuses
to load against other evidence than it was made for. The numbers of `baseline` come from the
literature named beside each level in `linkage/evidence/`; training replaces them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from linkage.config import folder
from linkage.errors import ModelMismatch, UsageError
from linkage.evidence import Evidence

FORMAT = 1

OVERLAP = 0.044
"""Share of the remains whose person is in the missing file, when nothing better is known.

Source: Colombia 2010, 440 of 9,965 bodies identified by prints were in the register of the
disappeared (verdadabierta.com, article 4639).
"""


Calibration = tuple[tuple[float, float], ...]
"""A rising curve from a sum of weights to what it has been worth, both in bits; () where nobody has measured it."""


@dataclass(frozen=True)
class LevelNumbers:
    """m and u of one level, within its group, and where each comes from."""

    m: float
    u: float
    because: str
    u_because: str = ""

    @property
    def bits(self) -> float:
        """The weight of the level: log2(m / u)."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True)
class EvidenceNumbers:
    """The numbers of all levels of one evidence, by level name, and the evidence's fingerprint."""

    fingerprint: str
    levels: Mapping[str, LevelNumbers]


TRAIN_AGAIN = "Train it again: linkage train, or use the model of this version."


@dataclass(frozen=True)
class Model:
    """Learned numbers. Immutable: training and measuring give a new one."""

    name: str
    evidences: Mapping[str, EvidenceNumbers]
    overlap: float = OVERLAP
    calibration: Calibration = ()
    notes: Mapping[str, Any] = field(default_factory=dict)

    def bits(self, evidence: str, level: str) -> float:
        """The weight of a level in bits."""
        return self.evidences[evidence].levels[level].bits

    def prior_probability(self, missing: int, remains: int) -> float:
        """The chance that a pair taken at random is a true pair.

        With `overlap` of the remains in the file, overlap * remains true pairs are expected among
        missing * remains pairs (at most one for each missing person).
        """
        expected = self.overlap * min(missing, remains)
        return expected / max(missing * remains, 1) or 1e-12

    def prior_bits(self, missing: int, remains: int) -> float:
        """The prior as log2 odds: what a pair weighs before anything is compared."""
        probability = self.prior_probability(missing, remains)
        return math.log2(probability / (1 - probability))

    def with_u(self, measured: Mapping[str, Mapping[str, float]], because: str) -> Model:
        """The same model with u replaced by what was measured, where it was."""
        evidences = {
            name: replace(
                numbers,
                levels={
                    level: replace(n, u=measured[name][level], u_because=because)
                    if level in measured.get(name, {})
                    else n
                    for level, n in numbers.levels.items()
                },
            )
            for name, numbers in self.evidences.items()
        }
        return replace(self, evidences=evidences)

    def check(self, evidences: Iterable[Evidence], remedy: str = TRAIN_AGAIN) -> None:
        """Raise ModelMismatch, with what to do, unless the model was made for exactly these evidences' levels."""
        for evidence in evidences:
            numbers = self.evidences.get(evidence.name)
            if numbers is None or numbers.fingerprint != evidence.fingerprint():
                raise ModelMismatch(
                    f"Model '{self.name}' was made for another version of the evidence '{evidence.name}'. {remedy}"
                )


def from_evidence(name: str, evidences: Iterable[Evidence]) -> Model:
    """The model that the literature gives: m and u as they stand beside each level."""
    return Model(
        name=name,
        evidences={
            evidence.name: EvidenceNumbers(
                evidence.fingerprint(),
                {lv.name: LevelNumbers(lv.m, lv.u, lv.because, lv.because) for lv in evidence.levels},
            )
            for evidence in evidences
        },
    )


def load(name_or_path: str) -> Model:
    """A model by its name in `models/`, or by the path of its folder or file."""
    path = Path(name_or_path)
    if not path.exists():
        path = folder("models") / name_or_path
    if path.is_dir():
        path = path / "model.json"
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in folder("models").glob("*/model.json")))
        raise UsageError(f"No model '{name_or_path}'. There are: {known}.")
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: not a model of this engine ({error}).") from None


def from_json(text: str) -> Model:
    """Read what `to_json` wrote."""
    data = json.loads(text)
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']}, expected {FORMAT}")
    return Model(
        name=data["name"],
        overlap=data["overlap"],
        calibration=tuple((float(a), float(b)) for a, b in data["calibration"]),
        notes=data["notes"],
        evidences={
            name: EvidenceNumbers(
                numbers["fingerprint"],
                {level: LevelNumbers(**n) for level, n in numbers["levels"].items()},
            )
            for name, numbers in data["evidences"].items()
        },
    )


def to_json(model: Model) -> str:
    """The model as text, the same bytes for the same numbers."""
    data = {
        "format": FORMAT,
        "name": model.name,
        "overlap": model.overlap,
        "calibration": [list(knot) for knot in model.calibration],
        "notes": dict(model.notes),
        "evidences": {
            name: {
                "fingerprint": numbers.fingerprint,
                "levels": {level: n.__dict__ for level, n in numbers.levels.items()},
            }
            for name, numbers in model.evidences.items()
        },
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
