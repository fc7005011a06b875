"""Days that have a name: the days of the week, and the holidays that families reckon by.

A holiday that falls on other days in other countries is every day it may be (10 May to the second
Sunday of May for mothers; 15 and 16 September for independence, from Guatemala to Mexico).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from linkage.records.dates.interval import Interval, check_year

_WEEK = timedelta(7)


def last_weekday(number: int, reference: Interval, further: bool) -> Interval | None:
    """The last such day (0 is Monday) up to the reference; with `further` ("el lunes pasado") not that
    very day, and perhaps the one a week before, for people mean either."""
    if reference.low is None or reference.high is None:
        return None
    shift = timedelta(1) if further else timedelta(0)
    low, high = (_weekday_before(day - shift, number) for day in (reference.low, reference.high))
    return Interval(low - _WEEK if further else low, high)


def _weekday_before(day: date, number: int) -> date:
    return day - timedelta((day.weekday() - number) % 7)


def holiday(name: str, year: int) -> Interval:
    """The day or days of a holiday in a year."""
    check_year(year)
    return _HOLIDAYS[name](year)


def last_holiday(name: str, reference: Interval) -> Interval | None:
    """The last such holiday that had begun by the end of the reference."""
    if reference.high is None:
        return None
    found = holiday(name, reference.high.year)
    return found if found.low and found.low <= reference.high else holiday(name, reference.high.year - 1)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus, as in Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int, days: int = 1) -> Callable[[int], Interval]:
    """The same days every year."""
    return lambda year: Interval(date(year, month, day), date(year, month, day) + timedelta(days - 1))


def _from_easter(first: int, last: int) -> Callable[[int], Interval]:
    """So many days from Easter Sunday."""
    return lambda year: Interval(easter(year) + timedelta(first), easter(year) + timedelta(last))


def _nth(month: int, weekday: int, which: int) -> Callable[[int], Interval]:
    """The first, second ... or last (-1) such weekday of a month."""

    def find(year: int) -> Interval:
        days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
        found = date(year, month, days[which if which < 0 else which - 1])
        return Interval(found, found)

    return find


_HOLIDAYS: dict[str, Callable[[int], Interval]] = {
    "new_year": _fixed(1, 1),
    "epiphany": _fixed(1, 6),
    "candlemas": _fixed(2, 2),
    "valentine": _fixed(2, 14),
    "carnival": _from_easter(-52, -46),
    "holy_week": _from_easter(-7, 0),
    "palm_sunday": _from_easter(-7, -7),
    "holy_thursday": _from_easter(-3, -3),
    "good_friday": _from_easter(-2, -2),
    "holy_saturday": _from_easter(-1, -1),
    "easter": _from_easter(0, 1),
    "mothers_day": _fixed(5, 8, 7),
    "memorial_day": _nth(5, calendar.MONDAY, -1),
    "saint_john": _fixed(6, 23, 2),
    "fourth_of_july": _fixed(7, 4),
    "bastille": _fixed(7, 14),
    "labor_day_us": _nth(9, calendar.MONDAY, 1),
    "independence": _fixed(9, 15, 2),
    "halloween": _fixed(10, 31),
    "all_saints": _fixed(11, 1),
    "day_of_the_dead": _fixed(11, 1, 2),
    "all_souls": _fixed(11, 2),
    "thanksgiving": _nth(11, calendar.THURSDAY, 4),
    "guadalupe": _fixed(12, 12),
    "christmas_eve": _fixed(12, 24),
    "christmas": _fixed(12, 24, 2),
    "new_years_eve": _fixed(12, 31),
}
