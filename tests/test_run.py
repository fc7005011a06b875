"""The whole journey, on small invented registers."""

from __future__ import annotations

import contextlib
import csv
import json
from dataclasses import dataclass
from pathlib import Path

import duckdb
import openpyxl
import pytest

import linkage
from linkage.errors import InputRejected, NoRoom, UsageError
from linkage.evidence import EVIDENCES
from linkage.invent import Invented, invent
from linkage.runs import journey
from linkage.runs.journey import Run

FIRST_COLUMNS = ["missing_id", "remains_id", "total", "rank_in_remains", "rank_in_missing", "tie_size"]


@dataclass(frozen=True)
class Done:
    made: Invented
    run: Run
    folder: Path

    def rows(self, sql: str) -> list[tuple]:
        with duckdb.connect() as con:
            return con.execute(sql.replace("candidates", f"'{self.folder / 'candidates.parquet'}'")).fetchall()


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    base = tmp_path_factory.mktemp("journey")
    made = invent(base / "registers", missing=120, remains=60, overlap=0.5, seed=5)
    run = linkage.run(made.missing, made.remains, base / "run", top=5)
    return Done(made, run, base / "run")


def test_the_folder_holds_everything_and_nothing_half_written(done: Done) -> None:
    assert {path.name for path in done.folder.iterdir()} == {
        "candidates.parquet", "candidates.csv", "candidates.xlsx", "joint.csv", "rejected.csv", "report.html",
        "manifest.json", "model.json", "records",
    }  # fmt: skip
    assert [path.name for path in done.folder.parent.iterdir() if path.name.startswith(".")] == []


def test_columns_stand_in_the_promised_order_in_all_three_formats(done: Done) -> None:
    used = [e.name for e in EVIDENCES if e.on]
    expected = FIRST_COLUMNS + [f"{kind}_{name}" for name in used for kind in "wf"]
    with duckdb.connect() as con:
        parquet = [row[0] for row in con.execute(f"DESCRIBE FROM '{done.folder / 'candidates.parquet'}'").fetchall()]
    with (done.folder / "candidates.csv").open(encoding="utf-8-sig", newline="") as file:
        text = next(csv.reader(file))
    with contextlib.closing(openpyxl.load_workbook(done.folder / "candidates.xlsx", read_only=True)) as book:
        cells = [list(row) for row in book.worksheets[0].iter_rows(max_row=5, values_only=True)]
    assert parquet[: len(expected)] == text[: len(expected)] == expected
    assert expected in [row[: len(expected)] for row in cells]


def test_prior_and_weights_add_up_and_unknown_weighs_nothing(done: Done) -> None:
    prior = json.loads((done.folder / "manifest.json").read_text(encoding="utf-8"))["prior_bits"]
    used = [e.name for e in EVIDENCES if e.on]
    weights = " + ".join(f"w_{name}" for name in used)
    assert done.rows(f"SELECT max(abs(total - ({prior!r} + {weights}))) FROM candidates")[0][0] < 1e-9
    unknown = " OR ".join(f"(f_{name} = 'unknown' AND w_{name} <> 0)" for name in used)
    assert done.rows(f"SELECT count(*) FROM candidates WHERE {unknown}") == [(0,)]


def test_every_record_of_both_sides_has_its_best_candidates(done: Done) -> None:
    for side, number, other in (("remains", 60, 120), ("missing", 120, 60)):
        counted = done.rows(
            f"SELECT count(DISTINCT {side}_id), min(n) FROM (SELECT {side}_id, count(*) FILTER "
            f"(rank_in_{side} <= 5) AS n FROM candidates GROUP BY 1)"
        )
        assert counted[0][0] == number
        assert 1 <= counted[0][1] <= other


def test_true_pairs_come_early(done: Done) -> None:
    """Half of the true pairs among the first five of 120 is far beyond chance (5 in 120)."""
    with done.made.truth.open(encoding="utf-8", newline="") as file:
        truth = {tuple(row.values()) for row in csv.DictReader(file)}
    found = set(done.rows("SELECT missing_id, remains_id FROM candidates WHERE rank_in_remains <= 5"))
    assert len(truth & found) >= len(truth) / 2


