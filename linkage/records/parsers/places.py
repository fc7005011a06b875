"""Places: coordinates and names, together one circle on the globe with its country and state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from linkage.records.parsing import Context, Parsed, Parser, Problem, Texts, unknown
from linkage.records.places.area import Area, cover, km_between, vector, widened
from linkage.records.places.coordinates import Point, looks_like_coordinates, read_pair, read_point
from linkage.records.places.gazetteer import gazetteer
from linkage.records.places.names import Home, Names, Reading, Segment, settle, split
from linkage.records.places.running import Reader
from linkage.records.places.words import plain, words
from linkage.records.unknown import known

MOSTLY = 0.8
"""Share of a column's places that must lie in one country (or state) for it to be the file's home."""

ENOUGH = 5
"""Fewer places than this say nothing about a home."""

SAMPLE = 2000
"""So many distinct texts of a column are looked at to find its home."""

BOTH_KM = 300
"""Coordinates this near to the place named beside them are covered together with it."""

SLACK_KM = 50
"""Coordinates this far outside the area named beside them still agree with it: circles are rough."""

_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|kms|mi|miles|millas|ft|pies|m|mts?|metros|meters)?\b", re.I)
_UNITS_KM = {
    "km": 1.0,
    "mi": 1.609,
    "fe": 0.0003048,
    "ft": 0.0003048,
    "pi": 0.0003048,
    "m": 0.001,
    "mt": 0.001,
    "me": 0.001,
}

NOT_FOUND = Problem(
    "no place of this name in the gazetteer",
    "Write municipality, state and country in their own columns, or add coordinates.",
)
NOT_POINT = Problem(
    "not coordinates of a place (0, 0, out of range, or one number only)",
    'Write latitude and longitude in degrees: "31.3086, -110.9422".',
    part="coordinates",
)
ELSEWHERE = Problem(
    "the coordinates lie outside the place that is named beside them",
    "Check which of the two is right and correct the other.",
    part="coordinates",
    kept=True,
)
TURNED = Problem(
    "latitude and longitude were exchanged, or a minus sign was missing; read so that they fit",
    "Write latitude first; west of Greenwich the longitude has a minus sign.",
    part="coordinates",
    kept=True,
)
DISAGREE = Problem(
    "municipality, state and country do not belong together; the broader one was used",
    "Check the names: there is no such municipality in that state.",
    kept=True,
)


def make_place(context: Context, values: Sequence[Texts]) -> Parser:
    """A parser of places that lets the whole column decide between places of one name."""
    first = Reader(Names(gazetteer(), words()))
    reader = replace(first, home=_home(first, values[:SAMPLE]))
    west = _mostly_west(values)

    def parse(texts: Texts) -> Parsed:
        area, problem = _understand(texts, reader, west)
        if area is None:
            return unknown(context, problem)
        x, y, z = vector(area.lat, area.lon)
        return Parsed((x, y, z, area.radius_km, area.country or None, area.state or None), problem)

    return parse


def _understand(texts: Texts, reader: Reader, west: bool) -> tuple[Area | None, Problem | None]:
    """The area of one record's texts, and what was wrong with them."""
    segments = _segments(texts)
    reading = reader.read(segments)
    named, wrong = settle(reading, reader.home), _wrong_names(segments, reading)
    point, radius = _coordinates(texts), _radius_km(texts)
    if not isinstance(point, Point):
        problem = replace(NOT_POINT, kept=named is not None) if point else wrong
        return (_at_least(named, radius) if named else None), problem
    placed, turned = _placed(point, reading, west)
    if placed is not None:
        return replace(placed, radius_km=radius or placed.radius_km), TURNED if turned else wrong
    return _of_both(point, named, bool(reading.unread)), ELSEWHERE


def _segments(texts: Texts) -> list[Segment]:
    """The names from broad to close, each with what its column says it is."""
    found = []
    for part, scope in (("country", "country"), ("state", "state"), ("municipality", "town"), ("", "any")):
        text = known(texts.get(part))
        if text and not looks_like_coordinates(text):
            pieces = [text] if scope in ("country", "state") else split(text)
            found += [Segment(piece, scope) for piece in reversed(pieces) if known(piece)]
    return found


