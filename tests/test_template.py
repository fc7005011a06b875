"""The template can be written, filled in and read; the manual's page of fields is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from linkage.evidence import all_fields
from linkage.records.template import SHEETS, fields_page, write_template
from linkage.runs.checking import check

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "fields.md"


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
    write_template(path)
    book = load_workbook(path)
    sheet = book[SHEETS[language][side]]
    header = [cell.value for cell in sheet[1]]
    for name, value in row.items():
        sheet.cell(2, header.index(name) + 1, value)
    book.save(path)
    register = check(path, side).register  # type: ignore[arg-type]  # a side as a parameter of a test
    assert (register.source, register.accepted, register.warned) == ("canonical", 1, 0)


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
