"""What was not agreed to: without consent in no output at all, without publication in none that leaves the office."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from review_desk import closing, own_desk
from stores import judge
from test_dossier import texts

import linkage
from linkage.invent import invent
from linkage.judgements import Person, open_store
from linkage.paper.case import gather
from linkage.paper.coordinator import coordinator_dossier
from linkage.paper.family import family_dossier
from linkage.paper.listed import export_judgements
from linkage.review.opened import open_run

REFUSED, INSIDE = "Zubiratenea", "Quiroltzarra"
"""Surnames that nobody else has: of who does not consent, and of whose record may not leave its office."""


@dataclass(frozen=True)
class Made:
    run: Path
    refused: str
    inside: str
    remains: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    base = tmp_path_factory.mktemp("flags")
    registers = invent(base / "registers", missing=14, remains=8, overlap=0.5, seed=4)
    with registers.missing.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    blank = {"consent": "", "publication": ""}
    rows = [blank | row for row in rows]
    rows[0] |= {"consent": "no", "name_full": f"Ana {REFUSED}", "marks": f"tatuaje '{REFUSED}'"}
    rows[1] |= {"publication": "pregunten antes", "name_full": f"Eva {INSIDE}", "marks": f"tatuaje '{INSIDE}'"}
    file = base / "missing.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    linkage.run(file, registers.remains, base / "run", top=8)
    remains = duckdb.sql(f"SELECT min(remains_id) FROM read_parquet('{base}/run/candidates.parquet')").fetchall()[0][0]
    return Made(base / "run", rows[0]["id"], rows[1]["id"], remains)


def contents(path: Path) -> str:
    """What a file says, whatever its kind."""
    if path.suffix == ".xlsx":
        with ZipFile(path) as book:
            return " ".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    if path.suffix == ".parquet":
        return str(duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall())
    return path.read_text(encoding="utf-8-sig")


def outputs(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), contents(path)


def test_who_does_not_consent_is_in_no_file_of_a_run(made: Made) -> None:
    assert [name for name, said in outputs(made.run) if REFUSED.lower() in said.lower()] == []
    assert made.refused in dict(outputs(made.run))["rejected.csv"]


def test_what_may_not_leave_its_office_is_in_the_records_of_the_run_alone(made: Made) -> None:
    holding = [name for name, said in outputs(made.run) if INSIDE.lower() in said.lower()]
    assert holding and all(name.startswith("records/") for name in holding)


def test_a_dossier_shows_nothing_of_either(made: Made) -> None:
    case = gather(made.run, made.inside, made.remains, "es", ())
    for document in (coordinator_dossier(case), family_dossier(case)):
        assert INSIDE not in texts(document)
    with pytest.raises(linkage.errors.UsageError):
        gather(made.run, made.refused, made.remains, "es", ())


def test_the_export_of_judgements_holds_ids_and_no_record(made: Made, tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.db")
    store.add(judge(answer="worth"), Person("ana", "reviewer"))
    for name in ("out.csv", "out.xlsx"):
        export_judgements(store, tmp_path / name)
        assert INSIDE.lower() not in contents(tmp_path / name).lower()
    store.close()


def test_the_page_says_that_a_record_may_not_leave_and_to_programs_too(made: Made, tmp_path: Path) -> None:
    number = open_run(made.run).number_of(made.inside, made.remains)
    with closing(own_desk(made.run, tmp_path / "s.db")) as desk:
        visitor = desk.enters("Ana")
        assert "no puede salir de su institución" in visitor.get(f"/pairs/{number}")
        assert visitor.browser.get(f"/api/pairs/{number}").json()["stays_inside"] is True
        assert visitor.browser.get("/api/cases/missing/1").status_code == 200
        found = visitor.post("/find", visitor.get("/queue/missing"), side="missing", record=made.refused)
        assert found.status_code == 404


def test_the_exports_of_the_page_say_so_and_hold_no_words_about_what_may_not_leave(made: Made, tmp_path: Path) -> None:
    number = open_run(made.run).number_of(made.inside, made.remains)
    with closing(own_desk(made.run, tmp_path / "s.db")) as desk:
        desk.store.add(replace(judge(answer="worth", note=REFUSED), missing_id=made.refused), Person("Ana", "reviewer"))
        ana = desk.enters("Ana")
        for _ in range(2):
            ana.answers(number, answer="needs_fact", fact=INSIDE, source=INSIDE, note=INSIDE)
        paths = ("/judgements/export/csv", "/queue/missing/export/csv", "/queue/remains/export/csv")
        judged, *listed = (ana.browser.get(path).content.decode("utf-8-sig") for path in paths)
        assert REFUSED not in judged and made.refused not in judged
        for told in (judged, *listed):
            assert made.inside in told and INSIDE.lower() not in told.lower()
            own = [line for line in told.splitlines() if made.inside in line and "hace falta" in line]
            assert own and all(line.endswith('"no"') for line in own)
