"""Reading descriptions: from free text to words, and from words to the phrases that a vocabulary knows.

Marks, belongings and teeth are described in half-sentences ("tatuaje en antebrazo der. con la
leyenda 'Rosa'"). What is kept of a text is its words, what stands in quotation marks, and how
strongly the writer separated one thing from the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from linkage.records.fold import unaccented

TOGETHER, COMMA, SENTENCE, LINE = range(4)
"""How strongly a word is separated from the one before it."""

_GAPS = {"\n": LINE, "|": LINE, ";": SENTENCE, ".": SENTENCE, "!": SENTENCE}

_TOKEN = re.compile(
    r"""(?<![\w"])"(?!\s)([^"\n]{1,60})"(?!\w)"""
    r"""|(?<![\w'])'(?!\s)([^'\n]{1,40})(?<!\s)'(?!\w)"""
    r"""|([A-Za-z0-9]+(?:[.&'][A-Za-z0-9]+)*|\#(?=\d))"""
    r"""|([\n|;,:()\[\]/!]|\.(?=\s|$)|\s-+\s|--)"""
)

_ABBREVIATED = frozenset(
    [
        "der",
        "izq",
        "izqdo",
        "izqda",
        "dcho",
        "dcha",
        "dch",
        "drcho",
        "lt",
        "rt",
        "lft",
        "rgt",
        "inf",
        "sup",
        "ant",
        "post",
        "aprox",
        "approx",
        "st",
        "sn",
        "sta",
        "sto",
        "no",
        "num",
        "mr",
        "mrs",
        "dr",
        "lat",
        "med",
        "abd",
        "ext",
        "int",
        "lic",
        "sra",
        "sr",
        "ma",
        "tam",
        "sz",
        "antebr",
        "antbr",
        "antebz",
        "antebzo",
        "pantorr",
        "pantorri",
        "omop",
        "omoplat",
        "hbro",
        "homb",
        "bzo",
        "brz",
        "braz",
        "mno",
        "clav",
        "abdom",
        "tob",
        "rodil",
        "sobranc",
        "esq",
        "dir",
        "dto",
        "dta",
        "izda",
        "izdo",
        "dte",
        "gche",
        "reg",
    ]
)
"""Words whose full stop does not end a sentence."""

_MISREAD = {"â€œ": '"', "â€\x9d": '"', "â€™": "'", "â€˜": "'", "â€“": " - ", "â€": '"', "«": '"', "»": '"'}
"""Quotation marks that went through a wrong encoding, and French ones."""


_ELIDED = re.compile(r"\b(?:[dlDL]|[Qq]u)'(?=[A-Za-z])")
"""The elided little words of French: d'un, l'avant-bras."""


_NOUGHTS = re.compile(r"(?<=[A-Za-z])0+(?![1-9])|(?<![0-9.])0(?=[A-Za-z])")
"""Noughts typed for the letter o, as teletype entries have them: "BR0WN"."""


class Token(NamedTuple):
    """A word or a quoted text: folded, as written, and the gap before it."""

    word: str
    written: str
    gap: int
    quoted: bool


def tokens(text: str) -> list[Token]:
    """The words and quoted texts of a description, in order.

    >>> [t.word for t in tokens("Tatuaje en brazo der. con 'Rosa María'")]
    ['tatuaje', 'en', 'brazo', 'der', 'con', 'rosa maria']
    """
    found: list[Token] = []
    gap = LINE
    for double, single, word, mark in _TOKEN.findall(_repaired(text)):
        if mark:
            if mark != "." or not found or found[-1].word not in _ABBREVIATED:
                gap = max(gap, _GAPS.get(mark, COMMA))
            continue
        written = word or double or single
        found.append(Token(written.strip(" .,;:-").lower(), written, gap, not word))
        gap = TOGETHER
    return found


def sentences(found: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The tokens cut before each that a full stop, a semicolon or a line separates from the one before it."""
    start = 0
    for at, token in enumerate(found):
        if token.gap >= SENTENCE and at > start:
            yield tuple(found[start:at])
            start = at
    if start < len(found):
        yield tuple(found[start:])


def _repaired(text: str) -> str:
    """Plain ASCII with its capitals, with quotation marks that are quotation marks."""
    if not text.isascii():
        for wrong, right in _MISREAD.items():
            text = text.replace(wrong, right)
        text = unaccented(text)
    if "0" in text:
        text = _NOUGHTS.sub(lambda m: "o" * len(m[0]), text)
    return _ELIDED.sub("", text.replace("''", '"').replace("``", '"')) if "'" in text else text


class Hit(NamedTuple):
    """A phrase that was recognised: its category and code, its tokens [start, end), and the gap before it."""

    category: str
    code: str
    start: int
    end: int
    gap: int


Entry = tuple[str, str]
"""A category and a code."""


@dataclass(frozen=True)
class Lexicon:
    """Phrases and their entries; `lengths` of the phrases that begin with a word, longest first."""

    phrases: Mapping[tuple[str, ...], Entry]
    lengths: Mapping[str, tuple[int, ...]]

    def hits(self, found: Sequence[Token]) -> list[Hit]:
        """The phrases of a text, from left to right; a longer phrase goes before a shorter one."""
        words = [token.word for token in found]
        hits, at = [], 0
        while at < len(found):
            end = at if found[at].quoted else self._end(words, found, at)
            if end > at:
                hits.append(Hit(*self.phrases[tuple(words[at:end])], at, end, found[at].gap))
            at = max(end, at + 1)
        return hits

    def entry(self, text: str) -> Entry | None:
        """The entry of a phrase that is the whole text, or None."""
        return self.phrases.get(tuple(token.word for token in tokens(text)))

    def _end(self, words: Sequence[str], found: Sequence[Token], at: int) -> int:
        """Where the longest phrase that begins here ends; `at` when none does."""
        for length in self.lengths.get(words[at], ()):
            if tuple(words[at : at + length]) in self.phrases and (length == 1 or _unbroken(found, at, length)):
                return at + length
        return at


def _unbroken(found: Sequence[Token], at: int, length: int) -> bool:
    return not any(token.gap or token.quoted for token in found[at + 1 : at + length])


def merged(found: Sequence[Token], hits: Iterable[Hit], more: Iterable[Hit]) -> list[Hit]:
    """All hits in order, each with the widest gap since the one before; those of `more` replace what they cover."""
    others = list(more)
    covered = {at for hit in others for at in range(hit.start, hit.end)}
    ordered = sorted([hit for hit in hits if hit.start not in covered] + others, key=lambda hit: hit.start)
    out, before = [], 0
    for hit in ordered:
        gap = max([token.gap for token in found[before : hit.start + 1]], default=hit.gap)
        out.append(hit if hit.gap == gap else hit._replace(gap=gap))
        before = hit.start + 1
    return out


def lexicon(entries: Iterable[tuple[str, Entry]]) -> Lexicon:
    """A lexicon of phrases with their plurals; where two entries want a phrase, the first has it."""
    own: dict[tuple[str, ...], Entry] = {}
    made: dict[tuple[str, ...], Entry] = {}
    for phrase, entry in entries:
        words = tuple(token.word for token in tokens(phrase))
        if not words:
            continue
        own.setdefault(words, entry)
        for plural in plurals(words[-1]):
            made.setdefault((*words[:-1], plural), entry)
    phrases = {**made, **own}
    lengths: dict[str, set[int]] = {}
    for words in phrases:
        lengths.setdefault(words[0], set()).add(len(words))
    return Lexicon(phrases, {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()})


def plurals(word: str) -> tuple[str, ...]:
    """The plurals a word may have in English, Spanish, Portuguese or French.

    >>> plurals("berry"), plurals("cruz")
    (('berrys', 'berryes', 'berries'), ('cruzs', 'cruzes', 'cruces'))
    """
    if len(word) < 3 or not word.isalpha():
        return ()
    special = {"y": word[:-1] + "ies", "z": word[:-1] + "ces", "f": word[:-1] + "ves", "m": word[:-1] + "ns"}
    return (word + "s", word + "es", *([special[word[-1]]] if word[-1] in special else []))
