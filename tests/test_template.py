"""The template can be written, filled in and read; the manual's page of fields is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from linkage.cli import cli
from linkage.errors import InputRejected
from linkage.evidence import all_fields
from linkage.records.canonical import SHEETS
from linkage.records.template import fields_page, write_template
from linkage.runs.checking import check

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "fields.md"


def fill_in(path: Path, sheets: dict[str, dict[str, str]]) -> None:
    """Write the template and one row into each of the sheets named."""
    write_template(path)
    book = load_workbook(path)
    for sheet, row in sheets.items():
        header = [cell.value for cell in book[sheet][1]]
        for name, value in row.items():
            book[sheet].cell(2, header.index(name) + 1, value)
    book.save(path)


@pytest.mark.parametrize(
    ("language", "side", "row"),
    [
        ("es", "missing", {"folio": "M-1", "sexo": "mujer", "edad": "30", "fecha_ultimo_contacto": "2019-05-21"}),
        ("es", "remains", {"folio": "R-1", "sexo": "mujer", "estado_restos": "esqueleto"}),
        ("en", "missing", {"id": "M-1", "sex": "female", "last_contact": "2019-05-21"}),
        ("en", "remains", {"id": "R-1", "sex": "female", "condition": "skeleton"}),
    ],
)
def test_a_filled_in_template_is_read(tmp_path: Path, language: str, side: str, row: dict[str, str]) -> None:
    path = tmp_path / "plantilla.xlsx"
    fill_in(path, {SHEETS[language][side]: row})
    register = check(path, side).register  # type: ignore[arg-type]  # a side as a parameter of a test
    assert (register.source, register.accepted, register.warned) == ("canonical", 1, 0)


def test_a_template_with_both_sheets_filled_in_serves_for_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "plantilla.xlsx"
    fill_in(path, {"desaparecidas": {"folio": "M-1", "sexo": "mujer"}, "restos": {"folio": "R-1", "sexo": "mujer"}})
    assert check(path, "missing").register.read.sheet == "desaparecidas"
    checked = check(path, "remains").register
    assert checked.read.sheet == "restos" and "desaparecidas" in checked.read.notes[0]


def test_a_template_filled_in_for_the_other_side_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "plantilla.xlsx"
    fill_in(path, {"restos": {"folio": "R-1", "estado_restos": "esqueleto"}})
    with pytest.raises(InputRejected, match="holds remains"):
        check(path, "missing")


def test_a_template_nobody_filled_in_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "plantilla.xlsx"
    write_template(path)
    with pytest.raises(InputRejected, match="row 1 is the header and no row with data follows"):
        check(path, "missing")


def test_the_template_is_fit_to_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "plantilla.xlsx"
    write_template(path)
    book = load_workbook(path)
    assert book.sheetnames == ["desaparecidas", "restos", "missing", "remains", "campos", "fields"]
    for sheet in book.worksheets[:4]:
        assert (sheet.max_row, sheet.freeze_panes) == (1, "B2")
        assert all(cell.font.bold and cell.value for cell in sheet[1])
        assert sheet.data_validations.dataValidation, "lists of words to choose from"
    for language, sheet in (("es", book["campos"]), ("en", book["fields"])):
        explained = {name for row in sheet.iter_rows(3, values_only=True) for name in str(row[0]).split("\n")}
        for side in ("missing", "remains"):
            assert {cell.value for cell in book[SHEETS[language][side]][1]} <= explained


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    write_template(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_page_explains_every_field_and_column() -> None:
    page = fields_page()
    for field in all_fields():
        assert f"## {field.name}\n" in page and field.meaning in page
        assert all(f"`{column}`" in page for column in field.raw_columns())


def test_the_page_of_fields_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == fields_page(), "run the manual's script: benchmarks/manual.py"


def test_the_command_says_where_the_template_is(tmp_path: Path) -> None:
    path = tmp_path / "plantilla.xlsx"
    told = CliRunner().invoke(cli, ["sources", "--template", str(path)])
    assert told.exit_code == 0 and path.is_file()
    assert told.stdout.startswith(f"{path} is written") and len(told.stdout.splitlines()) == 1
