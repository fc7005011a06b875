"""Bad input, from the command line: file, row or column, what to do, and exit code 3."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from office_files import write_sheet_xml
from offices import NAMUS_SITE_REMAINS, RNPDNO

import linkage.records.files
from linkage.cli import main
from linkage.errors import InputRejected
from linkage.records.formats import delimited

HEADER = "folio,sexo,edad\n"


def two_far_cells(path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    write_sheet_xml(path, cells, '<dimension ref="A1:XFD1048576"/>')


def zip_of_something(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fotos/1.jpg", b"x")


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content.encode(encoding))


BAD: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "empty.csv": (text(""), ("empty (0 bytes)", "Export or copy it again")),
    "header_only.csv": (text(HEADER), ("row 1 is the header", "Export it again with its rows")),
    "other_side.csv": (text(NAMUS_SITE_REMAINS), ("holds remains", "--side remains")),
    "no_number.csv": (text("sexo,edad\nmujer,30\n"), ("no column holds the record's own number ('id' or 'folio')",)),
    "no_number_of_office.csv": (
        text(RNPDNO.replace("FUB", "Clave").replace("Consecutivo", "Orden")),
        ("rnpdno", "no column holds the record's own number ('FUB' or "),
    ),
    "strange_columns.csv": (text("a,b\n1,2\n"), ("Is the first row the header?", "--source NAME")),
    "no_row_of_use.csv": (text(HEADER + ",mujer,30\n,hombre,31\n"), ("none of its 2 row(s)", "_problems.csv")),
    "encoding.csv": (
        text("id,name\n" + "1,漢字仮名交文\n" * 40, "shift_jis"),
        ("encoding was not recognised", "CSV (UTF-8)"),
    ),
    "photographs.xlsx": (zip_of_something, ("a zip archive that is no spreadsheet", "Save the table as CSV")),
    "two_far_cells.xlsx": (two_far_cells, ("row 1,048,576, column 16,384", "Copy the table alone")),
    "folder.csv": (Path.mkdir, ("this is a folder", "Name the file inside it")),
    "nowhere.csv": (lambda path: None, ("no such file", "Check the name and folder")),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_file_reason_and_remedy(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, said = BAD[name]
    make(tmp_path / name)
    assert exit_code("check", tmp_path / name, "--side", "missing") == 3
    told = capsys.readouterr()
    assert told.out == "" and name in told.err
    assert all(words in told.err for words in said), told.err


def exit_code(*arguments: object) -> object:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code


@pytest.mark.parametrize("reader_notices", [False, True])
def test_a_file_that_vanishes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader_notices: bool
) -> None:
    path = tmp_path / "registro.csv"
    path.write_text(HEADER + "A1,mujer,30\n", encoding="utf-8")

    def vanishing(con: object, file: Path, out: str) -> object:
        loaded = delimited.load(con, file, out)  # type: ignore[arg-type]  # a connection
        file.unlink()
        if reader_notices:
            raise InputRejected("damaged")
        return loaded

    monkeypatch.setattr(linkage.records.files, "_READERS", {"delimited": vanishing})
    assert exit_code("check", path, "--side", "missing") == 3
    assert "registro.csv: no such file (or it vanished while it was read)" in capsys.readouterr().err


def test_the_good_rows_of_a_broken_file_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "registro.csv"
    path.write_text(HEADER + 'A1,mujer,30\nA2,mujer,30,40,50\nA3,"hombre,31\nA4,hombre,31\n', encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["check", str(path), "--side", "missing"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert "4 rows = 2 accepted + 0 accepted with a warning + 2 rejected" in told
    problems = (tmp_path / "registro_problems.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in problems[1:]] == ["3", "4"]
