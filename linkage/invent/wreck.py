"""Wrecks: many dead on one day, some recovered at once, the rest washed up along the coast for weeks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from linkage.invent.draw import Floats, Generator, People, chance

KM_A_DEGREE = 111.2


def sizes_of_wrecks(rng: Generator, tail: float, largest: int, people: int) -> Floats:
    """How many each wreck took, for so many people in all: a share of k ** -tail take k or more."""
    sizes: Floats = np.minimum(np.floor(rng.random(people) ** (-1 / tail)), largest)
    return sizes


def aboard(rng: Generator, rates: Mapping[str, Any], company: Floats) -> Floats:
    """The number of each person's wreck; who travels together is in one, and reported and unreported are mixed."""
    parties, members = np.unique(company, return_counts=True)
    order = rng.permutation(len(parties))
    begins = np.cumsum(members[order]) - members[order]
    ends = np.cumsum(sizes_of_wrecks(rng, rates["tail"], rates["largest"], len(company)))
    of_party = np.empty(len(parties), int)
    of_party[order] = np.searchsorted(ends, begins, side="right")
    found: Floats = of_party[np.searchsorted(parties, company)]
    return found


def sink(wreck: Floats, journeys: People) -> None:
    """One day of death and one way for all of a wreck; the last contacts keep their distance to it."""
    first = _first_of_each(wreck)
    shift = journeys["death_day"][first] - journeys["death_day"]
    journeys["death_day"] += shift
    journeys["contact_day"] += shift
    journeys["crossing"] = journeys["crossing"][first]


def wash_up(rng: Generator, rates: Mapping[str, Any], wreck: Floats, found: People) -> None:
    """Some lie where the first of their wreck lies, found within a week; the rest drift along that coast, each for its own time."""
    size, first = len(wreck), _first_of_each(wreck)
    others = first != np.arange(size)
    at_once = others & chance(rng, rates["at_once"], size)
    for column in ("condition", "found_day"):
        found[column][at_once] = found[column][first][at_once]
    found["found_day"][at_once] += rng.integers(0, 8, int(at_once.sum()))
    along = np.where(at_once, rates["apart_km"], rates["along_coast_km"]) * rng.normal(0, 1, size) * others
    across = rates["apart_km"] * rng.normal(0, 1, size) * others
    coast = rng.uniform(0, np.pi, size)[first]
    lat = found["found_lat"][first] + (along * np.sin(coast) + across * np.cos(coast)) / KM_A_DEGREE
    narrow = KM_A_DEGREE * np.cos(np.radians(lat))
    found["found_lon"][:] = found["found_lon"][first] + (along * np.cos(coast) - across * np.sin(coast)) / narrow
    found["found_lat"][:] = lat


def _first_of_each(wreck: Floats) -> Floats:
    """For each person the row of the first of the same wreck."""
    _, first, of = np.unique(wreck, return_index=True, return_inverse=True)
    rows: Floats = first[of]
    return rows
