"""Place: where the remains were found against where the person was last seen, meant to cross, and was going.

Only the last sighting and the crossing decay with distance. Between the last sighting and the
destination lies the way: a body found along it is expected of people on a journey. Distances are
between areas and not points: the chord through the globe (short of the arc by 0.1 % at 1,000 km)
minus both radii. How much a distance tells depends on how wide both areas are together, hence the
groups: precise, rough and wide; beyond that nothing is compared.
"""

from __future__ import annotations

from linkage.evidence.fields import Field, Kind
from linkage.evidence.value import Derived, Evidence, Example, Level

PLACE_KIND = Kind(
    "place",
    ("", "municipality", "state", "country", "coordinates", "lat", "lon", "radius_km"),
    (
        ("{f}_x", "DOUBLE"),
        ("{f}_y", "DOUBLE"),
        ("{f}_z", "DOUBLE"),
        ("{f}_radius_km", "DOUBLE"),
        ("{f}_country", "VARCHAR"),
        ("{f}_state", "VARCHAR"),
    ),
)
"""A place is written as a text, as names in columns, or as coordinates; it is kept as a circle on the
globe (unit vector and radius) with ISO country and GeoNames state where they are known."""

LAST_CONTACT_PLACE = Field(
    "last_contact_place",
    PLACE_KIND,
    "Where the person was last seen or last heard from.",
    "lugar_ultimo_contacto",
    sides=("missing",),
    example="Altar, Sonora",
)
CROSSING_PLACE = Field(
    "crossing_place",
    PLACE_KIND,
    "Where the person crossed, or meant to cross, a border, a desert or the sea.",
    "lugar_cruce",
    sides=("missing",),
    example="Sásabe, Sonora",
)
DESTINATION_PLACE = Field(
    "destination_place",
    PLACE_KIND,
    "Where the person was going.",
    "lugar_destino",
    sides=("missing",),
    example="Phoenix, Arizona",
)
RECOVERY_PLACE = Field(
    "recovery_place",
    PLACE_KIND,
    "Where the remains were found. The radius is in km, or in words (GPS, street, landmarks, vague).",
    "lugar_hallazgo",
    sides=("remains",),
    example="31.8123, -111.9054",
)

PRECISE_KM, ROUGH_KM, WIDE_KM = 30, 150, 600
"""Both radii together: a town against coordinates; a county; a state."""

EARTH_KM = 6371

WAY_KM, WAY_ENDS_KM = 30, 60
"""Half the width of the way, and how wide its ends may be: a way between two states is no way."""

_LAST, _CROSSING = "last_contact_place", "crossing_place"

_TWO = Derived(
    "place_two",
    "BOOLEAN",
    f"coalesce(greatest({_LAST}_radius_km, {_CROSSING}_radius_km) <= "
    f"greatest(20, 2 * least({_LAST}_radius_km, {_CROSSING}_radius_km))"
    f" AND {_LAST}_radius_km IS NOT NULL AND {_CROSSING}_radius_km IS NOT NULL, false)",
)
"""Last contact and crossing are about equally well known: both count. Else the better known alone."""

_RADIUS = Derived(
    "place_radius_km",
    "DOUBLE",
    f"CASE WHEN place_two THEN greatest({_LAST}_radius_km, {_CROSSING}_radius_km)"
    f" ELSE least({_LAST}_radius_km, {_CROSSING}_radius_km) END",
    "recovery_place_radius_km",
)


def _seen(part: str) -> Derived:
    """The last contact, or the crossing where only that is (well) known; for the remains the place of recovery."""
    last = f"place_two OR {_CROSSING}_radius_km IS NULL OR {_LAST}_radius_km <= {_CROSSING}_radius_km"
    return Derived(
        f"place_{part}",
        "DOUBLE",
        f"CASE WHEN {last} THEN {_LAST}_{part} ELSE {_CROSSING}_{part} END",
        f"recovery_place_{part}",
    )


def _also(part: str) -> Derived:
    """The crossing where both count; else the same place once more."""
    return Derived(f"place_also_{part}", "DOUBLE", f"CASE WHEN place_two THEN {_CROSSING}_{part} ELSE place_{part} END")


def _start(part: str) -> Derived:
    return Derived(f"way_start_{part}", "DOUBLE", f"coalesce(last_contact_place_{part}, crossing_place_{part})")


def _end(part: str) -> Derived:
    """The end of the way; the crossing where the destination is not known. (0, 0, 0) is nowhere."""
    end = f"coalesce(destination_place_{part}, crossing_place_{part})"
    short = f"coalesce(destination_place_radius_km, crossing_place_radius_km) <= {WAY_ENDS_KM}"
    return Derived(
        f"way_end_{part}", "DOUBLE", f"CASE WHEN way_start_radius_km <= {WAY_ENDS_KM} AND {short} THEN {end} ELSE 0 END"
    )


