"""Numbers as intervals, in the unit of the text, else of the source, else of the field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linkage.records.limits import Limits, limits_of
from linkage.records.parsers.slips import Reading, mended
from linkage.records.parsing import Context, Parsed, Parser, Problem, Texts
from linkage.records.quantity import Amount, Quantity, read_quantity
from linkage.records.units import Unit, unit_named
from linkage.records.unknown import known, plain

_NEGATIVE = re.compile(r"\s*[-−–]\s*\d+(?:[.,]\d+)?\s*")


@dataclass(frozen=True)
class Scale:
    """How the numbers of one field are read: its own unit, the source's unit, its limits and the source's words."""

    own: Unit | None
    source: Unit | None
    limits: Limits
    words: Mapping[str, str]


@dataclass(frozen=True)
class Interval:
    """What one text says, in the field's own unit; a bound of None is open or unknown."""

    low: float | None = None
    high: float | None = None
    problem: Problem | None = None


def make_number(context: Context, values: Sequence[Texts]) -> Parser:
    """An interval: from the two bounds where the source gives them, else from the text itself."""
    scale = scale_of(context)

    def parse(texts: Texts) -> Parsed:
        low, high = read_interval(texts.get("low"), scale, "low"), read_interval(texts.get("high"), scale, "high")
        bounds = _decided(Interval(low.low, high.high, low.problem or high.problem), scale.limits, "low")
        if bounds.values != (None, None):
            return bounds
        whole = _decided(read_interval(texts.get(""), scale), scale.limits, "")
        return Parsed(whole.values, whole.problem or _kept(bounds.problem, whole.values != (None, None)))

    return parse


def scale_of(context: Context) -> Scale:
    """The scale of a field in a source."""
    name, conventions = context.field.name, context.conventions
    limits = limits_of(name)
    own = unit_named(context.field.unit) if context.field.unit else None
    source = unit_named(conventions.units[name]) if name in conventions.units else own
    words = {plain(word): meaning for word, meaning in conventions.words.get(name, {}).items()}
    return Scale(own, source, limits, words)


def _decided(interval: Interval, limits: Limits, part: str) -> Parsed:
    """The interval with its ends in order; one that spans everything says nothing."""
    low, high, problem = interval.low, interval.high, interval.problem
    if low is not None and high is not None:
        if low > high:
            low, high = high, low
            problem = problem or Problem("The upper bound is below the lower one.", _SWAPPED, part, True)
        if high - low >= limits.widest:
            what = f"An interval of {low:g} to {high:g} says nothing."
            return Parsed((None, None), Problem(what, "Narrow it, or leave both bounds blank.", part))
    return Parsed((low, high), _kept(problem, low is not None or high is not None))


_SWAPPED = "Check both; they were swapped."


def _kept(problem: Problem | None, kept: bool) -> Problem | None:
    return problem and Problem(problem.what, problem.remedy, problem.part, kept)


def read_interval(text: str | None, scale: Scale, part: str = "") -> Interval:
    """What one text says; with the problem where it cannot be read, cannot be true or was mended."""
    said = known(text)
    if said is None:
        return Interval()
    said = scale.words.get(plain(said), said)
    if plain(said) in scale.limits.words:
        return Interval(*scale.limits.words[plain(said)])
    if _NEGATIVE.fullmatch(said):
        return _wrong("A negative number.", "Write the number without a minus, or leave it blank.", part)
    quantity = read_quantity(said)
    if quantity is None:
        what = "This cannot be read as a number or a range."
        return _wrong(what, "Write a number or two, with the unit if it is another: 29-32, 1.70 m, 5'7\".", part)
    return _measured(quantity, scale, part)


def _wrong(what: str, remedy: str, part: str) -> Interval:
    return Interval(problem=Problem(what, remedy, part))


def _measured(quantity: Quantity, scale: Scale, part: str) -> Interval:
    """The quantity in the field's own unit, mended where exactly one slip explains it."""
    amounts = [a for a in (quantity.low, quantity.high) if a is not None]
    units = [a.unit for a in amounts if a.unit]
    foreign = [unit for unit in units if scale.own is None or unit.measures != scale.own.measures]
    if foreign:
        return _wrong(f"{foreign[0].name} is not a unit of this field.", _unit_remedy(scale), part)
    reading = mended(amounts, scale.own, scale.source, scale.limits)
    if reading.values is None:
        return _wrong(reading.what, reading.remedy, part)
    return _interval(quantity, reading, scale, part)


def _unit_remedy(scale: Scale) -> str:
    return f"Write it in {scale.own.name}." if scale.own else "Write the bare number."


def _interval(quantity: Quantity, reading: Reading, scale: Scale, part: str) -> Interval:
    assert reading.values is not None
    problem = Problem(reading.what, reading.remedy, part, True) if reading.what else None
    slack = _slack(quantity, scale)
    lows, highs = [v[0] - slack for v in reading.values], [v[1] + slack for v in reading.values]
    floor = scale.limits.possible[0]
    low = max(min(lows), floor) if quantity.low is not None else None
    high = max(highs) if quantity.high is not None else None
    swapped = len(reading.values) == 2 and reading.values[0][0] > reading.values[1][1]
    if swapped and problem is None:
        problem = Problem("The range runs downwards.", "Check it; it was read the other way round.", part, True)
    return Interval(low, high, problem)


def _slack(quantity: Quantity, scale: Scale) -> float:
    """How much "approximately", or "+/- 5", adds at each end."""
    if quantity.plus_minus:
        amount = quantity.low or quantity.high or Amount(0)
        unit = amount.unit or scale.source
        return quantity.plus_minus * (unit.factor / scale.own.factor if unit and scale.own else 1.0)
    return scale.limits.about if quantity.about else 0.0
