"""Reading descriptions: from free text to words, and from words to the phrases that a vocabulary knows.

Marks, belongings and teeth are described in half-sentences ("tatuaje en antebrazo der. con la
leyenda 'Rosa'"). What is kept of a text is its words, what stands in quotation marks, and how
strongly the writer separated one thing from the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    "der izq izqdo izqda dcho dcha dch drcho lt rt lft rgt inf sup ant post aprox approx st sn sta sto no num "
    "mr mrs dr lat med abd ext int lic sra sr ma tam sz".split()
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


def _repaired(text: str) -> str:
    """Plain ASCII with its capitals, with quotation marks that are quotation marks."""
    if not text.isascii():
        for wrong, right in _MISREAD.items():
            text = text.replace(wrong, right)
        text = unaccented(text)
    if "0" in text:
        text = _NOUGHTS.sub(lambda m: "o" * len(m[0]), text)
    return _ELIDED.sub("", text.replace("''", '"').replace("``", '"')) if "'" in text else text


@dataclass(frozen=True)
class Hit:
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
    """Phrases by their first word, longest first: (the words after the first, entry)."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]

    def hits(self, found: Sequence[Token]) -> list[Hit]:
        """The phrases of a text, from left to right; a longer phrase goes before a shorter one."""
        hits, at = [], 0
        while at < len(found):
            token = found[at]
            match = None if token.quoted else self._match(found, at)
            if match is None:
                at += 1
                continue
            end, (category, code) = match
            hits.append(Hit(category, code, at, end, token.gap))
            at = end
        return hits

    def entry(self, text: str) -> Entry | None:
        """The entry of a phrase that is the whole text, or None."""
        found = tokens(text)
        match = self._match(found, 0) if found else None
        return match[1] if match and match[0] == len(found) else None

    def _match(self, found: Sequence[Token], at: int) -> tuple[int, Entry] | None:
        for rest, entry in self.phrases.get(found[at].word, ()):
            end = at + 1 + len(rest)
            if end <= len(found) and all(
                token.word == word and token.gap == TOGETHER and not token.quoted
                for word, token in zip(rest, found[at + 1 : end], strict=True)
            ):
                return end, entry
        return None


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
    grouped: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for words, entry in {**made, **own}.items():
        grouped.setdefault(words[0], []).append((words[1:], entry))
    return Lexicon({first: tuple(sorted(rest, key=lambda r: -len(r[0]))) for first, rest in grouped.items()})


def plurals(word: str) -> tuple[str, ...]:
    """The plurals a word may have in English, Spanish, Portuguese or French.

    >>> plurals("berry"), plurals("cruz")
    (('berrys', 'berryes', 'berries'), ('cruzs', 'cruzes', 'cruces'))
    """
    if len(word) < 3 or not word.isalpha():
        return ()
    special = {"y": word[:-1] + "ies", "z": word[:-1] + "ces", "f": word[:-1] + "ves", "m": word[:-1] + "ns"}
    return (word + "s", word + "es", *([special[word[-1]]] if word[-1] in special else []))
