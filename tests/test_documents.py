"""Documents and telephones: what is read of a text, what a number holds, and what one wrong digit makes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.evidence import EVIDENCES
from linkage.evidence.documents import DOCUMENTS_AND_PHONES
from linkage.evidence.origin import ORIGIN
from linkage.evidence.sex import SEX_FIELD
from linkage.explanation.asked import compared_fields
from linkage.records.held import WHAT
from linkage.records.identity import checks, near, read_numbers, read_phones
from linkage.records.identity.forms import birth_of, failed_check, state_of
from linkage.records.register import read_register
from linkage.trial import findings
from linkage.workshop import connect

TODAY = date(2026, 1, 1)
CURP = "GOMA750201MVZXXX07"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("CURP GOMA750201MVZXXX07", [CURP]),
        ("curp: goma 750201 mvzxxx 07", [CURP]),
        ("GOMA750201-MVZXXX-07 (credencial)", [CURP]),
        ("DPI 2718 45937 0506", ["2718459370506"]),
        ("CUI: 2718-45937-0506", ["2718459370506"]),
        ("DPI: 27l8 45937 05O6", ["2718459370506"]),
        ("DUI 04718236-4", ["047182364"]),
        ("DNI 0801-1990-12345", ["0801199012345"]),
        ("V-18.345.672", ["18345672"]),
        ("C.I. 18.345.672", ["18345672"]),
        ("pasaporte C7301945, expedido 12/05/2010", ["C7301945"]),
        ("PASSPORT No. C-7301945", ["C7301945"]),
        ("pasaporte C7301945, DUI 04718236-4", ["C7301945", "047182364"]),
        ("marcapasos, serie 2231-AB/45", ["2231AB45"]),
        ("pasaporte vence 12/05/2025", []),
        ("sin documentos", []),
        ("acta 123", []),
        ("DPI 0000 00000 0000", []),
        ("pasaporte 12345678", []),
        ("CURP XEXX010101HNEXXXA4", []),
        ("RFC XAXX010101000", []),
    ],
)
def test_numbers_are_read_out_of_the_text(text: str, numbers: list[str]) -> None:
    assert [number.text for number in read_numbers([text])] == numbers


@pytest.mark.parametrize(
    ("text", "checked", "failed"),
    [
        ("CURP GOMA750201MVZXXX07", True, None),
        ("CURP GOMA750201MVZXXX08", False, "CURP"),
        ("GOMA750201MVZXXX08", False, None),
        ("DPI 2718 45937 0506", True, None),
        ("DPI 2718 45938 0506", False, "DPI"),
        ("DPI 2718 45937 9906", False, "DPI"),
        ("DUI 04718236-4", True, None),
        ("DUI 04718236-2", False, "DUI"),
        ("04718236-4", False, None),
        ("CPF 111.444.777-35", True, None),
        ("CPF 111.444.777-36", False, "CPF"),
        ("RUN 12.345.678-5", True, None),
        ("cédula 001-1608850013K", False, None),
        ("cédula 1710034065", True, None),
        ("DNI 0801-1990-12345", False, None),
        ("pasaporte C7301945", False, None),
    ],
)
def test_check_digits(text: str, checked: bool, failed: str | None) -> None:
    """A number counts as checked when its digit fits; a named kind whose digit does not fit is noted."""
    [number] = read_numbers([text])
    assert (number.checked, failed_check(number.text, number.words)) == (checked, failed)


@pytest.mark.parametrize(
    ("text", "birth", "state"),
    [
        (CURP, "1975-02-01 female", "MX.30"),
        ("GOMA050201HDFXXXA5", "2005-02-01 male", None),
        ("GOMA750201MNEXXX07", "1975-02-01 female", None),
        ("GOMA750231MVZXXX07", None, "MX.30"),
        ("GOMA750201XVZXXX07", None, None),
        ("GOMA900504MDFXXXO3", None, "MX.09"),
        ("clave de elector GOMXAN90050407M300", "1990-05-04 female", "MX.05"),
        ("clave de elector GOMXAN05050409H300", "2005-05-04 male", "MX.09"),
        ("DPI 2718 45937 0506", None, "GT.06"),
        ("DNI 0801-1990-12345", None, "HN.08"),
        ("0801-1990-12345", None, None),
        ("pasaporte C7301945", None, None),
    ],
)
def test_what_a_number_holds(text: str, birth: str | None, state: str | None) -> None:
    """Births that no calendar has, or that are yet to come, are none; a wrong check digit tells no state."""
    [number] = read_numbers([text])
    assert (birth_of(number.text, TODAY), state_of(number.text, number.words)) == (birth, state)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("+52 55 1294 5670", ["12945670"]),
        ("(55) 1294-5670", ["12945670"]),
        ("044 55 1294 5670", ["12945670"]),
        ("01 55 1294 5670", ["12945670"]),
        ("+52 1 55 1294 5670", ["12945670"]),
        ("0052 55 12945670", ["12945670"]),
        ("55-12-94-56-70", ["12945670"]),
        ("WhatsApp +502 5512 4934 (hermana)", ["55124934"]),
        ("+504 9876-1235 / 98761236", ["98761235", "98761236"]),
        ("98761235/98761236", ["98761235", "98761236"]),
        ("98761235 98761236", ["98761235", "98761236"]),
        ("9876-1235 y 2233-4457", ["98761235", "22334457"]),
        ("9876-1235, ext 12", ["98761235"]),
        ("+1 (520) 623-0147", ["06230147"]),
        ("+58 0412-7123456", ["27123456"]),
        ("0000-0000", []),
        ("12345678", []),
        ("sin teléfono", []),
    ],
)
def test_telephones_are_the_same_however_they_are_dialled(text: str, phones: list[str]) -> None:
    assert read_phones([text]) == phones


def share(one: str, other: str) -> bool:
    return bool(set(near([one])) & set(near([other])))


NUMBERS = st.text("0123456789ABC", min_size=8, max_size=18)


@given(NUMBERS, st.data())
def test_one_slip_is_always_near(number: str, data: st.DataObject) -> None:
    """A wrong sign, one left out, one too many, or two neighbours swapped."""
    place = data.draw(st.integers(0, len(number) - 2))
    sign = data.draw(st.sampled_from("0123456789ABC"))
    before, after = number[:place], number[place + 1 :]
    assert share(number, before + sign + after)
    assert share(number, before + after)
    assert share(number, before + sign + number[place:])
    assert share(number, before + number[place + 1] + number[place] + number[place + 2 :])


@pytest.mark.parametrize(
    ("one", "other"), [("98761235", "98671253"), ("C7301945", "C7302946"), ("98761235", "89671235")]
)
def test_two_slips_are_not_near(one: str, other: str) -> None:
    assert share(one, other) is (one[2:] == other[2:])


@given(st.text(max_size=40))
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    for read in (lambda t: [n.text for n in read_numbers([t])], lambda t: read_phones([t])):
        found = read(text)
        assert [again for number in found for again in read(number)] == found


@pytest.mark.parametrize(
    ("missing", "remains", "finding"),
    [
        ({"documents": "DPI 2718 45937 0506"}, {"documents": "dpi 2718459370506"}, "same_number_checked"),
        ({"documents": "DPI 2718 45937 0506"}, {"documents": "dpi 2718459370516"}, "number_one_slip_apart"),
        ({"documents": "DPI 2718 45937 0506"}, {"documents": "dpi 271845937506"}, "number_one_slip_apart"),
        ({"documents": f"CURP {CURP}"}, {"documents": "CURP GOMA750201MVZXXX08"}, "number_one_slip_apart"),
        ({"documents": f"CURP {CURP}"}, {"documents": "CURP RUZB750201MOCXXX01"}, "number_tells_birth_and_sex"),
        ({"birth_date": "01/02/1975", "sex": "F"}, {"documents": CURP}, "unknown"),
        ({"birth_date": "1975-02-01", "sex": "F"}, {"documents": CURP}, "number_tells_birth_and_sex"),
        ({"birth_date": "1975-02-01", "sex": "M"}, {"documents": CURP}, "no_shared_number"),
        ({"birth_date": "1975", "sex": "F"}, {"documents": CURP}, "unknown"),
        ({"phones": "+504 9876-1235"}, {"phones": "9876 1253"}, "phone_one_slip_apart"),
        ({"phones": "+504 9876-1235"}, {"phones": "2233 4457"}, "no_shared_number"),
    ],
)
def test_levels(missing: dict[str, str], remains: dict[str, str], finding: str) -> None:
    assert findings(DOCUMENTS_AND_PHONES, [(missing, remains)], (DOCUMENTS_AND_PHONES,)) == [finding]


def test_a_number_that_contradicts_its_own_report_is_noted_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "missing.csv"
    rows = [
        "id,documents,birth_date,birth_date_low,birth_date_high,sex",
        f"M-1,CURP {CURP},1975-02-01,,,mujer",
        f"M-2,CURP {CURP},1976-02-01,,,mujer",
        f"M-3,CURP {CURP},,1974,1976,hombre",
        f"M-4,CURP {CURP},,,,",
        "M-5,,1975-02-01,,,mujer",
    ]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    con = connect(tmp_path / "spill")
    register = read_register(con, path, "missing")
    noted = con.execute('SELECT "row", "column", "value" FROM found_problems WHERE what = ?', [WHAT]).fetchall()
    assert noted == [(3, "documents", f"CURP {CURP}"), (4, "documents", f"CURP {CURP}")]
    assert (register.accepted, register.warned) == (3, 2)
    assert con.execute("SELECT count(documents) FROM missing").fetchall() == [(4,)]


@pytest.mark.parametrize(("state", "finding"), [("OC", "same_state"), ("JC", "same_country_other_state")])
def test_a_curp_whose_check_digit_fits_tells_the_state_against_the_origin(state: str, finding: str) -> None:
    number = f"GOMA900504M{state}XXX0"
    whole = next(f"{number}{digit}" for digit in range(10) if checks.curp(f"{number}{digit}"))
    rows = [({"origin_place": "Oaxaca, México"}, {"documents": f"CURP {whole}"})]
    assert findings(ORIGIN, rows, EVIDENCES) == [finding]


@pytest.mark.parametrize(("finding", "told"), [("same_phone", False), ("number_tells_birth_and_sex", True)])
def test_the_sex_is_told_beside_a_number_that_holds_one_only(finding: str, told: bool) -> None:
    fields = {field.name for field in compared_fields(DOCUMENTS_AND_PHONES, finding)}
    assert (SEX_FIELD.name in fields) is told
