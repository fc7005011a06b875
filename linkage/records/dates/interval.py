"""An imprecise date: the earliest and the latest day it may be, and arithmetic on such intervals."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 1850
"""No register holds a date before this; what is older is a slip or a filler."""

LAST_YEAR = 2199


class NotADateError(ValueError):
    """A text that cannot be read as a date: what is wrong, and what a person can do about it."""

    def __init__(self, what: str, remedy: str = "Write it as year-month-day: 2019-05-31, 2019-05 or 2019.") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Interval:
    """Some day from `low` to `high`, both included; None where that side is open."""

    low: date | None
    high: date | None

    @property
    def days(self) -> int | None:
        """How many days it covers; None when a side is open."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low).days + 1


def day(year: int, month: int, number: int) -> Interval:
    """One day; a number past the end of its month (31 February) is not a date."""
    check_year(year)
    if not 1 <= month <= 12:
        raise NotADateError(f"there is no month {month}")
    if not 1 <= number <= calendar.monthrange(year, month)[1]:
        raise NotADateError(f"month {month} of {year} has no day {number}")
    exact = date(year, month, number)
    return Interval(exact, exact)


def month(year: int, number: int) -> Interval:
    """A whole month."""
    first = day(year, number, 1).low
    return Interval(first, date(year, number, calendar.monthrange(year, number)[1]))


def months(year: int, first: int, last: int) -> Interval:
    """Whole months of one year, from `first` to `last`."""
    return hull(month(year, first), month(year, last))


def years(first: int, last: int) -> Interval:
    """Whole years, from `first` to `last`."""
    check_year(first)
    check_year(last)
    return Interval(date(first, 1, 1), date(last, 12, 31))


def year(number: int) -> Interval:
    """A whole year."""
    return years(number, number)


def check_year(number: int) -> None:
    """Raise NotADateError for years that no register can mean."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise NotADateError(f"the year {number} is impossible")


def hull(first: Interval, last: Interval) -> Interval:
    """The shortest interval that covers both; open where either is open."""
    lows = (first.low, last.low)
    highs = (first.high, last.high)
    return Interval(
        None if None in lows else min(d for d in lows if d),
        None if None in highs else max(d for d in highs if d),
    )


def widen(interval: Interval, low_days: int, high_days: int) -> Interval:
    """The interval with some days added on either side."""
    return Interval(
        interval.low and interval.low - timedelta(low_days),
        interval.high and interval.high + timedelta(high_days),
    )


def add_months(start: date, count: int) -> date:
    """The same day some months later (or earlier), or the last day of a shorter month."""
    total = start.year * 12 + start.month - 1 + count
    target_year, target_month = divmod(total, 12)
    last = calendar.monthrange(target_year, target_month + 1)[1]
    return date(target_year, target_month + 1, min(start.day, last))


def full_year(two_digits: int, today: date) -> int:
    """The year of two digits: the latest such year that is not in the future."""
    return two_digits + (2000 if two_digits <= today.year % 100 else 1900)


@dataclass(frozen=True)
class Reading:
    """What a text was read as, and a warning where a person should look at it again."""

    interval: Interval
    warning: str = ""


@dataclass(frozen=True)
class Setting:
    """What a text is read against: the order of day and month ("dmy", "mdy", or "both" when the
    column does not tell), the date that "three months ago" counts from, and the day of reading."""

    order: str = "both"
    reference: Interval | None = None
    today: date = date(LAST_YEAR, 12, 31)
