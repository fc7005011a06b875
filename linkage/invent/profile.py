"""A profile: the rates that one part of the world is invented with."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from linkage.config import config_path, read_toml
from linkage.errors import UsageError
from linkage.invent.tongue import Tongue, read_tongue

CERTAIN = 0.9
"""No error is made oftener than this, however noisy the registers. What is above 1 is a spread, in cm or kg."""

HABITS = config_path("profiles", "everywhere", "habits.toml")
"""What people and examiners do alike in every part of the world."""


@dataclass(frozen=True)
class Group:
    """People of one descent: their share of all, their names, the colours they have, the countries they come from.

    `names` holds tokens and their weight by kind (given_f, given_m, surname), `also` the other
    spellings of a token; no country means any.
    """

    name: str
    share: float
    names: Mapping[str, Mapping[str, float]]
    also: Mapping[str, tuple[str, ...]]
    hair: Mapping[str, float]
    eyes: Mapping[str, float]
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """The rates of `config/profiles/<name>.toml`, with the habits of everywhere; its groups, and how its two sides write."""

    name: str
    rates: Mapping[str, Any]
    groups: tuple[Group, ...]
    report_tongue: Tongue
    remains_tongue: Tongue

    def __getitem__(self, table: str) -> Any:
        return self.rates[table]

    def noisier(self, times: float) -> Profile:
        """The same part of the world with every error so many times as frequent, and fields oftener blank.

        A field filled in a share p of records is filled in p ** times of them.
        """
        changed = {
            "noise": _each(self["noise"], lambda rate: rate * times if rate > 1 else min(rate * times, CERTAIN)),
            "registry": self["registry"]
            | {
                side: _each(self["registry"][side], lambda rate: min(rate * times, CERTAIN))
                for side in ("report", "remains")
            },
            **{
                side: self[side] | {"filled": _each(self[side]["filled"], lambda share: share**times)}
                for side in ("report", "remains")
            },
        }
        return replace(self, rates={**self.rates, **changed})


def _each(rates: Mapping[str, Any], change: Callable[[float], float]) -> dict[str, Any]:
    """Every rate changed; lists hold one rate for each state of the body."""
    return {
        name: [change(rate) for rate in rates_] if isinstance(rates_, list) else change(rates_)
        for name, rates_ in rates.items()
    }


def profiles() -> tuple[str, ...]:
    """The names of the profiles there are."""
    return tuple(sorted(path.stem for path in config_path("profiles").glob("*.toml")))


def read_profile(name: str) -> Profile:
    """The profile of that name; UsageError names those that exist."""
    if name not in profiles():
        raise UsageError(f"No profile '{name}'. There are: {', '.join(profiles())}.")
    rates = read_toml(HABITS) | read_toml(config_path("profiles", f"{name}.toml"))
    groups = tuple(_group(name, group) for name, group in rates["groups"].items())
    return Profile(name, rates, groups, *(read_tongue(rates["words"][side]) for side in ("report", "remains")))


def _group(name: str, rates: Mapping[str, Any]) -> Group:
    names: dict[str, dict[str, float]] = {}
    also: dict[str, tuple[str, ...]] = {}
    with config_path("profiles", "names", f"{rates['names']}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault(row["kind"], {})[row["token"]] = float(row["count"])
            if row.get("also"):
                also[row["token"]] = tuple(row["also"].split())
    return Group(name, rates["share"], names, also, rates["hair"], rates["eyes"], tuple(rates.get("countries", ())))
