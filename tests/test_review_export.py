"""The list and the judgements as files: what is in them, and what is not for whom."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from review_desk import GROUP, PASSWORD, Desk, Visitor, closing, own_desk, run_folder, server_desk

from linkage.export import safe_cell
from linkage.words import languages

ENGLISH = "/language/en"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory)


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> Iterator[Desk]:
    with closing(own_desk(folder, tmp_path / "judgements.db")) as laid_out:
        yield laid_out


def lines(visitor: Visitor, path: str) -> list[dict[str, str]]:
    """The rows of an exported CSV, under English headings."""
    visitor.get(ENGLISH)
    answer = visitor.browser.get(path)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def sheet(visitor: Visitor, path: str) -> list[list[object]]:
    """The first sheet of an exported workbook."""
    visitor.get(ENGLISH)
    book = CalamineWorkbook.from_filelike(io.BytesIO(visitor.browser.get(path).content))
    return book.get_sheet_by_index(0).to_python()


def ids(desk: Desk, number: int) -> tuple[str, str]:
    row = desk.run.pair(number)
    assert row is not None
    return str(row["missing_id"]), str(row["remains_id"])


def test_the_list_holds_every_candidate_in_the_order_of_the_page(desk: Desk) -> None:
    found = lines(desk.enters("Ana"), "/queue/remains/export/csv")
    order = "SELECT pairs.number FROM pairs JOIN cases c ON c.side = 'remains' AND c.id = remains_id "
    order += "ORDER BY c.worth DESC, c.number, share_remains DESC, pairs.number"
    assert [int(line["Pair"]) for line in found] == [row["number"] for row in desk.run.rows(order)]
    assert [line["Place among the candidates"] for line in found[:2]] == ["1", "2"]
    assert {line["State"] for line in found} == {"candidate"}


def test_both_files_hold_the_same(desk: Desk) -> None:
    ana = desk.enters("Ana")
    heads, *rows = sheet(ana, "/queue/remains/export/xlsx")
    told = lines(ana, "/queue/remains/export/csv")
    assert heads == list(told[0])
    assert [str(row[1]) for row in rows] == [line["Missing person"] for line in told]


def test_the_filters_of_the_page_hold_in_the_file(desk: Desk) -> None:
    ana = desk.enters("Ana")
    kept = {str(c["id"]) for c in desk.run.rows("SELECT id FROM cases WHERE side = 'remains' AND from_year >= 2015")}
    found = {line["Remains"] for line in lines(ana, "/queue/remains/export/csv?start=2015")}
    assert found and found >= kept and len(found) < len(lines(ana, "/queue/remains/export/csv"))
    assert lines(ana, "/queue/remains/export/csv?state=done") == []
    page = ana.get("/queue/remains?start=2015")
    assert 'href="/queue/remains/export/csv?start=2015"' in page


def test_a_total_is_told_of_what_the_reader_has_looked_at_and_of_nothing_else(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    assert {line["Total"] for line in lines(ana, "/queue/remains/export/csv")} == {""}
    ana.answers(pair, answer="worth")
    told = {int(line["Pair"]): line for line in lines(ana, "/queue/remains/export/csv") if line["Total"]}
    assert list(told) == [pair]
    assert float(told[pair]["Total"]) == pytest.approx(desk.run.pair(pair)["total"], abs=1e-4)  # type: ignore[index]
    assert told[pair]["Your answer"] == "worth comparing"
    assert {line["Total"] for line in lines(desk.enters("Beto"), "/queue/remains/export/csv")} == {""}


def test_the_total_of_another_candidate_is_not_told_beside_a_pair_either(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    ana.answers(pair, answer="worth")
    page = ana.get(f"/pairs/{pair}")
    others = page[page.index("<h2>Otras") : page.index("<h2>La siguiente")]
    assert 'class="n"></td>' in others and 'class="n">+' not in others and 'class="n">\u2212' not in others


def test_a_group_takes_along_its_own_cases_alone(folder: Path, tmp_path: Path) -> None:
    with closing(server_desk(folder, tmp_path / "s.db")) as desk:
        group = desk.enters("search_group", PASSWORD)
        found = {line["Missing person"] for line in lines(group, "/queue/missing/export/csv")}
        own = desk.run.rows("SELECT id FROM cases WHERE side = 'missing' AND agency = ?", [GROUP])
        assert found == {str(case["id"]) for case in own}
        assert group.browser.get("/queue/remains/export/xlsx").status_code == 404


def test_what_another_answered_is_told_once_two_have(desk: Desk) -> None:
    pair = desk.first_pair()
    ana, beto, carla = (desk.enters(name) for name in ("Ana", "Beto", "Carla"))
    for __ in range(2):
        ana.answers(pair, answer="ruled_out", method="dates", note="No coinciden.")
    kept = {"Answer": "ruled out", "By what": "Dates", "Note": "No coinciden."}
    blank = dict.fromkeys(kept, "")

    def told(reader: Visitor) -> list[dict[str, str]]:
        return [{name: line[name] for name in kept} for line in lines(reader, "/judgements/export/csv")]

    assert told(ana) == [kept, kept]
    assert told(beto) == [blank, blank]
    for __ in range(2):
        beto.answers(pair, answer="worth")
    assert told(carla)[:2] == [kept, kept]
    assert {line["Total"] for line in lines(carla, "/judgements/export/csv")} == {""}
    assert "" not in {line["Total"] for line in lines(beto, "/judgements/export/csv")}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_starts_a_formula(desk: Desk, kind: str) -> None:
    ana = desk.enters("=cmd|' /C calc'!A0")
    ana.answers(desk.first_pair(), answer="needs_fact", fact="@SUM(A1)", source="+34 600", note="-1+1\n=2")
    ana.answers(desk.first_pair(), answer="needs_fact", fact="@SUM(A1)", source="+34 600", note="-1+1\n=2")
    path = f"/judgements/export/{kind}"
    rows = sheet(ana, path) if kind == "xlsx" else [line.values() for line in lines(ana, path)]
    cells = [cell for row in rows for cell in row]
    written = [str(cell) for cell in cells if cell]
    assert sum(cell.startswith("'") for cell in written) >= 6
    assert [cell for cell in written if safe_cell(cell) != cell] == []


@pytest.mark.parametrize("language", languages())
def test_the_files_speak_the_language_of_the_page(desk: Desk, language: str) -> None:
    ana = desk.enters("Ana")
    ana.answers(desk.first_pair(), answer="worth")
    ana.get(f"/language/{language}")
    heads = {}
    for path in ("/queue/remains/export/csv", "/judgements/export/csv"):
        heads[path] = ana.browser.get(path).content.decode("utf-8-sig").splitlines()[0].split(",")
    assert [len(set(cells)) for cells in heads.values()] == [10, 15]
    assert (language == "en") == ('"Missing person"' in heads["/judgements/export/csv"])
    for path in ("/queue/missing/export/xlsx", "/queue/remains/export/xlsx", "/judgements/export/xlsx"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(ana.browser.get(path).content))
        assert len(book.sheet_names) == 2


def test_a_file_is_noted_and_is_not_kept_by_the_browser(desk: Desk) -> None:
    ana = desk.enters("Ana")
    answer = ana.browser.get("/queue/remains/export/csv?held=marks")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="list-remains.csv"'
    with desk.store.engine.connect() as connection:
        told = connection.exec_driver_sql("SELECT who, what, about FROM events ORDER BY number DESC LIMIT 1").one()
    assert tuple(told) == ("Ana", "list exported", "remains csv held=marks")
