"""Every office's columns are recognised from the header and read into our fields."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import SHAPES, Office

from linkage.errors import InputRejected, UsageError
from linkage.evidence import all_fields
from linkage.evidence.fields import Side
from linkage.records.canonical import spanish_headers
from linkage.records.headers import header_of, plain_header
from linkage.records.mapping import read_column
from linkage.records.recognise import recognise
from linkage.records.sources import all_sources, read_source, source_named

EACH = pytest.mark.parametrize(("text", "source", "side"), SHAPES.values(), ids=SHAPES.keys())


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.con.close()


def header(text: str) -> tuple[str, ...]:
    first = text.splitlines()[0]
    return tuple(first.split(";" if ";" in first else ","))


@EACH
def test_each_source_is_recognised_from_its_header(text: str, source: str, side: Side) -> None:
    assert recognise(header(text), side, "register.csv").source.name == source


@EACH
def test_case_accents_and_punctuation_of_a_header_do_not_matter(text: str, source: str, side: Side) -> None:
    shouted = tuple(name.upper().replace("_", " ").replace("SENAS", "SEÑAS") for name in header(text))
    if source != "kobo":  # the underscore at the start of _uuid and _id is all that tells them from `id`
        assert recognise(shouted, side, "register.csv").source.name == source


@EACH
def test_the_other_side_is_said_and_not_read(text: str, source: str, side: Side) -> None:
    other: Side = "remains" if side == "missing" else "missing"
    with pytest.raises(InputRejected, match=f"--side {side}"):
        recognise(header(text), other, "register.csv")


@EACH
def test_every_row_of_every_source_is_accounted_for(office: Office, text: str, source: str, side: Side) -> None:
    register = office.read(text, side)
    assert register.rows == len(text.splitlines()) - 1
    assert register.rows == register.accepted + register.warned + register.rejected
    assert office.all(f"SELECT count(*) FROM {side}") == [(register.accepted + register.warned,)]


def test_every_column_of_every_shipped_source_is_a_column_of_ours() -> None:
    ours = {name for field in all_fields() for name in field.raw_columns()}
    for source in all_sources():
        for shape in source.shapes:
            assert set(shape.columns) - ours == set(), (source.name, shape.title)


def test_the_spanish_headers_are_all_different() -> None:
    spanish = spanish_headers()
    assert len({plain_header(name) for name in [*spanish.values()]}) == len(spanish)


def rows(office: Office, text: str, side: Side, columns: str) -> list[tuple[object, ...]]:
    office.read(text, side)
    return office.all(f"SELECT {columns} FROM {side} ORDER BY unique_id")


def raw(office: Office, text: str, side: Side, columns: str) -> list[tuple[object, ...]]:
    office.read(text, side)
    return office.all(f"SELECT {columns} FROM {side}_raw ORDER BY unique_id")


def test_namus_searches(office: Office) -> None:
    text = SHAPES["namus, site, missing"][0]
    assert rows(
        office, text, "missing", "unique_id, sex, age_low_years, age_high_years, CAST(last_contact_low AS VARCHAR)"
    ) == [
        ("MP900001", "female", 31, 31, "2012-03-14"),
        ("MP900002", "male", 44, 44, "2015-11-02"),
    ]
    assert office.all("SELECT last_contact_place, last_contact_place_state FROM missing_raw ORDER BY 1") == [
        ("Pima", "Arizona"), ("Tucson", "Arizona"),
    ]  # fmt: skip


def test_namus_searches_of_remains(office: Office) -> None:
    text = SHAPES["namus, site, remains"][0]
    assert rows(office, text, "remains", "sex, ancestry, age_low_years, age_high_years") == [
        ("female", None, 25, 40),
        (None, ["hispanic"], 20, 45),
    ]
    assert office.all('SELECT "row", "column" FROM found_problems') == [(3, "Age From")]


def test_namus_table_of_missing_persons(office: Office) -> None:
    text = SHAPES["namus, table, missing"][0]
    columns = "last_contact_place, last_contact_place_state, last_contact_place_coordinates, eyes"
    assert raw(office, text, "missing", columns) == [("Mobile", "Alabama", "(30.69, -88.04)", "Multiple")]
    assert office.all("SELECT round(stature_low_cm), round(stature_high_cm), round(weight_low_kg) FROM missing") == [
        (160, 160, 43)
    ]


def test_namus_table_of_remains_keeps_lower_bounds_open(office: Office) -> None:
    text = SHAPES["namus, table, remains"][0]
    columns = "round(stature_low_cm), stature_high_cm, hair, age_low_years, age_high_years, weight_low_kg"
    assert rows(office, text, "remains", columns) == [
        (152, None, None, 17, 25, None),
        (178, None, None, None, None, None),
    ]
    said = office.all('SELECT "column", what FROM found_problems ORDER BY 1')
    assert [column for column, _ in said] == ["Estimated Age From", "Height", "Weight"]


def test_ogis(office: Office) -> None:
    text = SHAPES["ogis"][0]
    assert rows(office, text, "remains", "condition, sex, age_low_years") == [
        ("weathered", None, None),
        ("fleshed", "male", 30),
    ]
    assert office.all("SELECT name_full, recovery_place_radius_km, pmi FROM remains_raw ORDER BY unique_id") == [
        (None, "Vague", "> 6-8 months"),
        ("Quimera Arenal Teodoro", "GPS", "< 1 day"),
    ]
    assert office.all("SELECT what FROM found_problems") == []


def test_rnpdno_leaves_out_and_counts_people_located_alive(office: Office) -> None:
    register = office.read(SHAPES["rnpdno"][0], "missing")
    assert (register.accepted, register.warned, register.rejected) == (2, 0, 1)
    assert register.left_out == {"The person was located alive.": 1}
    assert office.all("SELECT unique_id, sex FROM missing ORDER BY 1") == [("F-001", "female"), ("F-003", None)]
    assert office.all("SELECT name_given, name_paternal, name_maternal FROM missing_raw ORDER BY unique_id") == [
        ("BELINDA", "ARENAL", "QUIROZ"),
        ("ANSELMO", "VEREDA", "LUNA"),
    ]


def test_pfsi_has_a_probable_name_only_where_one_is_given(office: Office) -> None:
    text = SHAPES["pfsi"][0]
    assert raw(office, text, "remains", "name_full, name_basis, marks") == [
        (None, None, "tatuaje: cruz en antebrazo"),
        ("Teodoro Quimera", "presunción", None),
    ]
    assert office.all("SELECT age_low_years, age_high_years FROM remains ORDER BY unique_id") == [(66, 70), (20, 25)]


def test_kobo_groups_choices_and_ids(office: Office) -> None:
    text = SHAPES["kobo, missing"][0]
    assert raw(office, text, "missing", "unique_id, name_given, effects") == [
        ("K-2", "Anselmo", None),
        ("aaaa-1", "Belinda", "reloj;anillo"),
    ]
    remains = SHAPES["kobo, remains"][0]
    assert rows(office, remains, "remains", "unique_id, parts_not_recovered, condition") == [
        ("bbbb-1", ["hands", "feet"], "skeletal")
    ]


def test_the_template_reads_the_same_in_english_and_in_spanish(tmp_path: Path) -> None:
    columns = "unique_id, sex, age_low_years, found_low, stature_low_cm, stature_certainty, condition, consent"
    read = []
    for name in ("canonical, English", "canonical, Spanish"):
        office = Office(tmp_path)
        read.append(rows(office, SHAPES[name][0], "remains", columns))
        assert office.all("SELECT id, outcome FROM rejected") == [("R-3", "left out")]
        office.con.close()
    assert read[0] == read[1]
    assert len(read[0]) == 2


NOWHERE = ("numero", "quien", "cuando")


def test_a_header_nobody_knows_is_refused_with_help() -> None:
    with pytest.raises(InputRejected, match="Is the first row the header") as refused:
        recognise(NOWHERE, "missing", "register.csv")
    assert "register.csv" in str(refused.value) and "--source" in str(refused.value)


def test_a_row_of_people_in_the_place_of_the_header_is_not_repeated_in_the_message() -> None:
    with pytest.raises(InputRejected) as refused:
        recognise(("Belinda Arenal", "1990-03-15", "sexo"), "missing", "register.csv")
    assert "Belinda" not in str(refused.value) and "1990" not in str(refused.value)


def test_the_nearest_source_is_named_with_the_columns_it_lacks() -> None:
    with pytest.raises(InputRejected, match="nearest source is ogis.*Body Condition"):
        recognise(("ML Number", "Sex", "Corridor", "Surface Management"), "remains", "register.csv")


def test_a_file_without_the_column_of_numbers_is_refused() -> None:
    columns = ("sexo", "edad", "fecha_hallazgo", "estado_restos")
    with pytest.raises(InputRejected, match="folio"):
        recognise(columns, "remains", "register.csv", "canonical")


def test_a_named_source_overrides_the_header() -> None:
    columns = ("ID", "Sexo", "Edad", "Delegacion_IJCF")
    assert recognise(columns, "remains", "register.csv", "pfsi").source.name == "pfsi"
    with pytest.raises(InputRejected, match="--side remains"):
        recognise(columns, "missing", "register.csv", "pfsi")
    with pytest.raises(UsageError, match="No source 'pfsy'"):
        recognise(columns, "remains", "register.csv", "pfsy")


OWN = """\
title = "Casa de ejemplo"
date_order = "dmy"
list_separators = "/"
[units]
stature = "in"
[words.sex]
"1" = "female"
"2" = "male"
[[shapes]]
side = "missing"
requires = ["Clave", "Quién"]
[shapes.columns]
id = "Clave"
name_full = "Quién"
sex = "S"
stature = "Talla"
last_contact = "Visto"
last_contact_place = { join = ["Pueblo", "Provincia"] }
agency = { constant = "Casa de ejemplo" }
"""


def test_adding_a_source_takes_one_file_and_no_python(office: Office) -> None:
    path = office.folder / "casa.toml"
    path.write_text(OWN, encoding="utf-8")
    text = "Clave,Quién,S,Talla,Visto,Pueblo,Provincia\n7,Ana Nadie,1,64,05/04/2019,Se desconoce,Colón\n"
    assert office.read(text, "missing", str(path)).source == "casa"
    columns = "sex, round(stature_low_cm), CAST(last_contact_low AS VARCHAR), agency"
    assert office.all(f"SELECT {columns} FROM missing") == [("female", 163, "2019-04-05", "Casa de ejemplo")]
    assert office.all("SELECT last_contact_place FROM missing_raw") == [("Colón",)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (OWN.replace('id = "Clave"', 'number = "Clave"'), "no field has the column.*number"),
        (OWN.replace('id = "Clave"\n', ""), "record's own number"),
        (OWN.replace('side = "missing"\n', ""), "side is missing"),
        (OWN.replace('side = "missing"', 'side = "lost"'), "expected missing or remains"),
        (OWN.replace('sex = "S"', 'sex = { form = "S" }'), "column 'sex'"),
        (OWN + "x = [", "TOML"),
    ],
)
def test_a_wrong_source_file_says_what_is_wrong(tmp_path: Path, wrong: str, said: str) -> None:
    path = tmp_path / "casa.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as refused:
        read_source(path)
    assert "casa.toml" in str(refused.value)


def test_two_sources_that_fit_equally_well_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "casa.toml"
    path.write_text(OWN, encoding="utf-8")
    (tmp_path / "hogar.toml").write_text(OWN, encoding="utf-8")
    both = (read_source(path), read_source(tmp_path / "hogar.toml"))
    monkeypatch.setattr("linkage.records.recognise.all_sources", lambda: both)
    with pytest.raises(InputRejected, match="casa or hogar equally well"):
        recognise(("Clave", "Quién"), "missing", "register.csv")


def test_sources_tell_their_columns() -> None:
    listed = source_named("namus").to_dict()
    assert listed["sides"] == ["missing", "remains"]
    assert listed["columns"]["Legal Last Name"] == "name_paternal"
    assert "last_contact_place_coordinates" in listed["columns"]["Location"]


@pytest.mark.parametrize(
    ("spec", "row", "text"),
    [
        ("A", {"A": " x "}, "x"),
        (["A", "B"], {"A": None, "B": "y"}, "y"),
        ({"join": ["A", "B"]}, {"A": "uno", "B": "dos"}, "uno, dos"),
        ({"join": ["A", "B"], "labels": ["a: ", "b: "], "with": "; "}, {"A": "S/D", "B": "y"}, "b: y"),
        ({"from": "A", "before": ","}, {"A": "Saraland, Alabama"}, "Saraland"),
        ({"from": "A", "after": ","}, {"A": "St. Paul, Big, Alabama"}, "Alabama"),
        ({"from": "A", "blank": "none \\d+"}, {"A": "NONE 7"}, None),
        ({"from": "A", "values": {"vague": "15", "gps": "0.1"}}, {"A": "GPS (30 m)"}, "0.1"),
        ({"constant": "Perú"}, {"A": None}, "Perú"),
        ({"constant": "Perú", "where": "A"}, {"A": None}, None),
        ({"constant": "Perú", "where": "A"}, {"A": "x"}, "Perú"),
        ({"from": ["A", "B"], "differing": "both"}, {"A": "x", "B": "y"}, "both"),
        ({"from": ["A", "B"], "differing": "both"}, {"A": "x", "B": None}, "x"),
        ({"choices": "q"}, {"q/uno": "1", "q/dos": "0", "q/tres": "True"}, "uno;tres"),
        ({"choices": "q"}, {"q": "uno tres"}, "uno;tres"),
    ],
)
def test_ways_to_fill_a_column(office: Office, spec: object, row: dict[str, str | None], text: str | None) -> None:
    sql = read_column("x", spec).sql(header_of(row))
    cells = ", ".join(f'CAST(${n} AS VARCHAR) AS "{name}"' for n, name in enumerate(row, start=1))
    assert office.con.execute(f"SELECT {sql} FROM (SELECT {cells})", list(row.values())).fetchall() == [(text,)]


HOW_TO = Path(__file__).parent.parent / "docs" / "how-to" / "add-a-source.md"


def test_the_manual_on_adding_a_source_works_as_it_is_written(office: Office) -> None:
    blocks = dict(re.findall(r" *```(csv|toml)\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL))
    path = office.file(textwrap.dedent(blocks["toml"]), "casa.toml")
    register = office.read(textwrap.dedent("   " + blocks["csv"].lstrip()), "missing", str(path))
    assert (register.source, register.accepted, register.unused) == ("casa", 1, ()), office.all("FROM found_problems")
    columns = "sex, round(stature_low_cm), CAST(last_contact_low AS VARCHAR), agency"
    assert office.all(f"SELECT {columns} FROM missing") == [("female", 163, "2019-04-05", "Casa de ejemplo")]


def test_the_manual_names_every_source_that_is_shipped() -> None:
    page = (HOW_TO.parents[1] / "reference" / "sources.md").read_text(encoding="utf-8")
    for source in all_sources():
        sides = source.sides[0] if len(source.sides) == 1 else "both"
        assert f"| `{source.name}` | {sides} |" in page
