"""Dates written in digits: 31/05/2019, 5.31.19, 2019-05-31, 20190531, 05/2019, 2019, and spreadsheet numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from linkage.records.dates.interval import (
    Interval,
    NotADateError,
    Reading,
    Setting,
    day,
    full_year,
    hull,
    month,
    year,
    years,
)

_SEP = r"\s*[-/. ]\s*"
_YMD = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})")
_DMY = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{4}}|\d{{2}})")
_MY = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YM = re.compile(r"(\d{4})[-/.](\d{1,2})")
_YY = re.compile(r"(\d{4})\s*[-/]\s*(\d{4})")
_PACKED = re.compile(r"(\d{8})")
_YEAR = re.compile(r"(\d{4})(?:[.,]0+)?")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_TIME = re.compile(
    r"[t,\s]\s*(?:a las |at |as |a )?\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d+)?)?|h\d\d|h\b)\s*"
    r"(?:[ap]\.?\s?m\.?|hrs?\.?|horas|hours|uhr|h)?\s*(?:z|utc|gmt|[-+]\d\d:?\d\d)?\s*$"
)
_SPREADSHEET_START = date(1899, 12, 30)
_PLACEHOLDERS = {date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 2)}
"""Days that spreadsheets and databases write when there is nothing: day zero and day one."""

_ZERO = re.compile(r"[0\-/. :t]*0[0\-/. :t]*|9{4}[-/.]?(?:12[-/.]?31)?|(?:31[-/.]12[-/.])9{4}|1111[-/.]11[-/.]11")
_MOSTLY = 20
"""One order decides a column when this many dates show it for each that shows the other (a slip)."""


def without_time(text: str) -> str:
    """The text without a time of day at its end."""
    return _TIME.sub("", text).strip()


def read_numeric(text: str, setting: Setting) -> Reading | None:
    """The reading of a date in digits, None when the text is no such thing; NotADateError if impossible."""
    if _ZERO.fullmatch(text):
        raise NotADateError("a filler for no date")
    for pattern, read in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            return read([int(g) for g in found.groups()], found.groups(), setting)
    return None


def check_filler(reading: Reading) -> None:
    """Raise NotADateError for the days that software writes when there is no date."""
    if reading.interval.low in _PLACEHOLDERS and reading.interval.days == 1:
        raise NotADateError("the first day of 1900, a filler for no date")


def _ymd(numbers: list[int], texts: tuple[str, ...], setting: Setting) -> Reading:
    number, middle, last = numbers
    if middle > 12 and 1 <= last <= 12:
        return Reading(day(number, last, middle), "year, day and month in this order, read so")
    return _exact(number, middle, last)


def _exact(number: int, month_number: int, day_number: int) -> Reading:
    """One day; the month or the year alone where the day or month is written as 0, or does not exist."""
    if month_number == 0:
        return Reading(year(number))
    whole = month(number, month_number)
    if day_number == 0:
        return Reading(whole)
    try:
        return Reading(day(number, month_number, day_number))
    except NotADateError as error:
        if day_number > 31:
            raise
        return Reading(whole, f"{error.what}: read as the whole month")


def _dmy(numbers: list[int], texts: tuple[str, ...], setting: Setting) -> Reading:
    first, second, number = numbers
    if len(texts[2]) == 2:
        if first > 31:
            return _exact(full_year(first, setting.today), second, number)
        number = full_year(number, setting.today)
    if second > 12 and first <= 12:
        return _exact(number, first, second)
    if first > 12 or second == 0 or first in (0, second):
        return _exact(number, second, first)
    if setting.order == "mdy":
        return _exact(number, first, second)
    if setting.order == "dmy":
        return _exact(number, second, first)
    both = hull(day(number, second, first), day(number, first, second))
    return Reading(both, "day and month could be the other way round: both readings kept")


def _packed(numbers: list[int], texts: tuple[str, ...], setting: Setting) -> Reading:
    text = texts[0]
    if 1850 <= int(text[:4]) <= 2199:
        return _ymd([int(text[:4]), int(text[4:6]), int(text[6:])], (), setting)
    return _dmy([int(text[:2]), int(text[2:4]), int(text[4:])], (text[:2], text[2:4], text[4:]), setting)


def _serial(numbers: list[int], texts: tuple[str, ...], setting: Setting) -> Reading:
    """Days since the end of 1899, as spreadsheets keep dates: 43586 is 2019-05-01."""
    return Reading(_one(_SPREADSHEET_START + timedelta(numbers[0])))


def _one(exact: date) -> Interval:
    return Interval(exact, exact)


def _two_years(numbers: list[int], texts: tuple[str, ...], setting: Setting) -> Reading:
    return Reading(years(min(numbers), max(numbers)))


_Form = Callable[[list[int], tuple[str, ...], Setting], Reading]
_FORMS: tuple[tuple[re.Pattern[str], _Form], ...] = (
    (_YMD, _ymd),
    (_PACKED, _packed),
    (_DMY, _dmy),
    (_MY, lambda n, t, s: Reading(month(n[1], n[0]) if n[0] else year(n[1]))),
    (_YM, lambda n, t, s: Reading(month(n[0], n[1]) if n[1] else year(n[0]))),
    (_YY, _two_years),
    (_YEAR, lambda n, t, s: Reading(year(n[0]))),
    (_SERIAL, _serial),
)


def column_order(texts: Iterable[str]) -> str:
    """Whether a column writes the day first ("dmy") or the month first ("mdy"); "both" if it never shows.

    One date with a number over 12 decides, unless others show the contrary.
    """
    day_first = month_first = 0
    for text in texts:
        found = _DMY.fullmatch(without_time(text.lower()))
        if found:
            first, second = int(found[1]), int(found[2])
            day_first += 12 < first <= 31 and second <= 12
            month_first += first <= 12 and 12 < second <= 31
    if day_first > month_first * _MOSTLY:
        return "dmy"
    return "mdy" if month_first > day_first * _MOSTLY else "both"
