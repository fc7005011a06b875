"""From the written parts of a name to everything that is compared of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from linkage.records.fold import fold
from linkage.records.names.keys import consonant_keys, initial_keys, lone_keys, pair_keys
from linkage.records.names.near import near_keys, new_keys
from linkage.records.names.roles import roles
from linkage.records.names.sound import ends_in_a, sound
from linkage.records.names.tables import Tables
from linkage.records.names.words import Word, repaired, words_of
from linkage.records.unknown import known

_ASIDE = re.compile(r"[\"“”«»]([^\"“”«»]+)[\"“”«»]|\((?!a\))([^)]*)\)", re.IGNORECASE)
"""A nickname in quotation marks or brackets; "(a)" is the clerk's "alias"."""

_DIMINUTIVE = re.compile("(?:c|ec)?(it|ill)([oa])$")
_BORNE_PLAIN = 20

_SEVERAL = re.compile(r"[;|\n]|\s/\s")


@dataclass
class Heard:
    """The words of one record, gathered part by part."""

    given: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    paternal: str | None = None


@dataclass(frozen=True)
class Name:
    """What is compared of a record's name; lists are sorted and without repetition.

    `given`, `surnames`, `sounds` (whatever their role) and `possible` are by sound, `tokens` are the
    kept spellings. `near` are keys that look-alikes share, `new` those that a word nobody bears
    shares with itself.
    """

    given: list[str]
    surnames: list[str]
    tokens: list[str]
    sounds: list[str]
    given_near: list[str]
    given_new: list[str]
    surnames_near: list[str]
    surnames_new: list[str]
    possible: list[str]
    initials: list[str]
    letters: list[str]
    aliases: list[str]
    paternal: str | None
    keys: list[str]


def read_name(texts: Mapping[str, str | None], missing: bool, tables: Tables) -> Name | None:
    """Everything compared of one name; None when nothing is known of it."""
    heard = Heard()
    parts = {part: known(repaired(text)) for part, text in texts.items() if text}
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
    _settle(heard, tables)
    return _name(heard, missing, tables)


def _whole_in_given(parts: Mapping[str, str | None], tables: Tables) -> bool:
    """True when a whole name stands in the column of given names, and nothing beside it."""
    if any(parts.get(part) for part in ("paternal", "maternal", "full")):
        return False
    words = _words(parts.get("given"), tables)
    return len(words) > 2 and any(tables.surname.get(w.name, 0) > 10 * tables.given.get(w.name, 0) for w in words)


def _words(text: str | None, tables: Tables) -> list[Word]:
    return words_of(text.replace(",", " "), tables) if text else []


def _hear(into: list[str], words: Iterable[Word]) -> None:
    into += [w.name for w in words if w.name not in into]


def _surnames(heard: Heard, words: Sequence[Word]) -> None:
    _hear(heard.surnames, (w for w in words if not w.husband and not w.initial))
    _hear(heard.further, (w for w in words if w.husband))


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


def _any_of(words: Iterable[str]) -> str:
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


def _settle(heard: Heard, tables: Tables) -> None:
    """Short forms to full ones, and the names of traditions without surnames out of their roles."""
    free = any(tables.free(n) for n in (*heard.given, *heard.surnames))
    if free:
        heard.given = list(dict.fromkeys((*heard.given, *heard.surnames)))
        heard.paternal = None
    given: list[str] = []
    for name in heard.given:
        full = tables.short.get(name, (_without_diminutive(name, tables),))
        given += full[0].split() if len(full) == 1 else [name]
        if len(full) > 1:
            heard.possible += [part for n in full for part in n.split()]
    heard.given = _second_names(list(dict.fromkeys(given)))
    if free:
        heard.surnames, heard.given = heard.given, []


def _without_diminutive(name: str, tables: Tables) -> str:
    """Ramoncito is Ramón, Elenita is Elena, where people bear the plain name."""
    ending = _DIMINUTIVE.search(name)
    if not ending or tables.borne(name):
        return name
    stem = name[: ending.start()]
    plain = (stem + ending[2], stem, stem + "e")
    return next((n for n in plain if tables.given.get(n, 0) >= _BORNE_PLAIN), name)


def _second_names(given: list[str]) -> list[str]:
    """José María is a man, María José a woman: the second name of such pairs is left out."""
    if len(given) > 1 and "maria" in given[1:] and not ends_in_a(given[0]):
        given = [n for n in given if n != "maria"]
    if len(given) > 1 and "jose" in given[1:] and ends_in_a(given[0]):
        given = [n for n in given if n != "jose"]
    return given


def _near(names: Sequence[str], surnames: bool, missing: bool, tables: Tables) -> list[str]:
    keys: set[str] = set()
    for name in names:
        role = "S" if surnames else "F" if ends_in_a(name) else "M"
        keys.update(near_keys(sound(name), role, tables.heard(name), missing))
    return sorted(keys)


def _new(names: Sequence[str], tables: Tables) -> list[str]:
    return sorted({key for name in names if not tables.heard(name) for key in new_keys(sound(name))})


def _sounds(names: Iterable[str]) -> list[str]:
    return sorted({sound(name) for name in names})


def _name(heard: Heard, missing: bool, tables: Tables) -> Name | None:
    tokens = sorted({*heard.given, *heard.surnames, *heard.further})
    if not tokens and not heard.nicknames:
        return None
    name = Name(
        given=_sounds(heard.given),
        surnames=_sounds(heard.surnames),
        tokens=tokens,
        sounds=_sounds(tokens),
        given_near=_near(heard.given, False, missing, tables),
        given_new=_new(heard.given, tables),
        surnames_near=_near(heard.surnames, True, missing, tables),
        surnames_new=_new(heard.surnames, tables),
        possible=_sounds(set(heard.possible) - set(tokens)),
        initials=sorted(set(heard.initials)),
        letters=sorted({n[0] for n in (*heard.given, *heard.initials)}),
        aliases=sorted(set(heard.nicknames)),
        paternal=heard.paternal,
        keys=[],
    )
    return replace(name, keys=_keys(name, missing))


def _keys(name: Name, missing: bool) -> list[str]:
    keys = pair_keys(name.sounds, name.possible) + [f"alias:{n}" for n in name.aliases]
    keys += consonant_keys(name.sounds) + lone_keys(name.sounds, name.possible, missing)
    return sorted({*keys, *initial_keys(name.letters, name.initials, name.surnames, missing)})
