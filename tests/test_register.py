"""Registers: every row accounted for, every trap of the offices' files handled, several files of one side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offices import NAMUS_TABLE_MISSING, NAMUS_TABLE_REMAINS, PFSI, RNPDNO, Office

from linkage.errors import InputRejected
from linkage.records.mapped import raw_columns
from linkage.records.register import Register, read_register


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.con.close()


def counts(register: Register) -> tuple[int, int, int, int]:
    return register.rows, register.accepted, register.warned, register.rejected


CELLS = {
    "folio": st.sampled_from(["A1", "A2", "A3", "", "S/D"]),
    "sexo": st.sampled_from(["mujer", "H", "M", "???", "quimera", ""]),
    "edad": st.sampled_from(["30", "-4", "30-40", "0-120", "=A1+B1", "cuarenta y pico", ""]),
    "estatus": st.sampled_from(["desaparecida", "LOCALIZADA CON VIDA", "en trámite", ""]),
    "consentimiento": st.sampled_from(["sí", "no", "", "tal vez"]),
}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=8))
def test_rows_are_accepted_warned_or_rejected_and_none_is_lost(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    office = Office(tmp_path)
    lines = [",".join(CELLS), *(",".join(row.values()) for row in rows)]
    register = office.read("\n".join(lines) + "\n", "missing", "canonical")
    filled = sum(any(row.values()) for row in rows)  # a line of commas alone is no row
    assert register.rows == register.accepted + register.warned + register.rejected == filled
    assert office.all("SELECT count(*) FROM missing") == [(register.accepted + register.warned,)]
    assert office.all("SELECT count(*) FROM missing_raw") == office.all("SELECT count(*) FROM missing")
    assert office.all("SELECT count(*) FROM rejected") == [(register.rejected,)]
    assert office.all("SELECT count(DISTINCT unique_id) = count(*) FROM missing") == [(True,)]
    office.con.close()


def test_rows_without_number_and_second_rows_of_a_number_are_rejected(office: Office) -> None:
    register = office.read("folio,sexo\nA1,mujer\n,hombre\nA1,hombre\nA2,hombre\n", "missing")
    assert counts(register) == (4, 2, 0, 2)
    assert office.all("SELECT id, sex FROM missing ORDER BY id") == [("A1", "female"), ("A2", "male")]
    assert office.all('SELECT "row", id, what FROM rejected ORDER BY "row"') == [
        (3, None, "The row has no number of its own (folio)."),
        (4, "A1", "The same number stands in row 2 already; that row was kept."),
    ]


def test_people_located_alive_take_part_where_that_is_asked_for(office: Office) -> None:
    register = read_register(office.con, office.file(RNPDNO), "missing", keep_alive=True)
    assert counts(register) == (3, 3, 0, 0) and register.left_out == {}


def test_who_was_located_alive_and_is_missing_again_is_kept(office: Office) -> None:
    text = "folio,sexo,estatus,fecha_ultimo_contacto\n"
    text += "A1,mujer,LOCALIZADA CON VIDA,2017-03-02\n" + 2 * "A1,mujer,DESAPARECIDA,2019-03-02\n"
    register = office.read(text, "missing")
    assert counts(register) == (3, 1, 0, 2)
    assert register.left_out == {"The person was located alive.": 1}
    assert office.all("SELECT CAST(last_contact_low AS VARCHAR) FROM missing") == [("2019-03-02",)]
    assert office.all('SELECT what FROM rejected WHERE "row" = 4') == [
        ("The same number stands in row 3 already; that row was kept.",)
    ]


def test_a_refusal_of_consent_holds_for_every_row_of_the_number(office: Office) -> None:
    register = office.read("folio,sexo,consentimiento\nA1,mujer,\nA1,mujer,no\nA2,mujer,sí\n", "missing")
    assert counts(register) == (3, 1, 0, 2)
    assert register.left_out == {"Consent was refused.": 2}


def test_a_record_whose_consent_was_refused_is_left_out_and_counted(office: Office) -> None:
    register = office.read("folio,sexo,consentimiento\nA1,mujer,no\nA2,mujer,sí\nA3,mujer,\n", "missing")
    assert counts(register) == (3, 2, 0, 1)
    assert register.left_out == {"Consent was refused.": 1}
    assert office.all("SELECT count(*) FROM missing_raw WHERE id = 'A1'") == [(0,)]


def test_a_broken_line_is_rejected_and_the_good_ones_go_on(office: Office) -> None:
    register = office.read("folio,sexo,edad\nA1,mujer,30\nA2,mujer,30,40,50\nA3,hombre,31\n", "missing")
    assert register.rows == 3
    assert counts(register)[1] == 2
    assert office.all("SELECT outcome FROM rejected") == [("rejected",)]


def test_a_value_that_cannot_be_read_is_told_with_row_column_and_remedy(office: Office) -> None:
    office.read("folio,sexo,edad\nA1,quimera,30\nA2,mujer,veintitantos\n", "missing")
    assert office.all('SELECT file, "row", "column", "value", effect FROM found_problems ORDER BY "row"') == [
        ("register.csv", 2, "sexo", "quimera", "taken as unknown"),
        ("register.csv", 3, "edad", "veintitantos", "taken as unknown"),
    ]
    assert all(remedy for (remedy,) in office.all("SELECT remedy FROM found_problems"))


def test_a_formula_that_leaked_is_unknown_and_told_once(office: Office) -> None:
    text = 'folio,sexo,nombre_nombres,nombre_apellido_paterno\nA1,mujer,"=CONCATENATE(B2,C2)",Arenal\n'
    register = office.read(text, "missing")
    assert (register.accepted, register.warned) == (0, 1)
    assert office.all("SELECT name_given, name_paternal FROM missing_raw") == [(None, "Arenal")]
    assert office.all('SELECT "column", "value" FROM found_problems') == [("nombre_nombres", "=CONCATENATE(B2,C2)")]


UNKNOWN_WORDS = ("None.", "N/A", "Cannot Determine", "Se desconoce", "S/D", "NÃO INFORMADO", "non renseigné", "-")


@pytest.mark.parametrize("word", UNKNOWN_WORDS)
def test_a_word_for_unknown_is_unknown_in_every_field_and_no_warning(office: Office, word: str) -> None:
    columns = [name for name in raw_columns("remains") if name != "id"]
    register = office.read(f"id,{','.join(columns)}\nR-1{f',{word}' * len(columns)}\n", "remains")
    assert counts(register) == (1, 1, 0, 0), office.all('SELECT "column", what FROM found_problems')
    known = {name for name, share in register.fill.items() if share}
    assert known == {"id"}


@pytest.mark.parametrize(
    ("text", "low", "high", "warned"),
    [("5'7\"", 170, 170, 0), ("1,70 m", 170, 170, 0), ("1.70", 170, 170, 0), ("170", 170, 170, 0),
     ("1700 mm", 170, 170, 0), ("entre 1.65 y 1.70", 165, 170, 0), ("de 5'5\" a 5'7\"", 165, 170, 0),
     ("840 in", 178, 178, 1), ("67", 170, 170, 1), ("1700", 170, 170, 1), ("399", None, None, 1)],
)  # fmt: skip
def test_statures_in_any_unit(office: Office, text: str, low: float | None, high: float | None, warned: int) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    register = office.read(f"id;stature\nM-1;{cell}\n", "missing")
    assert office.all("SELECT round(stature_low_cm), round(stature_high_cm) FROM missing") == [(low, high)]
    assert register.warned == warned


@pytest.mark.parametrize("height", ["840", "840.0"])
def test_seventy_inches_in_the_box_for_feet(office: Office, height: str) -> None:
    text = NAMUS_TABLE_MISSING.replace("63.0", height)
    assert office.read(text, "missing").warned == 1
    assert office.all("SELECT round(stature_low_cm), round(stature_high_cm) FROM missing") == [(178, 178)]


@pytest.mark.parametrize(
    ("low", "high", "ages"), [("-3", "", (None, None)), ("0", "100", (None, None)), ("45", "20", (20, 45))]
)
def test_impossible_ranges_of_age_are_told(office: Office, low: str, high: str, ages: tuple[int | None, ...]) -> None:
    register = office.read(f"id,sex,age_low,age_high\nR-1,male,{low},{high}\n", "remains")
    assert register.warned == 1
    assert office.all("SELECT age_low_years, age_high_years FROM remains") == [ages]


def test_coordinates_written_as_text_are_a_point(office: Office) -> None:
    office.read(NAMUS_TABLE_REMAINS, "remains")
    columns = [name for (name, *_) in office.all("DESCRIBE remains") if str(name).startswith("recovery_place")]
    point = office.all(f"SELECT {', '.join(map(str, columns))} FROM remains ORDER BY unique_id")[0]
    numbers = [value for value in point if isinstance(value, float)]
    height_over_the_equator = math.sin(math.radians(30.7))  # of a globe of radius 1
    assert any(math.isclose(value, height_over_the_equator, abs_tol=1e-6) for value in numbers)


def test_none_as_clothing_is_unknown(office: Office) -> None:
    register = office.read(NAMUS_TABLE_MISSING, "missing")
    assert register.fill["clothing"] == 0.0
    assert office.read(NAMUS_TABLE_REMAINS, "remains").fill["clothing"] == 0.0


def test_two_spellings_of_a_county_are_one_place(office: Office) -> None:
    head = "ML Number,Body Condition,County,State\n"
    office.read(head + "1,Decomposed,Pima,Arizona\n2,Decomposed,PIMA,ARIZONA\n", "remains")
    columns = [name for (name, *_) in office.all("DESCRIBE remains") if str(name).startswith("recovery_place")]
    assert columns
    assert office.all(f"SELECT count(DISTINCT ({', '.join(map(str, columns))})) FROM remains") == [(1,)]


def test_day_and_month_are_decided_by_the_whole_column(office: Office) -> None:
    dates = "CAST(last_contact_low AS VARCHAR), CAST(last_contact_high AS VARCHAR)"
    office.read("folio,sexo,fecha_ultimo_contacto\nA1,mujer,05/04/2019\nA2,mujer,25/04/2019\n", "missing")
    assert office.all(f"SELECT {dates} FROM missing WHERE id = 'A1'") == [("2019-04-05", "2019-04-05")]


def test_day_and_month_keep_both_readings_where_nobody_can_tell(office: Office) -> None:
    dates = "CAST(last_contact_low AS VARCHAR), CAST(last_contact_high AS VARCHAR)"
    register = office.read("folio,sexo,fecha_ultimo_contacto\nA1,mujer,05/04/2019\n", "missing")
    assert office.all(f"SELECT {dates} FROM missing") == [("2019-04-05", "2019-05-04")]
    assert register.warned == 1


@pytest.mark.parametrize("year", ["19", "197", "215", "3019", "0"])
def test_an_impossible_year_of_death_is_unknown_and_told(office: Office, year: str) -> None:
    office.read(f"folio,sexo,fecha_hallazgo,fecha_muerte_desde\nA1,mujer,2019-04-05,{year}\n", "remains")
    assert office.all("SELECT death_low FROM remains") == [(None,)]
    assert office.all('SELECT "column" FROM found_problems') == [("fecha_muerte_desde",)]


def test_fill_says_in_how_many_taken_rows_a_field_is_known(office: Office) -> None:
    register = office.read("folio,sexo,edad\nA1,mujer,30\nA2,S/D,30\nA2,mujer,30\n", "missing")
    assert (register.fill["sex"], register.fill["age"], register.fill["hair"]) == (0.5, 1.0, 0.0)


def test_columns_that_no_field_reads_are_named(office: Office) -> None:
    assert office.read("folio,sexo,edad,signo zodiacal\nA1,mujer,30,leo\n", "missing").unused == ("signo zodiacal",)


def test_two_offices_with_the_same_number_keep_both_records(office: Office) -> None:
    office.read("id_cedula_busqueda,sexo,fecha_desaparicion\nF-001,MUJER,2019-05-21\nX-1,MUJER,2019-05-21\n", "missing",
                name="repd.csv")  # fmt: skip
    register = office.read(RNPDNO, "missing", name="rnpdno.csv")
    assert register.rejected == 1
    expected = [("F-003",), ("X-1",), ("repd:F-001",), ("rnpdno:F-001",)]
    assert office.all("SELECT unique_id FROM missing ORDER BY 1") == expected
    assert office.all("SELECT unique_id FROM missing_raw ORDER BY 1") == expected
    assert office.all("SELECT source, file FROM missing_raw WHERE unique_id = 'repd:F-001'") == [("repd", "repd.csv")]


def test_the_same_register_twice_is_read_once(office: Office) -> None:
    office.read(PFSI, "remains", name="first.csv")
    again = office.read(PFSI, "remains", name="second.csv")
    assert (again.accepted, again.rejected) == (0, 2)
    assert office.all("SELECT DISTINCT what FROM rejected") == [("The same record was read from first.csv already.",)]


def test_two_offices_that_use_our_template_keep_their_own_numbers(office: Office) -> None:
    for name in ("Casa Uno", "Casa Dos"):
        office.read(f"folio,sexo,dependencia\n1,mujer,{name}\n", "missing", name=f"{name}.csv")
    assert office.all("SELECT unique_id FROM missing ORDER BY 1") == [
        ("canonical/Casa Dos:1",), ("canonical/Casa Uno:1",),
    ]  # fmt: skip


def test_a_refused_file_leaves_the_other_registers_as_they_were(office: Office) -> None:
    office.read(PFSI, "remains", name="first.csv")
    with pytest.raises(InputRejected):
        office.read(RNPDNO, "remains", name="second.csv")
    assert office.all("SELECT count(*) FROM remains") == [(2,)]


def test_the_same_file_gives_the_same_tables(tmp_path: Path) -> None:
    read = []
    for _ in range(2):
        office = Office(tmp_path)
        office.read(RNPDNO, "missing")
        read.append(
            [office.all(f"SELECT * FROM {t}") for t in ("missing", "missing_raw", "rejected", "found_problems")]
        )
        office.con.close()
    assert read[0] == read[1]
