"""What the examiner writes: what the state of the body still allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from linkage.invent.draw import Flags, Floats, Generator, Objects, People, blanked, chance, lognormal
from linkage.invent.profile import Profile
from linkage.invent.spelling import misspelt, otherwise_spelt
from linkage.invent.tongue import Thing, Tongue

STATE = {"fleshed": 0, "decomposed": 1, "partly_skeletal": 1, "mummified": 1, "skeletal_articulated": 2, "skeletal": 2,
         "weathered": 2}  # fmt: skip
"""Fresh, decomposed, skeletal: the columns of the rates."""


def make_records(rng: Generator, profile: Profile, people: People) -> dict[str, Objects]:
    """One record for each dead person: raw columns of the canonical format."""
    rates, noise, size = profile["remains"], profile["noise"], len(people["male"])
    state, tongue = np.array([STATE[c] for c in people["condition"]]), profile.remains_tongue

    def by_state(shares: Any) -> Floats:
        found: Floats = np.array(shares, dtype=float)[state]
        return found

    def keep(values: Any, name: str) -> Objects:
        return blanked(values, chance(rng, by_state(rates["filled"][name]), size))

    def dark(name: str) -> Objects:
        return tongue.told(name, _darkened(people[name], chance(rng, by_state(noise["colour_seen"]), size)))

    wrong = chance(rng, by_state(noise["sex_wrong"]), size)
    male = np.where(wrong, ~people["male"], people["male"])
    named = chance(rng, by_state(rates["filled"]["name"]), size)
    return {
        **_names(rng, profile, people, named, size),
        "sex": keep(tongue.told("sex_seen", np.where(male, "male", "female")), "sex"),
        "age": keep(_age(rng, people, by_state(noise["age_outside"]), rates["age_width"], size), "age"),
        "stature": keep(_stature(rng, profile, people, state, size), "stature"),
        "weight": keep(_weight(rng, profile, people["weight"], size), "weight"),
        "hair": keep(dark("hair"), "hair"),
        "eyes": keep(dark("eyes"), "eyes"),
        "found": tongue.date(people["found_day"]),
        "pmi": blanked(_pmi(rng, profile, people, size), chance(rng, rates["filled"]["pmi"], size)),
        **_place(rng, people, rates["filled"]["gps"], size),
        "marks": _marks(rng, profile, people, by_state(rates["filled"]["marks"]), by_state(rates["filled"]["hard_marks"])),
        "clothing": keep(_seen(rng, tongue, noise, people["worn"]), "clothing"),
        "effects": keep(_seen(rng, tongue, noise, people["carried"]), "clothing"),
        "dental": keep(tongue.told("teeth", people["teeth"]), "dental"),
        "phones": keep(people["phone"], "phone"),
        "condition": tongue.told("condition", people["condition"]),
    }  # fmt: skip


def _names(rng: Generator, profile: Profile, people: People, named: Flags, size: int) -> dict[str, Objects]:
    """The name and number on a document, sometimes another person's; or a first name somebody presumes."""
    noise, filled, tongue = profile["noise"], profile["remains"]["filled"], profile.remains_tongue
    other = np.where(chance(rng, noise["alias"], size), rng.permutation(size), np.arange(size))
    full = _full_names(
        rng, profile, {name: people[name][other] for name in ("given", "second", "paternal", "maternal")}
    )
    presumed = named & chance(rng, profile["remains"]["presumed"], size)
    first = np.array([tongue.titled(name) for name in people["given"]], object)
    basis = np.where(presumed, tongue["basis"]["presumption"], tongue["basis"]["document"]).astype(object)
    numbered = named & ~presumed & chance(rng, filled["document_number"], size)
    return {
        "name_full": blanked(np.where(presumed, first, full), named), "name_basis": blanked(basis, named),
        "documents": blanked(people["document"][other], numbered),
    }  # fmt: skip


def _full_names(rng: Generator, profile: Profile, parts: Mapping[str, Objects]) -> Objects:
    """Names as they stand on a document: in either order, not always whole."""
    filled, tongue = profile["remains"]["filled"], profile.remains_tongue
    size = len(parts["given"])
    spelt = {name: _spelt(rng, profile, parts[name]) for name in ("given", "paternal")}
    maternal = blanked(parts["maternal"], chance(rng, filled["maternal"], size))
    second = blanked(parts["second"], chance(rng, filled["second"], size))
    habits = profile["habits"]
    turned = chance(rng, habits["surname_first"], size)
    full = []
    for i in range(size):
        first = " ".join(filter(None, (tongue.titled(spelt["given"][i]), tongue.titled(second[i]))))
        last = " ".join(
            filter(
                None,
                (
                    tongue.titled(spelt["paternal"][i]),
                    tongue.titled(maternal[i], rng.random() < habits["surname_short"]),
                ),
            )
        )
        full.append(f"{last} {first}".upper() if turned[i] else f"{first} {last}")
    return np.array(full, object)


