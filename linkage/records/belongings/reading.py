"""From a description to the things it names: what, in which colours, of what, by whom, of what size, with what words.

English puts what it says of a thing before it ("white T-shirt"), Spanish behind ("playera blanca").
Which of the two is decided for each stretch between commas, by what comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from linkage.records.belongings.sizes import halves, sizes
from linkage.records.belongings.vocabulary import vocabulary
from linkage.records.inscriptions import inscriptions
from linkage.records.phrases import COMMA, Hit, Token, merged, tokens

_SAID = ("colour", "material", "style", "motif", "brand", "measure", "text", "whose")
"""What may be said of a thing."""

_TELLING = frozenset((*_SAID, "item", "denies"))
"""What says something of a thing, or names one."""


@dataclass(frozen=True)
class Thing:
    """One thing. `said` are "colour:blue", "material:denim", "motif:heart", "brand:levis", "measure:32", "text:..."."""

    item: str
    said: tuple[str, ...] = ()

    def of(self, category: str) -> tuple[str, ...]:
        """What is said of it in one category."""
        beginning = f"{category}:"
        return tuple([said.removeprefix(beginning) for said in self.said if said.startswith(beginning)])


def read(text: str) -> tuple[Thing, ...]:
    """The things in a description, in order; "no shoes" names none."""
    found = tokens(halves(text))
    drafts: list[_Draft] = []
    waiting: list[Hit] = []
    stretches = _stretches(found)
    for number, stretch in enumerate(stretches):
        own = _drafts(stretch)
        if own:
            own[0].said += waiting
            waiting = []
            drafts += own
        elif not drafts or _leads_on(stretches, number):
            waiting += stretch.said()
        else:
            drafts[-1].said += stretch.said()
    return tuple(draft.thing() for draft in drafts)


@dataclass
class _Draft:
    """A thing being read."""

    item: str
    said: list[Hit] = field(default_factory=list)

    def thing(self) -> Thing:
        return Thing(self.item, tuple(dict.fromkeys(f"{hit.category}:{hit.code}" for hit in self.said)))


@dataclass(frozen=True)
class _Stretch:
    """What is recognised between two commas; `joined` when an "and" or a "with" stands before it."""

    hits: tuple[Hit, ...]
    joined: bool

    def said(self) -> list[Hit]:
        return [] if self.hits[0].category == "denies" else [hit for hit in self.hits if hit.category in _SAID]


def _stretches(found: Sequence[Token]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    hits: list[Hit] = []
    joined = False
    for hit in _recognised(found):
        if (hit.gap >= COMMA or hit.category == "join") and hits:
            stretches.append(_Stretch(tuple(hits), joined))
            hits, joined = [], False
        if hit.category == "join":
            joined = True
        elif hit.category in _TELLING:
            hits.append(hit)
    return [*stretches, _Stretch(tuple(hits), joined)] if hits else stretches


def _recognised(found: Sequence[Token]) -> list[Hit]:
    """The hits of a text: a quoted or named brand or item is what the vocabulary says it is, else an inscription."""
    words = vocabulary()
    hits = words.lexicon.hits(found)
    quoted = [hit for at, token in enumerate(found) if token.quoted and (hit := _named(token.word, at, token.gap))]
    brands = {hit.start: hit for hit in hits if hit.category == "brand"}
    written = [
        brands.get(hit.start) or _named(hit.code, hit.start, hit.gap, hit.end) or hit
        for hit in inscriptions(found, hits, words.not_inscriptions)
    ]
    return merged(found, [*hits, *quoted], [*sizes(found, hits), *written])


def _named(words: str, at: int, gap: int, end: int | None = None) -> Hit | None:
    """The hit of words that are the name of something, or None."""
    category, code = vocabulary().lexicon.entry(words) or ("", "")
    return Hit(category, code, at, end or at + 1, gap) if category in (*_SAID, "item") else None


def _drafts(stretch: _Stretch) -> list[_Draft]:
    """The things of a stretch with what is said of them; none when it says that there are none."""
    hits = stretch.hits
    items = [n for n, hit in enumerate(hits) if hit.category == "item"]
    if not items or any(hit.category == "denies" for hit in hits[: items[0]]):
        return []
    drafts = {n: _Draft(hits[n].code) for n in items}
    for n, hit in enumerate(hits):
        if hit.category in _SAID:
            drafts[_owner(n, items, hit)].said.append(hit)
    return list(drafts.values())


def _owner(n: int, items: Sequence[int], hit: Hit) -> int:
    """The thing that something is said of: the next one where the stretch begins with what is said, else the last."""
    ahead, behind = [i for i in items if i > n], [i for i in items if i < n]
    if behind and (items[0] == 0 or not ahead or hit.category in ("measure", "text")):
        return behind[-1]
    return ahead[0]


def _leads_on(stretches: Sequence[_Stretch], n: int) -> bool:
    """ "Red and white shirt": what is said before "and" belongs to the thing that follows."""
    following = stretches[n + 1] if n + 1 < len(stretches) else None
    return (
        following is not None
        and following.joined
        and following.hits[0].category in _SAID
        and any(hit.category == "item" for hit in following.hits)
    )
