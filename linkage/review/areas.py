"""In which state a case lies: as written, or by the nearest town where only coordinates are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import duckdb
import numpy as np
from babel import Locale

from linkage.config import config_path

FARTHEST_KM = 150
"""A town farther than this says nothing about where a point lies."""

EARTH_KM = 6371.0

SMALL_WORDS = frozenset(("de", "del", "la", "las", "los", "el", "y", "da", "do", "dos", "of", "the"))


def note_areas(con: duckdb.DuckDBPyConnection) -> None:
    """Fill in the state and country of the cases whose place is known by coordinates alone."""
    points = con.execute("SELECT rowid, x, y, z FROM cases WHERE x IS NOT NULL AND country IS NULL").fetchall()
    if not points:
        return
    towns = _towns()
    found = [(*area, row) for row, *point in points if (area := _area(np.array(point), towns))]
    if found:
        con.execute(
            "UPDATE cases SET country = near.country, state = near.state "
            "FROM (SELECT unnest(?) AS country, unnest(?) AS state, unnest(?) AS row) near WHERE rowid = near.row",
            [list(values) for values in zip(*found, strict=True)],
        )


@dataclass(frozen=True)
class _Towns:
    """Every town of the gazetteer as a unit vector, from south to north, with its country and state."""

    vectors: np.ndarray
    countries: np.ndarray
    states: np.ndarray


def _towns() -> _Towns:
    with duckdb.connect() as con:
        read = con.execute(
            "SELECT radians(lat) AS lat, radians(lon) AS lon, country, state FROM ("
            f"SELECT DISTINCT lat, lon, country, state FROM {_gazetteer()} WHERE kind = 'town') ORDER BY ALL"
        ).fetchnumpy()
    lat, lon = read["lat"], read["lon"]
    vectors = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return _Towns(vectors, read["country"], read["state"])


def _area(point: np.ndarray, towns: _Towns) -> tuple[str, str] | None:
    """The country and state of the town nearest to a point; None where none is near. Only its belt is looked at."""
    height, width = towns.vectors[:, 2], FARTHEST_KM / EARTH_KM
    low, high = height.searchsorted([point[2] - width, point[2] + width])
    closeness = towns.vectors[low:high] @ point
    if not len(closeness) or closeness.max() < np.cos(width):
        return None
    town = low + closeness.argmax()
    return towns.countries[town], towns.states[town]


def list_towns(con: duckdb.DuckDBPyConnection) -> None:
    """Create `towns`: what a map may name to show where one is."""
    path = str(config_path("maps", "towns.csv")).replace("'", "''")
    con.execute(f"CREATE TABLE towns AS SELECT * FROM read_csv('{path}', header = true)")


@lru_cache(maxsize=1)
def _state_names() -> Mapping[str, str]:
    """The name of every state, by its code."""
    with duckdb.connect() as con:
        rows = con.execute(
            f"""WITH named AS (SELECT DISTINCT state, name, population FROM {_gazetteer()} WHERE kind = 'state'),
            {_likest("named", "state")}
            SELECT state, likest FROM likest"""
        ).fetchall()
    return {str(code): titled(str(name)) for code, name in rows}


def _gazetteer() -> str:
    path = str(config_path("places", "gazetteer.parquet")).replace("'", "''")
    return f"read_parquet('{path}')"


def _likest(table: str, place: str) -> str:
    """SQL: of all names of a place the one most like the others; the gazetteer says of none in which language it is."""
    return f"""apart AS (
            SELECT a.*, sum(levenshtein(a.name, b.name)) AS steps
            FROM {table} a JOIN {table} b USING ({place}) WHERE length(a.name) > 3 GROUP BY ALL),
        likest AS (
            SELECT {place}, arg_min(name, steps * 1000 + length(name)) AS likest, max(population) AS population
            FROM apart GROUP BY {place})"""


def area_name(country: str | None, state: str | None, language: str) -> str:
    """ "Sonora, México"; the country alone where no state is known; "" where nothing is."""
    if not country:
        return ""
    named = Locale(language).territories.get(country, country)
    return f"{_state_names()[state]}, {named}" if state and state in _state_names() else str(named)


def titled(name: str) -> str:
    """A folded name of a place with capitals: "baja california sur", "Baja California Sur"."""
    words = name.split()
    return " ".join(word if n and word in SMALL_WORDS else word.capitalize() for n, word in enumerate(words))
