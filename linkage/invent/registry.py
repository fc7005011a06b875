"""What becomes of a report or of an examiner's record when a clerk retypes it into a register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from linkage.invent.dates import entered_late, first_of_month, first_of_year, turned_round
from linkage.invent.draw import Generator, Objects, chance
from linkage.invent.profile import Profile
from linkage.invent.spelling import one_key_wrong, without_accents
from linkage.invent.tongue import Tongue

Columns = dict[str, Objects]

NAMES = ("name_given", "name_paternal", "name_maternal", "name_full")
TEXTS = ("marks", "clothing", "effects")
TYPED = (*NAMES, "name_aliases", "last_contact_place", "origin_place", "destination_place", *TEXTS, "dental")
NUMBERS = ("documents", "phones")
"""Columns that are typed by hand; the others are chosen from a list."""

NCIC = {
    "hair": {"black": "BLK", "brown": "BRO", "blond": "BLN", "grey": "GRY", "red": "RED", "other": "XXX"},
    "eyes": {"black": "BLK", "brown": "BRO", "blue": "BLU", "green": "GRN", "hazel": "HAZ", "grey": "GRY"},
    "sex": {"male": "M", "female": "F"},
}
"""The codes of another list: NCIC's, as they stand in the entry form of the FBI."""


@dataclass(frozen=True)
class Clerk:
    """Who retypes one side: the dice, how often each slip is made, how wide the columns are, the language, the last day."""

    rng: Generator
    rates: Mapping[str, float]
    width: Mapping[str, int]
    tongue: Tongue
    closed: str

    def slips(self, name: str, held: Columns, column: str) -> Iterator[int]:
        """The rows in which the slip of that name is made in a column; none where the column is blank or is not there."""
        if column in held:
            hit = chance(self.rng, self.rates[name], len(held[column]))
            yield from (int(row) for row in np.flatnonzero(hit) if held[column][row] is not None)

    def register_is(self, name: str) -> bool:
        """Whether the whole register is kept so."""
        return bool(self.rng.random() < self.rates[name])


def registered(rng: Generator, profile: Profile, side: str, columns: Mapping[str, Objects]) -> Columns:
    """The columns of one side ("report" or "remains") as its register holds them."""
    rates = profile["registry"]
    tongue = profile.report_tongue if side == "report" else profile.remains_tongue
    clerk = Clerk(rng, rates[side], rates["width"], tongue, profile["journey"]["registers_closed"])
    held = {name: values.copy() for name, values in columns.items()}
    for edit in EDITS:
        edit(clerk, held)
    return held


def _in_another_column(clerk: Clerk, held: Columns) -> None:
    """Given name and surname changed about, or the whole name in one column."""
    if "name_given" not in held:
        return
    given, paternal = held["name_given"], held["name_paternal"]
    for row in clerk.slips("names_swapped", held, "name_given"):
        given[row], paternal[row] = paternal[row], given[row]
    held["name_full"] = np.full(len(given), None, dtype=object)
    for row in clerk.slips("names_merged", held, "name_given"):
        parts = (given[row], paternal[row], held["name_maternal"][row])
        held["name_full"][row] = " ".join(part for part in parts if part)
        given[row] = paternal[row] = held["name_maternal"][row] = None


def _keys(clerk: Clerk, held: Columns) -> None:
    """One key wrong."""
    for name in (*NAMES, *NUMBERS):
        for row in clerk.slips("typing_slip", held, name):
            held[name][row] = one_key_wrong(clerk.rng, held[name][row])


def _dates(clerk: Clerk, held: Columns) -> None:
    """Day and month turned round, rounded to the month or the year, or the day of entry for the day of the event."""
    tongue = clerk.tongue
    for name, change in (("day_month", turned_round), ("month_only", first_of_month), ("year_only", first_of_year)):
        for column in ("birth_date",) if name == "year_only" else ("birth_date", "last_contact", "found"):
            for row in clerk.slips(name, held, column):
                held[column][row] = tongue.day(change(tongue.read_day(held[column][row])))
    for row in clerk.slips("entry_day", held, "last_contact"):
        held["last_contact"][row] = held["reported"][row] or held["last_contact"][row]
    for row in clerk.slips("entry_day", held, "found"):
        late = entered_late(clerk.rng, tongue.read_day(held["found"][row]), np.datetime64(clerk.closed, "D"))
        held["found"][row] = tongue.day(late)


def _units(clerk: Clerk, held: Columns) -> None:
    """A stature in a unit that it is not in: feet for inches, metres for centimetres."""
    for row in clerk.slips("unit_slip", held, "stature"):
        held["stature"][row] = in_wrong_unit(held["stature"][row])


def in_wrong_unit(stature: str) -> str:
    """The same figures with another unit: 63-69 cm for inches, 57 in for 5'7, 1.70 cm for 1.70 m, 170 m for 170 cm."""
    feet = re.match(r"(\d)\D+(\d+)\D*$", stature)
    if feet and "-" not in stature and "," not in stature and "." not in stature:
        return f"{feet[1]}{feet[2]} in"
    for right, wrong in (("cm", "m"), ("in", "cm"), ("m", "cm")):
        if stature.endswith(f" {right}"):
            return f"{stature.removesuffix(right)}{wrong}"
    return f"{stature} cm"


def _defaults(clerk: Clerk, held: Columns) -> None:
    """Sex and age as the form opens: a man; no years of the missing, "adult" of remains."""
    report = "birth_date" in held
    sex = clerk.tongue["sex_told" if report else "sex_seen"]["male"]
    for name, default in (("sex", sex), ("age", "0" if report else "18-99")):
        for row in clerk.slips(f"{name}_default", held, name):
            held[name][row] = default


def _codes(clerk: Clerk, held: Columns) -> None:
    """A code of another list."""
    for column, codes in NCIC.items():
        table = column if column != "sex" else "sex_told" if "birth_date" in held else "sex_seen"
        code = {word: codes[key] for key, word in clerk.tongue[table].items() if key in codes}
        for row in clerk.slips("other_code", held, column):
            held[column][row] = code.get(held[column][row], held[column][row])


def _notes(clerk: Clerk, held: Columns) -> None:
    """A note of the office after what was said."""
    notes = clerk.tongue["notes"]
    for name in TEXTS:
        for row in clerk.slips("note", held, name):
            held[name][row] += "; " + notes[int(clerk.rng.integers(0, len(notes)))].format(
                number=int(clerk.rng.integers(1, 999))
            )


def _whole_register(clerk: Clerk, held: Columns) -> None:
    """In some registers every text is in capitals, or has lost its accents, or is cut off where its column ends."""
    changes: list[Callable[[str, str], str]] = []
    if clerk.register_is("capitals"):
        changes.append(lambda _, text: text.upper())
    if clerk.register_is("unaccented"):
        changes.append(lambda _, text: without_accents(text))
    if clerk.register_is("narrow"):
        changes.append(lambda name, text: text[: clerk.width["name" if name in NAMES else "text"]].rstrip())
    for name in TYPED:
        for change in changes if name in held else ():
            held[name] = np.array([text and change(name, text) for text in held[name]], dtype=object)


EDITS = (_in_another_column, _keys, _dates, _units, _defaults, _codes, _notes, _whole_register)
"""What happens on the way into a register, in order."""
