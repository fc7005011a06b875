"""Dates and lengths of time as offices and families write them, in four languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.config import config_path, read_toml
from linkage.evidence.moments import LAST_CONTACT, PMI
from linkage.records.dates import Interval, NotADateError, Setting, column_order, read_date, read_duration, to_edtf
from linkage.records.dates.named import easter, holiday
from linkage.records.parsers.dates import make_date, make_duration
from linkage.records.parsing import Context, Conventions, Texts

REPORT = Interval(date(2019, 6, 4), date(2019, 6, 4))
TODAY = date(2026, 1, 1)


def edtf(text: str, order: str = "both", reference: Interval | None = REPORT) -> str:
    """What is read of a text, as EDTF; "" where it is no date."""
    try:
        return to_edtf(read_date(text, Setting(order, reference, TODAY)).interval)
    except NotADateError:
        return ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("hace tres meses", "2019-02-17/2019-03-20"),
        ("three months ago", "2019-02-17/2019-03-20"),
        ("há três meses", "2019-02-17/2019-03-20"),
        ("il y a trois mois", "2019-02-17/2019-03-20"),
        ("tres meses atrás", "2019-02-17/2019-03-20"),
        ("hace dos días", "2019-06-02"),
        ("hace un año", "2017-12-04/2018-12-04"),
        ("hace más de un año", "../2018-12-04"),
        ("hace menos de un mes", "2019-04-19/2019-06-04"),
        ("ayer", "2019-06-03"),
        ("anteayer", "2019-06-02"),
        ("avant-hier", "2019-06-02"),
        ("ontem", "2019-06-03"),
        ("el lunes", "2019-06-03"),
        ("el lunes pasado", "2019-05-27/2019-06-03"),
        ("last Tuesday", "2019-05-21/2019-05-28"),
        ("sexta-feira passada", "2019-05-24/2019-05-31"),
        ("vendredi dernier", "2019-05-24/2019-05-31"),
        ("el martes", "2019-06-04"),
        ("Navidad", "2018-12-24/2018-12-25"),
        ("la Navidad pasada", "2018-12-24/2018-12-25"),
        ("Semana Santa", "2019-04-14/2019-04-21"),
        ("después de Semana Santa", "2019-04-21/.."),
        ("Día de Muertos", "2018-11-01/2018-11-02"),
        ("el día de Reyes", "2019-01-06"),
        ("4 de julio", "2018-07-04"),
        ("Fourth of July", "2018-07-04"),
        ("last Thanksgiving", "2018-11-22"),
        ("día de la madre", "2019-05-08/2019-05-14"),
        ("Noël", "2018-12-24/2018-12-25"),
        ("no Natal", "2018-12-24/2018-12-25"),
        ("la semana pasada", "2019-05-21/2019-06-03"),
        ("la semaine dernière", "2019-05-21/2019-06-03"),
        ("5 de abril", "2019-04-05"),
        ("5 de noviembre", "2018-11-05"),
        ("mayo", "2019-05"),
        ("noviembre", "2018-11"),
    ],
)
def test_dates_relative_to_the_report(text: str, read: str) -> None:
    assert edtf(text) == read
    assert edtf(text, reference=None) == "", "without the date of the report nobody can tell"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Navidad de 2017", "2017-12-24/2017-12-25"),
        ("Thanksgiving 2015", "2015-11-26"),
        ("Viernes Santo 2018", "2018-03-30"),
        ("Pâques 2016", "2016-03-27/2016-03-28"),
        ("Carnaval 2020", "2020-02-20/2020-02-26"),
        ("lunes 5 de mayo de 2014", "2014-05-05"),
        ("Friday, May 3, 2019", "2019-05-03"),
        ("entre Navidad y Reyes", "2018-12-24/2019-01-06"),
        ("mediados de mayo 2019", "2019-05-08/2019-05-22"),
        ("mid-May 2019", "2019-05-08/2019-05-22"),
        ("mi-mai 2019", "2019-05-08/2019-05-22"),
        ("meados de maio de 2019", "2019-05-08/2019-05-22"),
        ("a principios de mayo del 2019", "2019-05-01/2019-05-12"),
        ("fin mai 2019", "2019-05-19/2019-05-31"),
        ("primera semana de mayo de 2019", "2019-05-01/2019-05-12"),
        ("last week of May 2019", "2019-05-19/2019-05-31"),
        ("segunda quincena de mayo 2019", "2019-05-15/2019-05-31"),
        ("early 2018", "2018-01-01/2018-05-26"),
        ("verano de 2018", "2018-06/2018-09"),
        ("invierno 2018", "2017-12/2019-03"),
        ("circa 1990", "1988/1992"),
        ("05/05/2019 aprox", "2019-04-28/2019-05-12"),
        ("los años noventa", "1990/1999"),
        ("1990s", "1990/1999"),
        ("années 80", "1980/1989"),
    ],
)
def test_vague_dates_are_wide(text: str, read: str) -> None:
    assert edtf(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("entre 2003 y 2005", "2003/2005"),
        ("del 3 al 5 de mayo de 2019", "2019-05-03/2019-05-05"),
        ("mayo-julio 2019", "2019-05/2019-07"),
        ("mayo o junio de 2019", "2019-05/2019-06"),
        ("2018-2019", "2018/2019"),
        ("antes de 2019", "../2019-01-01"),
        ("después de mayo de 2018", "2018-05-31/.."),
        ("desde 2018", "2018-01-01/.."),
        ("hasta 2019", "../2019-12-31"),
        ("no later than 2019", "../2019-12-31"),
        ("a más tardar en mayo de 2019", "../2019-05-31"),
    ],
)
def test_intervals_and_open_ends(text: str, read: str) -> None:
    assert edtf(text) == read


@pytest.mark.parametrize(
    ("text", "order", "read"),
    [
        ("05/04/1990", "both", "1990-04-05/1990-05-04"),
        ("05/04/1990", "dmy", "1990-04-05"),
        ("05/04/1990", "mdy", "1990-05-04"),
        ("5.4.90", "both", "1990-04-05/1990-05-04"),
        ("25/04/1990", "mdy", "1990-04-25"),
        ("04/25/1990", "dmy", "1990-04-25"),
        ("04/04/1990", "both", "1990-04-04"),
        ("1990-04-05", "dmy", "1990-04-05"),
        ("1990-25-04", "both", "1990-04-25"),
        ("19900405", "both", "1990-04-05"),
        ("05041990", "dmy", "1990-04-05"),
        ("04/1990", "both", "1990-04"),
        ("32968", "both", "1990-04-05"),
        ("1990-04-05 00:00:00", "both", "1990-04-05"),
        ("05/04/1990 2:30 p.m.", "dmy", "1990-04-05"),
        ("5 de abril de 1990", "both", "1990-04-05"),
        ("April 5, 1990", "both", "1990-04-05"),
        ("1er avril 1990", "both", "1990-04-01"),
        ("05-ABR-90", "both", "1990-04-05"),
        ("abr-90", "both", "1990-04"),
        ("noche del 5 de abril de 1990", "both", "1990-04-05"),
        ("un domingo de abril de 1990", "both", "1990-04"),
        ("31/02/1990", "both", "1990-02"),
    ],
)
def test_digits_both_ways_round(text: str, order: str, read: str) -> None:
    assert edtf(text, order) == read


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["05/04/1990", "25/04/1990"], "dmy"),
        (["05/04/1990", "04/25/1990"], "mdy"),
        (["05/04/1990", "04/05/1990"], "both"),
        (["25/04/1990", "04/25/1990"], "both"),
        (["25/04/1990"] * 21 + ["04/25/1990"], "dmy"),
    ],
)
def test_a_column_tells_its_order(texts: list[str], order: str) -> None:
    assert column_order(texts) == order


@pytest.mark.parametrize(
    "text",
    ["00/00/0000", "1900-01-01", "01/01/1900", "9999-12-31", "sin fecha", "no recuerda", "2050-01-01", "45/45/2019",
     "1066", "un lunes", "hace rato", "", "-"],
)  # fmt: skip
def test_what_is_no_date_stays_unknown(text: str) -> None:
    assert edtf(text) == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2019-05-31", "2019-05-31"), ("2019-05", "2019-05"), ("2019", "2019"), ("201X", "2010/2019"),
        ("2019-XX", "2019"), ("2019-05-XX", "2019-05"), ("2019-21", "2019-03/2019-06"), ("2019~", "2017/2021"),
        ("2019?", "2019"), ("../2019", "../2019-12-31"), ("2019/..", "2019-01-01/.."),
        ("2019-05/2019-07", "2019-05/2019-07"),
    ],
)  # fmt: skip
def test_edtf(text: str, read: str) -> None:
    assert edtf(text) == read


DAYS = st.dates(date(1900, 1, 3), date(2025, 12, 31))


@given(DAYS, DAYS, st.booleans(), st.booleans())
def test_every_interval_reads_back_from_its_edtf(one: date, other: date, open_low: bool, open_high: bool) -> None:
    low, high = sorted((one, other))
    interval = Interval(None if open_low else low, None if open_high and not open_low else high)
    assert read_date(to_edtf(interval), Setting(today=TODAY)).interval == interval


SAID = (
    "hace más de tres 3 2019 05 mayo may mai 05/04/1990 2019-05-31 entre y al - / hasta desde antes mediados fin early "
    "circa 1990s años semanas ago last quincena primera domingo verano 31 meses between and no later than"
)
WORDS = st.lists(st.sampled_from(SAID.split()), max_size=7).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=25)))
def test_whatever_is_read_is_in_order_not_in_the_future_and_reads_back_the_same(text: str) -> None:
    try:
        interval = read_date(text, Setting("both", REPORT, TODAY)).interval
    except NotADateError:
        return
    assert interval.low is None or interval.high is None or interval.low <= interval.high
    assert interval.low is None or interval.low <= TODAY
    assert interval != Interval(None, None)
    assert read_date(to_edtf(interval), Setting(today=TODAY)).interval == interval


@given(DAYS)
def test_the_two_ways_of_a_date_hold_the_true_one(day: date) -> None:
    for text in (f"{day.day:02d}/{day.month:02d}/{day.year}", f"{day.month}/{day.day}/{day.year}"):
        interval = read_date(text, Setting(today=TODAY + timedelta(400))).interval
        assert interval.low is not None and interval.high is not None
        assert interval.low <= day <= interval.high


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3-6 meses", 91, 183), ("entre 3 y 6 meses", 91, 183), ("6-8 months", 183, 244), ("2 a 3 semanas", 14, 21),
        ("más de un año", 365, None), ("5+ years", 1826, None), ("5 años o más", 1826, None),
        ("plus d'un an", 365, None), ("<1 day", 0, 1), ("menos de 24 horas", 0, 1), ("hasta 3 meses", 0, 91),
        ("2 Years", 548, 913),
        ("dos semanas", 10, 18), ("un año y medio", 365, 731), ("aprox. 3 meses", 46, 137),
        ("3 semanas aproximadamente", 10, 32),
        ("6 months to 2 years", 183, 731), ("semanas", 7, 63), ("several weeks", 14, 63), ("months to years", 30, 3287),
    ],
)  # fmt: skip
def test_lengths_of_time(text: str, low: int, high: int | None) -> None:
    read = read_duration(text)
    assert read.low == pytest.approx(low, abs=0.6)
    assert (read.high is None) == (high is None)
    assert high is None or read.high == pytest.approx(high, abs=0.6)


@given(st.one_of(WORDS, st.text(max_size=25)))
def test_whatever_length_is_read_is_in_order(text: str) -> None:
    try:
        read = read_duration(text)
    except NotADateError:
        return
    assert read.low >= 0
    assert read.high is None or read.low <= read.high


def parsed(rows: list[Texts], order: str = "auto") -> list[tuple[object, ...]]:
    context = Context(LAST_CONTACT, "missing", Conventions(date_order=order))
    parser = make_date(context, rows)
    return [parser(row).values for row in rows]


def test_a_whole_column_decides_and_the_report_stands_beside() -> None:
    rows: list[Texts] = [
        {"": "05/04/2019", "reported": "04/06/2019"},
        {"": "25/04/2019", "reported": "14/06/2019"},
        {"": "hace tres meses", "reported": "04/06/2019"},
        {"": "hace tres meses", "reported": None},
    ]
    assert parsed(rows) == [
        (date(2019, 4, 5), date(2019, 4, 5)),
        (date(2019, 4, 25), date(2019, 4, 25)),
        (date(2019, 2, 17), date(2019, 3, 20)),
        (None, None),
    ]


def test_a_last_contact_after_the_report_is_noted_and_kept() -> None:
    rows: list[Texts] = [{"": "2019-07-01", "reported": "2019-06-04"}]
    read = make_date(Context(LAST_CONTACT, "missing", Conventions()), rows)(rows[0])
    assert read.values == (date(2019, 7, 1), date(2019, 7, 1))
    assert read.problem is not None
    assert read.problem.kept


def test_a_bare_number_of_a_length_is_in_the_unit_of_the_source() -> None:
    context = Context(PMI, "remains", Conventions(units={"pmi": "month"}))
    assert make_duration(context, [])({"": "3"}).values == pytest.approx((76.1, 106.5), abs=0.1)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2000, date(2000, 4, 23)), (2008, date(2008, 3, 23)), (2011, date(2011, 4, 24)), (2019, date(2019, 4, 21)),
     (2024, date(2024, 3, 31)), (2025, date(2025, 4, 20))],
)  # fmt: skip
def test_easter_is_when_the_calendar_says(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_every_holiday_of_the_words_is_known() -> None:
    names = {n for path in config_path("dates").glob("*.toml") for n in read_toml(path)["holidays"]}
    for name in names:
        found = holiday(name, 2020)
        assert found.days and found.days <= 8, name


@given(st.sampled_from(["el lunes pasado", "last Friday", "domingo", "terça-feira"]), st.integers(0, 3000))
def test_a_weekday_is_that_day_and_not_after_the_report(text: str, days: int) -> None:
    report = date(2015, 1, 1) + timedelta(days)
    found = read_date(text, Setting("both", Interval(report, report), TODAY)).interval
    assert found.low and found.high
    assert found.high <= report and (report - found.low).days <= 14
    assert found.low.weekday() == found.high.weekday()