def _cross(out: str, a: str, b: str, unit: bool = False) -> tuple[Derived, ...]:
    """The cross product of two vectors, as three columns; (0, 0, 0) where there is no way."""
    parts = {"x": ("y", "z"), "y": ("z", "x"), "z": ("x", "y")}
    products = {p: f"({a}_{i} * {b}_{j} - {a}_{j} * {b}_{i})" for p, (i, j) in parts.items()}
    length = "sqrt(" + " + ".join(f"{p} * {p}" for p in products.values()) + ")"
    over = f" / nullif(CASE WHEN {length} * {EARTH_KM} > {WAY_ENDS_KM} THEN {length} ELSE 0 END, 0)" if unit else ""
    return tuple(Derived(f"{out}_{p}", "DOUBLE", f"coalesce({product}{over}, 0)") for p, product in products.items())


def _closeness(point: str) -> str:
    """SQL: how close a point of the missing person's record is to the place of recovery."""
    return f"closeness({', '.join(f'{point}_{p}_l' for p in 'xyz')}, {', '.join(f'place_{p}_r' for p in 'xyz')})"


_WIDTH = "place_radius_km_l + place_radius_km_r"
_GROUPS = {
    "precise": f"{_WIDTH} <= {PRECISE_KM}",
    "rough": f"{_WIDTH} > {PRECISE_KM} AND {_WIDTH} <= {ROUGH_KM}",
    "wide": f"{_WIDTH} > {ROUGH_KM}",
}
_WAY = (
    f"(({_closeness('way_ahead')} > 0 AND {_closeness('way_behind')} > 0"
    f" AND abs({_closeness('way')}) * {EARTH_KM} <= {WAY_KM} + way_start_radius_km_l + place_radius_km_r)"
    f" OR {_closeness('way_end')} >= closeness_at({WAY_ENDS_KM} + place_radius_km_r))"
)

_M = (
    "no source gives the distance from last sighting to recovery for people on a journey: flat, cautious shares, "
    "about a tenth beyond 1,000 km because the last known place is often the town of origin or a telephone call"
)
_U = (
    "four million random pairs of the NamUs export of 2024 (2,547 missing, 15,030 remains with coordinates), "
    "radii of {km} km taken off"
)


def _level(name: str, group: str, km: float | None, m: float, u: float, says: str) -> Level:
    nearest = f"greatest({_closeness('place')}, {_closeness('place_also')})"
    near = f" AND {nearest} >= closeness_at({km} + {_WIDTH})" if km is not None else ""
    off = {"precise": 15, "rough": 75, "wide": 300}[group]
    return Level(name, _GROUPS[group] + near, m, u, f"m: {_M}; u: {_U.format(km=off)}", says, group=group)


_LEVELS = (
    _level("same_place", "precise", 2, 0.22, 0.0023, "Found where the person was last seen or meant to cross."),
    _level(
        "within_15_km",
        "precise",
        15,
        0.10,
        0.0015,
        "Found within 15 km of where the person was last seen or meant to cross.",
    ),
    _level(
        "within_60_km",
        "precise",
        60,
        0.21,
        0.0038,
        "Found within 60 km of where the person was last seen or meant to cross.",
    ),
    _level(
        "in_the_area", "rough", 0, 0.40, 0.008, "Found in the area where the person was last seen or meant to cross."
    ),
    _level(
        "area_within_60_km",
        "rough",
        60,
        0.15,
        0.0065,
        "Found within 60 km of the area where the person was last seen or meant to cross.",
    ),
    _level(
        "in_the_region",
        "wide",
        0,
        0.40,
        0.04,
        "Found in the wide region where the person was last seen or meant to cross.",
    ),
    _level(
        "within_200_km",
        "precise",
        200,
        0.17,
        0.0183,
        "Found within 200 km of where the person was last seen or meant to cross.",
    ),
    _level(
        "area_within_200_km",
        "rough",
        200,
        0.15,
        0.022,
        "Found within 200 km of the area where the person was last seen or meant to cross.",
    ),
    Level(
        "on_the_way",
        f"{_GROUPS['precise']} AND {_WAY}",
        0.05,
        0.0100,
        f"m: {_M}; u: 400,000 random triples of the same export (a second missing person's place as the destination), "
        "band of 30 km and 15 km of radii, more than 200 km from the start: .0086 to .012",
        "Found along the way from where the person was last seen to where the person was going.",
        group="precise",
    ),
    _level(
        "region_within_200_km",
        "wide",
        200,
        0.15,
        0.041,
        "Found within 200 km of the wide region where the person was last seen.",
    ),
    _level("within_500_km", "precise", 500, 0.09, 0.0565, "Found 200 to 500 km from where the person was last seen."),
    _level(
        "region_within_1000_km",
        "wide",
        1000,
        0.25,
        0.209,
        "Found within 1,000 km of the wide region where the person was last seen.",
    ),
    _level(
        "area_within_1000_km",
        "rough",
        1000,
        0.18,
        0.19,
        "Found 200 to 1,000 km from the area where the person was last seen.",
    ),
    _level(
        "within_1000_km", "precise", 1000, 0.07, 0.119, "Found 500 to 1,000 km from where the person was last seen."
    ),
    _level(
        "region_far",
        "wide",
        None,
        0.20,
        0.71,
        "Found far from the wide region where the person was last seen; people travel.",
    ),
    _level(
        "area_far",
        "rough",
        None,
        0.12,
        0.7735,
        "Found more than 1,000 km from the area where the person was last seen; people travel.",
    ),
    Level(
        "far",
        "ELSE",
        0.09,
        0.7886,
        f"m: {_M}; u: {_U.format(km=15)}",
        "Found more than 1,000 km from where the person was last seen; people travel.",
        group="precise",
    ),
)


