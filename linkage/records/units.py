"""Units of measure, from config/units.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from linkage.config import config_path, read_toml
from linkage.errors import UsageError
from linkage.records.fold import fold


@dataclass(frozen=True)
class Unit:
    """One unit: what it measures, and how many of that measure's first unit it is."""

    name: str
    measures: str
    factor: float


@lru_cache(maxsize=1)
def units() -> Mapping[str, Unit]:
    """Every unit, by each of its words."""
    found: dict[str, Unit] = {}
    for name, table in read_toml(config_path("units.toml")).items():
        unit = Unit(name, table["measures"], float(table["factor"]))
        found |= {fold(word): unit for word in (name, *table["words"])}
    return found


def unit_named(name: str) -> Unit:
    """The unit of that name or word; UsageError where there is none."""
    try:
        return units()[fold(name)]
    except KeyError:
        raise UsageError(f"'{name}' is no unit of config/units.toml: {', '.join(sorted(unit_names()))}.") from None


def unit_names() -> set[str]:
    """The names of all units."""
    return {unit.name for unit in units().values()}


def same_measure(unit: Unit) -> tuple[Unit, ...]:
    """All units that measure what this one does, in the order of the file."""
    return tuple(dict.fromkeys(other for other in units().values() if other.measures == unit.measures))
