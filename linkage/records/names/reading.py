"""From the written parts of a name to everything that is compared of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from linkage.records.fold import fold
from linkage.records.names.compared import Name, compared
from linkage.records.names.heard import Heard, settle
from linkage.records.names.roles import roles
from linkage.records.names.sound import sound
from linkage.records.names.tables import Tables
from linkage.records.names.words import Word, repaired, words_of
from linkage.records.unknown import known

_ASIDE = re.compile(r"[\"“”«»]([^\"“”«»]+)[\"“”«»]|\((?!a\))([^)]*)\)", re.IGNORECASE)
"""A nickname in quotation marks or brackets; "(a)" is the clerk's "alias"."""

_SEVERAL = re.compile(r"[;|\n]|\s/\s")


def read_name(texts: Mapping[str, str | None], missing: bool, tables: Tables) -> Name | None:
    """Everything compared of one name; None when nothing is known of it."""
    heard = Heard()
    parts = {part: _said(text) for part, text in texts.items() if text}
    if _whole_in_given(parts, tables):
        parts = {"full": parts["given"], "aliases": parts.get("aliases")}
    _hear(heard.given, _words(parts.get("given"), tables))
    heard.initials += [w for w in heard.given if len(w) == 1]
    heard.given = [w for w in heard.given if len(w) > 1]
    for part in ("paternal", "maternal"):
        words = _words(parts.get(part), tables)
        if part == "paternal" and words:
            heard.paternal = sound(words[-1].name)
        _surnames(heard, words)
    if parts.get("full"):
        _whole_names(heard, parts["full"] or "", tables, first=not (heard.given or heard.surnames))
    for alias in _several(parts.get("aliases")):
        _alias(heard, alias, tables)
    settle(heard, tables)
    return compared(heard, missing, tables)


@lru_cache(maxsize=100_000)
def _said(text: str) -> str | None:
    """What one part says, None where it says nothing; remembered, because names recur."""
    return known(repaired(text))


def _whole_in_given(parts: Mapping[str, str | None], tables: Tables) -> bool:
    """True when a whole name stands in the column of given names, and nothing beside it."""
    if any(parts.get(part) for part in ("paternal", "maternal", "full")):
        return False
    words = _words(parts.get("given"), tables)
    return len(words) > 2 and any(tables.surname.get(w.name, 0) > 10 * tables.given.get(w.name, 0) for w in words)


def _words(text: str | None, tables: Tables) -> Sequence[Word]:
    return words_of(text.replace(",", " "), tables) if text else ()


def _hear(into: list[str], words: Iterable[Word]) -> None:
    into += [w.name for w in words if w.name not in into]


def _surnames(heard: Heard, words: Sequence[Word]) -> None:
    _hear(heard.surnames, [w for w in words if not w.husband and not w.initial])
    _hear(heard.further, [w for w in words if w.husband])


def _several(text: str | None) -> list[str]:
    return [t for t in _SEVERAL.split(text) if t.strip()] if text else []


def _whole_names(heard: Heard, text: str, tables: Tables, first: bool) -> None:
    """The first whole name sets the roles; further ones are other names of the person."""
    for name, is_alias in _split_aliases(text, tables):
        if is_alias:
            _alias(heard, name, tables)
        elif first:
            _one_whole(heard, name, tables)
            first = not (heard.given or heard.surnames)
        else:
            _alias(heard, name, tables)


def _split_aliases(text: str, tables: Tables) -> list[tuple[str, bool]]:
    """The text cut at "alias", quotation marks and brackets: (name, is it an alias)."""
    aside = [a or b for a, b in _ASIDE.findall(text)]
    marks = _any_of(tables.words["alias_words"])
    found: list[tuple[str, bool]] = []
    for whole in _several(_ASIDE.sub(" ", text)):
        pieces = re.split(rf"(?<!\w)(?:{marks})(?!\w)", fold(whole))
        pieces = [name for piece in pieces for name in _either(piece, tables)]
        found += [(piece, place > 0) for place, piece in enumerate(pieces) if piece.strip(" ,:")]
    return found + [(piece, True) for piece in aside]


def _either(text: str, tables: Tables) -> list[str]:
    """The two names of "Juan Mora o Luis Vega"; in "José O. Mora" and "Juan de la O" the letter is the name's own."""
    cut = re.match(rf"(\S+ \S+.*?)(?<! la) (?:{_any_of(tables.words['or_words'])}) (\S.*)$", text)
    return [cut[1], cut[2]] if cut else [text]


@lru_cache(maxsize=16)
def _any_of(words: frozenset[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _one_whole(heard: Heard, text: str, tables: Tables) -> None:
    front, comma, back = text.partition(",")
    if comma and _words(front, tables) and _words(back, tables):
        given, surnames = _words(back, tables), _words(front, tables)
    else:
        words = _words(text, tables)
        given, surnames = roles(words, tables)
        _hear(heard.further, (w for w in words if w.husband))
    _hear(heard.given, (w for w in given if not w.initial))
    heard.initials += [w.name for w in given if w.initial]
    _surnames(heard, surnames)
    if heard.paternal is None and len(heard.surnames) > 1:
        heard.paternal = sound(heard.surnames[0])


def _alias(heard: Heard, text: str, tables: Tables) -> None:
    """An alias may be another whole name, a short form (Chuy) or a nickname (El Negro)."""
    words = [w for w in _words(text, tables) if not w.initial]
    if not words:
        return
    given, surnames = roles(words, tables)
    if given and all(_is_given(w.name, tables) for w in given):
        _hear(heard.given, given)
        _surnames(heard, surnames)
    heard.nicknames.append(sound("".join(w.name for w in words)))


def _is_given(name: str, tables: Tables) -> bool:
    return name in tables.short or tables.given.get(name, 0) > tables.surname.get(name, 0)
