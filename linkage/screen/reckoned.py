"""Functions of DuckDB in Python, over the values of one record: None is NULL, a map is a dict, its entries are tuples.

Each gives what DuckDB gives, to the last digit. What DuckDB answers in another way than Python (a division by nought, a
NULL among what is sorted) raises an error here, one of `BEYOND`: the record is left to DuckDB then.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

BEYOND = (ArithmeticError, ValueError)
"""Errors that say: only DuckDB knows."""


def strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """NULL where any argument is NULL."""

    def given(*values: Any) -> Any:
        return None if None in values else function(*values)

    return given


def add_days(day: date, days: int) -> date:
    """A date so many days later."""
    return day + timedelta(days)


def days_between(end: date, start: date) -> int:
    """Days from the second date to the first."""
    return (end - start).days


def greatest(*values: Any) -> Any:
    """A NULL is passed over."""
    return max((value for value in values if value is not None), default=None)


def least(*values: Any) -> Any:
    """A NULL is passed over."""
    return min((value for value in values if value is not None), default=None)


def nullif(value: Any, other: Any) -> Any:
    """NULL where the two are equal."""
    return None if value is not None and value == other else value


def within(value: Any, *others: Any) -> bool | None:
    """IN."""
    if value is None:
        return None
    return True if value in others else None if None in others else False


def joined(*lists: list[Any] | None) -> list[Any]:
    """list_concat: a NULL counts as an empty list."""
    return [element for each in lists if each is not None for element in each]


def distinct(elements: Iterable[Any]) -> list[Any]:
    """list_sort(list_distinct(...)): by code points, which is the order of the bytes of UTF-8."""
    return sorted({element for element in elements if element is not None})


def overlap(a: list[Any], b: list[Any]) -> bool:
    """list_has_any."""
    return any(element in b for element in a if element is not None)


def from_entries(entries: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """map_from_entries."""
    found = dict(entries)
    if len(found) < len(entries):
        raise ValueError("a map holds each key once")
    return found


def split_part(text: str, delimiter: str, place: int) -> str:
    """The part of that place, from 1; empty where there are fewer."""
    parts = text.split(delimiter)
    return parts[place - 1] if place <= len(parts) else ""


def whole(number: float) -> int:
    """A DOUBLE as INTEGER: the nearest, of two as near the even one."""
    return round(number)


def ceil(number: float) -> float:
    """The next whole number above."""
    return float(math.ceil(number))


def floor(number: float) -> float:
    """The next whole number below."""
    return float(math.floor(number))
