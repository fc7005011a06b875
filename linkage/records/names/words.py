"""From what is written to the words that are names: dots, particles, titles and placeholders taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from linkage.records.fold import fold
from linkage.records.names.joining import joined
from linkage.records.names.meaning import meant, misread
from linkage.records.names.sound import ends_in_a
from linkage.records.names.tables import Tables

_SPLIT = re.compile(r"[^a-z0-9.'/@&]+")
_RAISED = re.compile("(?<=[a-zA-Z]{3})[.]?[ºª°](?=\\W|$)")
_NOT_LETTERS = re.compile("[/'&@]")
_BROKEN = re.compile(r"(?<=\w)(?:\?|�|ï¿½|¤)+(?=\w)")
_REPEATED = re.compile(r"^(.)\1*$")


@dataclass(frozen=True)
class Word:
    """One name as read: `name` is its kept spelling, `initial` when only a letter is written.

    `husband` marks the surname of a husband ("viuda de Cruz").
    """

    name: str
    initial: bool = False
    husband: bool = False


@lru_cache(maxsize=100_000)
def words_of(text: str, tables: Tables) -> tuple[Word, ...]:
    """The names in one text without commas, in the order written; empty when it says nothing.

    Remembered: the names of one column recur.
    """
    if fold(text) in tables.words["placeholder_pairs"]:
        return ()
    raw = joined(_pieces(text, tables), tables)
    words: list[Word] = []
    for place, word in enumerate(raw):
        if not _stands_beside(word, tables, first=not words):
            husband = _is_husband(raw, place, tables, words)
            following = raw[place + 1] if place + 1 < len(raw) else ""
            before = words[-1].name if words else ""
            names = meant(word, before if "." in word else "-", following, tables)
            words += [Word(n, len(n) == 1, husband) for n in names]
    return tuple(words)


def _pieces(text: str, tables: Tables) -> list[str]:
    """The written words, without those that say nothing."""
    kept: list[str] = []
    for word in _SPLIT.split(fold(_RAISED.sub(".", text))):
        if not _says_nothing(word, tables, first=not kept):
            kept.append(_NOT_LETTERS.sub("", word))
    return kept


def repaired(text: str) -> str:
    """The text with letters that a wrong encoding broke put back (PÃ©rez) or left out (Mu?oz)."""
    if "Ã" in text:
        text = text.encode("cp1252", "replace").decode("utf-8", "replace")
    return _BROKEN.sub("", text)


@lru_cache(maxsize=100_000)
def _says_nothing(word: str, tables: Tables, first: bool) -> bool:
    """True for placeholders, numbers and repeated letters; Infante is a name only after another."""
    bare = word.strip(".'/&")
    if not bare or (any(c.isdigit() for c in bare) and not misread(bare)):
        return True
    if bare in tables.words["placeholders"]:
        return first or bare not in tables.words["also_names"]
    return len(bare) > 1 and bool(_REPEATED.match(bare))


@lru_cache(maxsize=100_000)
def _stands_beside(word: str, tables: Tables, first: bool) -> bool:
    """True for titles, particles and the word "viuda": no name, but they say something of the words beside them."""
    bare = word.strip(".")
    if word == "d." and not first:
        return True
    if len(bare) == 1 and (word.endswith(".") or bare == "c") and not first:
        return False
    if not first and bare in tables.words["also_names"]:
        return False
    return any(bare in tables.words[kind] for kind in ("titles", "particles", "married"))


def _is_husband(raw: list[str], place: int, tables: Tables, before: list[Word]) -> bool:
    """True for the word after "viuda de", or after a single "de" at the end of a woman's name with a surname."""
    if any(w.strip(".") in tables.words["married"] for w in raw[max(0, place - 2) : place]):
        return True
    if place != len(raw) - 1 or raw[place - 1] != "de" or len(before) < 2:
        return False
    last = before[-1].name
    has_surname = tables.surname.get(last, 0) >= tables.given.get(last, 0)
    own = raw[place].strip(".") in tables.words["own_after_de"]
    return has_surname and not own and (ends_in_a(before[0].name) or before[0].name in tables.words["women"])
