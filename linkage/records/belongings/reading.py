"""From a description to the things it names: what, in which colours, of what, by whom, of what size, with what words.

English puts what it says of a thing before it ("white T-shirt"), Spanish behind ("playera blanca").
Which of the two is decided for each stretch between commas, by what comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from linkage.records.belongings.sizes import halves, sizes
from linkage.records.belongings.vocabulary import vocabulary
from linkage.records.inscriptions import inscriptions, is_shouting, leads_on
from linkage.records.phrases import COMMA, Hit, Token, merged, sentences, tokens

_SAID = ("colour", "material", "style", "motif", "brand", "measure", "text", "whose")
"""What may be said of a thing."""

_TELLING = frozenset((*_SAID, "item", "denies"))
"""What says something of a thing, or names one."""


class Thing(NamedTuple):
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
    waiting: list[str] = []
    stretches = _stretches(found)
    for number, stretch in enumerate(stretches):
        own = [_Draft(item, [*said]) for item, said in stretch.things]
        if own:
            own[0].said.extend(waiting)
            waiting = []
            drafts += own
        elif not drafts or _leads_on(stretches, number):
            waiting += stretch.said
        else:
            drafts[-1].said.extend(stretch.said)
    return tuple([Thing(item, tuple(dict.fromkeys(said))) for item, said in drafts])


class _Draft(NamedTuple):
    """A thing being read."""

    item: str
    said: list[str]


class _Stretch(NamedTuple):
    """What is recognised between two commas: its things with what is said of each, and all that is said.

    `begins` is the category of what comes first; `joined` when an "and" or a "with" stands before it, `names` when
    a thing is named.
    """

    things: tuple[tuple[str, tuple[str, ...]], ...]
    said: tuple[str, ...]
    begins: str
    joined: bool
    names: bool


def _stretch(hits: Sequence[Hit], joined: bool) -> _Stretch:
    begins = hits[0].category
    return _Stretch(
        things=_things(hits),
        said=() if begins == "denies" else tuple(_said(hit) for hit in hits if hit.category in _SAID),
        begins=begins,
        joined=joined,
        names=any(hit.category == "item" for hit in hits),
    )


def _said(hit: Hit) -> str:
    return f"{hit.category}:{hit.code}"


class _Sentence(NamedTuple):
    """The stretches of one sentence; `open` when the next one may have to do with how it ends."""

    stretches: tuple[_Stretch, ...]
    open: bool


def _stretches(found: Sequence[Token]) -> list[_Stretch]:
    """The stretches of a text, sentence by sentence; of the whole at once where one leads into the next."""
    shouting = is_shouting(found)
    read = [_sentence(sentence, shouting) for sentence in sentences(found)]
    if any(sentence.open for sentence in read[:-1]):
        read = [_sentence(tuple(found), shouting)]
    return [stretch for sentence in read for stretch in sentence.stretches]


@lru_cache(maxsize=10_000)
def _sentence(found: tuple[Token, ...], shouting: bool) -> _Sentence:
    """The stretches of some words; remembered, because people wear the same."""
    hits = vocabulary().lexicon.hits(found)
    recognised = _recognised(found, hits, shouting)
    joins = next((hit.category == "join" for hit in reversed(recognised) if hit.category in (*_TELLING, "join")), False)
    sized = bool(hits) and hits[-1].category == "letter" and hits[-1].end >= len(found)
    return _Sentence(_cut(recognised), joins or sized or leads_on(found, hits))


def _cut(recognised: Sequence[Hit]) -> tuple[_Stretch, ...]:
    stretches: list[_Stretch] = []
    hits: list[Hit] = []
    joined = False
    for hit in recognised:
        if (hit.gap >= COMMA or hit.category == "join") and hits:
            stretches.append(_stretch(hits, joined))
            hits, joined = [], False
        if hit.category == "join":
            joined = True
        elif hit.category in _TELLING:
            hits.append(hit)
    return (*stretches, _stretch(hits, joined)) if hits else tuple(stretches)


def _recognised(found: Sequence[Token], hits: Sequence[Hit], shouting: bool) -> list[Hit]:
    """The hits of a text: a quoted or named brand or item is what the vocabulary says it is, else an inscription."""
    words = vocabulary()
    quoted = [hit for at, token in enumerate(found) if token.quoted and (hit := _named(token.word, at, token.gap))]
    brands = {hit.start: hit for hit in hits if hit.category == "brand"}
    written = [
        brands.get(hit.start) or _named(hit.code, hit.start, hit.gap, hit.end) or hit
        for hit in inscriptions(found, hits, words.not_inscriptions, shouting)
    ]
    return merged(found, [*hits, *quoted], [*sizes(found, hits), *written])


def _named(words: str, at: int, gap: int, end: int | None = None) -> Hit | None:
    """The hit of words that are the name of something, or None."""
    category, code = vocabulary().lexicon.entry(words) or ("", "")
    return Hit(category, code, at, end or at + 1, gap) if category in (*_SAID, "item") else None


def _things(hits: Sequence[Hit]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The things of a stretch with what is said of them; none when it says that there are none."""
    items = [n for n, hit in enumerate(hits) if hit.category == "item"]
    if not items or any(hit.category == "denies" for hit in hits[: items[0]]):
        return ()
    said: dict[int, list[str]] = {n: [] for n in items}
    for n, hit in enumerate(hits):
        if hit.category in _SAID:
            said[_owner(n, items, hit)].append(_said(hit))
    return tuple((hits[n].code, tuple(told)) for n, told in said.items())


def _owner(n: int, items: Sequence[int], hit: Hit) -> int:
    """The thing that something is said of: the next one where the stretch begins with what is said, else the last."""
    ahead, behind = [i for i in items if i > n], [i for i in items if i < n]
    if behind and (items[0] == 0 or not ahead or hit.category in ("measure", "text")):
        return behind[-1]
    return ahead[0]


def _leads_on(stretches: Sequence[_Stretch], n: int) -> bool:
    """ "Red and white shirt": what is said before "and" belongs to the thing that follows."""
    following = stretches[n + 1] if n + 1 < len(stretches) else None
    return following is not None and following.joined and following.begins in _SAID and following.names
