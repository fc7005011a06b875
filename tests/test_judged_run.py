"""The next run heeds what people decided: an excluded pair stays away unless its evidence changed, and says so."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from stores import ANA, CARLA, DARIO, judge

import linkage
from linkage.errors import UsageError
from linkage.evidence import EVIDENCES
from linkage.invent import Invented, invent
from linkage.judgements import Judgement, Store, open_store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return invent(tmp_path_factory.mktemp("made"), missing=40, remains=20, overlap=0.5, seed=3)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, made: Invented) -> Path:
    return linkage.run(made.missing, made.remains, tmp_path_factory.mktemp("runs") / "before").folder or Path()


@dataclass(frozen=True)
class Decided:
    """A run after people decided: on pairs of the run before, of which each test looks at its own."""

    folder: Path
    head: str
    away: dict[str, Any]
    second: dict[str, Any]
    back: dict[str, Any]
    open: tuple[dict[str, Any], ...]


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory, made: Invented, before: Path) -> Decided:
    folder = tmp_path_factory.mktemp("after")
    store = open_store(folder / "judgements.db")
    away, *others = rows(before, "rank_in_remains = 1 AND f_sex <> 'unknown' ORDER BY remains_id")
    back, one_signature, ruled_out = others[:3]
    exclude(store, away)
    exclude(store, back, sex="unknown")
    store.add(about(one_signature, judge("exclude")), CARLA)
    store.add(about(ruled_out, judge(answer="ruled_out")), ANA)
    linkage.run(made.missing, made.remains, folder / "run", judgements=folder / "judgements.db")
    second = rows(before, f"rank_in_remains = 2 AND remains_id = '{away['remains_id']}'")[0]
    return Decided(folder / "run", store.verify()[0].head, away, second, back, (one_signature, ruled_out))


def rows(folder: Path, where: str = "true") -> list[dict[str, Any]]:
    sql = f"SELECT * FROM read_parquet('{folder}/candidates.parquet') WHERE {where}"
    found = duckdb.sql(sql)
    return [dict(zip(found.columns, row)) for row in found.fetchall()]


def exclude(store: Store, row: dict[str, Any], **seen: str) -> None:
    findings = {e.name: row[f"f_{e.name}"] for e in EVIDENCES if f"f_{e.name}" in row} | seen
    said = about(row, judge("exclude", seen=findings))
    store.add(said, CARLA)
    store.add(replace(said, token=said.token + "again"), DARIO)


def about(row: dict[str, Any], said: Judgement) -> Judgement:
    return replace(said, missing_id=row["missing_id"], remains_id=row["remains_id"], total=row["total"])


def listed(folder: Path, row: dict[str, Any]) -> list[dict[str, Any]]:
    return rows(folder, f"missing_id = '{row['missing_id']}' AND remains_id = '{row['remains_id']}'")


def test_an_excluded_pair_stays_away_and_its_list_closes_up(before: Path, after: Decided) -> None:
    assert listed(after.folder, after.away) == []
    assert listed(after.folder, after.second)[0]["rank_in_remains"] == 1
    assert len(rows(after.folder)) == len(rows(before)) - 1


def test_the_manifest_tells_what_was_heeded(after: Decided) -> None:
    facts = json.loads((after.folder / "manifest.json").read_text())["judgements"]
    assert facts == {"head": after.head, "excluded": 2, "away": 1, "reopened": 1}


def test_a_pair_whose_evidence_changed_is_back_and_says_what_changed(after: Decided) -> None:
    (back,) = listed(after.folder, after.back)
    assert back["reopened"] == f"sex: unknown -> {after.back['f_sex']}"
    assert len(rows(after.folder, "reopened IS NOT NULL")) == 1
    told = linkage.explain(after.folder, back["missing_id"], back["remains_id"], language="es")
    assert told.standing[0].startswith("Este par fue descartado y está aquí de nuevo")
    assert "Antes: No se comparó: se desconoce. Ahora: " in told.standing[1]
    with (after.folder / "candidates.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["reopened"] for row in csv.DictReader(file) if row["reopened"]] == [back["reopened"]]


def test_one_signature_or_a_reviewers_answer_keeps_nothing_away(after: Decided) -> None:
    for row in after.open:
        assert listed(after.folder, row) == [{**row, "reopened": None}]


def test_a_run_without_a_store_has_no_word_of_judgements(before: Path) -> None:
    assert "judgements" not in json.loads((before / "manifest.json").read_text())
    assert "reopened" not in rows(before)[0]


def test_a_store_that_is_not_there_is_told_before_anything_is_read(made: Invented, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such store"):
        linkage.run(made.missing, made.remains, tmp_path / "x", judgements=tmp_path / "lost.db")
    assert list(tmp_path.iterdir()) == []
