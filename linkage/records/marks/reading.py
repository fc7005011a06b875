"""From a description to the marks it names: kind, place, side, what is shown or written.

People write either the place first ("antebrazo der. con la leyenda 'Rosa' y una cruz") or what is
shown first ("rose on left shoulder, skull on right arm"). Which of the two is decided mark by
mark, by what comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from linkage.records.inscriptions import inscriptions, is_shouting, leads_on
from linkage.records.marks.blanks import without_blanks
from linkage.records.marks.ncic import spelled_out
from linkage.records.marks.sides import Site, sided
from linkage.records.marks.vocabulary import vocabulary
from linkage.records.phrases import SENTENCE, Hit, Token, merged, sentences, tokens

_KEPT = ("kind", "site", "motif", "text", "cause", "denies", "denied", "with", "says", "heading", "either")


@dataclass(frozen=True)
class Mark:
    """One mark. `contents` are "motif:rose", "text:rosa" or, for a scar, "cause:surgical"."""

    kind: str
    sites: tuple[Site, ...] = ()
    contents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """The marks a text names, and the kinds of which it says that there are none ("all" for any)."""

    marks: tuple[Mark, ...]
    denied: tuple[str, ...]


def read(text: str) -> Description:
    """The marks in a description; free text in four languages, lists, or NCIC codes."""
    found = tokens(spelled_out(without_blanks(text)))
    reader = _Reader()
    for clause in _clauses(found):
        reader.clause(clause)
    return Description(tuple(reader.marks), tuple(dict.fromkeys(reader.denied)))


Clause = tuple[Hit | Site, ...]


def _clauses(found: Sequence[Token]) -> list[Clause]:
    """What is recognised, in clauses that end at a full stop, a semicolon or a line.

    Sentence by sentence; of the whole at once where one ends with a word that announces what is written.
    """
    shouting = is_shouting(found)
    read = [_sentence(sentence, shouting) for sentence in sentences(found)]
    if any(leads for _, leads in read[:-1]):
        read = [_sentence(tuple(found), shouting)]
    return [clause for clauses, _ in read for clause in clauses]


@lru_cache(maxsize=10_000)
def _sentence(found: tuple[Token, ...], shouting: bool) -> tuple[tuple[Clause, ...], bool]:
    """The clauses of some words, and whether they end with a word that announces; remembered, because they recur."""
    words = vocabulary()
    hits = words.lexicon.hits(found)
    clauses: list[list[Hit]] = []
    for hit in merged(found, hits, inscriptions(found, hits, words.not_inscriptions, shouting)):
        if hit.gap >= SENTENCE or not clauses:
            clauses.append([])
        clauses[-1].append(hit)
    return tuple(tuple(sided(clause, words)) for clause in clauses), leads_on(found, hits)


@dataclass
class _Draft:
    """A mark being read."""

    kind: str | None
    named: bool = False
    sites: list[Site] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    site_first: bool = False


class _Reader:
    """Collects the marks of a text, clause by clause; a clause without a kind is of the kind before it."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.denied: list[str] = []
        self.draft = _Draft(None)
        self.denying = False
        self.attach = False
        self.placed_after = False

    def clause(self, items: Sequence[Hit | Site]) -> None:
        """Read one clause."""
        self.draft = _Draft(self.draft.kind)
        self.denying = self.attach = False
        last_site = max((place for place, item in enumerate(items) if isinstance(item, Site)), default=-1)
        for place, item in enumerate(items):
            self.placed_after = place < last_site
            if isinstance(item, Site):
                self._site(item)
            elif item.category in _KEPT:
                getattr(self, f"_{item.category}")(item)
        self._close()

    def _kind(self, hit: Hit) -> None:
        if self.denying:
            self.denied.append(hit.code.split(":")[0])
            return
        draft = self.draft
        if (draft.sites and not (draft.site_first and not draft.named)) or (draft.named and _other(draft, hit.code)):
            self._close()
        self._name(hit)

    def _name(self, hit: Hit) -> None:
        kind, _, detail = hit.code.partition(":")
        self.draft.kind, self.draft.named = kind, True
        if detail:
            self.draft.contents.append(f"cause:{detail}")

    def _site(self, site: Site) -> None:
        draft = self.draft
        self.denying = False
        if draft.site_first and draft.contents:
            self._close()
            draft = self.draft
        if not draft.sites:
            draft.site_first = not draft.contents
        draft.sites.append(site)

    def _motif(self, hit: Hit) -> None:
        self._content(f"motif:{hit.code}")

    def _text(self, hit: Hit) -> None:
        self._content(f"text:{hit.code}")
        words = vocabulary()
        category, code = words.lexicon.entry(hit.code) or ("", "")
        if category == "motif" and words.motif_classes[code] in ("letters", "symbol") and self.draft.contents:
            self.draft.contents.append(f"motif:{code}")

    def _content(self, content: str) -> None:
        draft = self.draft
        if draft.kind not in (None, "tattoo"):
            return
        if draft.sites and not draft.site_first and not self.attach:
            self._close()
        self.attach = self.denying = False
        self.draft.contents.append(content)

    def _either(self, hit: Hit) -> None:
        place, motif = hit.code.split()
        if self.draft.kind in (None, "tattoo"):
            self._content(f"motif:{motif}")
        else:
            self._site(Site(place))

    def _cause(self, hit: Hit) -> None:
        if self.draft.kind == "scar":
            self.draft.contents.append(f"cause:{hit.code}")

    def _with(self, hit: Hit) -> None:
        self.attach = True

    def _says(self, hit: Hit) -> None:
        """Words that are announced are on the mark before them, but where a comma and a place of their own follow."""
        self.attach = self.attach or hit.code == "with" or not self.placed_after

    def _denies(self, hit: Hit) -> None:
        self.denying = True

    def _denied(self, hit: Hit) -> None:
        if self.denying:
            self.denied.append("all")

    def _heading(self, hit: Hit) -> None:
        self._close()
        self.draft = _Draft(None)

    def _close(self) -> None:
        """Keep the draft if it is a mark, and begin another of the same kind."""
        mark = _mark(self.draft)
        if mark is not None:
            self.marks.append(mark)
        self.draft = _Draft(self.draft.kind)


def _other(draft: _Draft, code: str) -> bool:
    """A second kind word begins another mark, unless it only says more of the first ("scar: surgical scar")."""
    kind = code.split(":")[0]
    return kind != draft.kind or (kind == "tattoo" and bool(draft.contents))


def _mark(draft: _Draft) -> Mark | None:
    """The mark of a draft; a picture without a kind is a tattoo, a place alone is nothing."""
    kind = draft.kind or ("tattoo" if draft.contents else None)
    if kind is None or not (draft.named or draft.sites or draft.contents):
        return None
    contents = tuple(c for c in dict.fromkeys(draft.contents) if kind == "tattoo" or c.startswith("cause:"))
    sites = tuple(dict.fromkeys(draft.sites))
    details = [c.partition(":")[2] for c in contents if c.startswith("cause:")]
    usual = [s for d in details if (s := vocabulary().usual_site.get(f"{kind}:{d}"))]
    if not sites and usual:
        sites = (Site(usual[0], ""),)
    return Mark(vocabulary().kin.get(kind, kind), sites, contents)
