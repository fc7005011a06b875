"""The ceiling: gradient boosting on a million labelled pairs of the training part.

Its columns are our weights and findings and the raw values beside them, so that it may learn all that we know and
how it hangs together. No office has so many labels: it shows what the records could give at most.

How it learns was chosen on the validation part (docs/decisions/the-ceiling.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.field import USED, Field, weights
from linkage.model import Model

DRAWN = 170_000
"""Random pairs of each register of the training part: a million in all, with the true ones, without those drawn twice."""

CODES = ("sex", "hair", "eyes", "condition_class", "name_basis_class")


def _km(a: str, b: str) -> str:
    return f"6371 * sqrt({' + '.join(f'pow({a}_{c}_l - {b}_{c}_r, 2)' for c in 'xyz')})"


RAW = (
    "date_diff('day', contact_low_l, found_low_r)", "date_diff('day', contact_high_l, died_high_r)",
    "date_diff('day', contact_low_l, died_low_r)", "date_diff('day', died_low_r, died_high_r)", "pmi_high_days_r",
    "age_then_low_l", "age_found_low_r", "age_found_high_r", "age_then_low_l - age_found_low_r", "age_found_high_r - age_then_high_l",
    "age_width_r", _km("last_contact_place", "place"), "last_contact_place_radius_km_l", "place_radius_km_r",
    _km("way_start", "place"), _km("home1", "place"),
    "stature_low_cm_l - stature_low_cm_r", "stature_high_cm_l - stature_high_cm_r", "stature_low_cm_r", "stature_low_cm_l",
    "weight_low_kg_l - weight_low_kg_r", "weight_low_kg_l", "len(marks_l)", "len(marks_r)", "len(belongings_l)", "len(belongings_r)",
    "len(name_tokens_r)", "len(list_intersect(name_tokens_l, name_tokens_r))", "len(list_intersect(name_sounds_l, name_sounds_r))",
    "len(list_intersect(marks_keys_l, marks_keys_r))", "len(list_intersect(belongings_keys_l, belongings_keys_r))",
    "list_sum(list_transform(list_intersect(belongings_keys_l, belongings_keys_r), lambda x: belongings_keys_bits_l[x]))",
    "list_sum(list_transform(list_intersect(marks_keys_l, marks_keys_r), lambda x: marks_keys_bits_l[x]))",
    "list_sum(list_transform(list_intersect(name_tokens_l, name_tokens_r), lambda x: name_bits_l[x]))",
    *(f"hash({code}_{side}) % 1000" for code in CODES for side in "lr" if (code, side) not in (("condition_class", "l"), ("name_basis_class", "l"))),
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """The columns of pairs, and which of them are true."""

    columns: npt.NDArray[np.float32]
    true: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ceiling:
    """A trained booster, the columns that hold anything, and how many pairs and true ones it has learned from."""

    booster: Any
    filled: npt.NDArray[np.bool_]
    pairs: int
    true_pairs: int

    def bits(self, columns: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The weight of each pair, in bits: the true ones it learned from weighed as much as the others."""
        return np.asarray(self.booster.decision_function(columns[:, self.filled]) / np.log(2), np.float64)


def columns(
    field: Field, model: Model, pairs: npt.NDArray[np.int64], found: dict[str, npt.NDArray[np.int16]]
) -> npt.NDArray[np.float32]:
    """Findings, weights, their sum and raw values of each pair."""
    bits = weights(found, model)
    known = np.column_stack([found[evidence.name] for evidence in USED]).astype(np.float32)
    return np.column_stack([known, bits, bits.sum(1), field.numbers(RAW, pairs)]).astype(np.float32)


def labelled(field: Field, model: Model, seed: int) -> Labelled:
    """Every true pair of the registers, and random ones."""
    drawn = np.random.default_rng(seed).integers(field.missing * field.remains, size=DRAWN)
    pairs = np.r_[field.true, np.setdiff1d(drawn, field.true)]
    return Labelled(columns(field, model, pairs, field.findings(pairs)), np.arange(len(pairs)) < len(field.true))


def train(registers: Iterable[Labelled], seed: int) -> Ceiling:
    """Learn from the labelled pairs of all registers; true pairs and others weigh the same in all."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    every = list(registers)
    x, true = np.concatenate([one.columns for one in every]), np.concatenate([one.true for one in every])
    filled = np.isfinite(x).any(0)
    booster = HistGradientBoostingClassifier(
        max_iter=200,
        learning_rate=0.08,
        max_leaf_nodes=15,
        min_samples_leaf=40,
        l2_regularization=1.0,
        random_state=seed,
    ).fit(x[:, filled], true, sample_weight=0.5 / np.where(true, true.mean(), 1 - true.mean()))
    return Ceiling(booster, filled, len(true), int(true.sum()))
