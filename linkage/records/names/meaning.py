"""What one written word stands for: an abbreviation, another spelling, two names run together, or itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from linkage.records.names.sound import ends_in_a
from linkage.records.names.tables import Tables

_RUN_TOGETHER = 6
"""A shorter word is not taken apart."""

_COMMON = 50
"""How often a name must be borne in the national register to be found inside a longer word."""

_CUT_SHORT = 0.7
"""A word cut short by a dot is the commonest name that begins so, if it has this share of them."""

_CONFUSED = (
    ("rn", "m"),
    ("m", "rn"),
    ("ii", "u"),
    ("cl", "d"),
    ("vv", "w"),
    ("l", "i"),
    ("d", "cl"),
    ("h", "li"),
    ("u", "ii"),
    ("nn", "rm"),
)
"""Letters that a scanner or a reader of handwriting takes for one another: Amulfo is Arnulfo."""

_DIGITS = str.maketrans("013458", "oieasb")
"""Digits that a scanner reads for letters: GARC1A, M0RALES."""

_PARTICLE = re.compile("(delas?|delos|del|dos|da|de)(.+)")


@lru_cache(maxsize=100_000)
def meant(word: str, before: str, following: str, tables: Tables) -> tuple[str, ...]:
    """The names one written word stands for, between the name before it and the word that follows ("" where none does).

    `word` is folded and may carry dots ("gpe.", "j."). Remembered, because names recur.
    """
    bare = word.replace(".", "")
    if following.strip(".") in tables.words["after_j"] and (bare == "j" or word == "m."):
        return ("jose",) if bare == "j" else ("maria",)
    if word.endswith(".") and word in tables.dotted:
        return tables.dotted[word]
    if bare in tables.plain:
        return tables.plain[bare]
    if tables.borne(bare) or len(bare) < 2:
        return (bare,) if bare else ()
    return _cut_short(bare, before, tables) if word.endswith(".") else _unlisted(bare.translate(_DIGITS), tables)


def misread(bare: str) -> bool:
    """True for a word with one digit inside, where a scanner took a letter for it."""
    return len(bare) > 3 and sum(c.isdigit() for c in bare) == 1 and bare[0].isalpha() and bare[-1].isalpha()


def _unlisted(bare: str, tables: Tables) -> tuple[str, ...]:
    for kept, beginnings in tables.beginnings.items():
        for beginning in beginnings:
            if bare.startswith(beginning) and len(bare) >= len(beginning) + 2:
                whole = kept + bare[len(beginning) :]
                return tables.plain.get(whole, (whole,))
    if bare.startswith("ben") and tables.free(bare[3:]):
        return (bare[3:],)
    stem = bare.removesuffix("u").removesuffix("o")
    if stem != bare and (stem in tables.plain or tables.free(stem)):
        return tables.plain.get(stem, (stem,))  # Zeinabou, Hamidu: West Africa puts -ou to names of the Arabs
    return _run_together(_reread(bare, tables), tables)


def _reread(bare: str, tables: Tables) -> str:
    """The name that people bear, where only letters that look alike stand between it and the word."""
    read = (bare.replace(wrong, right) for wrong, right in _CONFUSED if wrong in bare)
    return next((name for name in read if tables.borne(name)), bare)


def _cut_short(bare: str, before: str, tables: Tables) -> tuple[str, ...]:
    """The commonest name that begins so ("Rodrig."), or a first letter where it may be several ("Ch.", "Alf.").

    The first word is a given name, and after a woman's name a name that women bear: "Ma. Eug." is Eugenia.
    """
    if len(bare) < 3:
        return (bare[:1],)
    roles = (tables.given, tables.surname) if before else (tables.given,)
    found = {name: n for role in roles for name, n in role.items() if not (ends_in_a(before) and name.endswith("o"))}
    return (_likely(found, bare, str.startswith) or _likely(found, bare, _contracts) or bare[:1],)


def _likely(names: Mapping[str, int], bare: str, stands_for: Callable[[str, str], bool]) -> str | None:
    """The name that the short form stands for, where one is far commoner than all others together."""
    found = {n: c for n, c in names.items() if stands_for(n, bare)}
    best = max(found, key=lambda n: found[n], default=None)
    return best if best and found[best] >= _CUT_SHORT * sum(found.values()) else None


def _contracts(name: str, bare: str) -> bool:
    """True when the short form has the name's first and last letter and some between, in order: "Alfdo." is Alfredo."""
    letters = iter(name)
    return name[0] == bare[0] and name[-1] == bare[-1] and all(letter in letters for letter in bare)


def _run_together(bare: str, tables: Tables) -> tuple[str, ...]:
    """A word nobody bears that is two common given names, or a surname with its particles: Joseluis, Delacruz."""
    if len(bare) < _RUN_TOGETHER:
        return (bare,)
    particle = _PARTICLE.match(bare)
    if particle and tables.surname.get(particle[2].removeprefix("la"), 0) >= _COMMON:
        return (particle[2].removeprefix("la"),)
    for cut in range(3, len(bare) - 2):
        if min(tables.given.get(bare[:cut], 0), tables.given.get(bare[cut:], 0)) >= _COMMON:
            return (bare[:cut], bare[cut:])
    return (bare,)
