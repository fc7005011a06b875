"""Code lists of scars, marks and tattoos as the NCIC manual writes them: "TAT L FARM"."""

from __future__ import annotations

import re
from functools import lru_cache

from linkage.config import config_path, read_toml

_PIECE = re.compile(r"[^;,|\n]+")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    tables = read_toml(config_path("marks", "ncic.toml"))
    return tables["types"], tables["places"], tables["sides"]


def spelled_out(text: str) -> str:
    """The text with every code written in words: "TAT L FARM; SC FHD" -> "tattoo left forearm; scar forehead".

    >>> spelled_out("TAT L FARM, MISS R FGR")
    'tattoo left forearm; missing right finger'
    """
    if not any(code in text for code in _tables()[0]):
        return text
    pieces = [_piece(piece.strip()) for piece in _PIECE.findall(text)]
    return "; ".join(p for p in pieces if p is not None) if None not in pieces else text


def _piece(piece: str) -> str | None:
    """One code in words, or None when it is no code."""
    types, places, sides = _tables()
    kind, *rest = piece.split() or [""]
    if kind not in types:
        return None
    words = [types[kind]]
    for word in rest:
        meaning = places.get(word) or sides.get(word)
        if meaning is None:
            return None
        words.append(meaning)
    return " ".join(words).replace("fore arm", "forearm")
