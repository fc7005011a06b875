"""Reading how people write quantities: "29-32", "entre 1.60 y 1.65", 5'7", "más de 40", "aprox. 30 años".

A quantity keeps the numbers and units as written; what they mean for a field is decided in
`parsers/numbers.py`. An open side is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linkage.records.fold import fold
from linkage.records.units import Unit, units


@dataclass(frozen=True)
class Amount:
    """One number as written; `extra` is what follows in a smaller unit ("5 ft 7 in", "2 años 3 meses").

    `unit` is None where none is written. `extra` counts in the first unit of the measure (cm, kg, years).
    """

    number: float
    unit: Unit | None = None
    extra: float = 0.0
    text: str = ""


@dataclass(frozen=True)
class Quantity:
    """An interval as written; `about` where the text says "approximately", `plus_minus` where it says by how much."""

    low: Amount | None
    high: Amount | None
    about: bool = False
    plus_minus: float = 0.0


_NUMBER = r"\d+(?:\.\d+)?"
_WORD = r"(?:[a-z#\"'][a-z/.]*|years? old|anos de edad)"
_JOINED = re.compile(
    rf"({_NUMBER})\s*({_WORD})\s*(?:y|and|e|et|con|with|,)?\s*({_NUMBER})\s*(1/2|1/4|3/4)?\s*({_WORD})?"
)
_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_SMALLER = {"ft": "in", "m": "cm", "year": "month", "month": "day", "week": "day", "kg": "g", "stone": "lb"}
_NO_UNIT = frozenset({"a", "y", "e", "d"})  # "30 a 40" and "30 y 40" are ranges, not 30 years and 40 months
_AMOUNT = re.compile(rf"({_NUMBER})\s*(1/2|1/4|3/4)?\s*([a-z#\"'][a-z/ .()]*?|)\s*$")
_ABOUT = re.compile(
    r"\b(?:aprox\w*|approx\w*|aproximad\w*|alrededor de|cerca de|en torno a|about|around|circa|ca|environ|"
    r"mas o menos|more or less|unos|unas|uns|umas|estimad[ao]s?|estimated|est|aparent\w*|apparent\w*)\b\.?|^~|[~±]$"
)
_OVER = re.compile(
    r"^(?:>=?|\+|mas de|mayor(?:es)? (?:de|a|que)|al menos|por lo menos|minimo|a partir de|desde|superior a|more than|"
    r"greater than|older than|over|above|at least|from|mais de|maior(?:es)? (?:de|que)|pelo menos|acima de|"
    r"plus de|au moins)\s*"
)
_OVER_AFTER = re.compile(
    r"\s*(?:\+|(?:y|o|ou|e|et|or|and) (?:mas|mayor|mais|plus|older|over|more|above|up|greater)|en adelante)"
    r"(\s+[a-z]+|)$"
)
_UNDER = re.compile(
    r"^(?:<=?|menos de|menor(?:es)? (?:de|a|que)|hasta|maximo|a lo mas|inferior a|less than|younger than|under|below|"
    r"up to|at most|no more than|no mas de|menor(?:es)? que|ate|no maximo|moins de|jusqu'?a|au plus)\s*"
)
_UNDER_AFTER = re.compile(r"\s*(?:(?:y|o|ou|e|et|or|and) (?:menos|menor|less|younger|under|moins|below))(\s+[a-z]+|)$")
_BETWEEN = re.compile(r"^(?:entre|between|de|from|desde|des?)\s+(?=\d)|^(?:rango(?: de)?|range(?: of)?)\s*:?\s*")
_SPLIT = re.compile(
    r"(?<=[\d\w\"'.])\s*(?:-{1,2}|—|–)\s*(?=\d)|\s+(?:a|to|ate|hasta|y|and|e|et|o|or|ou|al|until|thru|through)\s+(?=\d)|\s*/\s*(?=\d)"
)
_PLUS_MINUS = re.compile(rf"\s*(?:\+/-|\+-|±|-\+|\+ o -|\+ or -)\s*({_NUMBER})\s*([a-z]*)$")
_DECADE = re.compile(r"^(?:(early|mid|late)[ -]?)?(\d)0'?s$")


def plain_quantity(text: str) -> str:
    """Folded text with one way of writing quotes, dashes, decimal commas and thousands.

    >>> plain_quantity("Entre 1,60 y 1,65 m.")
    'entre 1.60 y 1.65 m'
    """
    folded = fold(text.replace("±", "+/-").replace("″", '"').replace("’’", '"').replace("´´", '"').replace("½", " 1/2"))
    folded = folded.replace("`", "'").replace("''", '"')
    folded = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", folded)
    folded = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", folded)
    folded = re.sub(r"(?<=[a-z\d])\((?:s|es)\)", "s", folded)
    return folded.strip(" .;:")


def read_quantity(text: str) -> Quantity | None:
    """The quantity of a text, or None where it cannot be read as one."""
    plain = plain_quantity(text)
    decade = _DECADE.match(plain)
    if decade:
        return _of_decade(decade)
    plain, about = _take(_ABOUT, plain)
    plain, plus_minus = _take_plus_minus(plain)
    plain, over = _take_either(_OVER, _OVER_AFTER, plain)
    plain, under = _take_either(_UNDER, _UNDER_AFTER, plain) if not over else (plain, False)
    bounds = _bounds(plain)
    if bounds is None:
        return None
    low, high = bounds
    if low != high:
        return Quantity(low, high, about)
    return Quantity(None if under else low, None if over else high, about, plus_minus)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    """The text without the pattern, and whether it was there."""
    without = pattern.sub(" ", text).strip(" .,:")
    return without, without != text.strip(" .,:")


def _take_either(before: re.Pattern[str], after: re.Pattern[str], text: str) -> tuple[str, bool]:
    shorter, found = _take(before, text)
    if found:
        return shorter, True
    shorter = after.sub(r"\1", text).strip()
    return shorter, shorter != text


def _take_plus_minus(text: str) -> tuple[str, float]:
    match = _PLUS_MINUS.search(text)
    if not match:
        return text, 0.0
    return f"{text[: match.start()]} {match[2]}".strip(), float(match[1])


def _of_decade(match: re.Match[str]) -> Quantity:
    """ "30s" is 30 to 39, "mid-30s" 34 to 36."""
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(match[1], (0, 9))
    tens = 10 * int(match[2])
    return Quantity(Amount(tens + first, text=match[0]), Amount(tens + last, text=match[0]))


def _bounds(text: str) -> tuple[Amount, Amount] | None:
    """Both ends of a range, or one amount twice. A unit written once holds for both ends."""
    text, _ = _take(_BETWEEN, text)
    whole = read_amount(text)
    if whole is not None:
        return whole, whole
    for split in _SPLIT.finditer(text):
        low, high = read_amount(text[: split.start()]), read_amount(text[split.end() :])
        if low is not None and high is not None:
            unit = low.unit or high.unit
            return _with_unit(low, unit), _with_unit(high, unit)
    return None


def _with_unit(amount: Amount, unit: Unit | None) -> Amount:
    return replace(amount, unit=amount.unit or unit)


def read_amount(text: str) -> Amount | None:
    """One number with its unit, or two in falling units (feet and inches); None where the text is neither."""
    text = text.strip(" .,:")
    joined = _JOINED.fullmatch(text)
    if joined:
        return _joined_amount(joined)
    match = _AMOUNT.fullmatch(text)
    if not match:
        return None
    word = match[3].strip(" .")
    if word and word not in units():
        return None
    return Amount(float(match[1]) + _FRACTIONS.get(match[2] or "", 0.0), units().get(word), 0.0, text)


def _joined_amount(match: re.Match[str]) -> Amount | None:
    """ "5' 7 1/2", "1 m 70", "2 anos 3 meses": the second unit may be left out."""
    larger = units().get(match[2].rstrip(".")) if match[2] not in _NO_UNIT else None
    if larger is None or larger.name not in _SMALLER:
        return None
    smaller = units().get((match[5] or _SMALLER[larger.name]).rstrip("."))
    if smaller is None or smaller.measures != larger.measures or smaller.factor >= larger.factor:
        return None
    rest = float(match[3]) + _FRACTIONS.get(match[4] or "", 0.0)
    return Amount(float(match[1]), larger, rest * smaller.factor, match[0])
