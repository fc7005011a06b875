"""The places of a pair as circles on the globe, and the distances between them as honest intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import acos, asin, atan2, degrees
from typing import Any

from linkage.evidence import all_fields
from linkage.evidence.fields import Field, Side

EARTH_KM = 6371.0

PLACES = tuple(field for field in all_fields() if field.kind.name == "place")

ON_MAP = ("last_contact_place", "crossing_place", "destination_place", "recovery_place")
"""The way of the person and the place of recovery. Homes may lie a continent away and are told in the table."""


@dataclass(frozen=True)
class Spot:
    """One place: whose, which field, its letter on the map, its centre and how far it may stray."""

    side: Side
    field: str
    letter: str
    lat: float
    lon: float
    radius_km: float
    vector: tuple[float, float, float]

    @property
    def on_map(self) -> bool:
        """Whether it belongs on the map."""
        return self.field in ON_MAP


def drawn(found: Sequence[Spot]) -> Sequence[Spot]:
    """The places on the map: those of the way and of the recovery; where there is none of them, whatever is known."""
    return [spot for spot in found if spot.on_map] or list(found)


@dataclass(frozen=True)
class Distance:
    """From a place of the missing person to where the remains were found: at least, and at most."""

    spot: Spot
    least_km: float
    most_km: float


def spots(missing: Mapping[str, Any], remains: Mapping[str, Any]) -> tuple[Spot, ...]:
    """Every place known on either side, those of the missing person first, lettered in that order."""
    found = [*_of("missing", missing), *_of("remains", remains)]
    return tuple(_spot(side, field, record, n) for n, (side, field, record) in enumerate(found))


def _of(side: Side, record: Mapping[str, Any]) -> Iterator[tuple[Side, Field, Mapping[str, Any]]]:
    for field in PLACES:
        if side in field.sides and record.get(f"typed_{field.name}_x") is not None:
            yield side, field, record


def _spot(side: Side, field: Field, record: Mapping[str, Any], number: int) -> Spot:
    x, y, z, radius = (float(record[f"typed_{field.name}_{part}"] or 0.0) for part in ("x", "y", "z", "radius_km"))
    lat, lon = degrees(asin(max(-1.0, min(1.0, z)))), degrees(atan2(y, x))
    return Spot(side, field.name, chr(ord("A") + number), lat, lon, radius, (x, y, z))


def distances(found: tuple[Spot, ...]) -> tuple[Distance, ...]:
    """From each place of the missing person to the place of recovery, nearest first."""
    recovered = [spot for spot in found if spot.side == "remains" and spot.field == "recovery_place"]
    told = [_distance(spot, end) for end in recovered for spot in found if spot.side == "missing"]
    return tuple(sorted(told, key=lambda d: (d.least_km, d.most_km, d.spot.letter)))


def _distance(spot: Spot, end: Spot) -> Distance:
    cosine = sum(a * b for a, b in zip(spot.vector, end.vector, strict=True))
    between = acos(max(-1.0, min(1.0, cosine))) * EARTH_KM
    slack = spot.radius_km + end.radius_km
    return Distance(spot, max(0.0, between - slack), between + slack)
