"""What a register makes of what was said: only the slips it is told to make, and the same ones for the same seed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from linkage.invent.dates import entered_late, first_of_month, first_of_year, turned_round
from linkage.invent.draw import Objects
from linkage.invent.profile import Profile, profiles, read_profile
from linkage.invent.registry import in_wrong_unit, registered
from linkage.invent.spelling import one_key_wrong, without_accents

SIDES = ("report", "remains")
BORDER = read_profile("border")
NAMELESS = {"name_given": None, "name_paternal": None, "name_maternal": None}
CAPITALS = {
    "name_given": "INÉS", "name_paternal": "MUÑOZ", "name_maternal": "SOTO", "marks": "CICATRIZ EN RODILLA",
}  # fmt: skip


def only(**rates: float) -> Profile:
    """A profile whose clerks make these slips alone."""
    registry = BORDER["registry"]
    told = {side: {name: rates.get(name, 0.0) for name in registry[side]} for side in SIDES}
    return replace(BORDER, rates={**BORDER.rates, "registry": {**registry, **told}})


def column(*values: object) -> Objects:
    return np.array(values, dtype=object)


def report(**changed: Objects) -> dict[str, Objects]:
    """The report of one invented person."""
    person = {
        "name_given": "Inés", "name_paternal": "Muñoz", "name_maternal": "Soto", "sex": "mujer",
        "birth_date": "05/04/1990", "age": "31", "stature": "160 cm", "hair": "negro", "eyes": "cafés",
        "last_contact": "05/04/2021", "reported": "19/04/2021", "marks": "cicatriz en rodilla",
        "clothing": None, "effects": None, "phones": "6620000000", "documents": None,
    }  # fmt: skip
    return {name: column(value) for name, value in person.items()} | changed


def after(said: dict[str, Objects], side: str = "report", **rates: float) -> dict[str, Any]:
    """The first record, as a register holds it in which every one of these slips is made."""
    held = registered(np.random.default_rng(1), only(**rates), side, said)
    return {name: values[0] for name, values in held.items()}


@pytest.mark.parametrize(
    "slip, changed",
    [
        ("names_swapped", {"name_given": "Muñoz", "name_paternal": "Inés"}),
        ("names_merged", NAMELESS | {"name_full": "Inés Muñoz Soto"}),
        ("day_month", {"birth_date": "04/05/1990", "last_contact": "04/05/2021"}),
        ("month_only", {"birth_date": "01/04/1990", "last_contact": "01/04/2021"}),
        ("year_only", {"birth_date": "01/01/1990"}),
        ("entry_day", {"last_contact": "19/04/2021"}),
        ("unit_slip", {"stature": "160 m"}),
        ("sex_default", {"sex": "hombre"}),
        ("age_default", {"age": "0"}),
        ("other_code", {"sex": "F", "hair": "BLK", "eyes": "BRO"}),
        ("capitals", CAPITALS),
        ("unaccented", {"name_given": "Ines", "name_paternal": "Munoz"}),
    ],
)  # fmt: skip
def test_each_slip_changes_its_columns_and_no_other(slip: str, changed: dict[str, object]) -> None:
    said = report()
    as_said = {name: values[0] for name, values in said.items()} | {"name_full": None}
    assert after(said) == as_said
    assert after(said, **{slip: 1.0}) == as_said | changed


def test_what_is_blank_stays_blank() -> None:
    every = dict.fromkeys(BORDER["registry"]["report"], 1.0)
    blank = {name: column(None) for name in report()}
    assert set(after(blank, **every).values()) == {None}


def test_a_narrow_column_cuts_names_and_texts() -> None:
    width = BORDER["registry"]["width"]
    held = after(report(name_given=column("a" * 99), marks=column("b" * 999)), narrow=1.0)
    assert (len(held["name_given"]), len(held["marks"])) == (width["name"], width["text"])


def test_a_note_stands_after_what_was_said() -> None:
    assert after(report(), note=1.0)["marks"].startswith("cicatriz en rodilla; ")


def test_remains_may_bear_the_day_of_entry_and_any_adult_age() -> None:
    said = {
        name: column(value)
        for name, value in {"found": "30/12/2025", "age": "20-25", "sex": "femenino", "stature": "1.60"}.items()
    }
    said |= {name: column(None) for name in ("hair", "eyes", "marks", "clothing", "effects")}
    held = after(said, "remains", entry_day=1.0, age_default=1.0)
    assert (held["found"], held["age"], held["sex"]) == ("31/12/2025", "18-99", "femenino")


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("170 cm", "170 m"),
        ("1,70 m", "1,70 cm"),
        ("1.66", "1.66 cm"),
        ("63-69 in", "63-69 cm"),
        ("5'7\"", "57 in"),
        ("5 ft 7 in", "57 in"),
    ],
)
def test_a_stature_keeps_its_figures_and_loses_its_unit(right: str, wrong: str) -> None:
    assert in_wrong_unit(right) == wrong


@pytest.mark.parametrize(
    "change, day, written",
    [(turned_round, "2020-05-04", "2020-04-05"), (turned_round, "2020-05-14", "2020-05-14"),
     (first_of_month, "2020-05-04", "2020-05-01"), (first_of_year, "2020-05-04", "2020-01-01")],
)  # fmt: skip
def test_days_as_offices_write_them(change: Any, day: str, written: str) -> None:
    assert str(change(np.datetime64(day, "D"))) == written


def test_nothing_is_entered_before_it_happened_or_after_the_register_was_closed() -> None:
    rng, day, closed = np.random.default_rng(3), np.datetime64("2020-05-04", "D"), np.datetime64("2020-05-20", "D")
    entered = [entered_late(rng, day, closed) for _ in range(200)]
    assert day < min(entered) and max(entered) == closed


def test_one_key_wrong_changes_the_length_by_one_at_most() -> None:
    rng = np.random.default_rng(3)
    typed = [one_key_wrong(rng, "Ramirez") for _ in range(200)]
    assert {len(text) for text in typed} == {6, 7, 8}
    assert all(one_key_wrong(rng, "1234").isdigit() for _ in range(50))
    assert one_key_wrong(rng, "a")


def test_accents_are_lost_and_letters_stay() -> None:
    assert without_accents("Muñoz Éric Łuka") == "Munoz Eric Łuka"


def test_noisier_registers_make_every_slip_oftener() -> None:
    noisy = BORDER.noisier(1.5)["registry"]
    assert noisy["report"]["note"] == pytest.approx(1.5 * BORDER["registry"]["report"]["note"])
    assert noisy["width"] == BORDER["registry"]["width"]


@pytest.mark.parametrize("profile", profiles())
def test_every_profile_rates_every_slip_of_both_sides(profile: str) -> None:
    registry = read_profile(profile)["registry"]
    for side in SIDES:
        assert set(registry[side]) == set(BORDER["registry"][side])
