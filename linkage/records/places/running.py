"""Reading places from segments and from running text: "en el desierto, cerca de Altar rumbo a Sásabe"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from linkage.records.places.area import Area
from linkage.records.places.names import (
    NOTHING,
    NOWHERE,
    RANKS,
    Home,
    Names,
    Reading,
    Segment,
    likely,
    narrowed,
    within,
)
from linkage.records.places.words import plain

SMALL_TOWN = 15_000
"""In running text, with nothing else to go by, only names of larger towns are read."""

LONGEST = 4
"""Words in the longest name looked for inside a text."""

SHORT = 4
"""In a text of so few names and words, a smaller town is read too where its state or country stands beside it."""

_KILOMETRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(kms?|kil[oó]met(?:ro|er|re)s?|mi|miles|millas)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Reader:
    """Reads the segments of one record; `home` decides where several places share a name."""

    names: Names
    home: Home = NOWHERE

    def read(self, segments: Sequence[Segment]) -> Reading:
        """All candidates that agree with each other, from the broadest segment to the closest."""
        reading = NOTHING
        for segment in segments:
            reading = self._add(reading, segment)
        return reading

    def _add(self, reading: Reading, segment: Segment) -> Reading:
        """What is understood with one more, closer segment."""
        found = Reading(self.names.find(segment.text, segment.scope))
        if not found.areas and segment.scope == "any":
            found = self._near(segment.text) or self._inside(segment.text, reading.areas)
        wider = max(reading.wider_km, found.wider_km)
        if not found.areas:
            return replace(reading, wider_km=wider, unread=(*reading.unread, segment.text))
        if not reading.areas:
            return replace(found, unread=reading.unread, wider_km=wider)
        closer = narrowed(reading.areas, found.areas)
        if closer:
            return replace(reading, areas=closer, all_meant=found.all_meant, wider_km=wider)
        if both := _nations(reading.areas, found.areas):
            return replace(reading, areas=both, all_meant=True)
        return replace(reading, against=reading.against or segment.scope != "any")

    def _near(self, text: str) -> Reading | None:
        """The place that the text is vaguely about, where nothing else stands in it ("cerca de Altar")."""
        name = plain(text)
        named = self.names.words.without_vague(name)
        areas = self.names.find(named) if named != name and named not in self.names.words.common else ()
        return Reading(areas, wider_km=self.names.words.vagueness_km(name)) if areas else None

    def _inside(self, text: str, current: tuple[Area, ...]) -> Reading:
        """The places named inside running text, and how vague the rest of it makes them."""
        sets, rest = [], []
        runs = list(self._runs(text))
        broad = [a for _, found in runs for a in found if a.kind in ("country", "state")] if len(runs) <= SHORT else []
        for name, found in runs:
            known = tuple(a for a in found if self._well_known(a) or any(within(b, a) for b in broad))
            fitting = narrowed(current, found) if current else known
            if fitting:
                sets.append(likely(self.home.of(fitting)))
            else:
                rest.append(name)
        wider = max(self.names.words.vagueness_km(" ".join(rest)), _written_km(text))
        return Reading(_together(sets), len(sets) > 1, wider)

    def _runs(self, text: str) -> Iterator[tuple[str, tuple[Area, ...]]]:
        """The text cut into its longest names, from left to right; words that are no name give nothing."""
        tokens = self.names.words.expanded(plain(text)).split()
        small = _lower_case(text)
        start = 0
        while start < len(tokens):
            for length in range(min(LONGEST, len(tokens) - start), 0, -1):
                run = tokens[start : start + length]
                found = self.names.named(" ".join(run), "any") if self._may_be_name(run, small) else ()
                if found or length == 1:
                    yield " ".join(run), found
                    start += length
                    break

    def _may_be_name(self, run: Sequence[str], small: frozenset[str]) -> bool:
        """Names do not begin or end in small letters, where the text tells; common words alone are no names."""
        if run[0] in small or run[-1] in small:
            return False
        word = run[0]
        return len(run) > 1 or (len(word) > 3 and word not in self.names.words.common and not word.isdigit())

    def _well_known(self, area: Area) -> bool:
        at_home = area.country == self.home.country or area.state == self.home.state
        return at_home or area.kind in ("country", "state") or area.population >= SMALL_TOWN


def _lower_case(text: str) -> frozenset[str]:
    """Words written with a small first letter, in a text that has capitals and small letters."""
    written = _WORD.findall(text)
    if not any(w[0].isupper() for w in written):
        return frozenset()
    return frozenset(plain(w) for w in written if w[0].islower())


def _together(sets: Sequence[tuple[Area, ...]]) -> tuple[Area, ...]:
    """Of several places in one text those that lie in a common state, or country; else the best known."""
    if not sets:
        return ()
    for key in ("state", "country"):
        shared = set.intersection(*({getattr(a, key) for a in found} for found in sets)) - {""}
        if shared:
            return _closest([[a for a in found if getattr(a, key) in shared] for found in sets])
    return max(sets, key=lambda found: (any(a.kind in ("country", "state") for a in found), found[0].population))


def _closest(sets: Sequence[Sequence[Area]]) -> tuple[Area, ...]:
    """All areas of the sets but those that hold one of another set: "Reynosa Tamaulipas" is Reynosa."""
    return tuple(
        outer
        for found in sets
        for outer in found
        if not any(
            RANKS[inner.kind] > RANKS[outer.kind] and within(outer, inner)
            for other in sets
            if other is not found
            for inner in other
        )
    )


def _nations(one: Sequence[Area], other: Sequence[Area]) -> tuple[Area, ...]:
    """The countries of both where both name one ("Honduras; México"); none otherwise."""
    first, second = ([a for a in areas if a.kind == "country"] for areas in (one, other))
    return (*first, *second) if first and second else ()


def _written_km(text: str) -> float:
    """The distance written, in km: "5 km al sur de Altar"."""
    found = _KILOMETRES.search(text)
    if not found:
        return 0.0
    number = float(found[1].replace(",", "."))
    return min(number * (1.609 if found[2].lower().startswith("mi") else 1.0), 300.0)
