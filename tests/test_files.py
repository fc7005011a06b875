"""Any file an office sends is read right, or refused with a message that helps."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkage.errors import InputRejected
from linkage.records.files import FileRead, read_table
from linkage.records.formats import spreadsheet
from linkage.records.formats.encoding import encoding_of
from linkage.records.formats.guard import plain_file
from tests.office_files import write_compound, write_ods, write_sheet_xml, write_xls

HEADER = ["Folio", "Nombre", "Municipio", "Señas"]
PEOPLE = [
    ["M-1", "José Núñez Peña", "Michoacán", "cicatriz; ceja izquierda"],
    ["M-2", "MARÍA GÜEMES IBÁÑEZ", "Querétaro", 'tatuaje "Rosa", antebrazo'],
    ["M-3", "Íñigo Ávila", "Mérida", "lunar\nen el cuello"],
]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    yield con
    con.close()


def rows_of(con: duckdb.DuckDBPyConnection, table: str = "t") -> list[tuple[object, ...]]:
    return con.execute(f"SELECT * FROM {table} ORDER BY _row").fetchall()


def csv_text(delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([HEADER, *PEOPLE])
    return out.getvalue()


def read_text(con: duckdb.DuckDBPyConnection, folder: Path, text: str, encoding: str = "utf-8") -> FileRead:
    path = folder / "datos.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(con, path, "t")


def refusal(con: duckdb.DuckDBPyConnection, path: Path) -> str:
    with pytest.raises(InputRejected) as caught:
        read_table(con, path, "t")
    message = str(caught.value)
    assert str(path) in message
    assert con.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
    return message


# ---- dialects and encodings


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_dialect_gives_the_same_table(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, delimiter: str, end: str, quoting: int
) -> None:
    read = read_text(con, tmp_path, csv_text(delimiter, end, quoting))
    assert (read.delimiter, read.header, read.rows, read.rejected) == (delimiter, tuple(HEADER), 3, 0)
    assert rows_of(con) == [(n + 2, *person) for n, person in enumerate(PEOPLE)]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("cp850", "cp850"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_every_encoding_gives_the_same_table(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, written: str, told: str
) -> None:
    read = read_text(con, tmp_path, csv_text(";"), written)
    assert (read.encoding, read.header) == (told, tuple(HEADER))
    assert rows_of(con) == [(n + 2, *person) for n, person in enumerate(PEOPLE)]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize(
    "word",
    ["Peña", "PEÑA", "José", "Martínez", "MARTÍNEZ", "León", "LEÓN", "Raúl", "RAÚL", "Álvarez", "ÁLVAREZ", "Agüero"],
)
def test_one_accent_in_a_thousand_rows_decides(tmp_path: Path, word: str, encoding: str) -> None:
    path = tmp_path / "datos.csv"
    text = "id,nombre\n" + "".join(f"{n},Pedro Lopez\n" for n in range(1000)) + f"1000,{word}\n"
    path.write_bytes(text.encode(encoding))
    assert text.encode(encoding).decode(encoding_of(path).name) == text


@given(
    st.lists(
        st.sampled_from(
            ["Peña", "José", "MARÍA", "Güemes", "Ibáñez", "Ávila", "ÑUÑO", "Conceição", "François", "LEÓN", "Raúl"]
        ),
        min_size=1,
    )
)
@settings(max_examples=60, deadline=None)
def test_names_survive_windows_encoding(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = tmp_path_factory.mktemp("enc") / "datos.csv"
    path.write_bytes(("nombre\n" + "\n".join(words)).encode("cp1252"))
    assert encoding_of(path).name == "cp1252"


def test_title_rows_above_the_header_are_left_out_and_told(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    title = "FISCALÍA GENERAL DEL ESTADO,,,\r\nPersonas desaparecidas,,,\r\nCorte:,31/12/2023,,\r\n,,,\r\n"
    read = read_text(con, tmp_path, title + csv_text())
    assert read.header == tuple(HEADER)
    assert [row[0] for row in rows_of(con)] == [6, 7, 8]
    assert "row 5" in read.notes[0] and "4 row(s)" in read.notes[0]


def test_a_first_line_that_names_the_delimiter_is_obeyed_and_not_counted(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    read = read_text(con, tmp_path, "sep=|\r\nid|texto\r\n1|a,b,c\r\n2|d,e,f\r\n")
    assert (read.delimiter, read.header) == ("|", ("id", "texto"))
    assert rows_of(con) == [(2, "1", "a,b,c"), (3, "2", "d,e,f")]


def test_headers_are_trimmed_made_unique_and_named_when_blank(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    text = "id, Edad ,EDAD,,_row,Edad (2),\r\n1,20,21,x,y,z,\r\n"
    read = read_text(con, tmp_path, text)
    assert read.header == ("id", "Edad", "EDAD (2)", "column 4", "_row (2)", "Edad (2) (2)")
    assert rows_of(con) == [(2, "1", "20", "21", "x", "y", "z")]


def test_columns_without_name_and_text_are_dropped(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert read_text(con, tmp_path, "id,,nombre,,,\r\n1,,Ana,,,\r\n2,,Eva,,,\r\n").header == ("id", "nombre")


def test_blank_cells_are_null_and_blank_lines_keep_the_numbers(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    read = read_text(con, tmp_path, "id,nombre,edad\r\n1,,20\r\n\r\n,,\r\n2,  ,30\r\n")
    assert (read.rows, read.rejected) == (2, 0)
    assert rows_of(con) == [(2, "1", None, "20"), (5, "2", None, "30")]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("id,a,b\n1,'x, y',z\n2,'x','z'\n3,'p','q'\n4,'p','q'\n5,'p','q'\n", ("1", "x, y", "z")),
        ('id,a,b\n1,"dijo \\"hola\\", y",z\n2,"x","y"\n', ("1", 'dijo "hola", y', "z")),
        ('id, a, b\n1, "x, y", "z"\n2, "p", "q"\n', ("1", "x, y", "z")),
        ("id\ta\tb\r1\tx, y\tz\r2\tp\tq\r", ("1", "x, y", "z")),
    ],
    ids=["single quotes", "backslashes", "blank after the delimiter", "lines of an old Mac"],
)
def test_odd_dialects(con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str, cells: tuple[str, ...]) -> None:
    assert read_text(con, tmp_path, text).rejected == 0
    assert rows_of(con)[0] == (2, *cells)


# ---- broken rows


def broken(con: duckdb.DuckDBPyConnection, folder: Path, lines: list[str]) -> tuple[list[object], list[object], str]:
    read_text(con, folder, "id,a,b,c,d\n" + "\n".join(lines) + "\n")
    rejected = con.execute("SELECT _row, what, remedy FROM t_rejected ORDER BY _row").fetchall()
    assert all(remedy for *_, remedy in rejected)
    return [row[1] for row in rows_of(con)], [row[0] for row in rejected], " ".join(row[1] for row in rejected)


@pytest.mark.parametrize(
    ("lines", "good", "bad", "said"),
    [
        (["1,a,b,c,d", "2,a,b,c,d,e", "3,a,b,c,d"], ["1", "3"], [3], "6 cells, 5 were expected"),
        (["1,a,b,c,d", "2,a,b,c,d,,", "3,a,b,c,d"], ["1", "2", "3"], [], ""),
        (["1,a,b,c,d", "2,a,b,c", "3,a,b,c,d"], ["1", "2", "3"], [], ""),
        (["1,a,b,c,d", "2,a,x", "y,b,c", "3,a,b,c,d"], ["1", "3"], [3, 4], "3 cells, 5 were expected"),
        (["1,a,b,c,x", "y", "3,a,b,c,d"], ["1", "3"], [3], "1 cells, 5 were expected"),
        (["1,a,b,c x", "middle", "y,d,e,f", "3,a,b,c,d"], ["3"], [2, 3, 4], "5 were expected"),
        (["1,a,b,c,d", "Fuente: propia"], ["1"], [3], "1 cells"),
        (["1,a,b,c,d", '2,"a,b,c,d', "3,a,b,c,d", "4,a,b,c,d"], ["1", "3", "4"], [3], "not closed"),
        (["1,a,b,c,d", '2,"a,b,c,d', "3,a,b,c,d", '4,"a,b,c,d', "5,a,b,c,d"], ["1", "3", "5"], [3, 5], "not closed"),
        (["1,a,b,c,d", '2,a,"x\ny, z",c,d', "3,a,b,c,d"], ["1", "2", "3"], [], ""),
    ],
    ids=[
        "too many", "too many but blank", "last cells not written", "line break in the middle", "line break at the end",
        "two line breaks", "remark below", "open quote", "two open quotes", "honest cell over lines",
    ],
)  # fmt: skip
def test_good_rows_go_on_and_broken_ones_are_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, lines: list[str], good: list[str], bad: list[int], said: str
) -> None:
    ids, rejected, what = broken(con, tmp_path, lines)
    assert (ids, rejected) == (good, bad)
    assert said in what


def test_an_open_quote_in_a_long_file_costs_one_row(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    lines = [f"{n},a,b,c,d" for n in range(3000)]
    lines[5] = '5,"a,b,c,d'
    ids, rejected, _ = broken(con, tmp_path, lines)
    assert (len(ids), rejected) == (2999, [7])


def test_a_row_in_another_encoding_is_rejected_alone(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "datos.csv"
    good = "id,nombre\n1,José Ñandú\n2,María Peña\n".encode()
    path.write_bytes(good + "3,Íñigo\n".encode("cp1252") + b"4,Eva\n")
    assert read_table(con, path, "t").encoding == "utf-8"
    assert [row[0] for row in rows_of(con)] == [2, 3, 5]
    [(row, line, what, remedy)] = con.execute("FROM t_rejected").fetchall()
    assert (row, line) == (4, "3,\\xcd\\xf1igo") and "utf-8" in what and "CSV" in remedy


def test_formula_texts_are_left_and_counted(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    read = read_text(con, tmp_path, 'id,a\n1,"=CONCATENATE(B2,C2)"\n2,=1+1\n3,x\n')
    assert read.notes[-1].startswith("2 cell(s) start with '='")
    assert rows_of(con)[0] == (2, "1", "=CONCATENATE(B2,C2)")


def test_the_fingerprint_is_of_the_bytes(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    read = read_text(con, tmp_path, "id,a\n1,x\n")
    assert read.sha256 == hashlib.sha256(b"id,a\n1,x\n").hexdigest()


TABLE_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(TABLE_CELL, TABLE_CELL, TABLE_CELL), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_whatever_a_quoted_csv_says_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "datos.csv"
    rows = [(f"id-{n}", *texts) for n, texts in enumerate(cells)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("id", "a", "b", "c"), *rows])
    con = duckdb.connect()
    read = read_table(con, path, "t")
    assert (read.rows, read.rejected) == (len(rows), 0)
    blank = [tuple(text if text.strip() else None for text in row) for row in rows]
    assert [row[1:] for row in rows_of(con)] == blank
    con.close()


# ---- workbooks


def write_workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    cover, page, other = book.add_worksheet("Portada"), book.add_worksheet("Datos"), book.add_worksheet("Otros")
    hidden = book.add_worksheet("Oculta")
    hidden.hide()
    for sheet in (other, hidden):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["c", "d"])
    cover.write(0, 0, "Fiscalía")
    page.write(0, 1, "Personas desaparecidas")
    page.write_row(2, 1, ["Folio", "Nombre", "Edad", "Estatura", "Nacimiento", "Visto", "Sabe", "Suma", "Error"])
    page.write_row(3, 1, ["M-1", "José Núñez", 34, 1.7])
    page.write_datetime(3, 5, dt.datetime(1985, 3, 9), day)
    page.write_datetime(3, 6, dt.datetime(2019, 5, 12, 14, 30), day)
    page.write_boolean(3, 7, True)
    page.write_formula(3, 8, "=1+1", None, 2)
    page.write_formula(3, 9, "=NA()", None, "#N/A")
    page.write_row(5, 1, ["M-2", "Ana", 5512345678, 0.1 + 0.2])
    book.close()


def test_a_workbook_is_read_as_a_person_sees_it(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "datos.xlsx"
    write_workbook(path)
    read = read_table(con, path, "t")
    assert (read.format, read.sheet, read.rows) == ("xlsx", "Datos", 2)
    assert read.header == ("Folio", "Nombre", "Edad", "Estatura", "Nacimiento", "Visto", "Sabe", "Suma", "Error")
    assert rows_of(con) == [
        (4, "M-1", "José Núñez", "34", "1.7", "1985-03-09", "2019-05-12 14:30:00", "true", "2", None),
        (6, "M-2", "Ana", "5512345678", "0.3", None, None, None, None, None),
    ]
    assert "row 3" in read.notes[0]
    assert "'Datos'" in read.notes[1] and "Portada, Otros" in read.notes[1] and "Oculta" not in read.notes[1]


def test_the_content_decides_and_not_the_extension(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    book = tmp_path / "libro.csv"
    write_workbook(book)
    assert read_table(con, book, "t").format == "xlsx"
    text = tmp_path / "texto.xls"
    text.write_text("id\tnombre\n1\tAna\n", encoding="cp1252")
    assert read_table(con, text, "t").format == "delimited"


def test_old_and_open_workbooks(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    xls, ods = tmp_path / "viejo.xls", tmp_path / "abierto.ods"
    write_xls(xls, [["Folio", "Nombre", "Edad"], ["M-1", "José Núñez", 34.0], ["M-2", "Íñigo", 1.5]])
    write_ods(ods, [["Folio", "Nombre", "Edad"], ["M-1", "José Núñez", "34"], ["M-2", "Íñigo", "1.5"]])
    for path, kind in ((xls, "xls"), (ods, "ods")):
        assert read_table(con, path, "t").format == kind
        assert rows_of(con) == [(2, "M-1", "José Núñez", "34"), (3, "M-2", "Íñigo", "1.5")]


def test_a_remark_beside_the_table_is_rejected(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "datos.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for n in range(300):
            page.write_row(n, 0, [f"M-{n}", "x"] if n else ["Folio", "Nombre"])
        page.write(280, 6, "revisar")
    read = read_table(con, path, "t")
    assert (read.rows, read.rejected) == (298, 1)
    assert con.execute("SELECT _row, what FROM t_rejected").fetchall() == [
        (281, "text in column 7, beyond the 2 columns of the header")
    ]


def test_two_cells_that_claim_seventeen_billion(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "trampa.xlsx"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    for dimension in ("", '<dimension ref="A1:XFD1048576"/>', '<dimension ref="A1:B2"/>'):
        write_sheet_xml(path, cells, dimension)
        message = refusal(con, path)
        assert "row 1,048,576, column 16,384" in message and "Copy the table alone" in message


def test_a_format_on_whole_columns_is_no_trap(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "honesta.xlsx"
    rows = '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>a</v></c></row>'
    rows += '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    write_sheet_xml(path, rows, '<dimension ref="A1:XFD1048576"/>')
    assert read_table(con, path, "t").rows == 1


def test_a_crash_of_the_reader_is_a_message(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MEMORY_BYTES", 1 << 30)
    path = tmp_path / "trampa.ods"
    write_ods(path, [["a", "b"], *[["x", "y"]] * 40_000], repeat=16_000)
    started = time.monotonic()
    message = refusal(con, path)
    assert "memory" in message and time.monotonic() - started < 30


def test_a_zip_bomb_is_not_unpacked(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "bomba.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "x")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(260):
                part.write(bytes(1 << 20))
    assert "unpack to 260 MB" in refusal(con, path)


# ---- refusals


def test_files_that_hold_no_table_are_refused_with_a_remedy(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    cases: dict[str, tuple[bytes, str]] = {
        "vacio.csv": (b"", "empty (0 bytes)"),
        "blanco.csv": (b"\r\n \r\n,,\r\n", "only blank lines"),
        "cabecera.csv": (b"id,nombre\r\n", "row 1 is the header"),
        "foto.csv": (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG image"),
        "oficio.xlsx": (b"%PDF-1.7 ...", "a PDF document"),
        "pagina.xls": (b"\r\n<html><table><tr><td>id</td></tr></table></html>", "a web page (HTML)"),
        "datos.xml": (b"<?xml version='1.0'?><a/>", "an XML file"),
        "datos.csv.gz": (b"\x1f\x8b\x08\x00" + bytes(20), "a gzip archive"),
        "binario.csv": (b"id,a\n" + bytes(range(256)) * 4, "binary data"),
        "chino.csv": (("id,name\n" + "1,漢字仮名交文\n" * 40).encode("shift_jis"), "encoding was not recognised"),
        "cortado.xlsx": (b"PK\x03\x04" + bytes(50), "damaged"),
        "cortado.parquet": (b"PAR1" + bytes(50), "cut or damaged"),
        "cortado.json": (b'[{"id": 1}, {"id": 2', "cut"),
        "malo.json": (b'[{"id": 1},\n {"id": x}]', "line 2, column 9"),
        "nada.json": (b"[]", "no record"),
        "listas.json": (b'[["id", "a"], [1, 2]]', "no record"),
        "dos.json": (b'{"a": [{"x": 1}], "b": [{"x": 1}]}', "2 lists of records"),
        "hondo.json": (b"[" * 200_000, "nested too deep"),
        "larga.csv": (b"a,b\n" + b"x" * (3 << 20), "a line of more than"),
    }
    for name, (content, said) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert said in refusal(con, path), name


def test_containers_that_hold_no_table_are_refused(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for name, part, said in (
        ("a.docx", "word/document.xml", "a Word document"),
        ("b.zip", "datos.csv", "no spreadsheet"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(part, "x")
        assert said in refusal(con, tmp_path / name)
    for name, stream, said in (("c.doc", "WordDocument", "no workbook"), ("d.xlsx", "EncryptedPackage", "password")):
        write_compound(tmp_path / name, stream, b"x")
        assert said in refusal(con, tmp_path / name)
    write_ods(tmp_path / "e.ods", [["a", "b"]], locked=True)
    assert "password" in refusal(con, tmp_path / "e.ods")
    write_compound(tmp_path / "f.xls", "Workbook", b"nothing of a workbook")
    assert "damaged" in refusal(con, tmp_path / "f.xls")


def test_empty_workbooks_are_refused(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "vacio.xlsx"
    xlsxwriter.Workbook(str(path)).close()
    assert "no sheet" in refusal(con, path)
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Datos").write_row(0, 0, HEADER)
        book.add_worksheet("Léame").write(0, 0, "Llene una fila por persona.")
    assert "row 1 is the header" in refusal(con, path)


def test_what_is_no_plain_file_is_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "tubo")
    (tmp_path / "datos.csv").write_text("id,a\n1,x\n")
    for path, said in (
        (tmp_path, "folder"),
        (tmp_path / "falta.csv", "no such file"),
        (tmp_path / "tubo", "device or a pipe"),
        (Path("/dev/null"), "device or a pipe"),
        (tmp_path / "datos.csv" / "x", "cannot be read"),
    ):
        assert said in refusal(con, path)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert "no permission" in refusal(con, tmp_path / "datos.csv")


def test_a_file_that_changes_or_vanishes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "datos.csv"
    path.write_text("id,a\n1,x\n")
    with pytest.raises(InputRejected, match="changed"), plain_file(path):
        path.write_text("id,a\n1,x\n2,y\n")
    with pytest.raises(InputRejected, match="vanished"), plain_file(path):
        path.unlink()


def read_or_refused(path: Path, content: bytes) -> None:
    """Whatever stands in a file, it is read or refused in words: any other end is a mistake of ours."""
    path.write_bytes(content)
    con = duckdb.connect()
    try:
        read = read_table(con, path, "t")
        assert read.rows == len(rows_of(con)) and read.header
    except InputRejected as refused:
        assert path.name in str(refused)
    finally:
        con.close()


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.jsonl", "a.parquet", "a"]))
@settings(max_examples=60, deadline=None)
@example(b"PAR1" + bytes(8) + b"PAR1", "a.parquet")
@example(b"\xff\xfe\x00", "a.csv")
@example(b"\xff\xfe", "a.csv")
@example(b"\xef\xbb\xbf", "a.json")
@example(b"sep=;", "a.csv")
@example(b"\x00\xd8\n\x00,\x00", "a.csv")
@example(b'{"a": [1, {"b": 2}], "c": NaN}', "a.json")
@example(b'[{}, {"": 1}]', "a.json")
@example(b'"', "a.csv")
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    read_or_refused(tmp_path_factory.mktemp("any") / name, content)


@given(st.sampled_from(["xlsx", "parquet", "ods"]), st.integers(0, 10**6), st.integers(1, 255))
@settings(max_examples=15, deadline=None)
@example("ods", 112, 1)
@example("ods", 110, 1)
@example("parquet", 716, 128)  # the name of a column is no text
@example("parquet", 134, 1)  # a length below nought
def test_a_damaged_byte_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, kind: str, place: int, change: int
) -> None:
    path = tmp_path_factory.mktemp("damaged") / f"a.{kind}"
    if kind == "xlsx":
        write_workbook(path)
    elif kind == "ods":
        write_ods(path, [["Folio", "Nombre"], ["M-1", "José"]])
    else:
        duckdb.sql("SELECT 'M-1' AS id, 'José' AS nombre").write_parquet(str(path))
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= change
    read_or_refused(path, bytes(content))


# ---- JSON and Parquet


def test_json_is_flattened(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "datos.json"
    people = [
        {"id": 7.50, "nombre": {"propio": "José", "paterno": None}, "alias": ["Pepe", "Chepe"], "vive": False},
        {"id": 2, "señas": [{"tipo": "lunar", "lado": "izq"}, {"tipo": "tatuaje"}], "ID": "x"},
    ]
    path.write_text(json.dumps({"total": 2, "pagina": {"datos": people}}, ensure_ascii=False), encoding="utf-8-sig")
    read = read_table(con, path, "t")
    header = ("id", "nombre.propio", "nombre.paterno", "alias", "vive", "señas.tipo", "señas.lado", "ID (2)")
    assert (read.format, read.header) == ("json", header)
    assert rows_of(con) == [
        (1, "7.5", "José", None, "Pepe; Chepe", "false", None, None, None),
        (2, "2", None, None, None, None, "lunar; tatuaje", "izq; ", "x"),
    ]


@pytest.mark.parametrize("indent", [None, 2])
def test_one_person_alone_is_a_file_too(con: duckdb.DuckDBPyConnection, tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "datos.json"
    person = {"id": "M-1", "señas": [{"tipo": "lunar"}], "ropa": [{"prenda": "blusa"}, {"prenda": "falda"}]}
    path.write_text(json.dumps(person, indent=indent), encoding="utf-8")
    read_table(con, path, "t")
    assert rows_of(con) == [(1, "M-1", "lunar", "blusa; falda")]


def test_one_person_on_one_line_of_json_lines(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "datos.jsonl"
    path.write_text('{"id": "M-1", "ropa": [{"prenda": "blusa"}]}\n', encoding="utf-8")
    read_table(con, path, "t")
    assert rows_of(con) == [(1, "M-1", "blusa")]


def test_json_lines_go_on_after_a_broken_one(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "datos.jsonl"
    path.write_text(
        '{"id": 1, "n": "Ñ"}\n{"id": 2, "n":\n\n[3]\n{"id": 4, "n": "\\ud800"}\n{"id": 5, "z": 1.0}\n', "utf-8"
    )
    read = read_table(con, path, "t")
    assert (read.format, read.rows, read.rejected) == ("json lines", 2, 3)
    assert rows_of(con) == [(1, "1", "Ñ", None), (6, "5", None, "1.0")]
    assert [row[0] for row in con.execute("SELECT _row FROM t_rejected ORDER BY _row").fetchall()] == [2, 4, 5]


def test_parquet_of_any_type_becomes_text(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "datos [1]*.parquet"
    made = duckdb.connect()
    made.execute(
        "COPY (SELECT 'M-1' AS id, 34.0::DOUBLE AS edad, 1.75::DOUBLE AS talla, DATE '1985-03-09' AS nacio,"
        " TIMESTAMP '2019-05-12 00:00:00' AS visto, TIMESTAMP '2019-05-12 14:30:00' AS hallado, true AS vive,"
        " ['Pepe', 'Chepe'] AS alias, {'lat': 1.5, 'lon': -2.0} AS punto, encode('ñ') AS crudo, '' AS nada,"
        " [{'tipo': 'lunar', 'lado': NULL}, {'tipo': 'cruz', 'lado': 'der'}] AS marcas"
        f" UNION ALL SELECT 'M-2', {', '.join(['NULL'] * 11)}) TO '{tmp_path}/x.parquet' (FORMAT parquet)"
    )
    made.close()
    (tmp_path / "x.parquet").rename(path)
    read = read_table(con, path, "t")
    assert read.header[8:10] == ("punto.lat", "punto.lon")
    assert rows_of(con)[0] == (
        1, "M-1", "34", "1.75", "1985-03-09", "2019-05-12", "2019-05-12 14:30:00", "true", "Pepe; Chepe",
        "1.5", "-2.0", "ñ", None, "lunar; cruz", "; der",
    )  # fmt: skip
    assert rows_of(con)[1] == (2, "M-2", *[None] * 13)


# ---- speed


def test_fifty_thousand_rows_take_seconds(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "grande.csv"
    row = ";José;Núñez;1990;12/05/2019;hombre;1,70;;;tatuaje, brazo;;;negro;;;;;;;fin\r\n"
    header = ";".join(f"columna {n}" for n in range(20)) + "\r\n"
    path.write_bytes((header + "".join(f"M-{n}{row}" for n in range(50_000))).encode("cp1252"))
    started = time.monotonic()
    assert read_table(con, path, "t").rows == 50_000
    assert time.monotonic() - started < 6  # 0.6 s on two free cores; 200,000 rows 2.3 s
