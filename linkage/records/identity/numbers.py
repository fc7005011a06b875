"""Identity numbers out of a text: "CURP GOMA900504MDFXXX09; DPI 2345 67890 0101; prótesis SN A-10233"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from linkage.records.fold import fold
from linkage.records.identity.forms import CURP, is_checked, is_generic
from linkage.records.identity.near import is_filler

_LETTER_FOR_DIGIT = (("O", "0"), ("I", "1"), ("L", "1"))
"""Letters that stand for a digit where there are digits on both sides and no other letter: 27l8 is 2718."""

_PIECE = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}")
_CEDULA_LETTER = re.compile(r"[VE](\d{6,8})")
_FEWEST_DIGITS = 4
_SHORTEST = 6


@dataclass(frozen=True)
class Number:
    """One number as compared (capital letters and digits only), the words beside it, whether its check digit fits."""

    text: str
    words: frozenset[str]
    checked: bool


def read_numbers(pieces: Iterable[str]) -> list[Number]:
    """The numbers in these pieces of text, each once, in order. Words, dates and fillers are left out."""
    found: dict[str, Number] = {}
    for piece in pieces:
        for part in piece.split(","):
            for text, words in _numbers(fold(part).upper()):
                found.setdefault(text, Number(text, words, is_checked(text, words)))
    return list(found.values())


def _numbers(text: str) -> list[tuple[str, frozenset[str]]]:
    """Each number of one part of the text, with the words of that part."""
    words = frozenset(word.lower() for word in re.findall(r"[A-Z]+", text))
    squeezed = CURP.pattern.search(re.sub(r"[\s./-]", "", text))
    if squeezed:
        return [] if is_generic(squeezed[0]) else [(squeezed[0], words)]
    joined: list[str] = []
    after_digits = False
    for piece in _PIECE.findall(text):
        if _DATE.fullmatch(piece):
            after_digits = False
            continue
        plain = _digits(re.sub(r"[-./]", "", piece))
        if plain.isdigit() and after_digits:
            joined[-1] += plain
        else:
            joined.append(plain)
        after_digits = plain.isdigit()
    return [(_canonical(number), words) for number in joined if _is_number(number)]


def _digits(text: str) -> str:
    """The text with letters that can only be misread digits as digits."""
    read = text
    for letter, digit in _LETTER_FOR_DIGIT:
        read = re.sub(rf"(?<=\d){letter}(?=\d)", digit, read)
    return read if read.isdigit() else text


def _canonical(number: str) -> str:
    """Venezuela's V before a cédula is often left out, so it is always left out."""
    cedula = _CEDULA_LETTER.fullmatch(number)
    return cedula[1] if cedula else number


def _is_number(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return len(text) >= _SHORTEST and digits >= _FEWEST_DIGITS and not is_filler(text) and not is_generic(text)
