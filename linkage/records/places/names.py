"""From names of places to the area they stand for, with the broader names narrowing the closer ones.

Ambiguous names keep their candidates: the area is the smallest circle around those that make up
four fifths of the people who live in places of that name. A circle too wide to tell anything is
left to the evidence, which then says "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linkage.records.places.area import Area, cover, km_between, widened
from linkage.records.places.gazetteer import Gazetteer
from linkage.records.places.words import Words, plain

RANKS = {"country": 0, "state": 1, "municipality": 2, "town": 3}
LIKELY = 0.8
"""Share of the people of all places of one name that the kept candidates must make up."""

NEIGHBOUR_KM = 40
"""A name inside a town (a quarter, a village of its outskirts) lies within this distance of it."""

SMALL_TOWN = 15_000
"""In running text, with nothing else to go by, only names of larger towns are read."""

_BREAKS = re.compile(r"[,;/\n()|]+|\s[-–—]\s")
_KILOMETRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|kms|kilometros?|kilometers?|mi|miles|millas)\b", re.I)


@dataclass(frozen=True)
class Segment:
    """One name with what it may be: "country", "state", "town" (or municipality), or "any"."""

    text: str
    scope: str


@dataclass(frozen=True)
class Home:
    """Country and state that most of the file's places lie in: they decide between places of one name."""

    country: str = ""
    state: str = ""


NOWHERE = Home()


@dataclass(frozen=True)
class Reading:
    """What was understood: the candidates, the words that make them vaguer, and what was not understood."""

    areas: tuple[Area, ...]
    wider_km: float = 0.0
    unread: tuple[str, ...] = ()
    against: bool = False


@dataclass(frozen=True)
class Reader:
    """Reads names with one gazetteer and one set of words; `home` decides where names are shared."""

    gazetteer: Gazetteer
    words: Words
    home: Home = NOWHERE

    def read(self, segments: Sequence[Segment]) -> Reading:
        """All candidates that agree with each other, from the broadest segment to the closest."""
        current: tuple[Area, ...] = ()
        wider, unread, against = 0.0, [], False
        for segment in segments:
            found = self.candidates(segment)
            if not found and segment.scope == "any":
                found, rest = self.inside_text(segment, current)
                wider = max(wider, self.words.vagueness_km(rest), _written_km(segment.text))
            if not found:
                unread.append(segment.text)
                continue
            merged = narrowed(current, found) if current else found
            against = against or (not merged and segment.scope != "any")
            current = merged or current
        return Reading(current, wider, tuple(unread), against)

    def candidates(self, segment: Segment) -> tuple[Area, ...]:
        """All areas that the whole segment may name."""
        name = plain(segment.text)
        for form in dict.fromkeys(
            (name, self.words.expanded(name), self.words.bare(name), self.words.bare(self.words.expanded(name)))
        ):
            if found := self._named(form, segment.scope):
                return self._of_kind_said(found, name)
        return ()

    def _of_kind_said(self, found: tuple[Area, ...], name: str) -> tuple[Area, ...]:
        """Only municipalities where the text says so ("Pima County", "municipio de Centro")."""
        said = any(name.startswith(w + " ") or name.endswith(" " + w) for w in self.words.municipality)
        return tuple(a for a in found if a.kind == "municipality") or found if said else found

    def _named(self, name: str, scope: str) -> tuple[Area, ...]:
        listed = self.gazetteer.find(name)
        if scope == "town":
            return tuple(a for a in listed if a.kind in ("town", "municipality"))
        states = tuple(self.gazetteer.state(code) for code in self.words.states.get(name, ()))
        if scope == "state":
            return states or tuple(a for a in listed if a.kind == "state")
        nation = self.words.nations.get(name)
        nations = (self.gazetteer.country(nation),) if nation else ()
        if scope == "country":
            return nations or tuple(a for a in listed if a.kind == "country")
        if len(name) == 2:  # "PA" in a text is Pennsylvania and not Panama
            return nations or states
        return tuple(dict.fromkeys((*nations, *states, *listed)))

    def inside_text(self, segment: Segment, current: tuple[Area, ...]) -> tuple[tuple[Area, ...], str]:
        """Places named inside running text ("cerca de Altar rumbo a Sásabe"), and the rest of the text."""
        tokens = self.words.expanded(plain(segment.text)).split()
        sets, rest = [], []
        for name, found in self._runs(tokens):
            fitting = narrowed(current, found) if current else tuple(a for a in found if self._well_known(a))
            if fitting:
                sets.append(fitting)
            else:
                rest.append(name)
        return (self._together(sets) if sets else ()), " ".join(rest)

    def _runs(self, tokens: Sequence[str]) -> Iterator[tuple[str, tuple[Area, ...]]]:
        """The text cut into its longest names, from left to right; words that are no name give nothing."""
        start = 0
        while start < len(tokens):
            for length in range(min(5, len(tokens) - start), 0, -1):
                name = " ".join(tokens[start : start + length])
                found = self._named(name, "any") if self._may_be_name(name, length) else ()
                if found or length == 1:
                    yield name, found
                    start += length
                    break

    def _may_be_name(self, name: str, length: int) -> bool:
        return length > 1 or (len(name) > 3 and name not in self.words.common and not name.isdigit())

    def _well_known(self, area: Area) -> bool:
        at_home = area.country == self.home.country or area.state == self.home.state
        return at_home or area.kind in ("country", "state") or area.population >= SMALL_TOWN

    @staticmethod
    def _together(sets: Sequence[tuple[Area, ...]]) -> tuple[Area, ...]:
        """Of several places in one text those that lie in a common state, or country, or the first named."""
        for key in (_state, _country):
            shared = set.intersection(*({key(a) for a in found} for found in sets)) - {""}
            if shared:
                return tuple(a for found in sets for a in found if key(a) in shared)
        return sets[0]