def _wrong_names(segments: Sequence[Segment], reading: Reading) -> Problem | None:
    if reading.against:
        return DISAGREE
    columns = [s.text for s in segments if s.scope != "any"]
    lost = not reading.areas or any(text in columns for text in reading.unread)
    return replace(NOT_FOUND, kept=bool(reading.areas)) if segments and lost else None


def _at_least(area: Area, radius_km: float | None) -> Area:
    return widened(area, max((radius_km or 0.0) - area.radius_km, 0.0))


def _coordinates(texts: Texts) -> Point | str | None:
    """The point written; the text itself when it is none; None when nothing is written."""
    lat, lon = known(texts.get("lat")), known(texts.get("lon"))
    if lat and lon:
        return read_pair(lat, lon) or f"{lat} {lon}"
    if text := known(texts.get("coordinates")) or lat or lon:
        return read_point(text) or text
    for part in ("", "municipality"):
        text = texts.get(part)
        if text and looks_like_coordinates(text):
            return read_point(text) or text
    return None


def _placed(point: Point, reading: Reading, west: bool) -> tuple[Area | None, bool]:
    """The point where it fits an area named (None when it fits none), and whether it had to be turned."""
    for lat, lon in _ways(point, west, bool(reading.areas)):
        area = Area("point", "", "", lat, lon, point.error_km)
        turned = point.swapped or (lat, lon) != (point.lat, point.lon)
        if not reading.areas:
            return area, turned
        for named in reading.areas:
            if km_between(named, area) <= named.radius_km + SLACK_KM:
                return replace(area, country=named.country, state=named.state), turned
    return None, False


def _of_both(point: Point, named: Area | None, half_read: bool) -> Area | None:
    """Coordinates and names that disagree: both when near, the coordinates when the names were half read."""
    area = Area("point", "", "", point.lat, point.lon, point.error_km)
    if named is None or half_read:
        return area
    return cover((named, area)) if km_between(named, area) <= BOTH_KM else named


def _ways(point: Point, west: bool, checked: bool) -> Iterator[tuple[float, float]]:
    """The ways to read two figures, the likeliest first; the unlikely ones only against a name."""
    unsigned = not point.signed and point.lon > 0
    if unsigned and west:
        yield point.lat, -point.lon
    yield point.lat, point.lon
    if checked:
        if unsigned:
            yield point.lat, -point.lon
        if abs(point.lon) <= 90:
            yield point.lon, point.lat
            yield point.lon, -point.lat
            yield -point.lon, point.lat


def _radius_km(texts: Texts) -> float | None:
    """How well the place is known, in km: a length, or words such as the classes of the Pima examiner."""
    text = known(texts.get("radius_km"))
    return _length_km(text) if text is not None else None


@lru_cache(maxsize=10_000)
def _length_km(text: str) -> float | None:
    said = [km for word, km in words().precision.items() if f" {word} " in f" {plain(text)} "]
    if said:
        return max(said)
    found = _LENGTH.search(text)
    if not found:
        return None
    unit = (found[2] or "km").lower()
    return max(float(found[1].replace(",", ".")) * (_UNITS_KM.get(unit) or _UNITS_KM[unit[:2]]), 0.1)


def _home(reader: Reader, values: Sequence[Texts]) -> Home:
    """Country and state that nearly all places of the column may lie in."""
    countries: Counter[str] = Counter()
    states: Counter[str] = Counter()
    read = 0
    for texts in values:
        areas = reader.read(_segments(texts)).areas
        read += bool(areas)
        countries.update({a.country for a in areas} - {""})
        states.update({a.state for a in areas} - {""})
    return Home(_most(countries, read), _most(states, read))


def _most(counts: Counter[str], read: int) -> str:
    if read < ENOUGH:
        return ""
    (name, count), *_ = [*counts.most_common(1), ("", 0)]
    return name if count >= MOSTLY * read else ""


def _mostly_west(values: Sequence[Texts]) -> bool:
    """Whether the column's longitudes lie west of the Atlantic: a missing sign is then a slip."""
    points = [p for p in map(_coordinates, values) if isinstance(p, Point)]
    return len(points) >= ENOUGH and sum(p.lon < -30 for p in points) >= MOSTLY * len(points)
