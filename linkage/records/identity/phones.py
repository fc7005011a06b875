"""Telephone numbers out of a text, as their last eight digits: what stays the same however it is dialled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from linkage.config import config_path, read_toml
from linkage.records.identity.near import is_filler

COMPARED_DIGITS = 8
"""Central American numbers have eight digits; of longer ones the first are an area, often left out."""

_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/]{4,}\d")
_BETWEEN = re.compile(r",|\bext\b|\by\b|\band\b|\bo\b|\bor\b|(?<=\d{4})\s*/|(?<=\d{7})\s+(?=\+?\d{7})")
"""What stands between two numbers: a word, a comma, a stroke or a space after a number that is whole."""


def read_phones(pieces: Iterable[str]) -> list[str]:
    """The telephone numbers in these pieces of text, as compared, each once, in order."""
    found: dict[str, None] = {}
    for piece in pieces:
        for part in _BETWEEN.split(piece.lower()):
            for written in _NUMBER.findall(part):
                digits = _national(re.sub(r"\D", "", written))
                if 7 <= len(digits) <= 13 and not is_filler(digits):
                    found[digits[-COMPARED_DIGITS:]] = None
    return list(found)


def _national(digits: str) -> str:
    """The number without the code of its country and the digits dialled before it."""
    digits = digits.removeprefix("00")
    for code, lengths, before in _plans():
        for start in ("", *before):
            rest = digits.removeprefix(code + start)
            if rest != digits and len(rest) in lengths:
                return rest
    return digits


@lru_cache(maxsize=1)
def _plans() -> tuple[tuple[str, frozenset[int], tuple[str, ...]], ...]:
    """Country code, lengths of a number and what is dialled before it; longer codes first."""
    listed = read_toml(config_path("documents", "phones.toml")).values()
    plans = [(p["code"], frozenset(p["digits"]), tuple(p["before"])) for p in listed]
    return tuple(sorted(plans, key=lambda plan: -len(plan[0])))
