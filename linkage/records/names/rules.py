"""Rewriting a word by a list of rules, each a pattern and what stands in its place, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

Rules = Sequence[tuple[re.Pattern[str], str]]


def rules(*written: tuple[str, str]) -> Rules:
    """The rules, their patterns compiled once."""
    return tuple((re.compile(pattern), to) for pattern, to in written)


def rewritten(word: str, by: Rules) -> str:
    """The word after every rule in turn."""
    for pattern, to in by:
        word = pattern.sub(to, word)
    return word
