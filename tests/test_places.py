"""Reading places: names in many writings, several places of one name, coordinates, and both together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.config import config_path
from linkage.evidence.place import LAST_CONTACT_PLACE, RECOVERY_PLACE
from linkage.records.parsers.places import make_place
from linkage.records.parsing import Context, Conventions, Parsed, Parser, Texts
from linkage.records.places.area import Area, cover, km_between, vector
from linkage.records.places.coordinates import read_point
from linkage.records.places.gazetteer import gazetteer


def parser(column: Sequence[Texts] = ()) -> Parser:
    return make_place(Context(LAST_CONTACT_PLACE, "missing", Conventions()), column)


def area(parsed: Parsed) -> Area | None:
    """The circle that was kept; None where nothing is known."""
    x, y, z, radius, country, state = parsed.values
    if x is None:
        return None
    lat = math.degrees(math.asin(z))  # type: ignore[arg-type]
    lon = math.degrees(math.atan2(y, x))  # type: ignore[arg-type]
    return Area("read", str(country or ""), str(state or ""), lat, lon, float(str(radius)))


def read(text: str | Mapping[str, str], column: Sequence[Texts] = ()) -> Area | None:
    return area(parser(column)({"": text} if isinstance(text, str) else text))


SPOTS = {
    "Altar": (30.71, -111.83), "Nogales": (31.31, -110.94), "Juárez": (31.72, -106.46), "Reynosa": (26.08, -98.28),
    "San Pedro Sula": (15.50, -88.02), "Tegucigalpa": (14.08, -87.21), "Monterrey": (25.68, -100.32),
    "Ciudad de México": (19.43, -99.13), "Tecún Umán": (14.68, -92.14), "Houston": (29.76, -95.36),
    "Falfurrias": (27.23, -98.14), "Caborca": (30.72, -112.15), "Lampedusa": (35.50, 12.61), "Necoclí": (8.42, -76.78),
}  # fmt: skip
"""Middles of towns, from any atlas."""


@pytest.mark.parametrize(
    ("text", "spot", "widest"),
    [
        ("Altar, Sonora", "Altar", 12),
        ("ALTAR SONORA", "Altar", 12),
        ("Altar, Son., México", "Altar", 12),
        ("México, Sonora, Altar", "Altar", 12),
        ("municipio de Altar, Sonora", "Altar", 12),
        ("Cd. Juárez, Chih.", "Juárez", 20),
        ("Ciudad Juárez", "Juárez", 20),
        ("Reynosa Tamps", "Reynosa", 60),
        ("Reynosa, Tamaulipas", "Reynosa", 60),
        ("S. P. S.", "San Pedro Sula", 30),
        ("San Pedro Sula, Cortés, Honduras", "San Pedro Sula", 30),
        ("Tegus", "Tegucigalpa", 20),
        ("Monterrey, N. L.", "Monterrey", 20),
        ("Mty", "Monterrey", 20),
        ("CDMX", "Ciudad de México", 40),
        ("D.F.", "Ciudad de México", 40),
        ("Tecún Umán", "Tecún Umán", 10),
        ("Houston TX", "Houston", 20),
        ("Houston, Texas, USA", "Houston", 20),
        ("Falfurrias, Tejas", "Falfurrias", 10),
        ("rancho en Falfurrias, Texas", "Falfurrias", 60),
        ("cerca de Altar", "Altar", 30),
        ("5 km al sur de Caborca", "Caborca", 80),
        ("Lampedusa", "Lampedusa", 10),
        ("Necoclí", "Necoclí", 15),
    ],
)
def test_names_in_the_writings_of_offices_hold_the_town(text: str, spot: str, widest: float) -> None:
    found = read(text)
    assert found is not None
    assert found.radius_km <= widest
    assert km_between(found, Area("town", "", "", *SPOTS[spot], 0)) <= found.radius_km + 1


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Nogales, Sonora", "MX.26"), ("Nogales, AZ", "US.AZ"), ("Nogales, Ver.", "MX.30"), ("La Paz, B.C.S.", "MX.03"),
        ("La Paz, Bolivia", "BO.04"), ("Springfield, IL", "US.IL"), ("Santiago, Nuevo León", "MX.19"),
        ("Pima County", "US.AZ"), ("Edo. de México", "MX.15"), ("PA", "US.PA"), ("Washington, DC", "US.DC"),
        ("San Fernando, Tamps.", "MX.28"), ("Cobán Alta Verapaz", "GT.01"), ("Tamaulipas Reynosa", "MX.28"),
    ],
)  # fmt: skip
def test_the_state_decides_between_places_of_one_name(text: str, state: str) -> None:
    found = read(text)
    assert found is not None
    assert found.state == state


@pytest.mark.parametrize("text", ["San Fernando", "La Paz", "Santa Ana", "Springfield", "Santiago"])
def test_a_name_of_many_places_keeps_its_candidates(text: str) -> None:
    """A circle so wide that the evidence calls it unknown, and no guess."""
    found = read(text)
    assert found is not None
    assert found.radius_km > 600


def test_a_file_that_lies_in_one_state_decides_between_places_of_one_name() -> None:
    column = [
        {"": f"{town}, Tamaulipas"} for town in ("Reynosa", "Matamoros", "Tampico", "Ciudad Victoria", "Altamira")
    ]
    found = read("San Fernando", [*column, {"": "San Fernando"}])
    assert found is not None
    assert (found.state, found.radius_km < 100) == ("MX.28", True)


@pytest.mark.parametrize(
    "text", ["en camino", "desconocido", "Frontera Sur", "se ignora", "0,0", "Bajo Chiquito", "n/a", ""]
)
def test_what_names_no_place_is_unknown(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "31.3086, -110.9422", "31.3086 -110.9422", "(31.3086, -110.9422)", "lat 31.3086 lon -110.9422",
        "31.3086 N, 110.9422 W",
        "31,3086; -110,9422", "31°18'31\" N 110°56'32\" W", "31° 18.516' N, 110° 56.532' O", "-110.9422, 31.3086",
        "12R 505500 3463900", "POINT(-110.9422 31.3086)",
    ],
)  # fmt: skip
def test_coordinates_in_any_writing(text: str) -> None:
    found = read(text)
    assert found is not None
    assert km_between(found, Area("point", "", "", 31.3086, -110.9422, 0)) < 3
    assert found.radius_km >= 0.1


LAT, LON = st.floats(-89, 89), st.floats(-179, 179)


@given(LAT, LON)
def test_decimal_coordinates_read_back_within_their_last_digit(lat: float, lon: float) -> None:
    point = read_point(f"{lat:.4f}, {lon:.4f}")
    if point is None:
        assert f"{abs(lat):.4f}" == f"{abs(lon):.4f}" == "0.0000"
        return
    assert (point.lat, point.lon) == pytest.approx((lat, lon), abs=1e-4)


@given(st.text("0123456789.,-°'\" NSEWO+", max_size=30))
def test_no_writing_gives_a_point_off_the_globe(text: str) -> None:
    point = read_point(text)
    assert point is None or (abs(point.lat) <= 90 and abs(point.lon) <= 180 and point.error_km > 0)


AREAS = st.builds(Area, st.just("town"), st.just("MX"), st.just("MX.26"), LAT, LON, st.floats(0.1, 300))


@given(st.lists(AREAS, min_size=1, max_size=5))
def test_a_cover_holds_every_area(areas: list[Area]) -> None:
    around = cover(areas)
    slack = 1 + around.radius_km * 0.15
    assert all(km_between(around, inner) + inner.radius_km <= around.radius_km + slack for inner in areas)


def test_points_are_on_the_unit_sphere() -> None:
    for lat, lon in SPOTS.values():
        assert math.hypot(*vector(lat, lon)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("texts", "spot", "widest", "noted", "kept"),
    [
        ({"": "Nogales, Sonora", "lat": "31.3086", "lon": "-110.9422"}, "Nogales", 0.2, False, True),
        ({"": "Nogales, Sonora", "lat": "31.3086", "lon": "110.9422"}, "Nogales", 0.2, True, True),
        ({"": "Nogales, Sonora", "lat": "-110.9422", "lon": "31.3086"}, "Nogales", 0.2, True, True),
        ({"": "Nogales, Sonora", "coordinates": "19.43, -99.13"}, "Nogales", 30, True, True),
        ({"": "Nogales, Sonora", "coordinates": "0, 0"}, "Nogales", 30, True, True),
        ({"coordinates": "0, 0"}, None, 0, True, False),
        ({"municipality": "Altar", "state": "Sonora", "country": "México"}, "Altar", 12, False, True),
        ({"": "Altar", "state": "Sonora"}, "Altar", 12, False, True),
    ],
)
def test_names_and_coordinates_check_each_other(
    texts: dict[str, str], spot: str | None, widest: float, noted: bool, kept: bool
) -> None:
    """A sign left out or an exchange is mended where a name tells; coordinates far off the name are not believed."""
    parsed = parser()(texts)
    found = area(parsed)
    assert (parsed.problem is not None) == noted
    assert parsed.problem is None or parsed.problem.kept == kept
    assert (found is None) == (spot is None)
    if found and spot:
        assert found.radius_km <= widest
        assert km_between(found, Area("town", "", "", *SPOTS[spot], 0)) <= max(found.radius_km, 2) + 1


@pytest.mark.parametrize(
    ("radius", "km"),
    [("5 mi", 8.045), ("500 m", 0.5), ("vague", 15), ("GPS coordinate", 0.1), ("landmarks", 2), ("20", 20)],
)
def test_a_radius_is_read_in_lengths_and_in_words(radius: str, km: float) -> None:
    context = Context(RECOVERY_PLACE, "remains", Conventions())
    parsed = make_place(context, [])({"coordinates": "31.3086, -110.9422", "radius_km": radius})
    assert parsed.values[3] == pytest.approx(km)


def test_the_gazetteer_covers_the_countries_of_the_routes_within_its_size() -> None:
    path: Path = config_path("places", "gazetteer.parquet")
    assert 3e6 < path.stat().st_size < 6e6
    routes = {
        "MX",
        "GT",
        "HN",
        "SV",
        "NI",
        "CR",
        "PA",
        "CO",
        "VE",
        "EC",
        "CU",
        "HT",
        "US",
        "SN",
        "ML",
        "ER",
        "LY",
        "TN",
        "MA",
    }
    with_towns = {
        a.country for name in ("san jose", "santiago", "nador", "sfax", "dakar") for a in gazetteer().find(name)
    }
    assert routes <= set(gazetteer().rows_of_countries)
    assert {"MX", "CR", "MA", "TN", "SN"} <= with_towns
    assert {a.kind for a in gazetteer().find("caborca")} == {"town", "municipality"}
