"""Place: distances between areas and not points, the roles of places, and the way between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest

from linkage.evidence import UNKNOWN
from linkage.evidence.place import PLACE
from linkage.trial import findings

ONLY = (PLACE,)
Record = Mapping[str, str]
ALTAR = (30.7162, -111.8380)
PHOENIX = (33.4484, -112.0740)


def found(pairs: Sequence[tuple[Record, Record]]) -> list[str]:
    return findings(PLACE, pairs, ONLY)


def bits(pairs: Sequence[tuple[Record, Record]]) -> list[float]:
    return [0.0 if finding == UNKNOWN else PLACE.level(finding).bits for finding in found(pairs)]


def remains(lat: float, lon: float, radius_km: float = 0.1) -> Record:
    return {"recovery_place": f"{lat:.5f}, {lon:.5f}", "recovery_place_radius_km": f"{radius_km} km"}


def south_of_altar(km: float, radius_km: float = 0.1) -> Record:
    """Remains so many km due south of the middle of Altar."""
    return remains(ALTAR[0] - math.degrees(km / 6371), ALTAR[1], radius_km)


def seen(radius_km: float) -> Record:
    return {"last_contact_place": f"{ALTAR[0]}, {ALTAR[1]}", "last_contact_place_radius_km": f"{radius_km} km"}


@pytest.mark.parametrize(
    ("radius", "km", "finding"),
    [
        (1, 0, "same_place"), (1, 3, "same_place"), (1, 4, "within_15_km"), (1, 16, "within_15_km"),
        (1, 17, "within_60_km"), (1, 61, "within_60_km"), (1, 62, "within_200_km"), (10, 12, "same_place"),
        (10, 25, "within_15_km"), (50, 50, "in_the_area"), (50, 51, "area_within_60_km"),
        (50, 111, "area_within_200_km"), (300, 300, "in_the_region"), (300, 320, "region_within_200_km"),
        (700, 10, UNKNOWN),
    ],
)  # fmt: skip
def test_distance_is_between_the_edges_of_the_areas(radius: float, km: float, finding: str) -> None:
    assert found([(seen(radius), south_of_altar(km))]) == [finding]


def test_the_radius_of_the_remains_counts_as_much() -> None:
    near, vague = found([(seen(1), south_of_altar(14)), (seen(1), south_of_altar(14, radius_km=15))])
    assert (near, vague) == ("within_15_km", "same_place")


@pytest.mark.parametrize("radius", [1, 100, 400])
def test_the_further_away_the_less_and_nothing_is_cut(radius: float) -> None:
    distances = [0, 5, 20, 80, 150, 300, 700, 1500, 4000]
    weights = bits([(seen(radius), south_of_altar(km)) for km in distances])
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > -4


def test_wide_areas_say_less() -> None:
    agreeing = bits([(seen(radius), south_of_altar(0)) for radius in (1, 50, 400, 700)])
    assert agreeing == sorted(agreeing, reverse=True)
    assert agreeing[-1] == 0
    apart = bits([(seen(radius), south_of_altar(3000)) for radius in (1, 50, 400, 700)])
    assert apart == sorted(apart)


def test_only_the_last_sighting_and_the_crossing_decay_with_distance() -> None:
    """Home and destination far away weigh nothing; the nearer of sighting and crossing counts."""
    at_altar = south_of_altar(0)
    [alone] = bits([({"last_contact_place": "Altar, Sonora"}, at_altar)])
    for other in ({"destination_place": "Chicago, Illinois"}, {"crossing_place": "Reynosa, Tamaulipas"}):
        assert bits([({"last_contact_place": "Altar, Sonora", **other}, at_altar)]) == [alone]
    assert bits([({"destination_place": "Chicago, Illinois"}, at_altar)]) == [0.0]
    assert bits([({"crossing_place": "Altar, Sonora"}, at_altar)]) == [alone]


def test_a_country_as_the_last_sighting_leaves_the_crossing_to_count() -> None:
    report = {"last_contact_place": "México", "crossing_place": "Altar, Sonora"}
    assert found([(report, south_of_altar(0)), (report, south_of_altar(3000))]) == ["same_place", "far"]


def between(share: float, km_aside: float = 0) -> Record:
    """Remains on the straight way from Altar to Phoenix, some km to its east."""
    lat = ALTAR[0] + share * (PHOENIX[0] - ALTAR[0])
    lon = ALTAR[1] + share * (PHOENIX[1] - ALTAR[1])
    return remains(lat, lon + math.degrees(km_aside / (6371 * math.cos(math.radians(lat)))))


ON_THE_WAY = {"last_contact_place": "Altar, Sonora", "destination_place": "Phoenix, Arizona"}


@pytest.mark.parametrize(
    ("share", "km_aside", "finding"),
    [
        (0.8, 0, "on_the_way"), (0.8, 35, "on_the_way"), (0.8, 60, "within_500_km"), (1.0, 0, "on_the_way"),
        (1.15, 0, "on_the_way"), (1.5, 0, "within_500_km"), (-0.9, 0, "within_500_km"), (0.4, 0, "within_200_km"),
        (0.0, 0, "same_place"),
    ],
)  # fmt: skip
def test_the_way_lies_between_the_last_sighting_and_the_destination(
    share: float, km_aside: float, finding: str
) -> None:
    """Beyond either end is not on the way, but for the surroundings of the destination."""
    assert found([(ON_THE_WAY, between(share, km_aside))]) == [finding]


def test_the_way_weighs_more_than_its_distance_and_a_way_between_two_states_is_none() -> None:
    here = between(0.8)
    way, plain, states = found([
        (ON_THE_WAY, here),
        ({"last_contact_place": "Altar, Sonora"}, here),
        ({"last_contact_place": "Sonora", "destination_place": "Arizona"}, here),
    ])  # fmt: skip
    assert (way, plain) == ("on_the_way", "within_500_km")
    assert PLACE.level(way).bits > PLACE.level(plain).bits
    assert states == "in_the_region"


def test_a_name_and_its_coordinates_give_the_same_place() -> None:
    by_name = bits([({"last_contact_place": "Altar, Sonora"}, {"recovery_place": "Altar, Sonora"})])
    by_point = bits([({"last_contact_place": "30.7137, -111.8352"}, {"recovery_place": "30.71, -111.83"})])
    assert by_name == by_point


def test_a_name_of_many_places_says_nothing() -> None:
    reports = [{"last_contact_place": name} for name in ("San Fernando", "San Fernando, Tamps.")]
    assert found([(report, {"recovery_place": "24.85, -98.16"}) for report in reports]) == [UNKNOWN, "in_the_area"]
