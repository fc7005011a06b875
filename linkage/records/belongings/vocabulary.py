"""The words of belongings, from config/belongings: items, colours, materials, brands, small words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from linkage.config import config_path, read_toml
from linkage.records.phrases import Entry, Lexicon, lexicon

SORTS = ("top", "bottom", "under", "feet", "head", "small", "jewellery", "carried")
"""What a thing is worn as. Descriptions are compared only where both speak of one sort at least."""

LASTING = frozenset(["jewellery", "carried"])
"""What people keep for years, unlike clothes."""

_LANGUAGES = ("en", "es", "pt", "fr")
_TABLES = ("kin", "not_inscriptions")
"""Tables of words.toml that hold no words to look for."""


@dataclass(frozen=True)
class Vocabulary:
    """`lexicon` finds items, colours and so on; `parents` and `kin` give the wider word of an item and of a colour."""

    lexicon: Lexicon
    parents: Mapping[str, str | None]
    sorts: Mapping[str, str]
    kin: Mapping[str, str]
    not_inscriptions: frozenset[str]

    def chain(self, item: str) -> tuple[str, ...]:
        """The item and the wider words for it: cowboy boots, boots, shoes."""
        found = [item]
        while (parent := self.parents[found[-1]]) is not None:
            found.append(parent)
        return tuple(found)

    def root(self, item: str) -> str:
        """The widest word for an item."""
        return self.chain(item)[-1]

    def sort(self, item: str) -> str:
        """One of SORTS."""
        return self.sorts[self.root(item)]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of config/belongings."""
    items, words = (read_toml(config_path("belongings", f"{name}.toml")) for name in ("items", "words"))
    return Vocabulary(
        lexicon=lexicon(_entries(items, words)),
        parents={code: table.get("parent") for code, table in items.items()},
        sorts={code: table["sort"] for code, table in items.items() if "sort" in table},
        kin=words["kin"],
        not_inscriptions=frozenset(words["not_inscriptions"]["words"]),
    )


def _entries(items: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    """Small words and attributes first, then items: the first to claim a phrase has it."""
    for category, table in words.items():
        if category not in _TABLES:
            for code, listed in table.items():
                yield from ((word, (category, code)) for word in listed)
    for code, table in items.items():
        labels = [table[x] for x in _LANGUAGES if x in table]
        yield from ((word, ("item", code)) for word in (*labels, *table["words"]))
