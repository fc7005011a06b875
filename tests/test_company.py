"""Company: who is company, what a companion's candidates are worth, and what the run makes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from linkage.engine.company import MOST, TOGETHER, find_company, tell_company
from linkage.evidence import COMPANY, Evidence
from linkage.evidence.documents import DOCUMENTS_AND_PHONES
from linkage.evidence.names import NAMES
from linkage.evidence.place import PLACE
from linkage.evidence.sex import SEX
from linkage.model import from_evidence
from linkage.trial import records_of

USED: tuple[Evidence, ...] = (NAMES, DOCUMENTS_AND_PHONES, PLACE, SEX, COMPANY)
Record = Mapping[str, str]
SPOT = {"recovery_place": "31.4500, -111.5400", "recovery_place_radius_km": "0.1", "found": "2020-06-01"}


def spot(unique_id: str, **other: str) -> Record:
    return {"id": unique_id, **SPOT, **other}


def company_of(missing: Sequence[Record], remains: Sequence[Record]) -> tuple[set[tuple], set[tuple]]:
    """(a, b) of companions and of remains beside each other, each pair once."""
    con = records_of(missing, remains, USED)
    find_company(con)
    found = tuple({tuple(sorted(row[:2])) for row in con.execute(f"FROM {t}").fetchall()} for t in ("_with", "_beside"))
    con.close()
    return found[0], found[1]


def test_companions_are_those_that_a_report_names_and_each_other() -> None:
    reports = [{"id": "M-1", "companions": "M-2 y m-3; un primo"}, {"id": "M-2"}, {"id": "M-3"}, {"id": "M-4"}]
    assert company_of(reports, [{}])[0] == {("M-1", "M-2"), ("M-1", "M-3"), ("M-2", "M-3")}


def test_an_incident_of_a_few_is_company_and_one_of_many_is_not() -> None:
    few = [{"id": f"M-{n}", "incident": "Naufragio Ártico"} for n in (1, 2)]
    many = [{"id": f"N-{n}", "incident": "terremoto"} for n in range(MOST + 1)]
    assert company_of([*few, *many], [{}])[0] == {("M-1", "M-2")}


@pytest.mark.parametrize(
    ("other", "beside"),
    [
        (spot("R-2", recovery_place="31.4650, -111.5400"), True),
        (spot("R-2", recovery_place="31.4750, -111.5400"), False),
        (spot("R-2", recovery_place="31.4750, -111.5400", recovery_place_radius_km="1.5"), True),
        (spot("R-2", recovery_place_radius_km="10"), False),
        (spot("R-2", found="2020-06-30"), True),
        (spot("R-2", found="2020-05-02"), True),
        (spot("R-2", found="2020-07-05"), False),
        (spot("R-2", found="2020"), False),
        (spot("R-2", found=""), False),
        (spot("R-2", companions="r-1", recovery_place="", found=""), True),
    ],
)
def test_remains_are_beside_each_other_within_2_km_and_30_days_or_where_recorded(other: Record, beside: bool) -> None:
    assert company_of([{}], [spot("R-1"), other])[1] == ({("R-1", "R-2")} if beside else set())


def test_a_place_where_many_are_found_is_no_company() -> None:
    assert company_of([{}], [spot(f"R-{n}") for n in range(MOST)])[1] != set()
    assert company_of([{}], [spot(f"R-{n}") for n in range(MOST + 1)])[1] == set()


def told(bits: Mapping[tuple[str, str], tuple[float, float]], remains: int = 50) -> list[tuple]:
    """The table `company` where M-1 travelled with M-2 and R-1 lay beside R-2: (what is shared, own bits) of pairs."""
    rows = [{"id": f"R-{n}"} for n in range(2, remains)]
    con = records_of(
        [{"id": "M-1", "companions": "M-2"}, {"id": "M-2"}], [{"id": "R-1", "companions": "R-2"}, *rows], USED
    )
    assert find_company(con)
    con.execute("CREATE TABLE scored (missing_id VARCHAR, remains_id VARCHAR, w_place DOUBLE, w_names DOUBLE)")
    con.executemany("INSERT INTO scored VALUES (?, ?, ?, ?)", [(*pair, *both) for pair, both in bits.items()])
    tell_company(con, (NAMES, PLACE), replace(from_evidence("t", USED), overlap=0.04), "scored")
    found = con.execute(
        "SELECT missing_id, remains_id, rung, company_missing_id, company_remains_id FROM company"
    ).fetchall()
    con.close()
    return found


def test_the_rung_is_the_factor_worked_out_by_hand() -> None:
    """2 missing and 50 remains (of them 49 here): D = 1 - o + p * 2^bits, factor = 3/4 + 1/4 * 2^own / D."""
    p = 0.04 * 2 / (2 * 49)
    for own in (1.0, 2.4, 3.0, 4.5, 5.5, 9.0, 40.0):
        factor = 1 - TOGETHER + TOGETHER * 2**own / (1 - 49 * p + p * 2**own)
        rung = next(
            (name for name, least in (("strong", 4), ("some", 2), ("weak", 1)) if math.log2(factor) >= least), None
        )
        expected = [("M-1", "R-1", rung, "M-2", "R-2")] if rung else []
        assert told({("M-2", "R-2"): (0.0, own)}) == expected, own


def test_what_companions_share_is_not_counted_twice() -> None:
    assert told({("M-2", "R-2"): (8.0, 0.5)}) == []


def test_a_companion_who_fits_other_remains_better_says_less() -> None:
    alone, elsewhere = {("M-2", "R-2"): (0.0, 5.5)}, {("M-2", "R-2"): (0.0, 5.5), ("M-2", "R-9"): (0.0, 20.0)}
    assert [row[2] for row in told(alone)] == ["some"]
    assert told(elsewhere) == []


def test_remains_that_fit_the_person_better_than_the_companion_are_not_the_companions() -> None:
    """Brothers fit each other's remains: R-2 is rather M-1, so it is R-1 beside it that may be M-2."""
    found = told({("M-2", "R-2"): (0.0, 9.0), ("M-1", "R-2"): (0.0, 12.0)})
    assert found == [("M-2", "R-1", "strong", "M-1", "R-2")]
