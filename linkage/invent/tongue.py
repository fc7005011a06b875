"""How people write in one language: colours, tattoos, clothes, statures, dates, from `config/profiles/words/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from linkage.config import config_path, read_toml
from linkage.invent.draw import Floats, Generator, Objects, weighted

Mark = tuple[str, str, str, str | None]
"""A tattoo: its place on the body, its side, what it shows, and a name written in it or None."""

Thing = tuple[str, str, str]
"""Something worn: what, its colour, its brand or nothing."""


@dataclass(frozen=True)
class Tongue:
    """The words of `config/profiles/words/<language>.toml`."""

    words: dict[str, Any]

    def __getitem__(self, table: str) -> Any:
        return self.words[table]

    def told(self, table: str, values: Objects) -> Objects:
        """Each value by its word in that table; None stays None."""
        words = self.words[table] | {None: None}
        return np.array([words[value] for value in values], dtype=object)

    def date(self, days: Floats) -> Objects:
        """Day numbers since 1970 as dates."""
        return np.array([self.words["date"].format(y=t[:4], m=t[5:7], d=t[8:10]) for t in iso(days)], dtype=object)

    def day(self, day: np.datetime64) -> str:
        """One day as a date."""
        year, month, of_month = str(day).split("-")
        return str(self.words["date"].format(y=year, m=month, d=of_month))

    def read_day(self, text: str) -> np.datetime64:
        """The day of a date written as here."""
        form = re.escape(self.words["date"]).replace(r"\{", "{").replace(r"\}", "}")
        parts = re.fullmatch(form.format(y=r"(?P<y>\d+)", m=r"(?P<m>\d+)", d=r"(?P<d>\d+)"), text)
        if parts is None:
            raise ValueError("A date in another form than this language writes it.")
        return np.datetime64("{y}-{m}-{d}".format(**parts.groupdict()), "D")

    def span(self, low: float, high: float) -> str:
        """A time between `low` and `high` days, in the unit that suits it."""
        days, name = (1, "days") if low < 60 else (30.4, "months") if low < 730 else (365.25, "years")
        unit = self.words["time"][name]
        return str(self.words["interval"].format(low=max(0, int(low // days)), high=int(-(-high // days)), unit=unit))

    def stature(self, cm: float, form: int) -> str:
        """A stature in one of the three forms that people use."""
        inches = round(cm / 2.54)
        forms: list[str] = self.words["stature"]["told"]
        return forms[form].format(
            cm=cm, m=cm / 100, m_comma=f"{cm / 100:.2f}".replace(".", ","),
            feet=inches // 12, inches=inches % 12, all_inches=inches,
        )  # fmt: skip

    def tattoo(self, rng: Generator, mark: Mark, vague: float) -> str:
        """One tattoo in words; with the chance `vague` its side or what it shows is left out."""
        place, where, what, text = mark
        side = ""
        if rng.random() >= vague:
            side = self.words["side"].format(side=self.words["sides" if rng.random() < 0.6 else "sides_short"][where])
        legend = self.words["legend"].format(text=text.capitalize()) if text and rng.random() > vague / 2 else ""
        form = "bare_tattoo" if rng.random() < vague / 2 and not legend else "tattoo"
        site, motif = self.words["sites"][place], self.words["motifs"][what]
        return str(self.words[form].format(motif=motif, site=site, side=side, legend=legend))

    def thing(self, rng: Generator, worn: Thing) -> str:
        """One garment or thing, by any of its names."""
        what, colour, brand = worn
        names = self.words["things"][what]
        said = names[int(rng.integers(0, len(names)))]
        if rng.random() < 0.75:
            shade = self.words["colours"][colour]
            said = self.words["thing"].format(
                item=said, colour=agreeing(said, shade) if self.words["agrees"] else shade
            )
        return str(self.words["brand"].format(thing=said, brand=brand)) if brand and rng.random() < 0.6 else said

    def titled(self, name: object, short: bool = False) -> str:
        """A name token with a capital, or its usual abbreviation."""
        if name is None:
            return ""
        return str(self.words["short"].get(name, str(name).capitalize())) if short else str(name).capitalize()

    def familiar(self, names: Objects) -> Objects:
        """The familiar form of each name; "" where there is none."""
        return np.array([self.words["familiar"].get(name, "") for name in names], dtype=object)

    def nicknames(self, rng: Generator, size: int) -> Objects:
        """Nicknames that say nothing of the name."""
        return weighted(rng, dict.fromkeys(self.words["names"]["nicknames"], 1.0), size)


def read_tongue(language: str) -> Tongue:
    """The words of that language."""
    return Tongue(read_toml(config_path("profiles", "words", f"{language}.toml")))


def iso(days: Floats) -> Objects:
    """Day numbers since 1970 as YYYY-MM-DD."""
    texts: Objects = np.datetime_as_string(np.datetime64("1970-01-01", "D") + days.astype(int)).astype(object)
    return texts


def agreeing(item: str, colour: str) -> str:
    """The Spanish colour in the gender and number of its noun: botas negras, gorra roja, tenis blancos."""
    first = item.split()[0]
    if colour.endswith("o"):
        colour = colour[:-1] + ("a" if first.rstrip("s").endswith("a") else "o")
    plural = first.endswith("s")
    return colour + (("s" if colour[-1] in "aeoé" else "es") if plural and colour != "rosa" else "")
