"""Who they are: descent, sex, names, birth, body, marks, teeth, number of a document and of a phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from linkage.invent.draw import Floats, Generator, Objects, People, blanked, chance, lognormal, weighted
from linkage.invent.profile import Group, Profile

MOTIFS = {
    "rose": 12, "cross": 10, "virgin_guadalupe": 8, "heart": 7, "skull": 6, "santa_muerte": 5, "eagle": 5, "butterfly": 5,
    "scorpion": 4, "star": 5, "dragon": 3, "tribal": 6, "anchor": 2, "lion": 3, "wolf": 2, "clown": 2, "wings": 3,
    "rosary": 4, "clover": 1, "rooster": 2,
}  # fmt: skip
"""Motifs in the order of falling frequency of the Jalisco classes (letters are added on top); weights ours."""

SITES = {
    "arm": 22, "forearm": 20, "shoulder": 14, "hand": 8, "chest": 10, "back": 10, "leg": 8, "calf": 4, "neck": 3,
    "wrist": 3, "ankle": 2, "abdomen": 2,
}  # fmt: skip
"""Men: shoulder and upper arm, then forearm and hand, then torso (Jalisco bodies); weights ours."""

SCARS = {"abdomen": 8, "knee": 7, "eyebrow": 7, "hand": 6, "surgery": 5, "burn": 3, "mole_cheek": 5, "mole_neck": 4,
         "mole_back": 4, "forehead": 6}  # fmt: skip
HARD = ("plate_femur", "screws_ankle", "no_index", "no_little", "old_clavicle", "old_radius")
TEETH = {"gold": 4, "front_missing": 6, "crown": 5, "braces": 2, "gaps": 4, "whole": 6, "dentures": 2, "caries": 3}
"""What a family says of somebody's teeth: weights ours, no source."""

SIDES = np.array(["right", "left"], dtype=object)


def make_people(rng: Generator, profile: Profile, size: int) -> People:
    """`size` people, each column an array."""
    rates = profile["person"]
    group = _groups(rng, profile, size)
    male = chance(rng, rates["male"], size)
    stature = np.where(male, rates["stature_cm"]["male"], rates["stature_cm"]["female"])
    stature = stature + rng.normal(0, rates["stature_cm"]["sd"], size)
    bmi = np.clip(rng.normal(rates["bmi"]["mean"], rates["bmi"]["sd"], size), 15, 45)
    people: People = {
        "group": group,
        "male": male,
        "age": np.clip(lognormal(rng, rates["age_median_years"], rates["age_log_sd"], size), 1, 90),
        "stature": stature,
        "weight": bmi * (stature / 100) ** 2,
        "hair": _of_group(rng, profile, group, lambda g: g.hair),
        "eyes": _of_group(rng, profile, group, lambda g: g.eyes),
        "tattoos": _tattoos(rng, np.where(male, rates["tattooed"]["male"], rates["tattooed"]["female"]), profile, size),
        "scars": _maybe(rng, rates["scarred"], weighted(rng, SCARS, size)),
        "hard": _maybe(rng, rates["missing_part"] + rates["implant"], rng.choice(np.array(HARD, object), size)),
        "teeth": weighted(rng, TEETH, size),
        "phone": _digits(rng, size, 10),
        "document": _digits(rng, size, 13),
    }
    return people | _names(rng, profile, male, group)


def _groups(rng: Generator, profile: Profile, size: int) -> Floats:
    """The number of each person's group."""
    if len(profile.groups) == 1:
        return np.zeros(size, int)
    shares = np.array([group.share for group in profile.groups])
    return np.asarray(rng.choice(len(shares), size, p=shares / shares.sum()))


def _of_group(
    rng: Generator, profile: Profile, group: Floats, weights: Callable[[Group], Mapping[str, float]]
) -> Objects:
    """One of the keys of the weights of each person's group."""
    out = np.empty(len(group), dtype=object)
    for number, of in enumerate(profile.groups):
        within = group == number
        out[within] = weighted(rng, weights(of), int(within.sum()))
    return out


def _names(rng: Generator, profile: Profile, male: Floats, group: Floats) -> People:
    """One or two given names, and two surnames."""

    def given() -> Objects:
        of_men = _of_group(rng, profile, group, lambda g: g.names["given_m"])
        names: Objects = np.where(male, of_men, _of_group(rng, profile, group, lambda g: g.names["given_f"]))
        return names

    return {
        "given": given(),
        "second": _maybe(rng, profile["person"]["second_name"], given()),
        "paternal": _of_group(rng, profile, group, lambda g: g.names["surname"]),
        "maternal": _of_group(rng, profile, group, lambda g: g.names["surname"]),
    }


def _maybe(rng: Generator, share: float, values: Objects) -> Objects:
    return blanked(values, chance(rng, share, len(values)))


def _tattoos(rng: Generator, share: Floats, profile: Profile, size: int) -> Objects:
    """For each person a tuple of (site, side, motif, inscription or None); some carry a name."""
    habits = profile["habits"]
    number = np.where(chance(rng, share, size), rng.geometric(1 - habits["tattoos_more"], size), 0)
    total = int(number.sum())
    inscribed = weighted(rng, profile.groups[0].names["given_f"], total)
    has_text = chance(rng, habits["tattoo_worded"], total)
    marks = list(zip(
        weighted(rng, SITES, total), SIDES[rng.integers(0, 2, total)], weighted(rng, MOTIFS, total),
        blanked(inscribed, has_text), strict=True,
    ))  # fmt: skip
    ends = np.cumsum(number)
    out = np.empty(size, dtype=object)
    for i in range(size):
        out[i] = tuple(marks[ends[i] - number[i] : ends[i]])
    return out


def _digits(rng: Generator, size: int, length: int) -> Objects:
    numbers = rng.integers(10 ** (length - 1), 10**length, size)
    return np.array([str(n) for n in numbers], dtype=object)
