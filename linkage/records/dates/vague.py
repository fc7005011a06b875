"""What vague words make of a date: early, middle, late, about, seasons, decades. Always on the wide side."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from linkage.records.dates.interval import Interval, NotADateError, add_months, hull, month, months, widen, years


def about(interval: Interval) -> Interval:
    """Around a date: a week about a day, a month about a month, two years about anything longer."""
    if interval.days is None:
        return interval
    if interval.days <= 1:
        return widen(interval, 7, 7)
    assert interval.low and interval.high
    whole = 1 if interval.days <= 31 else 24
    after = add_months(interval.high + timedelta(1), whole) - timedelta(1)
    return Interval(add_months(interval.low, -whole), after)


def part(interval: Interval, which: str) -> Interval:
    """The early, middle or late part, or a half, of a month, season, year or decade; thirds overlap a little."""
    low, high = interval.low, interval.high
    if low is None or high is None:
        raise NotADateError("a part of an open interval")
    if interval.days == 1:
        return interval
    if interval.days is not None and interval.days <= 31:
        return _part_of_month(low, high, which)
    days = (high - low).days
    first, last = {
        "early": (0, days * 4 // 10), "middle": (days // 4, days - days // 4), "late": (days - days * 4 // 10, days),
        "first_half": (0, days // 2), "second_half": (days // 2, days),
    }[which]  # fmt: skip
    return Interval(low + timedelta(first), low + timedelta(last))


_DAYS_OF_PART = {"early": (1, 12), "middle": (8, 22), "late": (19, 31), "first_half": (1, 16), "second_half": (15, 31)}


def _part_of_month(low: date, high: date, which: str) -> Interval:
    first, last = _DAYS_OF_PART[which]
    end = calendar.monthrange(high.year, high.month)[1]
    return Interval(low.replace(day=first), high.replace(day=min(last, end)))


def season(name: str, number: int) -> Interval:
    """A season of a year, north of the equator; a winter is the one that starts or the one that ends in it."""
    if name == "winter":
        return hull(month(number - 1, 12), month(number + 1, 3))
    first, last = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12)}[name]
    return months(number, first, last)


def decade(number: int) -> Interval:
    """The ten years from a year that ends in 0: 90 and 1990 are 1990 to 1999."""
    first = number if number > 99 else 1900 + number if number >= 30 else 2000 + number
    if first % 10:
        raise NotADateError(f"{number} is not a decade")
    return years(first, first + 9)
