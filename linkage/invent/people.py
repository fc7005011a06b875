"""Who they are: sex, names, birth, body, marks, teeth, number of a document and of a phone."""

from __future__ import annotations

import numpy as np

from linkage.invent.draw import Floats, Generator, Objects, People, blanked, chance, lognormal, weighted
from linkage.invent.profile import Profile

MOTIFS = {
    "una rosa": 12, "una cruz": 10, "la Virgen de Guadalupe": 8, "un corazón": 7, "una calavera": 6, "la Santa Muerte": 5,
    "un águila": 5, "una mariposa": 5, "un escorpión": 4, "una estrella": 5, "un dragón": 3, "un tribal": 6, "un ancla": 2,
    "un león": 3, "un lobo": 2, "un payaso": 2, "unas alas": 3, "un rosario": 4, "un trébol": 1, "un gallo": 2,
}  # fmt: skip
"""Motifs in the order of falling frequency of the Jalisco classes (letters are added on top); weights ours."""

SITES = {
    "brazo": 22, "antebrazo": 20, "hombro": 14, "mano": 8, "pecho": 10, "espalda": 10, "pierna": 8, "pantorrilla": 4,
    "cuello": 3, "muñeca": 3, "tobillo": 2, "abdomen": 2,
}  # fmt: skip
"""Men: shoulder and upper arm, then forearm and hand, then torso (Jalisco bodies); weights ours."""

SCARS = {"cicatriz en abdomen": 8, "cicatriz en rodilla": 7, "cicatriz en ceja": 7, "cicatriz en mano": 6,
         "cicatriz quirúrgica en abdomen": 5, "quemadura en brazo": 3, "lunar en mejilla": 5, "lunar en cuello": 4,
         "lunar en espalda": 4, "cicatriz en frente": 6}  # fmt: skip
HARD = ("placa de osteosíntesis en fémur", "tornillos en tobillo", "falta dedo índice", "falta dedo meñique",
        "fractura antigua de clavícula", "fractura antigua de radio")  # fmt: skip
TEETH = {"diente de oro": 4, "falta un diente de enfrente": 6, "corona metálica": 5, "frenos": 2, "dientes separados": 4,
         "dentadura completa": 6, "prótesis dental": 2, "caries visibles": 3}  # fmt: skip
SIDES = np.array(["derecho", "izquierdo"], dtype=object)


def make_people(rng: Generator, profile: Profile, size: int) -> People:
    """`size` people, each column an array."""
    rates = profile["person"]
    male = chance(rng, rates["male"], size)
    stature = np.where(male, rates["stature_cm"]["male"], rates["stature_cm"]["female"])
    stature = stature + rng.normal(0, rates["stature_cm"]["sd"], size)
    bmi = np.clip(rng.normal(rates["bmi"]["mean"], rates["bmi"]["sd"], size), 15, 45)
    people: People = {
        "male": male,
        "age": np.clip(lognormal(rng, rates["age_median_years"], rates["age_log_sd"], size), 1, 90),
        "stature": stature,
        "weight": bmi * (stature / 100) ** 2,
        "hair": weighted(rng, rates["hair"], size),
        "eyes": weighted(rng, rates["eyes"], size),
        "tattoos": _tattoos(rng, np.where(male, rates["tattooed"]["male"], rates["tattooed"]["female"]), profile, size),
        "scars": _maybe(rng, rates["scarred"], weighted(rng, SCARS, size)),
        "hard": _maybe(rng, rates["missing_part"] + rates["implant"], rng.choice(np.array(HARD, object), size)),
        "teeth": weighted(rng, TEETH, size),
        "phone": _digits(rng, size, 10),
        "document": _digits(rng, size, 13),
    }
    return people | _names(rng, profile, male, size)


def _names(rng: Generator, profile: Profile, male: Floats, size: int) -> People:
    """One or two given names, and two surnames."""
    def given() -> Objects:
        names: Objects = np.where(
            male, weighted(rng, profile.names["given_m"], size), weighted(rng, profile.names["given_f"], size)
        )
        return names

    return {
        "given": given(),
        "second": _maybe(rng, 0.56, given()),  # Pima: 56 % of the named have three tokens, 23 % four
        "paternal": weighted(rng, profile.names["surname"], size),
        "maternal": weighted(rng, profile.names["surname"], size),
    }


def _maybe(rng: Generator, share: float, values: Objects) -> Objects:
    out = values.copy()
    out[~chance(rng, share, len(values))] = None
    return out


def _tattoos(rng: Generator, share: Floats, profile: Profile, size: int) -> Objects:
    """For each person a tuple of (site, side, motif, inscription or None); half carry a name or letters."""
    number = np.where(chance(rng, share, size), rng.geometric(0.55, size), 0)
    total = int(number.sum())
    inscribed = weighted(rng, profile.names["given_f"], total)
    has_text = chance(rng, 0.4, total)
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