def _state(area: Area) -> str:
    return area.state


def _country(area: Area) -> str:
    return area.country


def _written_km(text: str) -> float:
    """ "5 km al sur de Altar": the distance written, in km."""
    found = _KILOMETRES.search(text)
    if not found:
        return 0.0
    number = float(found[1].replace(",", "."))
    return min(number * (1.609 if found[2].lower().startswith("mi") else 1.0), 300.0)


def within(outer: Area, inner: Area) -> bool:
    """Whether one area is a part of the other, as names say it ("Saraland, Alabama")."""
    if outer.kind == "country":
        return inner.country == outer.country
    if outer.kind == "state":
        return inner.state == outer.state
    if inner.state != outer.state:
        return False
    return km_between(outer, inner) <= outer.radius_km + NEIGHBOUR_KM


def narrowed(current: Sequence[Area], found: Sequence[Area]) -> tuple[Area, ...]:
    """The closer of each agreeing pair; only the strictly closer ones where there are any."""
    closer = [(b, c) for b in current for c in found if RANKS[c.kind] >= RANKS[b.kind] and within(b, c)]
    strictly = [c for b, c in closer if RANKS[c.kind] > RANKS[b.kind]]
    broader = [b for b in current for c in found if RANKS[c.kind] < RANKS[b.kind] and within(c, b)]
    return tuple(dict.fromkeys(strictly or broader or [c for _, c in closer]))


def at_home(areas: Sequence[Area], home: Home) -> tuple[Area, ...]:
    """The candidates in the file's own state or country, where there are any."""
    for key, own in ((_state, home.state), (_country, home.country)):
        inside = tuple(a for a in areas if own and key(a) == own)
        if inside:
            return inside
    return tuple(areas)


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
    area = cover(likely(at_home(reading.areas, home)))
    return widened(area, reading.wider_km) if reading.wider_km else area


def split(text: str) -> list[str]:
    """The segments of a text, as written from close to broad."""
    return [part.strip() for part in _BREAKS.split(text) if part and part.strip()]
