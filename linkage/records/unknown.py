"""Texts that say nothing: "Se desconoce", "S/D", "None found", "-". Unknown is not no."""

from __future__ import annotations

from functools import lru_cache

from linkage.config import config_path, read_toml
from linkage.records.fold import fold

_ENDS = " .,;:!¡¿\"'`´"


def plain(text: str) -> str:
    """The form in which words are compared: folded, without punctuation at the ends ("None." -> "none")."""
    folded = fold(text)
    return folded.strip(_ENDS) or folded


@lru_cache(maxsize=1)
def unknown_words() -> frozenset[str]:
    """The words of config/vocabularies/unknown.toml, in plain form."""
    words = read_toml(config_path("vocabularies", "unknown.toml"))["words"]
    return frozenset(plain(word) for word in words)


def is_unknown(text: str) -> bool:
    """True when the whole text says that nothing is known."""
    return plain(text) in unknown_words()


def known(text: str | None) -> str | None:
    """What the text says: lines that say nothing are left out; None when none is left.

    >>> known("None\\nNone found.") is None
    True
    """
    if text is None:
        return None
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) == 1:
        return None if is_unknown(lines[0]) else lines[0] or None
    return "\n".join(line for line in lines if line and not is_unknown(line)) or None


def is_formula(text: str) -> bool:
    """True for a spreadsheet formula that leaked into the data as text: "=CONCATENATE(A2,B2)"."""
    return text.lstrip().startswith("=")
