"""What two things may have in common, from the particular to the general.

A key is `item|what is said of it`. Each thing gives keys for itself and for the wider words for it
(jeans, trousers), by itself, with each colour, brand, size, material, pattern or motif, and with a colour
and one of the others; and for its inscriptions whatever they stand on (no item). How telling a key
is, is counted over both registers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from linkage.records.belongings.reading import Thing
from linkage.records.belongings.sizes import comparable
from linkage.records.belongings.vocabulary import LASTING, SORTS, vocabulary

_SHORTEST = 4
"""Letters of a word of a longer inscription that is compared by itself."""


class Compared(NamedTuple):
    """What is compared of things, every list sorted and each entry once.

    `written` are the things in words; `keys` every key; `lasting` the keys and parts of jewellery and of things
    carried, which people keep for years; `parts` what is said in pieces that are not nested in one another, so that
    their bits add up; `sorts` which of SORTS they are, one bit each.
    """

    written: list[str]
    keys: list[str]
    lasting: list[str]
    parts: list[str]
    sorts: int


def compared(things: Sequence[Thing]) -> Compared:
    """What is compared of the things of one record."""
    each = list(map(_of_thing, things))
    sorts = 0
    for one in each:
        sorts |= one.sort
    return Compared(
        written=sorted({one.written for one in each}),
        keys=sorted(set().union(*[one.keys for one in each])),
        lasting=sorted(set().union(*[one.lasting for one in each])),
        parts=sorted(set().union(*[one.parts for one in each])),
        sorts=sorts,
    )


class _OfThing(NamedTuple):
    """What is compared of one thing."""

    written: str
    keys: frozenset[str]
    lasting: frozenset[str]
    parts: frozenset[str]
    sort: int


@lru_cache(maxsize=50_000)
def _of_thing(thing: Thing) -> _OfThing:
    """What is compared of one thing; remembered, because people wear the same."""
    sort, keys, parts = vocabulary().sort(thing.item), _keys(thing), _parts(thing)
    lasting = keys | parts if sort in LASTING else frozenset[str]()
    return _OfThing("|".join((thing.item, *thing.said)), keys, lasting, parts, 1 << SORTS.index(sort))


def _keys(thing: Thing) -> frozenset[str]:
    colours, others = _colours(thing), list(_others(thing))
    found = {f"|text:{words}" for words in _inscriptions(thing)}
    for item in vocabulary().chain(thing.item):
        found.add(item)
        found.update(f"{item}|{said}" for said in (*colours, *others))
        found.update(f"{item}|{colour}|{other}" for colour in colours for other in others)
    return frozenset(found)


def _parts(thing: Thing) -> frozenset[str]:
    words = vocabulary()
    kept = words.sort(thing.item) in LASTING
    colours = [f"{words.root(thing.item)}|{colour}" for colour in _colours(thing)]
    item = [thing.item] if kept or not colours else []
    texts = (f"text:{text}" for text in thing.of("text") if len(text) > 1)
    return frozenset((*colours, *item, *_others(thing), *texts))


def _colours(thing: Thing) -> list[str]:
    """The colours, and the wider colour that another writer may have seen: navy is blue."""
    kin = vocabulary().kin
    found = {c for colour in thing.of("colour") for c in (colour, kin.get(colour, colour))}
    return [f"colour:{colour}" for colour in sorted(found)]


def _others(thing: Thing) -> Iterator[str]:
    for category in ("material", "style", "motif", "brand"):
        yield from (f"{category}:{code}" for code in thing.of(category))
    whose = thing.of("whose")
    for size in thing.of("measure"):
        root = vocabulary().root(thing.item)
        yield from (f"size:{form}" for form in comparable(size, root, whose[0] if whose else ""))


def _inscriptions(thing: Thing) -> Iterator[str]:
    """The inscriptions, and each longer word of one of several words that is not a word of the vocabulary itself."""
    known = vocabulary().lexicon
    for text in thing.of("text"):
        words = text.split()
        yield from [text] if len(text) > 1 else []
        if len(words) > 1:
            yield from (word for word in words if len(word) >= _SHORTEST and known.entry(word) is None)
