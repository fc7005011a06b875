"""The next run heeds what people decided: an excluded pair stays away unless its evidence changed, and says so."""

from __future__ import annotations

import csv
import json
from collections import Counter
from contextlib import closing
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


TOP = 3


@pytest.fixture(scope="module")
def closed_up(tmp_path_factory: pytest.TempPathFactory, made: Invented, before: Path) -> Path:
    """A run with few places, in the beginning of whose lists people excluded pairs: of one record even two."""
    folder = tmp_path_factory.mktemp("closed")
    with closing(open_store(folder / "judgements.db")) as store:
        for row in excluded(before):
            exclude(store, row)
    linkage.run(made.missing, made.remains, folder / "run", top=TOP, judgements=folder / "judgements.db")
    return folder / "run"


def excluded(before: Path) -> list[dict[str, Any]]:
    firsts = rows(before, "rank_in_remains = 1 ORDER BY total DESC LIMIT 4")
    return [*firsts, *rows(before, f"rank_in_remains = 2 AND remains_id = '{firsts[0]['remains_id']}'")[:1]]


def test_an_excluded_pair_takes_no_place_of_a_list(
    tmp_path: Path, made: Invented, before: Path, closed_up: Path
) -> None:
    """The lists are those of a register in which the excluded pairs had never been thought of."""
    every = linkage.run(made.missing, made.remains, tmp_path / "every", top=100).folder or Path()
    away = {(row["missing_id"], row["remains_id"]) for row in excluded(before)}
    left = [row for row in rows(every) if (row["missing_id"], row["remains_id"]) not in away]
    listed = {(row["missing_id"], row["remains_id"]): row for row in rows(closed_up)}
    best = best_of(left, "missing", "remains") | best_of(left, "remains", "missing")
    assert set(listed) == best | {pair_of(row) for row in left if row["total"] >= 0}
    assert min(Counter(missing for missing, _ in listed).values()) == TOP
    for row in left:
        if pair_of(row) in best:
            assert_stands(listed[pair_of(row)], left)


def pair_of(row: dict[str, Any]) -> tuple[str, str]:
    return row["missing_id"], row["remains_id"]


def best_of(pairs: list[dict[str, Any]], side: str, other: str) -> set[tuple[str, str]]:
    """The best of each record of a side, equal totals by id."""
    of: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(pairs, key=lambda row: (-round(row["total"], 9), row[f"{other}_id"])):
        of.setdefault(row[f"{side}_id"], []).append(row)
    return {pair_of(row) for kept in of.values() for row in kept[:TOP]}


def assert_stands(row: dict[str, Any], pairs: list[dict[str, Any]]) -> None:
    """Its ranks and its ties are those among all pairs of its records."""
    ties = 0
    for side in ("missing", "remains"):
        row_of = [round(one["total"], 9) for one in pairs if one[f"{side}_id"] == row[f"{side}_id"]]
        if row[f"rank_in_{side}"] is not None:
            assert row[f"rank_in_{side}"] == 1 + sum(total > round(row["total"], 9) for total in row_of)
            ties += row_of.count(round(row["total"], 9))
        else:
            ties += 1
    assert row["tie_size"] == ties - 1


def test_what_was_excluded_stays_away_when_records_are_added(made: Invented, before: Path, tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "judgements.db")) as store:
        (first,) = rows(before, "rank_in_remains = 1 ORDER BY total DESC LIMIT 1")
        exclude(store, first)
    header, *reports = made.missing.read_text(encoding="utf-8").splitlines()
    other = next(line for line in reports if not line.startswith(first["missing_id"]))
    (tmp_path / "new.csv").write_text(f"{header}\nM-NEW{other[other.index(',') :]}\n", encoding="utf-8")
    added = linkage.add(before, tmp_path / "run", missing=tmp_path / "new.csv", judgements=tmp_path / "judgements.db")
    assert listed(tmp_path / "run", first) == []
    assert [row["why"] for row in added.moved if pair_of(row) == pair_of(first)] == ["excluded"]
