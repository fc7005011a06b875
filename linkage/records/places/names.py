"""From names of places to the area they stand for, with the broader names narrowing the closer ones.

Ambiguous names keep their candidates: the area is the smallest circle around those that make up
four fifths of the people who live in places of that name. A circle too wide to tell anything is
left to the evidence, which then says "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from linkage.records.places.area import Area, cover, km_between, widened
from linkage.records.places.gazetteer import Gazetteer
from linkage.records.places.words import Words, plain

RANKS = {"country": 0, "state": 1, "municipality": 2, "town": 3}
LIKELY = 0.8
"""Share of the people of all places of one name that the kept candidates must make up."""

CHIEF = 0.1
"""A town with this share of its county's people is meant when the name stands alone."""

NEIGHBOUR_KM = 40
"""A name inside a town (a quarter, a village of its outskirts) lies within this distance of it."""

_BREAKS = re.compile(r"[,;/\n()|]+|\s[-–—]\s")


@dataclass(frozen=True)
class Segment:
    """One name with what it may be: "country", "state", "town" (or municipality), or "any"."""

    text: str
    scope: str


@dataclass(frozen=True)
class Reading:
    """What was understood: the candidates, whether all of them are meant, and what makes them vaguer."""

    areas: tuple[Area, ...]
    all_meant: bool = False
    wider_km: float = 0.0
    unread: tuple[str, ...] = ()
    against: bool = False


NOTHING = Reading(())


@dataclass(frozen=True)
class Names:
    """Finds what a whole name may mean, with one gazetteer and one set of words."""

    gazetteer: Gazetteer
    words: Words
    found: dict[tuple[str, str], tuple[Area, ...]] = field(default_factory=dict, compare=False)
    """What was looked up before: the same states and countries stand in every row."""

    def find(self, text: str, scope: str = "any") -> tuple[Area, ...]:
        """All areas that the whole text may name: as written, without abbreviations, without its kind."""
        key = (text, scope)
        if key not in self.found:
            self.found[key] = self._find(text, scope)
        return self.found[key]

    def _find(self, text: str, scope: str) -> tuple[Area, ...]:
        name = plain(text)
        if name in self.words.kinds.words:
            return ()
        full = self.words.expanded(name)
        for form in dict.fromkeys((name, full, self.words.bare(name), self.words.bare(full), f"ciudad {full}")):
            if found := self.named(form, scope):
                return self._of_kind_said(found, name)
        return ()

    def named(self, name: str, scope: str) -> tuple[Area, ...]:
        """All areas of exactly this plain name. Puerto Rico and Guam are countries also in a column of states."""
        listed = self.gazetteer.find(name)
        if scope == "town":
            return tuple(a for a in listed if a.kind in ("town", "municipality"))
        states = tuple(self.gazetteer.state(code) for code in self.words.states.get(name, ()))
        nation = self.words.nations.get(name)
        nations = (self.gazetteer.country(nation),) if nation else tuple(a for a in listed if a.kind == "country")
        if scope == "country":
            return nations
        if scope == "state":
            return states or tuple(a for a in listed if a.kind == "state") or nations
        if len(name) == 2:  # "PA" in a text is Pennsylvania and not Panama
            return ((self.gazetteer.country(nation),) if nation else ()) or states
        return tuple(dict.fromkeys((*nations, *states, *listed)))

    def _of_kind_said(self, found: tuple[Area, ...], name: str) -> tuple[Area, ...]:
        """Only municipalities where the text says so ("Pima County"); else no county for its seat's name."""
        if self.words.municipality.stands_by(name):
            return tuple(a for a in found if a.kind == "municipality") or found
        return tuple(a for a in found if not _is_county_of_town(a, found))


@dataclass(frozen=True)
class Home:
    """Country and state that most of the file's places lie in: they decide between places of one name."""

    country: str = ""
    state: str = ""

    def of(self, areas: Sequence[Area]) -> tuple[Area, ...]:
        """The candidates in the home state, or country, where there are any; else all."""
        for inside in (
            [a for a in areas if self.state and a.state == self.state],
            [a for a in areas if self.country and a.country == self.country],
        ):
            if inside:
                return tuple(inside)
        return tuple(areas)


NOWHERE = Home()


def _is_county_of_town(area: Area, found: Sequence[Area]) -> bool:
    """A county of the United States beside its chief town of the same name: without "County" the town is meant."""
    return (
        area.country == "US"
        and area.kind == "municipality"
        and any(a.kind == "town" and a.state == area.state and a.population >= CHIEF * area.population for a in found)
    )


def within(outer: Area, inner: Area) -> bool:
    """Whether one area is a part of the other, as names say it ("Saraland, Alabama")."""
    if outer.kind == "country":
        return inner.country == outer.country
    if inner.state != outer.state:
        return False
    return outer.kind == "state" or km_between(outer, inner) <= outer.radius_km + NEIGHBOUR_KM


def narrowed(current: Sequence[Area], found: Sequence[Area]) -> tuple[Area, ...]:
    """Those of `found` that are parts of `current`, the broadest reading of it first; none when they disagree.

    Where a broader name follows a closer one ("Houston, Texas, USA" backwards), the closer are kept.
    """
    for rank in sorted({RANKS[b.kind] for b in current}):
        outer = [b for b in current if RANKS[b.kind] == rank]
        parts = [c for c in found if RANKS[c.kind] > rank and any(within(b, c) for b in outer)]
        if parts:
            return tuple(dict.fromkeys(parts))
    kept = [b for b in current if any(RANKS[c.kind] < RANKS[b.kind] and within(c, b) for c in found)]
    return tuple(kept or [c for c in found if any(b.kind == c.kind and within(b, c) for b in current)])


def likely(areas: Sequence[Area]) -> tuple[Area, ...]:
    """The candidates, largest first, that together make up `LIKELY` of the people."""
    ordered = sorted(areas, key=lambda a: (-a.population, a.kind, a.country, a.state, a.lat, a.lon))
    total = sum(a.population + 1000 for a in ordered)
    kept, people = [], 0
    for area in ordered:
        kept.append(area)
        people += area.population + 1000
        if people >= LIKELY * total:
            break
    return tuple(kept)


def settle(reading: Reading, home: Home = NOWHERE) -> Area | None:
    """One area for what was read; None when nothing was."""
    if not reading.areas:
        return None
    area = cover(reading.areas if reading.all_meant else likely(home.of(reading.areas)))
    return widened(area, reading.wider_km) if reading.wider_km else area


def split(text: str) -> list[str]:
    """The segments of a text, as written from close to broad."""
    return [part.strip() for part in _BREAKS.split(text) if part and part.strip()]
