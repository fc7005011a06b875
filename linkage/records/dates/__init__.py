"""Imprecise dates: read from any writing in four languages, kept as intervals, written as EDTF."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from linkage.records.dates.durations import Duration, read_duration
from linkage.records.dates.edtf import read_edtf, to_edtf
from linkage.records.dates.interval import Interval, NotADateError, Reading, Setting, hull
from linkage.records.dates.numeric import check_filler, column_order, read_numeric, without_time
from linkage.records.dates.phrases import read_phrase
from linkage.records.fold import fold


def read_date(text: str, setting: Setting | None = None) -> Reading:
    """The interval that a text in any of the forms means; NotADateError when it cannot be read.

    A day after `setting.today` is refused; an interval that reaches past it is cut there.
    """
    setting = setting or Setting()
    reading = _in_digits(text, setting.order, setting.today) or read_phrase(_plain(text), setting)
    check_filler(reading)
    return _not_in_future(reading, setting)


def _plain(text: str) -> str:
    return without_time(fold(text)).strip(" .,;")


@lru_cache(maxsize=50_000)
def _in_digits(text: str, order: str, today: date) -> Reading | None:
    """A date in digits, whatever stands beside it; remembered, because the days of a register recur."""
    plain = _plain(text)
    edtf = _edtf(plain)
    return Reading(edtf) if edtf else read_numeric(plain, Setting(order, None, today))


def _edtf(text: str) -> Interval | None:
    """An EDTF text; what only looks like one (2019-00-00, 2019-13-05) is left to the other readers."""
    try:
        return read_edtf(text)
    except NotADateError:
        return None


def _not_in_future(reading: Reading, setting: Setting) -> Reading:
    low, high = reading.interval.low, reading.interval.high
    if low is not None and low > setting.today:
        raise NotADateError("a date in the future")
    if high is not None and high > setting.today:
        return Reading(Interval(low, setting.today), reading.warning)
    return reading


__all__ = [
    "Duration",
    "Interval",
    "NotADateError",
    "Reading",
    "Setting",
    "column_order",
    "hull",
    "read_date",
    "read_duration",
    "read_edtf",
    "to_edtf",
]
