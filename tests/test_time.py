"""Time: when the person was last in contact, when the person found had died, and what the wait between them weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest

from linkage.evidence import UNKNOWN
from linkage.evidence.time import TIME
from linkage.trial import findings, records_of

ONLY = (TIME,)
Record = Mapping[str, str]
LAST = date(2000, 6, 10)
REPORT = {"last_contact": LAST.isoformat()}


def bits(pairs: Sequence[tuple[Record, Record]]) -> list[float]:
    found = findings(TIME, pairs, ONLY)
    return [0.0 if finding == UNKNOWN else TIME.level(finding).bits for finding in found]


def moments(side: str, records: Sequence[Record]) -> list[tuple[str, str]]:
    """First and last day of the last contact, or of the death; "" where that side is open."""
    con = records_of(records if side == "missing" else [{}], records if side == "remains" else [{}], ONLY)
    what = "contact" if side == "missing" else "died"
    sql = f"SELECT coalesce(CAST({what}_low AS VARCHAR), ''), coalesce(CAST({what}_high AS VARCHAR), '') FROM {side}"
    rows = con.execute(f"{sql} ORDER BY len(unique_id), unique_id").fetchall()
    con.close()
    return rows


CONTACTS = (
    ({"last_contact": "2010-06-10"}, ("2010-06-10", "2010-06-10")),
    ({"last_contact": "mediados de mayo 2019"}, ("2019-05-08", "2019-05-22")),
    ({"last_contact": "hace tres meses", "reported": "2019-06-04"}, ("2019-02-17", "2019-03-20")),
    ({"reported": "2019-06-04"}, ("", "2019-06-04")),
    ({"last_contact": "antes de 2019", "reported": "2019-06-04"}, ("", "2019-01-01")),
    ({"last_contact": "desde 2018", "reported": "2019-06-04"}, ("2018-01-01", "2019-06-04")),
    ({}, ("", "")),
)


def test_the_last_contact_is_an_interval_that_the_report_ends() -> None:
    assert moments("missing", [record for record, _ in CONTACTS]) == [interval for _, interval in CONTACTS]


FOUND = {"found": "2012-01-20"}
DEATHS = (
    (FOUND | {"condition": "fresco"}, ("2011-12-30", "2012-01-20")),
    (FOUND | {"condition": "descompuesto"}, ("2011-11-21", "2012-01-19")),
    (FOUND | {"condition": "esqueleto"}, ("", "2011-12-30")),
    (FOUND | {"condition": "esqueleto", "pmi": "6-8 meses"}, ("2010-09-20", "2011-10-21")),
    (FOUND | {"condition": "esqueleto", "pmi": "más de un año"}, ("", "2011-07-22")),
    (FOUND | {"condition": "fresco", "pmi": "< 1 day"}, ("2012-01-18", "2012-01-20")),
    (FOUND | {"death": "2010"}, ("2010-01-01", "2010-12-31")),
    (FOUND | {"death_low": "2009", "death_high": "2011"}, ("2009-01-01", "2011-12-31")),
    (FOUND | {"death_low": "2009"}, ("2009-01-01", "2012-01-20")),
    (FOUND | {"death": "2012"}, ("2012-01-01", "2012-01-20")),
    (FOUND | {"death": "2015", "condition": "fresco"}, ("2011-12-30", "2012-01-20")),
    ({"death": "2010"}, ("2010-01-01", "2010-12-31")),
    (FOUND, ("", "2012-01-20")),
    ({"condition": "fresco"}, ("", "")),
)


def test_the_death_is_bounded_by_text_by_years_and_by_condition() -> None:
    """The text before the condition; stated years before both; an estimate after the finding is a slip."""
    assert moments("remains", [record for record, _ in DEATHS]) == [interval for _, interval in DEATHS]


def found(days: int, **other: str) -> tuple[Record, Record]:
    """Found so many days after the last contact."""
    return REPORT, {"found": (LAST + timedelta(days)).isoformat(), **other}


@pytest.mark.parametrize(
    ("days", "finding"),
    [
        (0, "within_3_days"), (3, "within_3_days"), (4, "within_7_days"), (14, "within_14_days"),
        (15, "within_30_days"), (60, "within_60_days"), (61, "within_a_year"), (367, "within_10_years"),
        (3654, "later"),
        (-1, "found_week_before"), (-7, "found_week_before"), (-8, "found_month_before"), (-30, "found_month_before"),
        (-31, "found_months_before"), (-365, "found_months_before"), (-366, "found_years_before"),
        (-5000, "found_years_before"),
    ],
)  # fmt: skip
def test_days_before_and_years_before_are_levels_of_their_own(days: int, finding: str) -> None:
    assert findings(TIME, [found(days, condition="fresco")], ONLY) == [f"{finding}_exact"]


@pytest.mark.parametrize(
    ("state", "group"),
    [
        ({"condition": "fresco"}, "exact"), ({"condition": "descompuesto"}, "narrow"),
        ({"condition": "parcialmente esqueletizado"}, "fair"), ({"death": "2000"}, "medium"),
        ({"condition": "esqueleto articulado"}, "wide"), ({"condition": "momificado"}, "open_dry"),
        ({"condition": "esqueleto"}, "open"), ({}, "open"), ({"condition": "esqueleto degradado"}, "open"),
    ],
)  # fmt: skip
def test_how_narrowly_the_death_is_known_decides_the_group(state: dict[str, str], group: str) -> None:
    assert findings(TIME, [found(100, **state)], ONLY)[0].endswith(f"_{group}")


def test_the_longer_the_wait_the_less_it_speaks_for_the_pair() -> None:
    days = [0, 14, 15, 60, 61, 300, 366, 1000, 3653, 4000, 9000]
    for state in ("fresco", "esqueleto", ""):
        weights = bits([found(n, condition=state) for n in days])
        assert weights == sorted(weights, reverse=True), state


def test_the_earlier_it_was_found_the_more_it_speaks_against_the_pair_and_never_cuts_it() -> None:
    days = [-1, -30, -31, -365, -366, -9000]
    for state in ("fresco", "esqueleto", ""):
        weights = bits([found(n, condition=state) for n in days])
        assert weights == sorted(weights, reverse=True), state
        assert bits([found(0, condition=state)])[0] > weights[0] > 0 > weights[2], state
        assert -12 < weights[-1] < -5


def test_a_late_find_of_bare_bone_weighs_nothing() -> None:
    """Nothing says how long before it the death was."""
    assert bits([found(9000, condition="esqueleto"), found(9000)]) == [0.0, 0.0]


def test_blanking_the_condition_or_the_estimate_never_makes_an_early_find_worse() -> None:
    for days in (-2, -100, -1000):
        known, *blanked = bits([
            found(days, condition="fresco", pmi="1 día"),
            found(days, condition="fresco"), found(days, pmi="1 día"), found(days),
        ])  # fmt: skip
        assert all(weight >= known - 1e-9 for weight in blanked)


def test_an_estimate_that_misses_costs_less_than_a_find_that_cannot_be() -> None:
    estimated, impossible = bits([
        (REPORT, {"found": "2000-08-01", "death": "2000-01"}),
        (REPORT, {"found": "1999-02-01", "condition": "fresco"}),
    ])  # fmt: skip
    assert impossible < estimated < 0


def test_the_wider_the_moments_the_less_they_say() -> None:
    contacts = ("2010-06-10", "junio 2010", "2010", "entre 2001 y 2010")
    remains = {"found": "2010-06-20", "condition": "fresco"}
    weights = bits([({"last_contact": text}, remains) for text in contacts])
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) > 2
