"""Every day: an index that stays warm gives a run's own totals, and adding to a run tells what moved."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

import linkage
from linkage.cli import main
from linkage.errors import InputRejected, UsageError
from linkage.evidence.fields import SIDES
from linkage.invent import Invented, invent
from linkage.runs import adding
from linkage.runs.warm import Candidate

TOP = 5


@dataclass(frozen=True)
class Made:
    registers: Invented
    run: Path

    def texts(self, side: str) -> list[dict[str, str]]:
        path = self.registers.missing if side == "missing" else self.registers.remains
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    base = tmp_path_factory.mktemp("days")
    registers = invent(base / "registers", missing=60, remains=30, overlap=0.5, seed=11)
    linkage.run(registers.missing, registers.remains, base / "run", top=TOP)
    return Made(registers, base / "run")


@pytest.fixture(scope="module")
def index(made: Made) -> Iterable[linkage.Index]:
    with linkage.Index(made.run) as index:
        yield index


@dataclass(frozen=True)
class Next:
    """The day after: a report changed, a new one (`twin` again), a person found alive, a report and remains withdrawn.

    There are fewer reports than before, so the prior has risen.
    """

    folder: Path
    added: Any
    twin: dict[str, str]
    withdrawn: str
    again: Path


@pytest.fixture(scope="module")
def day_after(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Next:
    base = tmp_path_factory.mktemp("day_after")
    rows = made.texts("missing")
    true_id = rows_of(made.run, "SELECT * FROM {} ORDER BY total DESC LIMIT 1")[0]
    best = next(row for row in rows if row["id"] == true_id["missing_id"])
    others = [row for row in rows if row is not best]
    gone = next(r["id"] for r in made.texts("remains") if r["id"] != true_id["remains_id"])
    (base / "gone.txt").write_text(f"{gone}\n{others[3]['id']}\n")
    changed = [{**others[0], "sex": "mujer" if others[0]["sex"] != "mujer" else "hombre"}, {**best, "id": "M-NEW"}]
    file = write(base / "m.csv", [*changed, {**others[1], "status": "localizada con vida"}, others[2]])
    added = linkage.add(made.run, base / "next", missing=file, withdrawn=base / "gone.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "increment", lambda con, kept: None)
        patch.setattr(adding, "go_on", lambda con, run, prior_bits: False)
        linkage.add(made.run, base / "again", missing=file, withdrawn=base / "gone.txt")
    return Next(base / "next", added, best, gone, base / "again")


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(folder: Path, sql: str) -> list[dict[str, Any]]:
    found = duckdb.sql(sql.format(f"read_parquet('{folder}/candidates.parquet')"))
    return [dict(zip(found.columns, row)) for row in found.fetchall()]


def listed(made: Made, side: str, unique_id: str) -> list[dict[str, Any]]:
    other = "remains" if side == "missing" else "missing"
    return rows_of(
        made.run,
        f"SELECT *, {other}_id AS other FROM {{}} WHERE {side}_id = '{unique_id}' AND rank_in_{side} <= {TOP} "
        f"ORDER BY round(total, 9) DESC, other LIMIT {TOP}",
    )


@pytest.mark.parametrize("side", ["missing", "remains"])
def test_a_record_of_the_run_gets_the_candidates_of_the_run(made: Made, index: linkage.Index, side: Any) -> None:
    for row in made.texts(side)[:4]:
        found = index.candidates(row, side, TOP)
        expected = listed(made, side, row["id"])
        assert [one.id for one in found] == [one["other"] for one in expected]
        for one, same in zip(found, expected):
            assert one.total == pytest.approx(same["total"], abs=1e-9)
            assert one.rank == same[f"rank_in_{side}"]
            for name, weight in one.weights.items():
                assert (weight, one.findings[name]) == (pytest.approx(same[f"w_{name}"]), same[f"f_{name}"])


def test_many_records_at_once_get_what_each_gets_alone(made: Made, index: linkage.Index) -> None:
    for side in SIDES:
        rows = [*made.texts(side)[:6], {}, {"id": "X-1", "sex": "mujer"}, made.texts(side)[0], {}]
        with linkage.Index(made.run) as fresh:
            together = fresh.candidates_of(rows, side, 4)
        assert together == [index.candidates(row, side, 4) for row in rows]
    assert index.candidates_of([]) == []


def test_without_the_compiled_machine_the_answers_are_the_same(
    made: Made, index: linkage.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    odd = {"clothing": "gorra roja; botas negras", "effects": "mochila; cartera", "jewellery": "anillo", "age": "34"}
    monkeypatch.setenv("LINKAGE_NO_NUMBA", "1")
    with linkage.Index(made.run) as plain:
        for side in SIDES:
            rows = [{}, odd, {"id": "X", "name_full": "Zyxwenka Quilpué"}, *made.texts(side)[:8]]
            assert plain.candidates_of(rows, side, 40) == index.candidates_of(rows, side, 40)
            assert not any(one.ready for one in plain._opposite[side].evidences)
            assert all(one.ready for one in index._opposite[side].evidences)


def test_the_index_may_be_asked_from_several_threads(made: Made, index: linkage.Index) -> None:
    rows = made.texts("missing")[:3] * 2

    def ask(row: Mapping[str, str]) -> list[Candidate]:
        return index.candidates(row, "missing", 3)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(ask, rows)) == [ask(row) for row in rows[:3]] * 2


def test_a_new_name_and_a_blank_record_are_compared_too(made: Made, index: linkage.Index) -> None:
    assert len(index.candidates({"id": "M-X", "name_full": "Zyxwenka Quilpué"}, "missing", 100)) == 30
    blank = index.candidates({}, "missing", 1)[0]
    assert set(blank.findings.values()) == {"unknown"}
    assert blank.tie_size == 30


def test_the_index_says_what_it_cannot_read(index: linkage.Index) -> None:
    with pytest.raises(UsageError, match="has the column.* Nombre"):
        index.candidates({"Nombre": "Ana"}, "missing")
    with pytest.raises(InputRejected, match="Consent was refused"):
        index.candidates({"id": "M-X", "consent": "no"}, "missing")
    assert set(index.problems({"id": "M-X", "age": "=A1", "sex": "mujer"}, "missing")) == {"age"}


def test_an_index_straight_from_two_files_is_that_of_their_run(made: Made, index: linkage.Index) -> None:
    report = {**made.texts("missing")[0], "id": "M-NEW"}
    with linkage.Index.of(made.registers.missing, made.registers.remains, top=TOP) as straight:
        folder = straight._run.folder
        assert straight.candidates(report) == index.candidates(report)
    assert not folder.exists()


def test_what_changed_is_told_and_the_run_stays_as_it_was(made: Made, day_after: Next) -> None:
    assert sorted((one.side, one.what) for one in day_after.added.changes) == [
        ("missing", "changed"), ("missing", "new"), ("missing", "withdrawn"), ("missing", "withdrawn"),
        ("remains", "withdrawn"),
    ]  # fmt: skip
    assert not (made.run / "moved.csv").exists()
    facts = json.loads((day_after.folder / "manifest.json").read_text())
    assert (facts["missing"], facts["remains"]) == (59, 29)
    assert facts["added_to"]["records"] == {
        "missing changed": 1, "missing new": 1, "missing withdrawn": 2, "remains withdrawn": 1,
    }  # fmt: skip
    assert (day_after.folder / "model.json").read_bytes() == (made.run / "model.json").read_bytes()


def test_what_was_not_compared_again_is_as_if_it_had_been(day_after: Next) -> None:
    """Byte by byte: the folder is that of comparing everything with everything again."""
    assert day_after.added.asked is not None
    files = sorted(path.relative_to(day_after.again) for path in day_after.again.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(day_after.folder) for path in day_after.folder.rglob("*") if path.is_file())
    for name in files:
        assert (day_after.folder / name).read_bytes() == (day_after.again / name).read_bytes(), name


def test_a_new_record_gets_the_weights_that_the_index_gives_it(
    made: Made, index: linkage.Index, day_after: Next
) -> None:
    [new] = [one for one in day_after.added.changes if one.what == "new"]
    [best, *_] = rows_of(day_after.folder, f"SELECT * FROM {{}} WHERE missing_id = '{new.id}' ORDER BY total DESC")
    moved = [row for row in day_after.added.moved if row["missing_id"] == new.id]
    assert ("new candidate", "missing record new") in {(row["what"], row["why"]) for row in moved}
    found = index.candidates({**day_after.twin, "id": "M-NEW"}, "missing", 1)[0]
    assert found.id == best["remains_id"]
    assert {name: best[f"w_{name}"] for name in found.weights} == pytest.approx(dict(found.weights), abs=1e-9)


def test_the_new_folder_is_a_whole_run(day_after: Next) -> None:
    best = rows_of(day_after.folder, "SELECT * FROM {} ORDER BY total DESC LIMIT 1")[0]
    told = linkage.explain(day_after.folder, best["missing_id"], best["remains_id"])
    assert told.total == pytest.approx(best["total"], abs=1e-9)
    assert rows_of(day_after.folder, f"SELECT * FROM {{}} WHERE remains_id = '{day_after.withdrawn}'") == []
    with pytest.raises(UsageError, match="No record"):
        linkage.explain(day_after.folder, best["missing_id"], day_after.withdrawn)


def test_the_same_registers_again_move_nothing_and_write_nothing(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [f"--missing={made.registers.missing}", f"--remains={made.registers.remains}"]
    with pytest.raises(SystemExit) as done:
        main(["add", str(made.run), *files, f"--out={tmp_path / 'next'}", "--quiet"])
    assert done.value.code == 0
    assert capsys.readouterr().out.startswith("Nothing material moved")
    assert list(tmp_path.iterdir()) == []


def test_an_id_to_withdraw_that_is_not_in_the_run_is_told(made: Made, tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_text("R-404\n")
    with pytest.raises(UsageError, match="not in the run: R-404"):
        linkage.add(made.run, tmp_path / "next", withdrawn=tmp_path / "gone.txt")
