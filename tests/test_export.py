"""What is written for people and programs: no cell is a formula, nothing is lost, the same rows give the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from linkage.export import safe_cell, write_csv, write_xlsx

ROWS = """SELECT * FROM (VALUES
    (1, 'M-1', 0.1::DOUBLE, true, DATE '2020-02-29', 'near'),
    (2, '=1+1', -12.0, false, NULL, 'near'),
    (NULL, 'a "b", c', 1e-7, NULL, DATE '1999-01-01', NULL),
    (4, '', 'nan'::DOUBLE, true, NULL, ' at the end '),
    (5, NULL, 1e16, true, NULL, '<b> & _x0041_')) t(n, id, bits, known, day, finding)"""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def test_csv_quotes_texts_leaves_numbers_bare_and_unknown_empty(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    assert write_csv(con, ROWS, path) == 5
    assert path.read_bytes().decode("utf-8-sig").split("\r\n") == [
        '"n","id","bits","known","day","finding"',
        '1,"M-1",0.1,true,2020-02-29,"near"',
        '2,"\'=1+1",-12.0,false,,"near"',
        ',"a ""b"", c",1e-07,,1999-01-01,',
        '4,"",nan,true,," at the end "',
        '5,,1e+16,true,,"<b> & _x0041_"',
        "",
    ]


def test_numbers_of_a_csv_are_written_as_duckdb_writes_them(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    values = [0.0, -0.0, 1.0, 1 / 3, 1e15, 1e16, 1.5e-5, 0.0001, 123456789.123, float("inf"), -5e-324]
    con.execute("CREATE TABLE t AS SELECT unnest(?::DOUBLE[]) AS x", [values])
    write_csv(con, "SELECT * FROM t", tmp_path / "t.csv")
    expected = [row[0] for row in con.execute("SELECT CAST(x AS VARCHAR) FROM t").fetchall()]
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").split()[1:] == expected


def test_a_workbook_holds_every_value_as_a_spreadsheet_keeps_it(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    assert write_xlsx(con, ROWS, path, "rows", notes=["a note"]) == 5
    book = load_workbook(path)
    assert list(book.worksheets[0].iter_rows(values_only=True)) == [
        ("n", "id", "bits", "known", "day", "finding"),
        (1, "M-1", 0.1, True, "2020-02-29", "near"),
        (2, "'=1+1", -12, False, None, "near"),
        (None, 'a "b", c', 1e-7, None, "1999-01-01", None),
        (4, "", "nan", True, None, " at the end "),
        (5, None, "1e+16", True, None, "<b> & _x005F_x0041_"),
    ]
    page = book.worksheets[0]
    assert (page.dimensions, page.freeze_panes, page.auto_filter.ref) == ("A1:F6", "A2", "A1:F6")
    assert page["A1"].font.b and book.worksheets[1]["A1"].value == "a note"


def test_a_text_longer_than_a_cell_is_cut(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for text, kept in (("x" * 32_767, 32_767), ("x" * 32_768, 32_767), ("\N{GRINNING FACE}" * 20_000, 16_384)):
        con.execute("CREATE OR REPLACE TABLE t AS SELECT ? AS long", [text])
        write_xlsx(con, "SELECT * FROM t", tmp_path / "long.xlsx", "t")
        found = load_workbook(tmp_path / "long.xlsx").worksheets[0]["A2"].value
        assert len(found) == kept and found.endswith("…") == (found != text)


def test_rows_beyond_the_limit_and_beyond_one_batch(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    many = "SELECT i, 'R-' || i % 7 AS id FROM range(120000) t(i) ORDER BY i"
    assert write_csv(con, many, tmp_path / "many.csv") == 120_000
    assert write_xlsx(con, many, tmp_path / "many.xlsx", "many", limit_rows=60_000) == 60_000
    with (tmp_path / "many.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["i"] for row in csv.DictReader(file)] == [str(i) for i in range(120_000)]
    rows = CalamineWorkbook.from_path(str(tmp_path / "many.xlsx")).get_sheet_by_index(0).to_python()
    assert len(rows) == 60_001 and rows[-1] == [59_999, "R-2"]


def test_a_table_without_rows_is_its_header(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    none = "SELECT 1 AS n, 'x' AS id WHERE false"
    assert (write_csv(con, none, tmp_path / "none.csv"), write_xlsx(con, none, tmp_path / "none.xlsx", "t")) == (0, 0)
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig").strip() == '"n","id"'
    assert list(load_workbook(tmp_path / "none.xlsx").worksheets[0].iter_rows(values_only=True)) == [("n", "id")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=20))
def test_any_text_comes_back_and_none_starts_a_formula(tmp_path: Path, texts: list[str]) -> None:
    texts = [text.replace("\0", "") for text in texts]
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t AS SELECT unnest(?::VARCHAR[]) AS t", [texts])
        write_csv(con, "SELECT * FROM t", tmp_path / "any.csv")
        write_xlsx(con, "SELECT * FROM t", tmp_path / "any.xlsx", "t")
    with (tmp_path / "any.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [safe_cell(text) for text in texts]
    sheet = load_workbook(tmp_path / "any.xlsx").worksheets[0]
    found = [unescape(str(sheet.cell(n + 2, 1).value or "")) for n in range(len(texts))]
    assert found == [safe_cell(text) for text in texts]


@pytest.mark.parametrize("text", ["=1", "+a", "@x", "\u200b=1", "\t-a", "＝1", "a;=1", "a\n@b"])
def test_no_cell_can_start_a_formula(text: str) -> None:
    assert safe_cell(text) != text


@pytest.mark.parametrize("text", ["", "-1", "+1,5", " 12 ", "1e-5", "M-1", "a = b", "near_narrow", "año"])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert safe_cell(text) == text
