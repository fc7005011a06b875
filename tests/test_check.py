"""The verb `check`: what it says and the files it writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from offices import OGIS, PFSI, RNPDNO
from python_calamine import CalamineWorkbook

from linkage.errors import InputRejected
from linkage.runs.checking import Checked, check, describe

DIRTY = 'folio,sexo,edad,fecha_hallazgo\nA1,quimera,30,2019-04-05\nA1,mujer,30,2019-04-05\nA2,mujer,"=A1",2019-04-05\n'


def checked(folder: Path, text: str, side: str = "remains") -> Checked:
    file = folder / "registro.csv"
    file.write_text(text, encoding="utf-8")
    return check(file, side)  # type: ignore[arg-type]  # a side as a command line gives it


def test_it_says_what_was_recognised_and_counts_the_rows(tmp_path: Path) -> None:
    told = describe(checked(tmp_path, DIRTY))
    assert "Read as canonical" in told and "separated by comma" in told and "utf-8" in told
    assert "3 rows = 0 accepted + 2 accepted with a warning + 1 rejected" in told
    assert "Not in this file" in told and "registro_problems.xlsx" in told


def test_the_problems_file_has_row_column_value_what_and_remedy(tmp_path: Path) -> None:
    result = checked(tmp_path, DIRTY)
    assert result.problems_csv is not None and result.problems_xlsx is not None
    with result.problems_csv.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["row"], r["column"], r["effect"]) for r in rows] == [
        ("2", "sexo", "taken as unknown"), ("3", "folio", "row rejected"), ("4", "edad", "taken as unknown"),
    ]  # fmt: skip
    assert all(r["what"] and r["remedy"] for r in rows)
    assert rows[0]["value"] == "quimera"
    assert not rows[2]["value"].startswith("=")
    sheet = CalamineWorkbook.from_path(str(result.problems_xlsx)).get_sheet_by_name("problems").to_python()
    assert len(sheet) == 4


def test_people_left_out_are_counted_apart(tmp_path: Path) -> None:
    told = describe(checked(tmp_path, RNPDNO, "missing"))
    assert "of these left out: 1. The person was located alive." in told


def test_a_clean_file_gets_no_problems_file(tmp_path: Path) -> None:
    result = checked(tmp_path, PFSI)
    assert result.problems == 0 and result.problems_csv is None
    assert "No problem found." in describe(result)
    assert [p.name for p in tmp_path.iterdir()] == ["registro.csv"]


def test_the_wrong_side_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match=r"registro.csv holds remains \(ogis.*--side remains"):
        checked(tmp_path, OGIS, "missing")


def test_a_file_without_a_usable_row_is_refused_with_the_problems_file(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="none of its 2 row") as refused:
        checked(tmp_path, "folio,sexo\n,mujer\n,hombre\n", "missing")
    assert refused.value.report is not None and Path(refused.value.report).exists()


def test_the_problems_go_to_the_folder_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "registro.csv"
    file.write_text(DIRTY, encoding="utf-8")
    result = check(file, "remains", out=tmp_path / "new" / "folder")
    assert result.problems_csv == tmp_path / "new" / "folder" / "registro_problems.csv"
    assert result.problems_csv.exists()


def test_the_result_is_plain_values_for_json(tmp_path: Path) -> None:
    facts = json.loads(json.dumps(checked(tmp_path, DIRTY).to_dict()))
    assert (facts["rows"], facts["accepted"], facts["warned"], facts["rejected"]) == (3, 0, 2, 1)
    assert facts["source"] == "canonical" and len(facts["sha256"]) == 64


def test_values_of_people_are_in_no_count_and_no_line(tmp_path: Path) -> None:
    told = describe(checked(tmp_path, DIRTY))
    assert "quimera" not in told
