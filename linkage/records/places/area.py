"""Areas: circles on the globe. A place is never a bare point; the radius says how well it is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

EARTH_KM = 6371.0
"""Mean radius of the Earth."""

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A circle that holds a place: its middle in degrees, its radius, and what is known of country and state.

    `kind` is point (coordinates), town, municipality, state, country, or several when more than one
    place is covered. `country` is the ISO code, `state` the code of GeoNames ("MX.26"); "" is unknown.
    """

    kind: str
    country: str
    state: str
    lat: float
    lon: float
    radius_km: float
    population: int = 0


def vector(lat: float, lon: float) -> Vector:
    """The point of the unit sphere at these degrees."""
    phi, theta = math.radians(lat), math.radians(lon)
    return (math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi))


def km_between(a: Area, b: Area) -> float:
    """Distance on the globe between the middles of two areas."""
    dot = sum(p * q for p, q in zip(vector(a.lat, a.lon), vector(b.lat, b.lon), strict=True))
    return EARTH_KM * math.acos(max(-1.0, min(1.0, dot)))


def holds(outer: Area, inner: Area) -> bool:
    """Whether the middle of `inner` lies in the circle of `outer`."""
    return km_between(outer, inner) <= outer.radius_km


def cover(areas: Sequence[Area]) -> Area:
    """One circle around all the areas; country and state only where they all agree.

    >>> nogales = Area("town", "MX", "MX.26", 31.31, -110.94, 9), Area("town", "US", "US.AZ", 31.34, -110.93, 6)
    >>> cover(nogales).country
    ''
    """
    widest = max(areas, key=lambda a: a.radius_km)
    country = widest.country if len({a.country for a in areas}) == 1 else ""
    state = widest.state if len({a.state for a in areas}) == 1 else ""
    if all(km_between(widest, a) + a.radius_km <= widest.radius_km * 1.1 for a in areas):
        return Area(widest.kind, country, state, widest.lat, widest.lon, widest.radius_km, widest.population)
    x, y, z = (sum(parts) for parts in zip(*(vector(a.lat, a.lon) for a in areas), strict=True))
    lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    middle = Area("several", country, state, lat, lon, 0.0)
    return widened(middle, max(km_between(middle, a) + a.radius_km for a in areas))


def widened(area: Area, km: float) -> Area:
    """The same area with `km` more around it."""
    return Area(area.kind, area.country, area.state, area.lat, area.lon, area.radius_km + km, area.population)
