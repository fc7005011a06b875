"""The benchmark of accuracy: the arithmetic of its rivals and its bar, worked by hand; frozen results and models."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.accuracy import bar, cards, page
from benchmarks.accuracy.field import USED, Field
from benchmarks.accuracy.figures import places
from benchmarks.accuracy.parts import PROFILES, REGISTERS, TEST, TRAINING, VALIDATION, solved
from benchmarks.rivals import ceiling, likelihood_ratios
from benchmarks.training import OFFICE
from benchmarks.worlds import bits_lost
from linkage.config import folder
from linkage.engine.findings import Findings, counts_of
from linkage.engine.learn import with_m
from linkage.engine.measure import Counted
from linkage.errors import ModelMismatch
from linkage.evidence import EVIDENCES
from linkage.evidence.sex import SEX
from linkage.model import load

RESULT = Path(__file__).parents[1] / "benchmarks" / "results" / "accuracy.json"
needs_result = pytest.mark.skipif(not RESULT.is_file(), reason="python -m benchmarks.accuracy --write has not been run")


def test_no_part_shares_its_seed_or_its_noise_with_another() -> None:
    parts = [*REGISTERS, VALIDATION, OFFICE, TEST, *(solved(part) for part in (VALIDATION, TEST))]
    assert len({part.seed for part in parts}) == len(parts)
    assert len({part.noise for part in (TRAINING, VALIDATION, TEST)}) == 3
    assert {part.noise for part in REGISTERS} == {TRAINING.noise}


def test_a_true_record_that_ties_counts_as_its_share() -> None:
    scores = np.array([5.0, 1.0, 5.0, 0.0, 2.0, 2.0])  # two remains, three missing persons
    field = Field(None, 3, 2, np.array([2, 4]), Counted({}, {}, (3, 2)))  # type: ignore[arg-type]  # nothing is read
    found = places(field, scores)
    assert found.rank["remains"].tolist() == [1, 1]
    assert found.ties["remains"].tolist() == [2, 2]
    assert found.hits("remains", 1).tolist() == [0.5, 0.5]
    assert found.hits("missing", 1).tolist() == [1, 1]


def test_the_published_ratio_of_sex_is_the_published_one() -> None:
    """mispitools: error 0.05; where half of all pairs agree, agreement is worth log2(0.95 / 0.5)."""
    bits = likelihood_ratios._yes_or_no(np.array([1.0, 0.0, np.nan]))
    assert bits == pytest.approx([np.log2(0.95 / 0.5), np.log2(0.05 / 0.5), 0])


def test_birth_dates_within_a_month_speak_for_a_pair_and_years_apart_against() -> None:
    apart = np.r_[np.zeros(1), np.full(1, 4000.0), np.linspace(-9000, 9000, 400)]
    near, far = likelihood_ratios._birth(apart)[:2]
    assert near > 3 > 0 > far


def test_hair_of_the_same_colour_speaks_for_a_pair_the_more_the_rarer() -> None:
    told = np.array([0.0, 3.0, 0.0] + [0.0] * 50)
    seen = np.array([0.0, 3.0, 3.0] + [0.0] * 50)
    black, red, confused = likelihood_ratios._hair(told, seen)[:3]
    assert red > black > 0 > confused


def test_the_ceiling_weighs_true_pairs_and_others_the_same_and_so_states_likelihood_ratios() -> None:
    """A column by which a true pair is 8 times as likely to be 1: worth 3 bits, however rare true pairs are."""
    rng = np.random.default_rng(1)
    registers = []
    for true in (np.arange(20_000) < 400, np.arange(20_000) < 200):
        told = rng.random(20_000) < np.where(true, 0.8, 0.1)
        columns = np.column_stack([told, np.full(20_000, np.nan)]).astype(np.float32)
        registers.append(ceiling.Labelled(columns, true))
    learned = ceiling.train(registers, seed=1)
    assert (learned.pairs, learned.true_pairs) == (40_000, 600)
    agrees, differs = learned.bits(np.array([[1, np.nan], [0, np.nan]], np.float32))
    assert agrees == pytest.approx(3, abs=0.3)
    assert differs == pytest.approx(np.log2(0.2 / 0.9), abs=0.4)


def figures(recall: float, cllr: float, ece: float = 0.01) -> dict[str, Any]:
    by_k = {str(k): [recall, recall, recall] for k in (1, 5, 10, 25, 50, 100)}
    return {"recall": {"remains": by_k, "missing": by_k}, "cllr": [cllr], "cllr_min": [cllr], "ece_even": [ece]}


def told(ours: float, cllr: float) -> dict[str, Any]:
    rivals = {name: figures(0.5, 0.9) for name in bar.RIVALS}
    return {"profiles": {"border": {"rivals": {"ours": figures(ours, cllr), "ceiling": figures(0.9, 0.2), **rivals}}}}


def test_goals_are_told_met_or_missed() -> None:
    assert all(goal["met"] for goal in bar.goals(told(0.88, 0.24)))
    missed = [goal["goal"] for goal in bar.goals(told(0.5, 0.26)) if not goal["met"]]
    assert len(missed) == 5
    assert "border: above splink_stock at every k" in missed


def test_the_bar_drops_with_recall_and_with_cost() -> None:
    frozen = told(0.88, 0.24)
    assert bar.dropped(frozen, told(0.875, 0.245)) == []
    assert len(bar.dropped(frozen, told(0.80, 0.24))) == 12
    assert bar.dropped(frozen, told(0.9, 0.30)) == ["border: Cllr rose from 0.240 to 0.300"]


@pytest.mark.parametrize("name", [name for name in PROFILES if (folder("models") / name).is_dir()])
def test_the_shipped_models_are_those_of_this_evidence(name: str) -> None:
    try:
        model = load(name)
        model.check(EVIDENCES)
    except ModelMismatch as error:
        pytest.fail(
            f"{error}\nThe evidence has changed since models/{name} was trained: python -m benchmarks.train_models"
        )
    assert len(model.calibration) > 2
    assert model.notes["profile"] == name


@needs_result
def test_the_frozen_results_are_of_the_test_part_and_of_every_profile() -> None:
    frozen = json.loads(RESULT.read_text(encoding="utf-8"))
    assert frozen["part"]["seed"] == TEST.seed
    assert set(frozen["profiles"]) == set(PROFILES)
    assert frozen["goals"] == bar.goals(frozen)


@needs_result
@pytest.mark.parametrize("name", PROFILES)
def test_the_card_of_each_model_has_the_frozen_figures(name: str) -> None:
    written = (folder("models") / name / "README.md").read_text(encoding="utf-8")
    assert written == cards.card(name), "python -m benchmarks.manual"
    assert f"Trained on {load(name).notes['trained']}" in written


@needs_result
def test_the_card_of_baseline_and_the_readme_have_the_frozen_figures() -> None:
    for path, write in (
        (folder("models") / "baseline" / "README.md", cards.of_baseline),
        (cards.README, page.readme),
    ):
        written = path.read_text(encoding="utf-8")
        assert written == write(written), "python -m benchmarks.manual"


def test_m_that_is_off_loses_bits_and_counted_m_loses_none() -> None:
    """Of four true pairs one differs; a model that thinks as many do as not gives three pairs too little."""
    differs = next(n for n, level in enumerate(SEX.levels) if level.name == "differs_fresh")
    agrees = next(n for n, level in enumerate(SEX.levels) if level.name == "agrees_fresh")
    nothing = np.full(4, -1, np.int16)
    levels = {e.name: nothing for e in USED} | {"sex": np.array([agrees, agrees, agrees, differs], np.int16)}
    ids = np.array(["a", "b", "c", "d"], object)
    true, model = Findings(ids, ids, levels), load("baseline")
    counted = with_m(model, USED, counts_of(levels, USED), strength=0.0)
    even = with_m(model, [SEX], {"sex": np.bincount([agrees, differs], minlength=len(SEX.levels))}, strength=0.0)
    assert bits_lost(true, counted) == 0
    assert bits_lost(true, even) == pytest.approx((3 * math.log2(0.75 / 0.5) + math.log2(0.25 / 0.5)) / 4, abs=0.001)
