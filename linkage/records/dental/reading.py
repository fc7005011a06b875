"""From a description or a chart in words to facts: what is said of which teeth.

People write the tooth first ("Pza 11 corona de oro") or what is said of it first ("missing #8, #9").
Which of the two is decided fact by fact, by what comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from linkage.records.dental.teeth import ALL, Teeth, numbered, spelled_out, teeth
from linkage.records.dental.vocabulary import vocabulary
from linkage.records.phrases import COMMA, SENTENCE, TOGETHER, Hit, Token, merged, tokens

_NAMES = ("tooth", "arch", "side")
"""Words that together name teeth: "upper left canine"."""

_NEAR = 2
"""Words that may stand between them: "canino de la izquierda"."""


@dataclass(frozen=True)
class Fact:
    """One condition of some teeth: one tooth, or all that the words may mean ("a front tooth")."""

    condition: str
    teeth: Teeth


@dataclass(frozen=True)
class _Site:
    """Teeth that a text names, and the gap before them; `exact` by their number, `bare` when only "upper" is said."""

    teeth: Teeth
    gap: int
    exact: bool = False
    bare: bool = False


def read(text: str) -> tuple[Fact, ...]:
    """The facts of a text, each once; a tooth that was lost after death is no fact about the person."""
    fdi = vocabulary().counts_by_quadrant(tokens(text))
    found = tokens(spelled_out(text, fdi))
    reader = _Reader()
    for item in _items(_recognised(found, fdi)):
        reader.take(item)
    reader.close()
    return tuple(dict.fromkeys(reader.facts))


def _recognised(found: Sequence[Token], fdi: bool) -> list[Hit]:
    """The hits of a text, without the "and" of "upper and lower"."""
    hits = vocabulary().lexicon.hits(found)
    all_hits = merged(found, hits, _numbers(found, hits, fdi))
    names = [hit.category if hit.category in ("arch", "side") else "" for hit in all_hits]
    between = {n + 1 for n in range(len(names) - 2) if names[n] and names[n] == names[n + 2]}
    return [hit for n, hit in enumerate(all_hits) if not (n in between and hit.category == "join")]


def _numbers(found: Sequence[Token], hits: Sequence[Hit], fdi: bool) -> Iterator[Hit]:
    """Numbers of teeth; "2 gold teeth" counts teeth and numbers none."""
    names = {at for hit in hits if hit.category in _NAMES for at in range(hit.start, hit.end)}
    taken = {at for hit in hits for at in range(hit.start, hit.end)}
    for at, token in enumerate(found):
        tooth = numbered(token.word, fdi)
        if tooth is not None and at not in taken and not _counts(found, at, names):
            yield Hit("exact", str(tooth), at, at + 1, token.gap)


def _counts(found: Sequence[Token], at: int, names: set[int]) -> bool:
    for after in range(at + 1, min(at + 4, len(found))):
        if found[after].gap > TOGETHER or found[after].word.isdigit():
            return False
        if after in names:
            return True
    return False


def _items(hits: Sequence[Hit]) -> Iterator[_Site | Hit]:
    """The hits, with the words that name teeth put together; "Pza" before a number adds nothing."""
    at = 0
    while at < len(hits):
        end = at + 1
        if hits[at].category in _NAMES:
            while end < len(hits) and _goes_on(hits[end - 1], hits[end]):
                end += 1
            if end == len(hits) or not (hits[end].category in ("exact", "number") and hits[end].gap <= COMMA):
                yield _site(hits[at:end])
        elif hits[at].category == "exact":
            yield _Site(frozenset([int(hits[at].code)]), hits[at].gap, exact=True)
        else:
            yield hits[at]
        at = end


def _goes_on(before: Hit, hit: Hit) -> bool:
    return hit.category in _NAMES and hit.gap == TOGETHER and hit.start - before.end <= _NEAR


def _site(hits: Sequence[Hit]) -> _Site:
    some = ALL
    for hit in hits:
        if hit.category == "tooth":
            some &= teeth(map(int, hit.code))
    placed = some & teeth(arch=_only(hits, "arch"), side=_only(hits, "side"))
    return _Site(placed or ALL, hits[0].gap, bare=some == ALL and hits[0].category != "tooth")


def _only(hits: Sequence[Hit], category: str) -> str:
    """The row or side that is said; "" where none is, or both are ("upper and lower")."""
    said = {hit.code for hit in hits if hit.category == category}
    return said.pop() if len(said) == 1 else ""


@dataclass
class _Draft:
    """Facts being read."""

    conditions: list[str] = field(default_factory=list)
    sites: list[_Site] = field(default_factory=list)
    tooth_first: bool = False

    @property
    def complete(self) -> bool:
        return bool(self.conditions and self.sites)


class _Reader:
    """Collects facts, item by item."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.draft = _Draft()
        self.denying = False
        self.joined = False

    def take(self, item: _Site | Hit) -> None:
        """Read the next site, condition or small word."""
        if item.gap >= SENTENCE:
            self.close()
        self.denying = self.denying and item.gap == TOGETHER
        if isinstance(item, _Site):
            self._site(item)
        elif item.category == "condition":
            self._condition(item)
        elif item.category == "when" and item.code == "pm":
            self.draft.conditions = ["" if c == "missing" else c for c in self.draft.conditions]
        elif item.category == "denies":
            self.denying = True
        self.joined = isinstance(item, Hit) and item.category == "join"

    def close(self) -> None:
        """Keep the facts of the draft and begin another."""
        sites = self.draft.sites or [_Site(ALL, TOGETHER)]
        self.facts += [Fact(c, site.teeth) for c in self.draft.conditions if c for site in sites]
        self.draft = _Draft()
        self.denying = False

    def _site(self, site: _Site) -> None:
        draft, last = self.draft, self.draft.sites[-1] if self.draft.sites else None
        if last is not None and draft.complete:
            if site.bare and site.gap == TOGETHER and not last.exact:
                draft.sites[-1] = _Site(last.teeth & site.teeth or site.teeth, site.gap)
                return
            if draft.tooth_first or not (last.exact and site.exact):
                self.close()
        self.draft.tooth_first = not self.draft.conditions
        self.draft.sites = [known for known in self.draft.sites if known.teeth != ALL] + [site]

    def _condition(self, hit: Hit) -> None:
        draft = self.draft
        exact = bool(draft.sites) and draft.sites[-1].exact
        further = (hit.gap >= COMMA or self.joined) and not exact
        if draft.conditions and (further or (draft.sites and not draft.tooth_first)):
            self.close()
        if not self.denying:
            self.draft.conditions.append(hit.code)
