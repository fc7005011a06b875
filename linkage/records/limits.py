"""What a number may be, per field, from config/limits.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from linkage.config import config_path, read_toml

Span = tuple[float, float]
Words = Mapping[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class Limits:
    """The limits of one field in its own unit; the keys of `usual_in` and `doubtful_in` are units of sources."""

    possible: Span = (-inf, inf)
    usual: Span = (-inf, inf)
    usual_in: Mapping[str, Span] = field(default_factory=dict)
    doubtful_in: Mapping[str, Span] = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    about: float = 0.0
    widest: float = inf
    words: Words = field(default_factory=dict)

    def is_usual(self, value: float, unit: str) -> bool:
        """Whether a bare number of a source that writes in `unit` is usual (value in the field's own unit)."""
        low, high = self.usual_in.get(unit, self.usual)
        return low <= value <= high

    def is_possible(self, value: float) -> bool:
        """Whether the value can be at all."""
        return self.possible[0] <= value <= self.possible[1]

    def is_doubtful(self, number: float, unit: str) -> bool:
        """Whether a bare number, in the source's unit, has two readings."""
        low, high = self.doubtful_in.get(unit, (inf, -inf))
        return low <= number < high


@lru_cache(maxsize=64)
def limits_of(name: str) -> Limits:
    """The limits of the field of that name; no limits where the file names none."""
    table = read_toml(config_path("limits.toml")).get(name)
    if table is None:
        return Limits()
    return Limits(
        possible=_span(table["possible"]),
        usual=_span(table["usual"]),
        usual_in={key.removeprefix("usual_"): _span(v) for key, v in table.items() if key.startswith("usual_")},
        doubtful_in={k.removeprefix("doubtful_"): _span(v) for k, v in table.items() if k.startswith("doubtful_")},
        also=frozenset(table.get("also", ())),
        about=float(table.get("about", 0)),
        widest=float(table.get("widest", inf)),
        words={word: (_bound(low), _bound(high)) for word, (low, high) in table.get("words", {}).items()},
    )


def _span(pair: list[float]) -> Span:
    return float(pair[0]), float(pair[1])


def _bound(value: float | str) -> float | None:
    return None if value == "" else float(value)
