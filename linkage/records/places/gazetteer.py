"""The gazetteer: every place that a name may mean, from our own cut of GeoNames. Nothing is fetched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from linkage.config import config_path
from linkage.records.places.area import Area

COLUMNS = ("kind", "country", "state", "lat", "lon", "radius_km", "population")


@dataclass(frozen=True)
class Gazetteer:
    """Folded names in order, and beside them the columns of config/places/gazetteer.parquet, as `COLUMNS`."""

    names: Sequence[str]
    columns: tuple[Sequence[Any], ...]
    rows_of_states: Mapping[str, int]
    rows_of_countries: Mapping[str, int]

    def find(self, name: str) -> tuple[Area, ...]:
        """All areas of that folded name; none when it is not known."""
        start = bisect_left(self.names, name)
        end = start
        while end < len(self.names) and self.names[end] == name:
            end += 1
        return tuple(self._area(row) for row in range(start, end))

    def state(self, code: str) -> Area:
        """The area of a state by its code ("MX.26")."""
        return self._area(self.rows_of_states[code])

    def country(self, code: str) -> Area:
        """The area of a country by its ISO code."""
        return self._area(self.rows_of_countries[code])

    def _area(self, row: int) -> Area:
        kind, country, state, lat, lon, radius_km, population = (column[row] for column in self.columns)
        return Area(kind, country, state, lat, lon, radius_km, population)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, read once (about 0.2 s)."""
    import pyarrow.parquet as pq  # 0.3 s: not before a place is read

    table = pq.read_table(config_path("places", "gazetteer.parquet"))
    columns = tuple(table[column].to_numpy().tolist() for column in COLUMNS)  # a third of the time of to_pylist
    kinds, country, state, *_ = columns
    broad = [(row, kind) for row, kind in enumerate(kinds) if kind in ("state", "country")]
    states = {state[row]: row for row, kind in broad if kind == "state"}
    countries = {country[row]: row for row, kind in broad if kind == "country"}
    return Gazetteer(table["name"].to_pylist(), columns, states, countries)
