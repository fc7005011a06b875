"""Which side of the body a place is on: "upper left arm", "antebrazo der.", "left and right hand"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from linkage.records.marks.vocabulary import Vocabulary
from linkage.records.phrases import COMMA, TOGETHER, Hit

NEAR = 4
"""Words that may stand between a side and its place: "left side of the lower abdomen"."""

_SIDES = ("side_before", "side_after")


class Site(NamedTuple):
    """A place on the body and its side: left, right, both, or "" where it is not said."""

    place: str
    side: str = ""


def sided(clause: Sequence[Hit], words: Vocabulary) -> list[Hit | Site]:
    """The clause with its places, sides and segments made into sites; the rest as it was."""
    places = [n for n, hit in enumerate(clause) if hit.category == "site"]
    sides: dict[int, str] = {}
    names = {n: clause[n].code for n in places}
    for n, hit in enumerate(clause):
        if hit.category in _SIDES:
            owner = _owner(clause, n, places)
            if owner is not None:
                sides[owner] = hit.code if sides.get(owner, hit.code) == hit.code else "both"
        elif hit.category == "segment":
            owner = _next(clause, n, places)
            if owner is not None:
                names[owner] = words.segments.get((names[owner], hit.code), names[owner])
    for held, holder in reversed(_held(clause, places, words)):
        sides.setdefault(held, sides.get(holder, ""))
        del names[holder]
    dropped = {"segment", "site", *_SIDES}
    return [
        Site(names[n], sides.get(n, "")) if n in names else hit
        for n, hit in enumerate(clause)
        if n in names or hit.category not in dropped
    ]


def _held(clause: Sequence[Hit], places: Sequence[int], words: Vocabulary) -> list[tuple[int, int]]:
    """Places followed by one that only says where they are: the finger and the hand in "dedo de la mano izquierda"."""
    return [
        (n, m)
        for n, m in pairwise(places)
        if all(clause[k].gap == TOGETHER and (k == m or clause[k].category in _SIDES) for k in range(n + 1, m + 1))
        and clause[m].code in words.places(clause[n].code)
    ]


def _owner(clause: Sequence[Hit], n: int, places: Sequence[int]) -> int | None:
    """The place a side belongs to: English looks ahead first, the others behind."""
    ahead, behind = _next(clause, n, places), _previous(clause, n, places)
    if clause[n].category == "side_before":
        return ahead if ahead is not None else behind
    return behind if behind is not None else ahead


def _next(clause: Sequence[Hit], n: int, places: Sequence[int]) -> int | None:
    """The nearest place ahead, with nothing but sides and segments between."""
    for m in range(n + 1, len(clause)):
        if (clause[m].gap > TOGETHER and clause[m].category != "side_before") or clause[m].start - clause[n].end > NEAR:
            return None
        if m in places:
            return m
        if clause[m].category not in (*_SIDES, "segment", "aspect"):
            return None
    return None


def _previous(clause: Sequence[Hit], n: int, places: Sequence[int]) -> int | None:
    """The place just behind: "brazo izquierdo", "brazo del lado izquierdo", "arm, left"."""
    for m in range(n - 1, -1, -1):
        if clause[n].start - clause[m].end > 2 or clause[n].gap > COMMA:
            return None
        if m in places:
            return m
        if clause[m].category not in (*_SIDES, "segment"):
            return None
    return None
