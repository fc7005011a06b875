"""Training on small invented registers."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from stores import CARLA, DARIO, judge

from linkage.errors import InputRejected, UsageError
from linkage.evidence import EVIDENCES
from linkage.invent import Invented, invent
from linkage.judgements import open_store
from linkage.model import load
from linkage.training import Trained, train, training
from linkage.training.summary import describe


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return invent(tmp_path_factory.mktemp("made"), missing=120, remains=60, overlap=0.5, seed=9)


@pytest.fixture(scope="module")
def trained(made: Invented, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return train(made.missing, made.remains, tmp_path_factory.mktemp("models") / "office", truth=made.truth)


def test_a_trained_model_loads_again_and_says_what_it_learned_from(trained: Trained, made: Invented) -> None:
    model = load(str(trained.folder))
    model.check(EVIDENCES)
    assert model == trained.model
    assert model.name == "office"
    assert model.notes["solved"] == trained.solved == made.true_pairs
    card = (trained.folder / "README.md").read_text(encoding="utf-8")
    assert f"Solved cases: {made.true_pairs}" in card
    assert "never identifies" in card


def test_solved_cases_move_the_numbers_and_calibrate_the_sum(trained: Trained) -> None:
    before = load("baseline")
    moved = [
        abs(level.m - before.evidences[name].levels[key].m)
        for name, numbers in trained.model.evidences.items()
        for key, level in numbers.levels.items()
    ]
    assert max(moved) > 0.05
    assert len(trained.model.calibration) > 2


def test_every_group_of_levels_still_sums_to_one(trained: Trained) -> None:
    for evidence in EVIDENCES:
        if evidence.on:
            levels = trained.model.evidences[evidence.name].levels
            for group in {level.group for level in evidence.levels}:
                whole = sum(levels[level.name].m for level in evidence.levels if level.group == group)
                assert whole == pytest.approx(1, abs=0.01), (evidence.name, group)


def test_without_solved_cases_nothing_is_calibrated(made: Invented, tmp_path: Path) -> None:
    model = train(made.missing, made.remains, tmp_path / "alone")
    assert (model.solved, model.model.calibration) == (0, ())
    assert 0 <= model.expected < 60


def test_a_model_is_never_written_over(trained: Trained, made: Invented) -> None:
    with pytest.raises(InputRejected, match="exists already"):
        train(made.missing, made.remains, trained.folder)


def test_solved_cases_of_other_registers_are_refused(made: Invented, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("missing_id,remains_id\nX-1,Y-1\n", encoding="utf-8")
    with pytest.raises(InputRejected, match="None of the solved cases"):
        train(made.missing, made.remains, tmp_path / "model", truth=truth)
    assert not (tmp_path / "model").exists()


def test_rows_of_solved_cases_that_cannot_be_used_are_told(made: Invented, tmp_path: Path) -> None:
    with made.truth.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:4]
    rows += [rows[0], ["M-999999", rows[0][1]], ["", ""]]
    written = [("Remains_ID", "Missing_ID", "señas"), *((r, m, "ñ") for m, r in rows)]
    truth = tmp_path / "truth.csv"
    truth.write_text("\n".join(";".join(row) for row in written), encoding="latin-1")
    told = train(made.missing, made.remains, tmp_path / "model", truth=truth)
    assert told.solved == 3
    lines = describe(told).splitlines()
    assert lines[0] == "6 rows of truth = 3 pairs of 3 persons + 1 repeated + 2 unusable"
    assert "  row 6: missing id M-999999 is not in the run" in lines
    assert told.to_dict()["truth"]["unusable"] == 2


def test_solved_cases_that_cannot_be_read_are_told_before_anything_is_compared(
    made: Invented, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "run", lambda *_, **__: pytest.fail("compared"))
    truth = tmp_path / "truth.csv"
    truth.write_text("missing,remains\nM-1,R-1\n", encoding="utf-8")
    with pytest.raises(InputRejected, match="no column missing_id or remains_id"):
        train(made.missing, made.remains, tmp_path / "model", truth=truth)


def test_pairs_that_people_confirmed_are_solved_cases(made: Invented, tmp_path: Path) -> None:
    store = open_store(tmp_path / "judgements.db")
    with made.truth.open(encoding="utf-8-sig", newline="") as file:
        confirmed = list(csv.DictReader(file))[:3]
    for row in confirmed:
        said = judge("confirm", missing_id=row["missing_id"], remains_id=row["remains_id"])
        store.add(said, CARLA)
        store.add(replace(said, token=f"{said.token} again"), DARIO)
    store.add(judge(answer="worth", missing_id=confirmed[0]["missing_id"]), CARLA)
    store.close()
    model = train(made.missing, made.remains, tmp_path / "confirmed", judgements=tmp_path / "judgements.db")
    assert model.solved == 3


def test_solved_cases_come_from_one_place(made: Invented, tmp_path: Path) -> None:
    open_store(tmp_path / "judgements.db").close()
    with pytest.raises(UsageError, match="not from both"):
        train(made.missing, made.remains, tmp_path / "x", truth=made.truth, judgements=tmp_path / "judgements.db")
