"""The words of dates in config/dates, one file per language, and cutting a text into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from types import MappingProxyType

from linkage.config import config_path, read_toml
from linkage.records.fold import fold

_PIECE = re.compile(
    r"(?P<digits>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d{1,2}(?!\d)|\d{8})"
    r"|(?P<decade>'?\d{2,4}'?s\b)|(?P<decimal>\d+[.,]\d+)|(?P<number>\d+(?!\d))(?:st|nd|rd|th|ro|er|do|o|a)?(?![a-z])"
    r"|(?P<run>\d+)|(?P<word>[a-z]+)|(?P<less><=?)|(?P<more>>=?)|(?P<sep>[-/])"
)
_HYPHENED = re.compile(r"\b([a-z]+)-([a-z]+)\b")

_TABLES = {
    "months": "month", "seasons": "season", "units": "unit", "numbers": "number",
    "weekdays": "weekday", "holidays": "holiday",
}  # fmt: skip
"""The tables of a file of words, and the kind of token that each makes."""


@dataclass(frozen=True)
class Token:
    """A word or number of a date: what it may mean (kind to value), and how it was written."""

    text: str
    kinds: Mapping[str, object]

    def has(self, kind: str) -> bool:
        """Whether it may be of this kind."""
        return kind in self.kinds

    def number(self, kind: str = "number") -> float:
        """Its value as a number."""
        return float(str(self.kinds[kind]))


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[tuple[str, ...], Mapping[str, object]]:
    """Phrase (its words) to what it may mean, over all languages."""
    phrases: dict[tuple[str, ...], dict[str, object]] = {}
    for path in sorted(config_path("dates").glob("*.toml")):
        data = read_toml(path)
        for table, kind in _TABLES.items():
            for value, words in data[table].items():
                for word in words:
                    phrases.setdefault(tuple(word.split()), {})[kind] = value
        for kind, words in data["says"].items():
            for word in words:
                phrases.setdefault(tuple(word.split()), {})[kind] = kind
    return MappingProxyType(phrases)


def tokens(text: str) -> list[Token]:
    """The tokens of a text; the longest known phrase at each place. Unknown words keep no kind."""
    plain = _HYPHENED.sub(_phrase_apart, fold(text))
    pieces = [(str(m.lastgroup), m[str(m.lastgroup)]) for m in _PIECE.finditer(plain)]
    found: list[Token] = []
    at = 0
    while at < len(pieces):
        kind, piece = pieces[at]
        if kind == "word":
            token, length = _phrase([w for _, w in takewhile(lambda p: p[0] == "word", pieces[at : at + 4])])
        else:
            token, length = _sign(kind, piece), 1
        found.append(token)
        at += length
    return [token for token in found if set(token.kinds) != {"noise"}]


def _phrase_apart(found: re.Match[str]) -> str:
    """A known phrase without its hyphen (avant-hier, terça-feira); anything else as it is (mayo-julio)."""
    return f"{found[1]} {found[2]}" if (found[1], found[2]) in _vocabulary() else found[0]


def _phrase(words: list[str]) -> tuple[Token, int]:
    for length in range(len(words), 0, -1):
        meaning = _vocabulary().get(tuple(words[:length]))
        if meaning:
            return Token(" ".join(words[:length]), meaning), length
    return Token(words[0], {}), 1


def _sign(kind: str, piece: str) -> Token:
    if kind in ("number", "run", "decimal"):
        return Token(piece, {"number": piece.replace(",", ".")})
    if kind == "decade":
        return Token(piece, {"decade": piece.strip("'s")})
    return Token(piece, {kind: piece})