def _spelt(rng: Generator, profile: Profile, names: Objects) -> Objects:
    """A name as a clerk wrote it."""
    noise = profile["noise"]
    also = {token: others for group in profile.groups for token, others in group.also.items()}
    spelt = otherwise_spelt(rng, names, noise["other_spelling"], also)
    return misspelt(rng, spelt, noise["name_on_document"], profile.remains_tongue["names"]["sounds"])


def _age(rng: Generator, people: People, outside: Floats, width: dict[str, float], size: int) -> Objects:
    """An interval of the usual width that holds the true age as often as practice shows."""
    true = people["age"] + (people["death_day"] - people["contact_day"]) / 365.25
    wide = np.clip(np.round(lognormal(rng, width["median"], width["log_sd"], size)), 2, 80)
    inside = ~chance(rng, outside, size)
    offset = np.where(
        inside, rng.uniform(0, 1, size), np.where(chance(rng, 0.5, size), -1, 1) * rng.uniform(1, 1.5, size)
    )
    low = np.maximum(0, np.round(true - wide * np.where(inside, offset, 0.5 + offset / 2)))
    return np.array([f"{int(a)}-{int(a + b)}" for a, b in zip(low, wide, strict=True)], dtype=object)


def _stature(rng: Generator, profile: Profile, people: People, state: Floats, size: int) -> Objects:
    """Measured on a body; from bones an interval around an estimate."""
    habits = profile["habits"]
    off = np.where(state == 2, habits["stature_of_bone_cm"], habits["stature_of_body_cm"])
    wide = habits["bone_interval_cm"]
    measured = people["stature"] + rng.normal(0, off, size)
    unit, name = (2.54, "in") if profile["remains"]["imperial"] else (1.0, "cm")
    texts = [
        f"{(x - wide) / unit:.0f}-{(x + wide) / unit:.0f} {name}" if s == 2 else f"{x / unit:.0f} {name}"
        for x, s in zip(measured, state, strict=True)
    ]
    return np.array(texts, dtype=object)


def _weight(rng: Generator, profile: Profile, true: Floats, size: int) -> list[str]:
    """Weighed, after some loss."""
    left = profile["habits"]["weight_found"]
    found = true * rng.normal(left["share"], left["sd"], size)
    return [f"{x / 0.4536:.0f} lb" if profile["remains"]["imperial"] else f"{x:.0f} kg" for x in found]


def _darkened(true: Objects, dark: Flags) -> Objects:
    """The true colour, or the common dark one: the longer dead, the oftener it is called so."""
    told = true.copy()
    told[dark] = "brown"
    return told


def _pmi(rng: Generator, profile: Profile, people: People, size: int) -> list[str]:
    """The post-mortem interval in words, reaching about as many times beyond the truth as below it."""
    way = profile["habits"]["pmi_either_way"]
    days = np.maximum(1, people["found_day"] - people["death_day"])
    low, high = days / lognormal(rng, **way, size=size), days * lognormal(rng, **way, size=size)
    return [profile.remains_tongue.span(a, b) for a, b in zip(low, high, strict=True)]


def _place(rng: Generator, people: People, gps: float, size: int) -> dict[str, Objects]:
    """The place of recovery, with how well it is known."""
    lat, lon = people["found_lat"], people["found_lon"]
    points = np.array([f"{a:.4f}, {b:.4f}" for a, b in zip(lat, lon, strict=True)], dtype=object)
    radius = np.where(chance(rng, gps, size), "0.1", "10").astype(object)
    return {"recovery_place_coordinates": points, "recovery_place_radius_km": radius}


def _marks(rng: Generator, profile: Profile, people: People, soft: Floats, hard: Floats) -> Objects:
    """Tattoos and scars while there is skin; implants, missing parts and healed fractures in the bone too."""
    tongue, vague, habits = profile.remains_tongue, profile["noise"]["mark_vague_seen"], profile["habits"]
    texts: list[str | None] = []
    for i in range(len(soft)):
        said = []
        if rng.random() < soft[i]:
            said += [
                tongue.tattoo(rng, mark, vague) for mark in people["tattoos"][i] if rng.random() < habits["tattoo_seen"]
            ]
            said += (
                [tongue["scars"][people["scars"][i]]]
                if people["scars"][i] and rng.random() < habits["scar_seen"]
                else []
            )
        said += [tongue["hard"][people["hard"][i]]] if people["hard"][i] and rng.random() < hard[i] else []
        texts.append("; ".join(said) or None)
    return np.array(texts, dtype=object)


def _seen(rng: Generator, tongue: Tongue, noise: Mapping[str, Any], worn: list[tuple[Thing, ...]]) -> Objects:
    """Most of what was worn; the rest was lost, taken or changed on the way."""
    kept = 1 - noise["thing_lost"]
    texts = ["; ".join(tongue.thing(rng, item) for item in things if rng.random() < kept) or None for things in worn]
    return np.array(texts, dtype=object)
