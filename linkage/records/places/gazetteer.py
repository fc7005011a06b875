"""The gazetteer: every place that a name may mean, from our own cut of GeoNames. Nothing is fetched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from linkage.config import config_path
from linkage.records.places.area import Area


@dataclass(frozen=True)
class Gazetteer:
    """Folded names in order, and the columns of config/places/gazetteer.parquet beside them."""

    names: Sequence[str]
    columns: Mapping[str, Sequence[object]]
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
        kind, country, state = (str(self.columns[c][row]) for c in ("kind", "country", "state"))
        lat, lon, radius = (float(self.columns[c][row]) for c in ("lat", "lon", "radius_km"))  # type: ignore[arg-type]  # columns of numbers
        return Area(kind, country, state, lat, lon, radius, int(self.columns["population"][row]))  # type: ignore[call-overload]  # a column of whole numbers


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, read once (about 0.2 s)."""
    import pyarrow.parquet as pq  # 0.3 s: not before a place is read

    table = pq.read_table(config_path("places", "gazetteer.parquet"))
    texts = {c: table[c].to_pylist() for c in ("kind", "country", "state")}
    numbers = {c: table[c].to_numpy() for c in ("lat", "lon", "radius_km", "population")}
    kinds = texts["kind"]
    states = {texts["state"][row]: row for row, kind in enumerate(kinds) if kind == "state"}
    countries = {texts["country"][row]: row for row, kind in enumerate(kinds) if kind == "country"}
    return Gazetteer(table["name"].to_pylist(), texts | numbers, states, countries)
