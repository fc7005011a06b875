"""Dates as EDTF texts (ISO 8601-2:2019): the project's own way to write an imprecise date.

Read: 2019-05-31, 2019-05, 2019, 201X, 2019-XX, 2019-05-XX, seasons 2019-21 to 2019-24, a/b, ../b,
a/.., and the marks ? (uncertain: kept as it stands), ~ and % (approximate: widened).
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from linkage.records.dates.interval import Interval, day, month, year, years
from linkage.records.dates.vague import about, season

_ONE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def read_edtf(text: str) -> Interval | None:
    """The interval of an EDTF text, None if it is not one; NotADateError if it is an impossible one."""
    first, slash, last = text.strip().upper().partition("/")
    if not slash:
        return _read_one(first)
    low, high = _read_end(first), _read_end(last)
    if low is None or high is None or low == high == Interval(None, None):
        return None
    return Interval(low.low, high.high)


def _read_end(text: str) -> Interval | None:
    return Interval(None, None) if text in ("..", "") else _read_one(text)


def _read_one(text: str) -> Interval | None:
    found = _ONE.fullmatch(text)
    if not found:
        return None
    year_text, month_text, day_text, mark = found.groups()
    read = _plain(year_text, month_text, day_text)
    return about(read) if mark in ("~", "%") else read


def _plain(year_text: str, month_text: str | None, day_text: str | None) -> Interval:
    if "X" in year_text:
        return years(int(year_text.replace("X", "0")), int(year_text.replace("X", "9")))
    number = int(year_text)
    if month_text in (None, "XX"):
        return year(number)
    if int(month_text or 0) in _SEASONS and day_text is None:
        return season(_SEASONS[int(month_text or 0)], number)
    if day_text in (None, "XX"):
        return month(number, int(month_text or 0))
    return day(number, int(month_text or 0), int(day_text or 0))


def to_edtf(interval: Interval) -> str:
    """The interval as the shortest EDTF text that reads back as exactly this interval."""
    low, high = interval.low, interval.high
    if low is None or high is None:
        return f"{low.isoformat() if low else '..'}/{high.isoformat() if high else '..'}"
    if low == high:
        return low.isoformat()
    if _whole_years(low, high):
        return f"{low.year:04d}" if low.year == high.year else f"{low.year:04d}/{high.year:04d}"
    if low.day == 1 and high.day == calendar.monthrange(high.year, high.month)[1]:
        first, last = f"{low.year:04d}-{low.month:02d}", f"{high.year:04d}-{high.month:02d}"
        return first if first == last else f"{first}/{last}"
    return f"{low.isoformat()}/{high.isoformat()}"


def _whole_years(low: date, high: date) -> bool:
    return (low.month, low.day, high.month, high.day) == (1, 1, 12, 31)
