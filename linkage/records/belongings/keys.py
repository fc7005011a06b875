"""What two things may have in common, from the particular to the general.

A key is `item|what is said of it`. Each thing gives keys for itself and for the wider words for it
(jeans, trousers), by itself, with each colour, brand, size, material, pattern or motif, and with a colour
and one of the others; and for its inscriptions whatever they stand on (no item). How telling a key
is, is counted over both registers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from linkage.records.belongings.reading import Thing
from linkage.records.belongings.sizes import comparable
from linkage.records.belongings.vocabulary import LASTING, SORTS, vocabulary

_SHORTEST = 4
"""Letters of a word of a longer inscription that is compared by itself."""


def keys(things: Sequence[Thing]) -> list[str]:
    """Every key of the things, sorted, each once."""
    return sorted(set().union(*map(_keys, things)))


def lasting(things: Sequence[Thing]) -> list[str]:
    """The keys and parts of jewellery and of things carried, which people keep for years."""
    kept = [thing for thing in things if vocabulary().sort(thing.item) in LASTING]
    return sorted({*keys(kept), *parts(kept)})


def parts(things: Sequence[Thing]) -> list[str]:
    """What is said of the things, in pieces that are not nested in one another, so that their bits add up."""
    return sorted(set().union(*map(_parts, things)))


def sorts(things: Sequence[Thing]) -> int:
    """Which of SORTS the things are, one bit each."""
    found = {vocabulary().sort(thing.item) for thing in things}
    return sum(1 << n for n, sort in enumerate(SORTS) if sort in found)


@lru_cache(maxsize=50_000)
def _keys(thing: Thing) -> frozenset[str]:
    """The keys of one thing; remembered, because people wear the same."""
    colours, others = _colours(thing), list(_others(thing))
    found = {f"|text:{words}" for words in _inscriptions(thing)}
    for item in vocabulary().chain(thing.item):
        found.add(item)
        found.update(f"{item}|{said}" for said in (*colours, *others))
        found.update(f"{item}|{colour}|{other}" for colour in colours for other in others)
    return frozenset(found)


@lru_cache(maxsize=50_000)
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
