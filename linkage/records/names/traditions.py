"""Names of one tradition that no table spells so: read by how they sound there, beside a name that is known.

Fatumata beside Traoré is Fatoumata, Dewozye beside Jean Desrosiers, Tedros beside Haile Tewodros: in a record with
a name of the tradition a word that nobody else bears is looked up by its key there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import jellyfish

_SHORTEST = 2
"""Letters of a key: a shorter one is that of too many names."""
_COMPOUNDS = {
    **{name: name for name in ("jean", "pierre", "saint", "petit", "charles", "louis", "paul", "jacques")},
    "joseph": "joseph",
    "rose": "rose",
    "marie": "maria",
    "anne": "ana",
}
"""Names that others follow in the same word, and how they are kept."""

_TELLING = 4
"""Letters of a key that tells a tradition by itself."""

_ARTICLES = ("al", "el", "ben", "bel")
_SHORTEST_AFTER_ARTICLE = 3


@dataclass(frozen=True, eq=False)
class Tradition:
    """Names of one tradition: `members` as they are kept; `ways` of spelling and the names kept, by `key`.

    `articles` are written with the word or apart, and after one of the keys of `compounds` (and the name
    each is) another name may follow in the same word.
    `tell` are those members that no other people bear: they show that the names beside them are of the tradition;
    `hint` those that English speakers bear too.
    """

    members: frozenset[str]
    tell: frozenset[str]
    hint: frozenset[str]
    ways: Mapping[str, Sequence[tuple[str, str]]]
    key: Callable[[str], str]
    articles: tuple[str, ...]
    compounds: Mapping[str, str]

    def read(self, name: str) -> tuple[str, ...]:
        """The name or the two that a word is by its sound; where it is none, the word without its article."""
        bare = self._without_article(name)
        for way in dict.fromkeys((name, bare)):
            if found := self.found(way):
                return found
        return (bare,)

    def found(self, name: str) -> tuple[str, ...]:
        """The name or the two names run together that have the key of this word; nothing where none has."""
        key = self.key(name)
        one = self._nearest(key, name)
        return (one,) if one else self._two(key, name)

    def possible(self, names: Sequence[str], unknown: Sequence[str]) -> int:
        """How many of these names may be of the tradition, as known or by their sound; one more if all are unknown."""
        by_sound = sum(len(self.found(name)) for name in unknown if len(self.key(name)) >= _TELLING)
        return sum(name in self.hint for name in names) + by_sound + (len(unknown) == len(names))

    def _nearest(self, key: str, name: str) -> str | None:
        """Of the names with this key the one that is spelled most like the word."""
        ways = self.ways.get(key, ())
        return min(ways, key=lambda way: jellyfish.damerau_levenshtein_distance(way[0], name))[1] if ways else None

    def _without_article(self, name: str) -> str:
        long = (a for a in self.articles if name.startswith(a) and len(name) >= len(a) + _SHORTEST_AFTER_ARTICLE)
        return name[len(next(long, "")) :]

    def _two(self, key: str, name: str) -> tuple[str, ...]:
        for heard, first in self.compounds.items():
            rest = key.removeprefix(heard)
            if rest != key and (second := self._nearest(rest, name[len(heard) :])):
                return (first, second)
        return ()


def tradition(
    kind: str,
    spelled: Mapping[str, Iterable[str]],
    key: Callable[[str], str],
    spanish: frozenset[str],
    english: frozenset[str],
) -> Tradition:
    """A tradition from its names, each with the ways of spelling it, and those that Spanish or English have too."""
    ways: dict[str, list[tuple[str, str]]] = {}
    for kept, written in spelled.items():
        for way in (kept, *written):
            if len(key(way)) >= _SHORTEST:
                ways.setdefault(key(way), []).append((way, kept))
    members = frozenset(spelled)
    own = members - spanish
    articles = _ARTICLES if kind == "arabic" else ()
    compounds = {key(way): kept for way, kept in _COMPOUNDS.items()} if kind == "french" else {}
    return Tradition(members, own - english, own & english, ways, key, articles, compounds)


def of_names(names: Sequence[str], unknown: Sequence[str], traditions: Iterable[Tradition]) -> Tradition | None:
    """The tradition that most of these names tell of, or that two may be of; None when none is told of."""
    counted = [(sum(name in one.tell for name in names), one) for one in traditions]
    if not any(told for told, _ in counted):
        counted = [(one.possible(names, unknown) - 1 if unknown else 0, one) for _, one in counted]
    best = max(counted, key=lambda pair: pair[0])
    return best[1] if best[0] > 0 else None
