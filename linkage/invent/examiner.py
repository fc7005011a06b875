"""What the examiner writes: what the state of the body still allows."""

from __future__ import annotations

from typing import Any

import numpy as np

from linkage.invent import written as w
from linkage.invent.draw import Flags, Floats, Generator, Objects, People, blanked, chance, lognormal
from linkage.invent.profile import Profile

STATE = {"fleshed": 0, "decomposed": 1, "partly_skeletal": 1, "mummified": 1, "skeletal_articulated": 2, "skeletal": 2,
         "weathered": 2}  # fmt: skip
"""Fresh, decomposed, skeletal: the columns of the rates."""


def make_records(rng: Generator, profile: Profile, people: People) -> dict[str, Objects]:
    """One record for each dead person: raw columns of the canonical format."""
    rates, size = profile["remains"], len(people["male"])
    state = np.array([STATE[c] for c in people["condition"]])

    def share(name: str) -> Floats:
        shares: Floats = np.array(rates[name], dtype=float)[state]
        return shares

    def keep(values: Any, name: str) -> Objects:
        return blanked(values, chance(rng, share(name), size))

    right = chance(rng, share("sex_right"), size)
    male = np.where(right, people["male"], ~people["male"])
    named = chance(rng, share("name"), size)
    return {
        **_names(rng, rates, people, named, size),
        "sex": keep(np.where(male, "masculino", "femenino"), "sex"),
        "age": keep(_age(rng, people, share("age_right"), rates["age_width"], size), "age"),
        "stature": keep(_stature(rng, people, state, size), "stature"),
        "weight": keep([f"{x * d:.0f} kg" for x, d in zip(people["weight"], rng.normal(0.93, 0.08, size), strict=True)], "weight"),
        "hair": keep(_darkened(rng, people["hair"], w.HAIR, "castaño", state, size), "hair"),
        "eyes": keep(_darkened(rng, people["eyes"], w.EYES, "cafés", state, size), "eyes"),
        "found": w.spanish_date(people["found_day"]),
        "pmi": _pmi(rng, people, rates["pmi_year"], size),
        "recovery_place_coordinates": _coordinates(rng, people, rates["gps"], size),
        "recovery_place_radius_km": np.where(chance(rng, rates["gps"], size), "0.1", "10").astype(object),
        "marks": _marks(rng, people, share("marks"), share("hard_marks"), size),
        "clothing": keep(_seen(rng, people["worn"], size), "clothing"),
        "effects": keep(_seen(rng, people["carried"], size), "clothing"),
        "dental": keep(people["teeth"], "dental"),
        "phones": keep(people["phone"], "phone"),
        "condition": np.array([w.CONDITION[c] for c in people["condition"]], dtype=object),
    }  # fmt: skip


def _names(rng: Generator, rates: dict[str, Any], people: People, named: Flags, size: int) -> dict[str, Objects]:
    """The name on a document, sometimes another person's; or a first name somebody presumes."""
    other = np.where(chance(rng, rates["alias"], size), rng.permutation(size), np.arange(size))
    given, paternal = w.misspelt(rng, people["given"][other], 0.05), w.misspelt(rng, people["paternal"][other], 0.05)
    maternal = blanked(people["maternal"][other], chance(rng, 0.75, size))
    second = blanked(people["second"][other], chance(rng, 0.6, size))
    order = chance(rng, 0.2, size)
    full = []
    for i in range(size):
        first = " ".join(filter(None, (w.titled(given[i]), w.titled(second[i]))))
        last = " ".join(filter(None, (w.titled(paternal[i]), w.titled(maternal[i], rng.random() < 0.1))))
        full.append(f"{last} {first}".upper() if order[i] else f"{first} {last}")
    presumed = named & chance(rng, 0.15, size)
    full_names = np.where(presumed, np.array([w.titled(g) for g in people["given"]], object), np.array(full, object))
    basis = np.where(presumed, "presunción", "documento").astype(object)
    return {"name_full": blanked(full_names, named), "name_basis": blanked(basis, named)}


