"""From what is written to the words that are names: dots, particles, titles and placeholders taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkage.records.fold import fold
from linkage.records.names.meaning import meant, misread
from linkage.records.names.tables import Tables

_SPLIT = re.compile(r"[^a-z0-9.'/@&]+")
_NOT_LETTERS = re.compile("[/'&@]")
_BROKEN = re.compile(r"(?<=\w)[?�¤](?=\w)")
_ARTICLES = ("el", "al", "ar", "as", "ur", "us")
"""The article inside Abd el Rahman, as it is heard before different letters."""

_REPEATED = re.compile(r"^(.)\1*$")


@dataclass(frozen=True)
class Word:
    """One name as read: `name` is its kept spelling, `initial` when only a letter is written.

    `husband` marks the surname of a husband ("viuda de Cruz").
    """

    name: str
    initial: bool = False
    husband: bool = False


def words_of(text: str, tables: Tables) -> list[Word]:
    """The names in one text without commas, in the order written; empty when it says nothing."""
    if fold(text) in tables.words["placeholder_pairs"]:
        return []
    raw = [w for w in _SPLIT.split(_whole_letters(text)) if w.strip(".'/&")]
    raw = _joined([_NOT_LETTERS.sub("", w) for w in raw if not _says_nothing(w, tables)], tables)
    words: list[Word] = []
    for place, word in enumerate(raw):
        bare = word.strip(".")
        if bare in tables.words["titles"] or bare in tables.words["particles"] or bare in tables.words["married"]:
            continue
        husband = _is_husband(raw, place, tables, words)
        words += [Word(n, len(n) == 1, husband) for n in meant(word, raw[place + 1 :], tables)]
    return words


def _whole_letters(text: str) -> str:
    """The text folded, with letters that a wrong encoding broke put back (PÃ©rez) or left out (Mu?oz)."""
    if "Ã" in text:
        text = text.encode("cp1252", "replace").decode("utf-8", "replace")
    return fold(_BROKEN.sub("", text))


def _says_nothing(word: str, tables: Tables) -> bool:
    bare = word.strip(".")
    if not bare or (any(c.isdigit() for c in bare) and not misread(bare)):
        return True
    return bare in tables.words["placeholders"] or (len(bare) > 1 and bool(_REPEATED.match(bare)))


def _joined(raw: list[str], tables: Tables) -> list[str]:
    """Words that are one name written apart: San Juan, Abd el Rahman, Gebre Meskel."""
    out: list[str] = []
    place = 0
    while place < len(raw):
        bare = raw[place].strip(".")
        after = place + 1
        while (
            bare in tables.words["servant"] and after < len(raw) and raw[after] in ("el", "al", "ar", "as", "ur", "us")
        ):
            after += 1
        follows = raw[after].strip(".") if after < len(raw) else ""
        if follows and _belongs(bare, follows, tables):
            head = "abd" if bare in tables.words["servant"] else bare
            out.append(_whole(head, bare, follows, tables))
            place = after + 1
        else:
            out.append(raw[place])
            place += 1
    return out


def _belongs(bare: str, follows: str, tables: Tables) -> bool:
    words = tables.words
    return (
        bare in words["servant"]
        or (bare in words["joined"] and len(follows) > 2)
        or (bare in words["horn"] and follows in words["horn_ends"])
    )


def _whole(head: str, bare: str, follows: str, tables: Tables) -> str:
    """The joined word in a spelling that the tables know, where they know one."""
    for candidate in (bare + follows, head + follows, "abdul" + follows if head == "abd" else ""):
        if candidate in tables.plain:
            return candidate
    return head + follows


def _is_husband(raw: list[str], place: int, tables: Tables, before: list[Word]) -> bool:
    """True for the word after "viuda de", or after a single "de" at the end of a woman's name with a surname."""
    if any(w.strip(".") in tables.words["married"] for w in raw[max(0, place - 2) : place]):
        return True
    if place != len(raw) - 1 or raw[place - 1] != "de" or len(before) < 2:
        return False
    last = before[-1].name
    has_surname = tables.surname.get(last, 0) > tables.given.get(last, 0)
    own = raw[place].strip(".") in tables.words["own_after_de"]
    return has_surname and not own and _is_woman(before[0].name)


def _is_woman(name: str) -> bool:
    return name.endswith("a") or name in ("guadalupe", "carmen", "isabel", "luz", "raquel", "mercedes", "lourdes")