def test_rows_in_are_accounted_for(done: Done) -> None:
    for register in done.run.registers:
        assert register.rows == register.accepted + register.warned + register.rejected


def test_the_same_inputs_give_the_same_bytes(done: Done, tmp_path: Path) -> None:
    linkage.run(done.made.missing, done.made.remains, tmp_path / "again", top=5)
    for path in sorted(p for p in done.folder.rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(done.folder)).read_bytes(), path.name


def test_what_a_run_says_of_itself_is_plain_json(done: Done) -> None:
    said = json.loads(json.dumps(done.run.to_dict(), default=str))
    assert said["candidates"] == done.rows("SELECT count(*) FROM candidates")[0][0]
    assert said["first"][0]["total"] == done.rows("SELECT max(total) FROM candidates")[0][0]
    assert Path(said["report"]).is_file()


def test_explain_gives_the_weights_of_the_list(done: Done) -> None:
    missing_id, remains_id, total = done.rows("SELECT missing_id, remains_id, total FROM candidates LIMIT 1")[0]
    assert linkage.explain(done.folder, missing_id, remains_id).total == pytest.approx(total)


def test_explain_scores_a_pair_that_is_no_candidate(done: Done) -> None:
    with duckdb.connect() as con:
        pair = con.execute(
            f"SELECT m.unique_id, r.unique_id FROM '{done.folder}/records/missing.parquet' m, "
            f"'{done.folder}/records/remains.parquet' r WHERE (m.unique_id, r.unique_id) NOT IN "
            f"(SELECT (missing_id, remains_id) FROM '{done.folder}/candidates.parquet') LIMIT 1"
        ).fetchall()[0]
    weakest = done.rows("SELECT max(total) FROM candidates")[0][0]
    assert linkage.explain(done.folder, *pair).total < weakest


@pytest.mark.parametrize(("missing_id", "remains_id"), [("M-000001", "nobody"), ("nobody", "R-000001")])
def test_explain_says_which_id_is_not_there(done: Done, missing_id: str, remains_id: str) -> None:
    with pytest.raises(UsageError, match="No record 'nobody' on the side of"):
        linkage.explain(done.folder, missing_id, remains_id)


def test_explain_refuses_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not the folder of a whole run"):
        linkage.explain(tmp_path, "a", "b")


def test_a_run_is_never_written_over(done: Done) -> None:
    before = (done.folder / "manifest.json").read_bytes()
    with pytest.raises(InputRejected, match="exists already.*choose another --out"):
        linkage.run(done.made.missing, done.made.remains, done.folder)
    assert (done.folder / "manifest.json").read_bytes() == before


def test_a_dry_run_reads_and_writes_nothing(done: Done, tmp_path: Path) -> None:
    said = linkage.run(done.made.missing, done.made.remains, tmp_path / "dry", dry_run=True)
    assert (said.folder, said.estimate.pairs, said.candidates) == (None, 7200, 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), duckdb.OutOfMemoryException("full")])
def test_no_room_on_the_way_is_told_and_leaves_what_can_go_on(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(journey, "write_folder", full)
    with pytest.raises(NoRoom):
        linkage.run(done.made.missing, done.made.remains, tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["run.unfinished"]


def test_several_files_a_side_are_one_register(done: Done, tmp_path: Path) -> None:
    lines = done.made.remains.read_text(encoding="utf-8").splitlines(keepends=True)
    halves = [tmp_path / "a.csv", tmp_path / "b.csv"]
    halves[0].write_text("".join(lines[:31]), encoding="utf-8")
    halves[1].write_text("".join([lines[0], *lines[31:]]), encoding="utf-8")
    linkage.run(done.made.missing, halves, tmp_path / "run", top=5)
    for name in ("candidates.csv", "rejected.csv"):
        assert (tmp_path / "run" / name).read_bytes() == (done.folder / name).read_bytes()


def test_ancestry_takes_no_part_unless_asked_for(done: Done, tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[evidence]\nask_for = ["ancestry"]\n', encoding="utf-8")
    linkage.run(done.made.missing, done.made.remains, tmp_path / "run", top=1, config=config)
    header = (tmp_path / "run" / "candidates.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert "w_ancestry" in header
    assert "w_ancestry" not in (done.folder / "candidates.csv").read_text(encoding="utf-8-sig").splitlines()[0]
