"""Slips of units and typing: a number that cannot be true is read in another way where only one fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linkage.records.limits import Limits
from linkage.records.quantity import Amount
from linkage.records.units import Unit, same_measure, unit_named

Ends = tuple[float, float]


@dataclass(frozen=True)
class Reading:
    """Each amount as (low, high) in the field's own unit, with a warning in `what`; None where no reading is left."""

    values: Sequence[Ends] | None
    what: str = ""
    remedy: str = ""


def mended(amounts: Sequence[Amount], own: Unit | None, source: Unit | None, limits: Limits) -> Reading:
    """The amounts in the field's own unit, as written where that is usual, else as the only other usual reading."""
    if own is None or source is None:
        values = [(a.number, a.number) for a in amounts]
        return Reading(values) if _all_possible(values, limits) else _impossible(amounts, "", limits)
    bare = all(a.unit is None for a in amounts)
    values = [_as(a, a.unit or source, own) for a in amounts]
    if bare and any(limits.is_doubtful(a.number, source.name) for a in amounts):
        return Reading(None, f"{_told(amounts)} can be {source.name} or another unit: nobody can tell.", _WRITE_UNIT)
    if all(limits.is_usual(v, source.name) for ends in values for v in ends):
        return Reading(values)
    if not bare and _all_possible(values, limits):
        return Reading(values)
    return _other_reading(amounts, values, own, source, limits)


_WRITE_UNIT = "Write the unit beside the number."


def _other_reading(
    amounts: Sequence[Amount], values: Sequence[Ends], own: Unit, source: Unit, limits: Limits
) -> Reading:
    """The only other reading that is usual, with a warning; else what is written, if that can be at all."""
    written = amounts[0].unit or source
    others = [
        (name, ends)
        for name, ends in _readings(amounts, own, written)
        if all(limits.usual[0] <= v <= limits.usual[1] for pair in ends for v in pair)
    ]
    if len(others) == 1:
        name, ends = others[0]
        if amounts[0].unit is None and source == own and name in limits.also:
            return Reading(ends)
        became = " to ".join(dict.fromkeys(f"{v:.4g}" for v in (min(e[0] for e in ends), max(e[1] for e in ends))))
        what = f"{_told(amounts)} {written.name} is not usual here; it was read as {name}: {became} {own.name}."
        return Reading(ends, what, f"Check it. {_WRITE_UNIT}")
    if _all_possible(values, limits):
        return Reading(values)
    return _impossible(amounts, written.name, limits)


def _impossible(amounts: Sequence[Amount], unit: str, limits: Limits) -> Reading:
    low, high = limits.possible
    what = f"{_told(amounts)} {unit}".strip() + " is not possible."
    return Reading(None, what, f"Expected {low:g} to {high:g}. Correct it, or leave it blank.")


def _told(amounts: Sequence[Amount]) -> str:
    return " to ".join(dict.fromkeys(f"{a.number:g}" for a in amounts))


def _all_possible(values: Sequence[Ends], limits: Limits) -> bool:
    return all(limits.is_possible(v) for ends in values for v in ends)


def _as(amount: Amount, unit: Unit, own: Unit) -> Ends:
    value = (amount.number * unit.factor + amount.extra) / own.factor
    return value, value


def _readings(amounts: Sequence[Amount], own: Unit, written: Unit) -> Iterator[tuple[str, list[Ends]]]:
    """Every other way to read the amounts."""
    for unit in same_measure(own):
        if unit.name == "ft":
            yield "feet", [_feet(a, own) for a in amounts]
        elif unit != written:
            yield unit.name, [_as(a, unit, own) for a in amounts]
    if own.measures == "length":
        yield from _feet_and_inches(amounts, own, written)


def _feet(amount: Amount, own: Unit) -> Ends:
    """ "5.7" feet is 5.7 ft or 5 ft 7 in: both are kept; "5.11" can only be 5 ft 11 in."""
    foot, inch = unit_named("ft"), unit_named("in")
    match = re.search(r"\d+\.(\d{1,2})(?!\d)", amount.text)
    decimal = amount.number * foot.factor
    if not match or int(match[1]) == 0 or int(match[1]) > 11:
        return decimal / own.factor, decimal / own.factor
    split = int(amount.number) * foot.factor + int(match[1]) * inch.factor
    ends = [split] if len(match[1]) == 2 else [decimal, split]
    return min(ends) / own.factor, max(ends) / own.factor


def _feet_and_inches(amounts: Sequence[Amount], own: Unit, written: Unit) -> Iterator[tuple[str, list[Ends]]]:
    """510 for 5 ft 10 in, 5-10 for the same, and 840 for 70 inches written in the box for feet."""
    numbers = [a.number for a in amounts]
    inch = unit_named("in")
    if all(n == int(n) and 400 <= n <= 711 and n % 100 <= 11 for n in numbers):
        inches = [12 * (n // 100) + n % 100 for n in numbers]
        yield "feet and inches", [(i * inch.factor / own.factor,) * 2 for i in inches]
    if len(numbers) == 2 and 4 <= numbers[0] <= 7 and numbers[1] <= 11 and numbers[0] == int(numbers[0]):
        both = (12 * numbers[0] + numbers[1]) * inch.factor / own.factor
        yield "feet and inches", [(both, both)] * 2
    if written == inch and all(n % 12 == 0 for n in numbers):
        yield "inches in the box for feet", [(n / 12 * inch.factor / own.factor,) * 2 for n in numbers]
