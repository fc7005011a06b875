"""Wrecks: how many they take, who is in one, when and where their dead are found."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from linkage.invent import invent
from linkage.invent.draw import People
from linkage.invent.profile import read_profile
from linkage.invent.wreck import aboard, sink, sizes_of_wrecks, wash_up

RATES = read_profile("mediterranean")["journey"]["wreck"]


def test_wrecks_are_of_the_published_mean_and_never_beyond_the_largest() -> None:
    sizes = sizes_of_wrecks(np.random.default_rng(1), RATES["tail"], RATES["largest"], 200_000)
    assert 2.5 < sizes.mean() < 2.9  # 642 dead in 238 events
    assert (sizes.min(), sizes.max()) == (1, RATES["largest"])


def test_who_travels_together_is_in_one_wreck_and_neighbours_in_the_list_are_not() -> None:
    company = np.repeat(np.arange(5000), 2)
    wreck = aboard(np.random.default_rng(1), RATES, company)
    assert (wreck[::2] == wreck[1::2]).all()
    assert (wreck[1:-1:2] == wreck[2::2]).mean() < 0.05


def test_one_wreck_is_one_day_one_way_and_one_coast() -> None:
    size = 3000
    rng = np.random.default_rng(2)
    contact = rng.integers(0, 1000, size).astype(float)
    lost: People = {
        "contact_day": contact,
        "death_day": contact + rng.integers(1, 9, size),
        "crossing": rng.integers(0, 9, size),
    }
    wait = lost["death_day"] - lost["contact_day"]
    wreck = np.arange(size) // 100
    sink(wreck, lost)
    for number in range(30):
        assert (
            len(np.unique(lost["death_day"][wreck == number])) == len(np.unique(lost["crossing"][wreck == number])) == 1
        )
    assert (lost["death_day"] - lost["contact_day"] == wait).all()

    found: People = {
        "condition": rng.choice(np.array(["fleshed", "decomposed"], object), size),
        "found_day": lost["death_day"] + rng.integers(0, 60, size),
        "found_lat": rng.uniform(30, 40, size), "found_lon": rng.uniform(0, 20, size),
    }  # fmt: skip
    wash_up(rng, RATES, wreck, found)
    for number in range(30):
        within = wreck == number
        km = np.std(found["found_lat"][within]) * 111.2, np.std(found["found_lon"][within]) * 90
        assert 5 < np.hypot(*km) < 60
        days = found["found_day"][within] - found["found_day"][within][0]
        assert 0.3 < np.mean((days >= 0) & (days <= 7)) < 0.85
        assert np.ptp(days) > 14


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    made = invent(
        tmp_path_factory.mktemp("sea"), missing=2000, remains=1500, overlap=0.5, profile="mediterranean", seed=4
    )
    return read(made.missing), read(made.remains)


def test_the_largest_wreck_leaves_many_dead_found_in_one_month(
    sides: tuple[list[dict[str, str]], list[dict[str, str]]],
) -> None:
    months = [row["found"][6:] + row["found"][:2] for row in sides[1]]
    assert max(months.count(month) for month in set(months)) > 30


def test_most_of_the_drowned_have_no_name(sides: tuple[list[dict[str, str]], list[dict[str, str]]]) -> None:
    assert sum(bool(row["name_full"]) for row in sides[1]) < 0.15 * len(sides[1])


def test_a_report_names_others_whom_a_family_looks_for_and_some_are_reported_on_one_day(
    sides: tuple[list[dict[str, str]], list[dict[str, str]]],
) -> None:
    day = {row["id"]: row["reported"] for row in sides[0]}
    named = [(row["id"], other) for row in sides[0] for other in row["companions"].split("; ") if other]
    assert len(named) > 100
    assert all(other in day and other != own for own, other in named)
    told = [day[own] == day[other] for own, other in named if day[own] and day[other]]
    assert 0.3 < sum(told) / len(told) < 0.8
