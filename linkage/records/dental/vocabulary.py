"""The words of teeth and of what is said of them, from config/dental."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from linkage.config import config_path, read_toml
from linkage.records.phrases import Entry, Lexicon, Token, lexicon

_LANGUAGES = ("en", "es", "pt", "fr")


@dataclass(frozen=True)
class Vocabulary:
    """`natural` conditions mean that the tooth is there, `treated` ones that a dentist worked on it."""

    lexicon: Lexicon
    natural: frozenset[str]
    treated: frozenset[str]
    fdi: frozenset[str]
    universal: frozenset[str]

    def counts_by_quadrant(self, found: Sequence[Token]) -> bool:
        """True where the numbers of a text are the FDI's: they say so, or the words are those of its users."""
        numbers = {int(t.word) for t in found if t.word.isdigit() and len(t.word) < 3}
        if any(32 < n < 49 for n in numbers):
            return True
        here, there = (sum(t.word in words for t in found) for words in (self.fdi, self.universal))
        return here > there or (here == there and not any(n < 11 or 18 < n < 21 or 28 < n < 31 for n in numbers))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of config/dental."""
    conditions, words = (read_toml(config_path("dental", f"{name}.toml")) for name in ("conditions", "words"))
    numbering = words.pop("numbering")
    return Vocabulary(
        lexicon=lexicon(_entries(conditions, words)),
        natural=frozenset(code for code, table in conditions.items() if table.get("natural")),
        treated=frozenset(code for code, table in conditions.items() if table.get("treated")),
        fdi=frozenset(numbering["fdi"]),
        universal=frozenset(numbering["universal"]),
    )


def _entries(conditions: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """Small words first, then conditions: the first to claim a phrase has it."""
    for category, table in words.items():
        for code, listed in table.items():
            yield from ((word, (category, code)) for word in listed)
    for code, table in conditions.items():
        labels = [table[x] for x in _LANGUAGES if x in table]
        yield from ((word, ("condition", code)) for word in (*labels, *table["words"]))
