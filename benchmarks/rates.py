"""The rates that people are invented with, and which of them have a source: read from the comments beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linkage.config import config_path
from linkage.invent.profile import HABITS

STEPS = {
    "person": "the person",
    "groups": "the person",
    "journey": "journey, death, recovery",
    "report": "the family's report",
    "remains": "the examiner's record",
    "noise": "errors of either",
    "registry": "what clerks do",
    "habits": "habits of all",
}
"""The steps of the makers, by the tables of a profile."""

NO_RATE = ("words", "names", "countries", "imperial", "from_year", "to_year", "registers_closed")
"""Entries that are choices of what to invent."""

ENTRY = re.compile(r"(\w+) = ([^#]*)(?:#\s*(.*))?$")


@dataclass(frozen=True)
class Rate:
    """One rate of a profile: its step, its name, and what is said of where it comes from."""

    step: str
    name: str
    said: str

    @property
    def without_source(self) -> bool:
        """Nothing that was published supports it."""
        return self.said.startswith("no source")

    @property
    def in_part(self) -> bool:
        """Something that was published supports it, but not the whole."""
        return "no source" in self.said and not self.without_source


def rates(path: Path) -> Iterator[Rate]:
    """Every rate of a profile's file, in its order."""
    step = ""
    for line in path.read_text(encoding="utf-8").split("[places]")[0].splitlines():
        if table := re.match(r"\[(\w+)", line):
            step = STEPS[table[1]]
        elif (entry := ENTRY.match(line)) and entry[1] not in NO_RATE:
            yield Rate(step, entry[1], entry[3] or "")


def sources(profile: str) -> dict[str, tuple[int, int, int]]:
    """By step: rates without a source, with one for a part, and all."""
    every = [*rates(config_path("profiles", f"{profile}.toml")), *rates(HABITS)]
    of = {step: [rate for rate in every if rate.step == step] for step in dict.fromkeys(STEPS.values())}
    return {
        step: (sum(r.without_source for r in found), sum(r.in_part for r in found), len(found))
        for step, found in of.items()
    }
