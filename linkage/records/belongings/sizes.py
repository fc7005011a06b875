"""Sizes: "size 9 1/2", "talla 32", "33x32", "XL", "del 27"; shoes of three countries made comparable."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from linkage.records.phrases import COMMA, Hit, Token

_HALF = re.compile(r"(\d)\s*(?:1/2|½|\.5\b|y medio\b|and a half\b)")
_NUMBER = re.compile(r"\d{1,2}(?:\.5)?")
_WAIST = re.compile(r"w?(\d{2})(?:w|x\d{2})|w(\d{2})")
_ALWAYS = frozenset(["xs", "xl", "xxl", "xxxl"])
"""Sizes that are never another word."""

US_MEN, US_WOMEN = 18.0, 17.0
"""What makes a US shoe size the length in cm by which Mexico counts: a man's 9 is 27, a woman's 7 is 24.

Sizing charts of makers differ by half a size, so a size gives both whole numbers beside it. A
European size is two thirds of a centimetre, counted from one centimetre more: 42 is 27 cm.
"""


def halves(text: str) -> str:
    """The text with half sizes as one number: "9 1/2" -> "9.5"."""
    return _HALF.sub(r"\1.5", text)


def sizes(found: Sequence[Token], hits: Sequence[Hit]) -> Iterator[Hit]:
    """Hits of category "measure", whose code is the size as it is written."""
    letters = {hit.start: hit for hit in hits if hit.category == "letter"}
    cues = {hit.end: hit for hit in hits if hit.category == "size"}
    cued = {hit.start for hit in cues.values()}
    for at, token in enumerate(found):
        after = at in cues and token.gap <= COMMA
        if after and _NUMBER.fullmatch(token.word):
            yield Hit("measure", token.word, at, at + 1, token.gap)
        elif at in letters and (after or letters[at].end in cued or letters[at].code in _ALWAYS):
            yield Hit("measure", letters[at].code, at, letters[at].end, token.gap)
        elif waist := _WAIST.fullmatch(token.word):
            yield Hit("measure", waist[1] or waist[2], at, at + 1, token.gap)


def comparable(size: str, root: str, whose: str) -> tuple[str, ...]:
    """The forms in which a size is compared; of shoes the length in cm, below and above."""
    if root != "shoes" or not size[0].isdigit():
        return (size,)
    lengths = _lengths(float(size), whose)
    return tuple(sorted({str(edge) for cm in lengths for edge in (math.floor(cm), math.ceil(cm))}))


def _lengths(number: float, whose: str) -> tuple[float, ...]:
    if number >= 33:
        return (number / 1.5 - 1,)
    if number >= 21:
        return (number,)
    both = {"m": number + US_MEN, "w": number + US_WOMEN}
    return (both[whose],) if whose else tuple(both.values())
