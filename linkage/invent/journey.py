"""What happened: the last contact, the way, what was worn, the death, where and when the body was found."""

from __future__ import annotations

import numpy as np

from linkage.invent.draw import Flags, Floats, Generator, People, chance, lognormal, weighted
from linkage.invent.profile import Profile
from linkage.invent.wreck import KM_A_DEGREE, aboard, sink, wash_up

EPOCH = np.datetime64("1970-01-01", "D")

GARMENTS = {"tshirt": 20, "shirt": 10, "jeans": 18, "trousers": 8, "sweatshirt": 7, "jacket": 8, "trainers": 12, "boots": 8,
            "cap": 7, "belt": 8, "backpack": 4, "shorts": 3}  # fmt: skip
THINGS = {"watch": 5, "ring": 4, "chain": 4, "rosary": 6, "wallet": 5, "phone": 5, "glasses": 3, "scapular": 3,
          "bracelet": 4, "earring": 2}  # fmt: skip
COLOURS = {"black": 25, "blue": 20, "white": 15, "grey": 12, "red": 8, "brown": 8, "green": 7, "yellow": 3, "pink": 2}
BRANDS = {"": 70, "Nike": 10, "Levi's": 6, "Adidas": 6, "Puma": 3, "Wrangler": 2, "Tommy Hilfiger": 1, "Caterpillar": 1,
          "Converse": 1}  # fmt: skip
"""Garments, things, colours and brands: weights ours, no source."""


def make_journeys(rng: Generator, profile: Profile, people: People) -> People:
    """Columns about the disappearance and, for those who died and were found, about the recovery."""
    rates, size = profile["journey"], len(people["male"])
    first, last = _day(f"{rates['from_year']}-01-01"), _day(f"{rates['to_year']}-12-31")
    closed = _day(rates["registers_closed"])
    contact = rng.integers(first, last, size).astype(float)
    death = contact + lognormal(rng, rates["days_to_death"]["median"], rates["days_to_death"]["log_sd"], size)
    condition = weighted(rng, rates["condition"], size)
    medians = np.array([rates["pmi_days"][c] for c in condition], dtype=float)
    places = profile["places"]
    origin = _origins(rng, profile, people["group"])
    crossing = rng.integers(0, len(places["crossing"]), size)
    follows = _travel_together(rng, rates["companions"], contact, death, crossing)
    _of_one_town(follows, origin, people["group"])
    journeys: People = {
        "contact_day": contact, "death_day": death, "condition": condition, "company": np.cumsum(~follows),
        "origin": origin, "crossing": crossing, "destination": rng.integers(0, len(places["destination"]), size),
        "worn": _things(rng, GARMENTS, BRANDS, size, 3), "carried": _things(rng, THINGS, {"": 1}, size, 1),
    }  # fmt: skip
    _find(rng, profile, follows, medians, journeys)
    journeys["contact_day"] = np.floor(journeys["contact_day"])
    journeys["death_day"] = np.minimum(np.floor(journeys["death_day"]), closed)
    journeys["found_day"] = np.minimum(journeys["found_day"], closed)
    return journeys


def _find(rng: Generator, profile: Profile, follows: Flags, medians: Floats, journeys: People) -> None:
    """Who died together, and where and when each is found."""
    rates, size = profile["journey"], len(follows)
    chances = rng.spawn(1)[0]
    journeys["wreck"] = journeys["company"]
    if "wreck" in rates:
        journeys["wreck"] = aboard(chances, rates["wreck"], journeys["company"])
        sink(journeys["wreck"], journeys)
    lat, lon = _around(rng, profile["places"]["crossing"], journeys["crossing"], rates["km_from_crossing"], size)
    found = np.floor(journeys["death_day"] + lognormal(rng, medians, profile["habits"]["pmi_log_sd"], size))
    journeys |= {"found_day": found, "found_lat": lat, "found_lon": lon}
    if "wreck" in rates:
        wash_up(chances, rates["wreck"], journeys["wreck"], journeys)
    else:
        _found_together(chances, rates, follows, (journeys["condition"], found, lat, lon))


def _origins(rng: Generator, profile: Profile, group: Floats) -> Floats:
    """The number of each person's home town, in the countries of the person's group."""
    towns = profile["places"]["origin"]
    out = np.zeros(len(group), int)
    for number, of in enumerate(profile.groups):
        within = group == number
        own = np.array([n for n, town in enumerate(towns) if not of.countries or town[2] in of.countries])
        out[within] = own[rng.integers(0, len(own), int(within.sum()))]
    return out


def _day(written: str) -> int:
    """A written day as the number by which days are counted here."""
    return int((np.datetime64(written, "D") - EPOCH).astype(int))


def _travel_together(rng: Generator, share: float, *columns: Floats) -> Flags:
    """Neighbours in the list share the journey: the next person takes the columns of the one before. Who follows so."""
    follows = chance(rng, share, len(columns[0]))
    follows[:1] = False
    for i in np.flatnonzero(follows):
        for column in columns:
            column[i] = column[i - 1]
    return follows


def _of_one_town(follows: Flags, origin: Floats, group: Floats) -> None:
    """Those who follow somebody of their own group come from the same town."""
    for i in np.flatnonzero(follows):
        if group[i] == group[i - 1]:
            origin[i] = origin[i - 1]


def _found_together(rng: Generator, rates: dict[str, float], follows: Flags, found: tuple[Floats, ...]) -> None:
    """Some who followed lie where the one before lies, and are found within days: condition, day, place of `found`."""
    together = follows & chance(rng, rates["found_together"], len(follows))
    _, day, lat, lon = found
    for i in np.flatnonzero(together):
        for column in found:
            column[i] = column[i - 1]
        day[i] += rng.integers(0, 8)
        lat[i] += rng.normal(0, rates["found_apart_km"]) / KM_A_DEGREE
        lon[i] += rng.normal(0, rates["found_apart_km"]) / KM_A_DEGREE


def _around(
    rng: Generator, places: list[list[object]], chosen: Floats, distance: dict[str, float], size: int
) -> tuple[Floats, Floats]:
    """Points in any direction from where the chosen ways lead (the last two numbers of a place), at log-normal distances."""
    km = np.minimum(lognormal(rng, distance["median"], distance["log_sd"], size), 1500)
    angle = rng.uniform(0, 2 * np.pi, size)
    lat0 = np.array([float(str(p[-2])) for p in places])[chosen]
    lon0 = np.array([float(str(p[-1])) for p in places])[chosen]
    lat = lat0 + km * np.sin(angle) / KM_A_DEGREE
    return lat, lon0 + km * np.cos(angle) / (KM_A_DEGREE * np.cos(np.radians(lat0)))


def _things(
    rng: Generator, what: dict[str, int], brands: dict[str, int], size: int, mean: int
) -> list[tuple[tuple[str, str, str], ...]]:
    """For each person some (item, colour, brand)."""
    number = rng.poisson(mean, size)
    total = int(number.sum())
    drawn = list(zip(
        weighted(rng, what, total), weighted(rng, COLOURS, total), weighted(rng, brands, total), strict=True,
    ))  # fmt: skip
    ends = np.cumsum(number)
    return [tuple(drawn[ends[i] - number[i] : ends[i]]) for i in range(size)]