def _age(rng: Generator, people: People, right: Floats, width: dict[str, float], size: int) -> Objects:
    """An interval of the usual width that holds the true age as often as practice shows."""
    true = people["age"] + (people["death_day"] - people["contact_day"]) / 365.25
    wide = np.clip(np.round(lognormal(rng, width["median"], width["log_sd"], size)), 2, 80)
    inside = chance(rng, right, size)
    offset = np.where(inside, rng.uniform(0, 1, size), np.where(chance(rng, 0.5, size), -1, 1) * rng.uniform(1, 1.5, size))
    low = np.maximum(0, np.round(true - wide * np.where(inside, offset, 0.5 + offset / 2)))
    return np.array([f"{int(a)}-{int(a + b)}" for a, b in zip(low, wide, strict=True)], dtype=object)


def _stature(rng: Generator, people: People, state: Floats, size: int) -> Objects:
    """Measured on a body; from bones an interval of 8 cm either side around an estimate 4 cm off."""
    measured = people["stature"] + rng.normal(0, np.where(state == 2, 4.0, 1.3), size)
    slip = chance(rng, 0.01, size)
    texts = [
        f"{x * 10:.0f} cm" if bad else f"{x - 7:.0f}-{x + 7:.0f} cm" if s == 2 else f"{x:.0f} cm"
        for x, s, bad in zip(measured, state, slip, strict=True)
    ]
    return np.array(texts, dtype=object)


def _darkened(rng: Generator, true: Objects, words: dict[str, str], common: str, state: Floats, size: int) -> Objects:
    """The colour in words; the longer dead, the oftener it is called the common dark one."""
    told = np.array([words[c] for c in true], dtype=object)
    told[chance(rng, np.array([0.08, 0.25, 0.35])[state], size)] = common
    return told


def _pmi(rng: Generator, people: People, share: float, size: int) -> Objects:
    """The post-mortem interval in words, around the truth and twice as wide either way."""
    days = np.maximum(1, people["found_day"] - people["death_day"])
    low, high = days / lognormal(rng, 1.8, 0.3, size), days * lognormal(rng, 1.8, 0.3, size)
    texts = []
    for a, b in zip(low, high, strict=True):
        unit, name = (1, "días") if b < 60 else (30.4, "meses") if b < 730 else (365.25, "años")
        texts.append(f"{max(0, int(a // unit))}-{int(-(-b // unit))} {name}")
    return blanked(texts, chance(rng, share, size))


def _coordinates(rng: Generator, people: People, gps: float, size: int) -> Objects:
    lat, lon = people["found_lat"], people["found_lon"]
    return np.array([f"{a:.4f}, {b:.4f}" for a, b in zip(lat, lon, strict=True)], dtype=object)


def _marks(rng: Generator, people: People, soft: Floats, hard: Floats, size: int) -> Objects:
    """Tattoos and scars while there is skin; implants, missing parts and healed fractures in the bone too."""
    texts: list[str | None] = []
    for i in range(size):
        said = []
        if rng.random() < soft[i]:
            said += [w.tattoo(rng, mark, 0.15) for mark in people["tattoos"][i] if rng.random() < 0.9]
            said += [people["scars"][i]] if people["scars"][i] and rng.random() < 0.7 else []
        said += [people["hard"][i]] if people["hard"][i] and rng.random() < hard[i] else []
        texts.append("; ".join(said) or None)
    return np.array(texts, dtype=object)


def _seen(rng: Generator, worn: list[tuple[tuple[str, str, str], ...]], size: int) -> Objects:
    """Most of what was worn; the rest was lost, taken or changed on the way."""
    texts: list[str | None] = []
    for i in range(size):
        said = [w.thing(rng, item) for item in worn[i] if rng.random() < 0.7]
        texts.append("; ".join(said) or None)
    return np.array(texts, dtype=object)
