"""Dates and lengths of time as offices write them, to their earliest and latest reading.

Whether 05/04 is day or month first is decided for a whole column, from its distinct values; where
the column never shows it, both readings are kept as one interval, and the row is noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from linkage.records.dates import (
    Duration,
    Interval,
    NotADateError,
    Reading,
    Setting,
    column_order,
    hull,
    read_date,
    read_duration,
)
from linkage.records.parsing import Context, Parsed, Parser, Problem, Texts, unknown
from linkage.records.unknown import is_formula, is_unknown

_REMEDY = "Write it as year-month-day, as much as is known: 2019-05-31, 2019-05 or 2019."


@dataclass(frozen=True)
class _Read:
    """One part of a field as read (None when blank or unreadable), and its problem."""

    interval: Interval | None
    problem: Problem | None = None


_NOTHING = _Read(None)


def make_date(context: Context, values: Sequence[Texts]) -> Parser:
    """Texts of a date field to the earliest and the latest day they can mean."""
    field = context.field
    own = [text for texts in values for part in field.kind.parts if (text := texts.get(part))]
    order = _order(context, own)
    beside = {column: _order(context, [t for v in values if (t := v.get(column))]) for column in field.beside}
    today = date.today()
    seen: dict[tuple[str | None, ...], Interval | None] = {}

    def reference_of(texts: Texts) -> Interval | None:
        key = tuple(map(texts.get, beside))
        if key not in seen:
            seen[key] = _reference(texts, beside, today)
        return seen[key]

    def parse(texts: Texts) -> Parsed:
        reference = reference_of(texts)
        setting = Setting(order, reference, today)
        read = {part: _read(texts.get(part), part, setting) for part in field.kind.parts}
        return _together(context, read, reference)

    return parse


def _order(context: Context, texts: Sequence[str]) -> str:
    """What the source says of its dates, or else what the column shows."""
    said = context.conventions.date_order
    return said if said in ("dmy", "mdy") else column_order(texts)


def _reference(texts: Texts, beside: dict[str, str], today: date) -> Interval | None:
    """The first date beside this one that can be read: "three months ago" counts from it."""
    for column, order in beside.items():
        read = _read(texts.get(column), "", Setting(order, None, today))
        if read.interval is not None:
            return read.interval
    return None


def _read(text: str | None, part: str, setting: Setting) -> _Read:
    if not text or is_unknown(text):
        return _NOTHING
    if is_formula(text):
        return _Read(None, Problem("a formula, not a date", _REMEDY, part))
    try:
        reading: Reading = read_date(text, setting)
    except NotADateError as error:
        return _Read(None, Problem(error.what, error.remedy, part))
    warning = Problem(reading.warning, _REMEDY, part, kept=True) if reading.warning else None
    return _Read(reading.interval, warning)


def _together(context: Context, read: dict[str, _Read], reference: Interval | None) -> Parsed:
    """The parts as one interval: "from" and "to" count before the text itself."""
    whole = read.get("", _NOTHING).interval or Interval(None, None)
    first, last = read.get("low", _NOTHING).interval, read.get("high", _NOTHING).interval
    low = first.low if first else whole.low
    high = last.high if last else whole.high
    problems = [r.problem for r in read.values() if r.problem]
    if low is not None and high is not None and low > high:
        covered = hull(first or whole, last or whole)
        low, high = covered.low, covered.high
        problems.append(Problem("the first date is after the last", "Check both: read the other way.", "low", True))
    if low is None and high is None:
        return unknown(context, problems[0] if problems else None)
    if reference is not None and reference.high is not None and low is not None and low > reference.high:
        beside = context.field.beside[0]
        problems.append(Problem(f"later than the date in '{beside}'", "Check both dates.", kept=True))
    problem = replace(problems[0], kept=True) if problems else None
    return Parsed((low, high), problem)


def make_duration(context: Context, values: Sequence[Texts]) -> Parser:
    """Texts of a length of time to its least and greatest number of days."""
    bare_unit = context.conventions.units.get(context.field.name)

    def parse(texts: Texts) -> Parsed:
        try:
            read = {part: _length(texts.get(part), bare_unit) for part in context.field.kind.parts}
        except NotADateError as error:
            return unknown(context, Problem(error.what, error.remedy))
        return _span(context, read)

    return parse


def _length(text: str | None, unit: str | None) -> Duration | None:
    return None if not text or is_unknown(text) else read_duration(text, unit)


def _span(context: Context, read: dict[str, Duration | None]) -> Parsed:
    whole = read.get("")
    first, last = read.get("low") or whole, read.get("high") or whole
    if first is None and last is None:
        return unknown(context)
    low = first.low if first else None
    high = last.high if last else None
    return Parsed((low, max(low, high) if low is not None and high is not None else high))
