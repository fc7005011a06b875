"""In which state a case lies: as written, or by the nearest town where only coordinates are."""

from __future__ import annotations

from collections.abc import Mapping
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
    from scipy.spatial import cKDTree  # 0.2 s: only where coordinates stand alone

    towns, areas = _towns()
    chords, nearest = cKDTree(towns).query(np.array([point[1:] for point in points]))
    found = [
        (*areas[town], point[0])
        for point, chord, town in zip(points, chords, nearest, strict=True)
        if chord * EARTH_KM <= FARTHEST_KM
    ]
    if found:
        con.executemany("UPDATE cases SET country = ?, state = ? WHERE rowid = ?", found)


def _towns() -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Every town of the gazetteer as a unit vector, with its country and state."""
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT DISTINCT lat, lon, country, state FROM {_gazetteer()} WHERE kind = 'town' ORDER BY ALL"
        ).fetchall()
    lat, lon = np.radians(np.array([row[:2] for row in rows], dtype=float)).T
    vectors = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return vectors, [(row[2], row[3]) for row in rows]


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
