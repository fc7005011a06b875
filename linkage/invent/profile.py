"""A profile: the rates that one part of the world is invented with."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Any

from linkage.config import config_path, read_toml
from linkage.errors import UsageError


@dataclass(frozen=True)
class Profile:
    """The rates of `config/profiles/<name>.toml` and its pool of names (token and share by kind)."""

    name: str
    rates: dict[str, Any]
    names: dict[str, dict[str, float]]

    def __getitem__(self, table: str) -> Any:
        return self.rates[table]


def read_profile(name: str) -> Profile:
    """The profile of that name; UsageError names those that exist."""
    path = config_path("profiles", f"{name}.toml")
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in config_path("profiles").glob("*.toml")))
        raise UsageError(f"No profile '{name}'. There are: {known}.")
    rates = read_toml(path)
    pools: dict[str, dict[str, float]] = {}
    with config_path("profiles", "names", f"{rates['names']}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pools.setdefault(row["kind"], {})[row["token"]] = float(row["count"])
    return Profile(name, rates, pools)
