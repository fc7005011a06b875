"""Dates in words: "mediados de mayo 2019", "entre 2003 y 2005", "three months ago", "12-may-19"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from linkage.records.dates.durations import UNIT_DAYS, read_count
from linkage.records.dates.interval import (
    Interval,
    NotADateError,
    Reading,
    Setting,
    add_months,
    day,
    full_year,
    hull,
    month,
    year,
)
from linkage.records.dates.named import holiday, last_holiday, last_weekday
from linkage.records.dates.numeric import read_numeric
from linkage.records.dates.vague import about, decade, part, season
from linkage.records.dates.words import Token, tokens

NO_REFERENCE = NotADateError(
    "relative to a date that is not given", "Give the date of the report too, or write the date itself."
)


def read_phrase(text: str, setting: Setting) -> Reading:
    """The reading of a date in words; NotADateError when it cannot be read."""
    return _read(tokens(text), setting)


def _read(items: list[Token], setting: Setting) -> Reading:
    named = _named(items, setting)
    if named is not None:
        return named
    items = _trimmed([t for t in items if not t.has("weekday")])
    if not items:
        raise NotADateError("not a date")
    for rule in _RULES:
        found = rule(items, setting)
        if found is not None:
            return found
    raise NotADateError("not a date that could be read")


def _named(items: list[Token], setting: Setting) -> Reading | None:
    """el lunes; last Monday; Navidad 2018; la Semana Santa pasada. A weekday beside a date says nothing more."""
    items = [t for t in items if not (t.has("noise") or t.has("to"))]
    rest = [t for t in items if not t.has("last")]
    kinds = "".join(
        "W" if t.has("weekday") else "H" if t.has("holiday") else "N" if t.has("number") else "?" for t in rest
    )
    if kinds == "W":
        return _before_reference(last_weekday(int(str(rest[0].kinds["weekday"])), _reference(setting), rest != items))
    if kinds == "H":
        return _before_reference(last_holiday(str(rest[0].kinds["holiday"]), _reference(setting)))
    if kinds in ("HN", "NH"):
        name, number = sorted(rest, key=lambda t: t.has("number"))
        return Reading(holiday(str(name.kinds["holiday"]), _year_of(number, setting)))
    return None


def _reference(setting: Setting) -> Interval:
    if setting.reference is None:
        raise NO_REFERENCE
    return setting.reference


def _before_reference(found: Interval | None) -> Reading:
    if found is None:
        raise NO_REFERENCE
    return Reading(found)


def _trimmed(items: list[Token]) -> list[Token]:
    """Without a preposition in front ("au printemps"), and with "mid-May" as "mid May"."""
    while items and items[0].has("to"):
        items = items[1:]
    if len(items) > 2 and items[1].has("sep") and any(items[0].has(k) for k in _PARTS):
        items = [items[0], *items[2:]]
    return items


def _relative(items: list[Token], setting: Setting) -> Reading | None:
    """hace tres meses; three months ago; il y a un an; last year; ayer."""
    ago = _ago(items)
    if ago is None:
        return None
    if setting.reference is None or setting.reference.low is None or setting.reference.high is None:
        raise NO_REFERENCE
    low, high = ago
    first = None if high is None else _back(setting.reference.low, high)
    return Reading(Interval(first, _back(setting.reference.high, low)))


def _ago(items: list[Token]) -> tuple[float, float | None] | None:
    """From and to how many days ago; None where it may be any longer ("more than a year ago")."""
    for kind, days in (("day_before_yesterday", 2), ("yesterday", 1), ("today", 0)):
        if len(items) == 1 and items[0].has(kind):
            return days, days
    if items[0].has("ago_before"):
        return _bound_ago([t for t in items[1:] if not t.has("about") or t.has("number")])
    if items[-1].has("ago_after"):
        return _bound_ago([t for t in items[:-1] if not t.has("about") or t.has("number")])
    units = [t for t in items if t.has("unit")]
    if len(units) == 1 and any(t.has("last") for t in items) and not any(t.has("number") for t in items):
        return 1, 2 * UNIT_DAYS[str(units[0].kinds["unit"])]
    return None


def _bound_ago(items: list[Token]) -> tuple[float, float | None] | None:
    """hace más de un año; less than a month ago; or the count itself."""
    if not items or not (items[0].has("more") or items[0].has("less")):
        return _count_ago(items)
    counted = _count_ago(items[1:])
    if counted is None:
        return None
    low, high = counted
    return (low, None) if items[0].has("more") else (0.0, high)


def _count_ago(items: list[Token]) -> tuple[float, float] | None:
    """The count widened by half its unit, or by a tenth of it when that is more; days are exact."""
    count = read_count(items)
    if count is None and len(items) >= 2 and items[0].has("sep"):
        count = read_count(items[1:])
    if count is None or count.length < len([t for t in items if not t.has("noise")]):
        return None
    size = UNIT_DAYS[count.unit]
    slack = 0.0 if size <= 1 else size * max(0.5, count.high / 10)
    return max(count.low * size - slack, 0.0), count.high * size + slack


def _back(start: date, days: float) -> date:
    """Some days earlier; whole months are counted by the calendar."""
    whole, rest = divmod(days, UNIT_DAYS["month"])
    try:
        return add_months(start, -int(whole)) - timedelta(round(rest))
    except (ValueError, OverflowError):
        raise NotADateError("too long ago") from None


def _open(items: list[Token], setting: Setting) -> Reading | None:
    """antes de 2019; after May 2019; desde 2018; hasta 2019."""
    if len(items) < 2 or any(t.has("to") for t in items[1:-1]):
        return None
    kind = next((k for k in ("before", "after", "since", "until", "less", "more") if items[0].has(k)), None)
    if kind is None:
        return None
    read = _read(items[1:], setting)
    if kind in ("before", "until", "less"):
        bound = read.interval.high if kind == "until" else read.interval.low
        return replace(read, interval=Interval(None, bound))
    bound = read.interval.low if kind == "since" else read.interval.high
    return replace(read, interval=Interval(bound, None))


_PARTS = ("early", "middle", "late", "first_half", "second_half")


def _vague(items: list[Token], setting: Setting) -> Reading | None:
    """circa 1990; principios de mayo 2019; late 2003; mid-1990s."""
    if len(items) < 2:
        return None
    for kind in _PARTS:
        if items[0].has(kind):
            read = _read(items[1:], setting)
            return replace(read, interval=part(read.interval, kind))
    for at, rest in ((0, items[1:]), (-1, items[:-1])):
        if items[at].has("about"):
            read = _read(rest, setting)
            return replace(read, interval=about(read.interval))
    return None


def _decade(items: list[Token], setting: Setting) -> Reading | None:
    """1990s; los años 90; la década de los ochenta; les années 80."""
    items = [t for t in items if not t.has("sep")]
    if len(items) == 1 and items[0].has("decade"):
        return Reading(decade(int(items[0].number("decade"))))
    if len(items) == 1 and items[0].has("number") and items[0].text.isalpha() and items[0].number() >= 30:
        return Reading(decade(int(items[0].number())))
    if len(items) == 2 and items[0].has("unit") and items[0].kinds["unit"] in ("decade", "year"):
        return _decade_after(items[0], items[1])
    return None


def _decade_after(unit: Token, token: Token) -> Reading | None:
    """The decade after the word for years or decade; years need a number of tens: los años 90, not los años 5."""
    if token.has("decade"):
        return Reading(decade(int(token.number("decade"))))
    if not token.has("number"):
        return None
    tens = token.number() < 100 and token.number() % 10 == 0
    return Reading(decade(int(token.number()))) if tens or unit.kinds["unit"] == "decade" else None


def _simple(items: list[Token], setting: Setting) -> Reading | None:
    """5 de mayo de 2019; May 5, 2019; mayo 2019; 2019 may 5; primavera 2018; 5/5/2019."""
    dashed = any(t.has("sep") for t in items)
    kept = [t for t in items if not t.has("sep") and not t.has("noise")]
    read = _SHAPES.get("".join(_letter(t) for t in kept))
    return read(kept, setting, dashed) if read else None


_LETTERS = (
    ("digits", "D"), ("month", "M"), ("season", "S"), ("weekday", "W"), ("holiday", "H"), ("number", "N"),
)  # fmt: skip
"""The letter that stands for a kind of token where the order of the kinds is what counts."""


def _letter(token: Token) -> str:
    for kind, letter in _LETTERS:
        if token.has(kind):
            return letter
    return "?"


def _whole_number(token: Token) -> int:
    if not token.number().is_integer():
        raise NotADateError("not a date that could be read")
    return int(token.number())


def _year_of(token: Token, setting: Setting) -> int:
    number = _whole_number(token)
    return full_year(number, setting.today) if number < 100 and len(token.text) == 2 else number


def _day_month_year(items: tuple[Token, Token, Token], setting: Setting) -> Reading:
    number, name, last = items
    if _whole_number(number) > 31:
        number, last = last, number
    return _exact_or_month(_year_of(last, setting), int(name.number("month")), _whole_number(number))


def _exact_or_month(number: int, month_number: int, day_number: int) -> Reading:
    try:
        return Reading(day(number, month_number, day_number))
    except NotADateError as error:
        if day_number > 31:
            raise
        return Reading(month(number, month_number), f"{error.what}: read as the whole month")


def _month_and_number(name: Token, number: Token, setting: Setting, dashed: bool) -> Reading:
    """May 2019, may-19; "5 de mayo" takes its year from the date it stands beside."""
    if _whole_number(number) > 31 or dashed or number.text.startswith("0"):
        return Reading(month(_year_of(number, setting), int(name.number("month"))))
    reference = setting.reference.high if setting.reference else None
    if reference is None:
        raise NotADateError("a date without a year")
    month_number, day_number = int(name.number("month")), _whole_number(number)
    found = day(reference.year, month_number, day_number)
    assert found.low
    if found.low > reference:
        found = day(reference.year - 1, month_number, day_number)
    return Reading(found, "a date without a year: read as the last such day before the report")


def _single_year(items: list[Token], setting: Setting, dashed: bool) -> Reading:
    if len(items[0].text) != 4:
        raise NotADateError("a number that is no date")
    return Reading(year(_whole_number(items[0])))


def _digits(items: list[Token], setting: Setting, dashed: bool) -> Reading | None:
    return read_numeric(" ".join(t.text for t in items), setting)


def _month_alone(items: list[Token], setting: Setting, dashed: bool) -> Reading:
    """mayo: the last such month before the date it stands beside."""
    reference = setting.reference.high if setting.reference else None
    if reference is None:
        raise NotADateError("a month without a year")
    number = int(items[0].number("month"))
    found = month(reference.year if number <= reference.month else reference.year - 1, number)
    return Reading(found, "a month without a year: read as the last such month before the report")


_Shape = Callable[[list[Token], Setting, bool], Reading | None]
_SHAPES: dict[str, _Shape] = {
    "D": _digits,
    "NNN": _digits,
    "N": _single_year,
    "M": _month_alone,
    "NMN": lambda i, s, d: _day_month_year((i[0], i[1], i[2]), s),
    "MNN": lambda i, s, d: _day_month_year((i[1], i[0], i[2]), s),
    "MN": lambda i, s, d: _month_and_number(i[0], i[1], s, d),
    "NM": lambda i, s, d: _month_and_number(i[1], i[0], s, False),
    "SN": lambda i, s, d: Reading(season(str(i[0].kinds["season"]), _year_of(i[1], s))),
    "NS": lambda i, s, d: Reading(season(str(i[1].kinds["season"]), _year_of(i[0], s))),
}


def _range(items: list[Token], setting: Setting) -> Reading | None:
    """entre 2003 y 2005; 3 al 5 de mayo 2019; mayo - julio 2019; 2018 or 2019."""
    if items[0].has("between") or items[0].has("since"):
        items = items[1:]
    for at in range(1, len(items) - 1):
        if any(items[at].has(kind) for kind in ("and", "to", "or", "until", "sep")):
            found = _join(items[:at], items[at + 1 :], setting)
            if found is not None:
                return found
    return None


def _join(left: list[Token], right: list[Token], setting: Setting) -> Reading | None:
    """Both ends; the left one borrows the year, or the month and year, of the right one."""
    last = _try(right, setting)
    if last is None:
        return None
    for borrowed in (right[-1:], right[-2:], []):
        first = _try([*left, *borrowed], setting)
        if first is not None:
            return Reading(hull(first.interval, last.interval), first.warning or last.warning)
    return None


def _try(items: list[Token], setting: Setting) -> Reading | None:
    try:
        return _read(items, setting)
    except NotADateError:
        return None


_RULES = (_relative, _open, _decade, _simple, _range, _vague)
