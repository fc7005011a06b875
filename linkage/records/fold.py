"""Folding text to plain ASCII, the one place that calls unidecode.

unidecode is GPL-2+; who embeds the engine and cannot take it puts anyascii (ISC) here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from unidecode import unidecode

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, no accents, single spaces, nothing but space around: "  JOSÉ  María " -> "jose maria"."""
    return " ".join(unaccented(text).split()).lower()


def unaccented(text: str) -> str:
    """Plain ASCII that keeps capitals and line breaks: "JOSÉ\\nMaría" -> "JOSE\\nMaria"."""
    return text if text.isascii() else _BEYOND_ASCII.sub(lambda found: _ascii(found[0]), text)


@lru_cache(maxsize=10_000)
def _ascii(text: str) -> str:
    """The letters of a few beyond ASCII; remembered, because it is always the same few."""
    return unidecode(text)
