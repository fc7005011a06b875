"""Lengths of time in words: "3-6 meses", "más de un año", "<1 day", "6-8 months", "2 Years"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkage.records.dates.interval import NotADateError
from linkage.records.dates.words import Token, tokens

UNIT_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25, "decade": 3652.5}
_SEVERAL = (2.0, 9.0)
_ABOUT = 0.5
_PLUS = re.compile(r"(\d+)\s*\+")


@dataclass(frozen=True)
class Duration:
    """From `low` to `high` days; `high` is None where it is open ("more than a year")."""

    low: float
    high: float | None


@dataclass(frozen=True)
class Count:
    """How many of a unit, from and to, and the tokens that say so."""

    low: float
    high: float
    unit: str
    length: int


def read_count(items: list[Token]) -> Count | None:
    """A number (or a range of numbers) and a unit at the start of the tokens: "three months", "6-8 weeks"."""
    amount = _amount(items)
    if amount is None:
        return _bare_unit(items)
    low, high, length = amount
    rest = items[length:]
    if rest and (rest[0].has("to") or rest[0].has("or") or rest[0].has("sep") or rest[0].has("and")):
        second = _amount(rest[1:])
        if second is not None:
            high, length = second[1], length + 1 + second[2]
            rest = items[length:]
    if not rest or not rest[0].has("unit"):
        return None
    if len(rest) >= 3 and rest[1].has("and") and rest[2].has("half"):
        return Count(low + 0.5, high + 0.5, str(rest[0].kinds["unit"]), length + 3)
    return Count(low, high, str(rest[0].kinds["unit"]), length + 1)


def _bare_unit(items: list[Token]) -> Count | None:
    """From one to several of a unit that stands alone in the plural: "semanas", "years"."""
    if not items or not items[0].has("unit") or not items[0].text.endswith("s"):
        return None
    return Count(1.0, _SEVERAL[1], str(items[0].kinds["unit"]), 1)


def _amount(items: list[Token]) -> tuple[float, float, int] | None:
    if not items:
        return None
    first = items[0]
    if first.has("number"):
        return first.number(), first.number(), 1
    if first.has("several"):
        return (*_SEVERAL, 1)
    if first.has("half"):
        length = 2 if len(items) > 1 and items[1].has("one") else 1
        return 0.5, 0.5, length
    return (1.0, 1.0, 1) if first.has("one") else None


def read_duration(text: str, unit: str | None = None) -> Duration:
    """The length of time a text states, in days; a bare number is in `unit`. NotADateError if it is none.

    "2 years" is kept as what rounds to it, 1.5 to 2.5 years; "about" adds half on either side.
    """
    items = tokens(_PLUS.sub(r"> \1", text))
    if items and items[0].has("between"):
        items = items[1:]
    if not items:
        raise _not_a_duration()
    bound = next((kind for kind in ("less", "until", "more", "about") if items[0].has(kind)), "")
    for kind in ("more", "about"):
        if items[-1].has(kind):
            bound, items = kind, [*items[:1], *items[:-1]]
    count = _whole(items[1:] if bound else items, unit)
    low, high = count.low * UNIT_DAYS[count.unit], count.high * UNIT_DAYS[count.unit]
    if low > high:
        low, high = high, low
    if bound in ("less", "until"):
        return Duration(0.0, high)
    if bound == "more":
        return Duration(low, None)
    if bound == "about":
        return Duration(low * (1 - _ABOUT), high * (1 + _ABOUT))
    half = UNIT_DAYS[count.unit] / 2 if count.low == count.high else 0.0
    return Duration(max(low - half, 0.0), high + half)


def _whole(items: list[Token], unit: str | None) -> Count:
    """A count that takes all the tokens; "2 months - 1 year" may name the unit twice."""
    count = read_count(items)
    if count is None and unit:
        amount = _amount(items)
        count = Count(amount[0], amount[1], unit, amount[2]) if amount else None
    if count is None:
        raise _not_a_duration()
    rest = items[count.length :]
    if rest and (rest[0].has("to") or rest[0].has("sep") or rest[0].has("and") or rest[0].has("or")):
        second = read_count(rest[1:])
        if second is not None:
            scale = UNIT_DAYS[second.unit] / UNIT_DAYS[count.unit]
            return Count(count.low, second.high * scale, count.unit, len(items))
    return count


def _not_a_duration() -> NotADateError:
    return NotADateError("not a length of time", "Write a number or a range and a unit: 3-6 months, < 1 day, 2 years.")
