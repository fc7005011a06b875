"""Which words of a whole name are given names and which are surnames.

Given names stand first in most registers, surnames first in some. Every cut of the words in two,
in both orders, is weighed by how often each word is borne in the role it would get.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from linkage.records.names.tables import Tables
from linkage.records.names.words import Word

_GIVEN_FIRST = 5.0
"""Bits in favour of the usual order: only names that lean clearly the other way are read surnames first."""

_MOST = 4.0
"""No single word decides the order: Luis is a surname too."""

_UNSEEN = 8.0
"""Counts added to each role, so that a word seen once does not decide."""


def roles(words: Sequence[Word], tables: Tables) -> tuple[list[Word], list[Word]]:
    """(given names, surnames) of one whole name."""
    own = [w for w in words if not w.husband]
    if len(own) < 2:
        lone_surname = bool(own) and _leaning(own[0], tables) < 0
        return ([], own) if lone_surname else (own, [])
    leanings = [_leaning(w, tables) for w in own]
    cuts = [(_weight(leanings, cut, first), first, cut) for cut in range(1, len(own)) for first in (True, False)]
    _, given_first, cut = max(cuts)
    front, back = own[:cut], own[cut:]
    return (front, back) if given_first else (back, front)


def _leaning(word: Word, tables: Tables) -> float:
    """Bits in favour of a given name (positive) or a surname (negative)."""
    if word.initial:
        return 0.5
    names = tables.short.get(word.name, (word.name,))
    given = sum(tables.given.get(n, 0) for n in names)
    bits = math.log2((given + _UNSEEN) / (tables.surname.get(word.name, 0) + _UNSEEN))
    return max(-_MOST, min(_MOST, bits))


def _weight(leanings: Sequence[float], cut: int, given_first: bool) -> float:
    words = len(leanings)
    front = sum(leanings[:cut]) - sum(leanings[cut:])
    surnames = words - cut if given_first else cut
    usual = -abs(surnames - min(2, max(1, words - 1))) * 1.0 - max(0, surnames - 2) - max(0, words - surnames - 2)
    return (front + _GIVEN_FIRST if given_first else -front) + usual