PLACE = Evidence(
    name="place",
    title="Place",
    question="Were the remains found near where the person was last seen, where the person meant to cross, or on the way?",
    fields=(LAST_CONTACT_PLACE, CROSSING_PLACE, DESTINATION_PLACE, RECOVERY_PLACE),
    derived=(
        _TWO,
        _RADIUS,
        *(_seen(p) for p in "xyz"),
        *(_also(p) for p in "xyz"),
        *(_start(p) for p in ("x", "y", "z", "radius_km")),
        *(_end(p) for p in "xyz"),
        *_cross("way", "way_start", "way_end", unit=True),
        *_cross("way_ahead", "way", "way_start"),
        *_cross("way_behind", "way_end", "way"),
    ),
    needs=("place_x",),
    unknown=f"{_WIDTH} > {WIDE_KM}",
    levels=_LEVELS,
    examples=(
        Example({"last_contact_place": "Altar, Sonora"}, {"recovery_place": "30.7162, -111.8380"}, "same_place"),
        Example(
            {"crossing_place": "Sásabe, Sonora"},
            {"recovery_place": "31.4500, -111.5400"},
            "same_place",
            "the crossing counts as well",
        ),
        Example(
            {"last_contact_place": "Cd. Juárez, Chih."},
            {"recovery_place": "31.5000, -106.4600", "recovery_place_radius_km": "vague"},
            "in_the_area",
            "a vague description is wide",
        ),
        Example({"last_contact_place": "Arivaca, Arizona"}, {"recovery_place": "(31.7300, -111.3314)"}, "within_15_km"),
        Example(
            {"last_contact_place": "Arivaca, Arizona"},
            {"recovery_place": "32° 02' 00\" N, 111° 20' 00\" O"},
            "within_60_km",
        ),
        Example(
            {
                "last_contact_place_state": "AZ",
                "last_contact_place_country": "USA",
                "last_contact_place": "Pima County",
            },
            {"recovery_place": "32.1000, -111.2000"},
            "in_the_area",
        ),
        Example(
            {"last_contact_place": "Pima County, AZ"}, {"recovery_place": "33.6000, -111.2000"}, "area_within_60_km"
        ),
        Example({"last_contact_place": "Sonora"}, {"recovery_place": "30.5000, -111.0000"}, "in_the_region"),
        Example({"last_contact_place": "Altar, Sonora"}, {"recovery_place": "32.2226, -110.9747"}, "within_200_km"),
        Example(
            {"last_contact_place": "Pima County, AZ"}, {"recovery_place": "34.6000, -111.2000"}, "area_within_200_km"
        ),
        Example(
            {"last_contact_place": "Altar, Sonora", "destination_place": "Phoenix, Arizona"},
            {"recovery_place": "33.0500, -112.0000"},
            "on_the_way",
        ),
        Example(
            {"last_contact_place": "Altar, Sonora", "destination_place": "Phoenix, Arizona"},
            {"recovery_place": "33.5500, -112.0500"},
            "on_the_way",
            "where the person was going",
        ),
        Example({"last_contact_place": "Sonora"}, {"recovery_place": "34.3000, -111.0000"}, "region_within_200_km"),
        Example({"last_contact_place": "Altar, Sonora"}, {"recovery_place": "33.4484, -112.0740"}, "within_500_km"),
        Example({"last_contact_place": "Sonora"}, {"recovery_place": "39.7392, -104.9903"}, "region_within_1000_km"),
        Example(
            {"last_contact_place": "Pima County, AZ"}, {"recovery_place": "37.5000, -111.2000"}, "area_within_1000_km"
        ),
        Example({"last_contact_place": "Altar, Sonora"}, {"recovery_place": "34.0522, -118.2437"}, "within_1000_km"),
        Example({"last_contact_place": "Sonora"}, {"recovery_place": "41.8781, -87.6298"}, "region_far"),
        Example({"last_contact_place": "Pima County, AZ"}, {"recovery_place": "41.8781, -87.6298"}, "area_far"),
        Example({"last_contact_place": "Altar, Sonora"}, {"recovery_place": "25.7617, -80.1918"}, "far"),
        Example(
            {"last_contact_place": "México"},
            {"recovery_place": "25.7617, -80.1918"},
            "unknown",
            "a country is too wide to tell anything",
        ),
        Example({"last_contact_place": "en camino"}, {"recovery_place": "25.7617, -80.1918"}, "unknown"),
    ),
)
