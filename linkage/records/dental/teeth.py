"""Teeth by their FDI numbers, the ways of counting them, and the zones of the mouth.

The first figure is the quadrant (1 upper right, 2 upper left, 3 lower left, 4 lower right, as the
person's own sides), the second the position from the middle: 1 central incisor, 3 canine, 8 wisdom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

Teeth = frozenset[int]

_POSITIONS = range(1, 9)
_QUADRANTS = {("upper", "right"): 1, ("upper", "left"): 2, ("lower", "left"): 3, ("lower", "right"): 4}
_UPPER = (*range(18, 10, -1), *range(21, 29))
_LOWER = (*range(48, 40, -1), *range(31, 39))
_UNIVERSAL = dict(enumerate((*_UPPER, *reversed(_LOWER)), start=1))
"""The American numbers: 1 to 16 along the upper row from the right, 17 to 32 back along the lower."""

ALL: Teeth = frozenset((*_UPPER, *_LOWER))
WISDOM: Teeth = frozenset(q * 10 + 8 for q in range(1, 5))


def teeth(positions: Iterable[int] = _POSITIONS, arch: str = "", side: str = "") -> Teeth:
    """The teeth at these positions, of one row or both, of one side or both."""
    quadrants = [q for (a, s), q in _QUADRANTS.items() if arch in ("", a) and side in ("", s)]
    return frozenset(q * 10 + p for q, p in product(quadrants, positions))


_ZONES: tuple[tuple[str, Teeth], ...] = (
    ("upper front", teeth((1, 2, 3), "upper")),
    ("lower front", teeth((1, 2, 3), "lower")),
    ("upper back", teeth((4, 5, 6, 7, 8), "upper")),
    ("lower back", teeth((4, 5, 6, 7, 8), "lower")),
    ("front", teeth((1, 2, 3))),
    ("back", teeth((4, 5, 6, 7, 8))),
    ("upper", teeth(arch="upper")),
    ("lower", teeth(arch="lower")),
    ("", ALL),
)
"""Zones of the mouth, from the small to the whole."""


def zones(some: Teeth) -> tuple[str, ...]:
    """The tooth, where it is one, and the zones that hold all of them, from the small to the whole ("")."""
    one = (str(next(iter(some))),) if len(some) == 1 else ()
    return (*one, *(name for name, zone in _ZONES if some <= zone))


def whole_zones(present: Teeth) -> tuple[str, ...]:
    """The teeth, and the zones of which every tooth is there (wisdom teeth, which many never have, aside)."""
    singles = tuple(str(tooth) for tooth in sorted(present))
    return (*singles, *(name for name, zone in _ZONES if zone - WISDOM <= present))


_RANGE = re.compile(r"(?<![\d.])(\d{1,2})\s*(?:-|–|a|al|to|through)\s*#?(\d{1,2})(?![\d.])")
_DOTTED = re.compile(r"(?<![\d.])([1-4])\.([1-8])(?![\d.])")


def spelled_out(text: str, fdi: bool) -> str:
    """The text with every range written in full ("11-13" -> "11, 12, 13") and "1.1" as 11."""
    return _RANGE.sub(lambda m: _range(m, fdi), _DOTTED.sub(r"\1\2", text))


def _range(found: re.Match[str], fdi: bool) -> str:
    rows = (_UPPER, _LOWER) if fdi else (tuple(range(1, 33)),)
    first, last = int(found[1]), int(found[2])
    for row in rows:
        if first in row and last in row:
            start, end = sorted((row.index(first), row.index(last)))
            return ", ".join(str(number) for number in row[start : end + 1])
    return found[0]


def numbered(number: str, fdi: bool) -> int | None:
    """The FDI number of a tooth written in one of the two ways; None when there is no such tooth."""
    if not number.isdigit() or len(number) > 2:
        return None
    tooth = int(number)
    if fdi:
        return tooth if tooth in ALL else None
    return _UNIVERSAL.get(tooth)
