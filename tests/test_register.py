"""Registers: every row accounted for, every trap of the offices' files handled, several files of one side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offices import PFSI, RNPDNO, Office

from linkage.errors import InputRejected
from linkage.records.register import Register


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


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_an_impossible_year_is_unknown_and_told(office: Office) -> None:
    office.read("folio,sexo,fecha_hallazgo,fecha_muerte_desde\nA1,mujer,2019-04-05,19\n", "remains")
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
