"""What the family reports: rounded, remembered, corrected by nobody."""

from __future__ import annotations

from typing import Any

import numpy as np

from linkage.invent import written as w
from linkage.invent.draw import Floats, Generator, Objects, People, blanked, chance, lognormal
from linkage.invent.profile import Profile


def make_reports(rng: Generator, profile: Profile, people: People) -> dict[str, Objects]:
    """One report for each person: raw columns of the canonical format."""
    rates, size = profile["report"], len(people["male"])

    def keep(values: Any, share: float) -> Objects:
        return blanked(values, chance(rng, share, size))

    contact = _recorded_contact(rng, profile, people)
    reported = contact + np.floor(lognormal(rng, 20, 1.2, size))
    age_days = people["age"] * 365.25
    return {
        **_names(rng, rates, people, size),
        "sex": keep(np.where(people["male"], "hombre", "mujer"), rates["sex"]),
        "birth_date": keep(w.spanish_date(people["contact_day"] - age_days), rates["birth_date"]),
        "age": keep([str(int(a)) for a in people["age"]], rates["age"]),
        "stature": keep(_stature(rng, people, size), rates["stature"]),
        "weight": keep([f"{5 * round((x + e) / 5):.0f} kg" for x, e in zip(people["weight"], rng.normal(0, 6, size), strict=True)], rates["weight"]),
        "hair": keep(_colour(rng, people["hair"], w.HAIR, "castaño"), rates["hair"]),
        "eyes": keep(_colour(rng, people["eyes"], w.EYES, "cafés"), rates["eyes"]),
        "last_contact": keep(w.spanish_date(contact), 0.99),
        "reported": keep(w.spanish_date(reported), 0.9),
        "last_contact_place": _places(profile, "crossing", people["crossing"], chance(rng, profile["journey"]["crossing_known"], size)),
        "origin_place": _places(profile, "origin", people["origin"], chance(rng, 0.85, size)),
        "destination_place": _places(profile, "destination", people["destination"], chance(rng, 0.5, size)),
        "marks": keep(_marks(rng, people, size), rates["marks"]),
        "clothing": keep(_remembered(rng, people["worn"], size), rates["clothing"]),
        "effects": keep(_remembered(rng, people["carried"], size), rates["clothing"]),
        "dental": keep(blanked(people["teeth"], chance(rng, profile["person"]["dental_known"], size)), rates["dental"]),
        "phones": keep(people["phone"], rates["phone"]),
        "documents": keep(people["document"], rates["document"]),
        "status": np.full(size, "desaparecida", dtype=object),
    }  # fmt: skip


def _names(rng: Generator, rates: dict[str, float], people: People, size: int) -> dict[str, Objects]:
    given = w.misspelt(rng, people["given"], 0.04)
    second = w.misspelt(rng, people["second"], 0.04)
    short = chance(rng, 0.08, size)
    both = [f"{w.titled(a, s)} {w.titled(b, s)}".strip() for a, b, s in zip(given, second, short, strict=True)]
    familiar = [w.FAMILIAR.get(str(name), "") for name in people["given"]]
    alias = np.where(chance(rng, 0.1, size) & (np.array(familiar) != ""), np.array(familiar, object), w.decoys(rng, size))
    return {
        "name_given": np.array(both, dtype=object),
        "name_paternal": np.array([w.titled(n) for n in w.misspelt(rng, people["paternal"], 0.04)], dtype=object),
        "name_maternal": blanked([w.titled(n) for n in w.misspelt(rng, people["maternal"], 0.04)], chance(rng, rates["maternal"], size)),
        "name_aliases": blanked(alias, chance(rng, rates["nickname"], size)),
    }  # fmt: skip


def _recorded_contact(rng: Generator, profile: Profile, people: People) -> Floats:
    """The day of last contact as written: often right, sometimes weeks off, rarely after the body was found."""
    rates, size = profile["journey"]["contact_date"], len(people["male"])
    draw = rng.random(size)
    shift = np.zeros(size)
    near = (draw >= rates["right"]) & (draw < rates["right"] + rates["within_30_days"])
    shift[near] = np.round(rng.normal(0, 9, int(near.sum())))
    far = draw >= rates["right"] + rates["within_30_days"]
    shift[far] = np.round(rng.normal(0, 120, int(far.sum())))
    recorded: Floats = people["contact_day"] + shift
    late = chance(rng, rates["after_found"], size)
    recorded[late] = people["found_day"][late] + rng.integers(1, 12, int(late.sum()))
    return recorded


def _stature(rng: Generator, people: People, size: int) -> Objects:
    """Told too tall (men by 2 cm, women by 1), with a spread of 3.5 cm, rounded to whole or even centimetres."""
    told = people["stature"] + np.where(people["male"], 2.0, 1.0) + rng.normal(0, 3.5, size)
    style = rng.integers(0, 3, size)
    even = np.where(chance(rng, 0.5, size), 5, 1)
    forms = ("{:.0f} cm", "{:.2f} m", "{:.2f}")
    texts = []
    for x, s, e in zip(told, style, even, strict=True):
        cm = e * round(x / e)
        texts.append(forms[0].format(cm) if s == 0 else forms[s].format(cm / 100).replace(".", "," if s == 1 else "."))
    return np.array(texts, dtype=object)


def _colour(rng: Generator, true: Objects, words: dict[str, str], common: str) -> Objects:
    """The true colour in words; one in ten is called the common colour instead."""
    told = np.array([words[c] for c in true], dtype=object)
    told[chance(rng, 0.10, len(told))] = common
    return told


def _places(profile: Profile, role: str, chosen: Floats, known: Floats) -> Objects:
    texts = [f"{p[0]}, {p[1]}, {p[2]}" for p in profile["places"][role]]
    return blanked([texts[i] for i in chosen], known)


def _marks(rng: Generator, people: People, size: int) -> Objects:
    """What relatives remember of tattoos and scars; each mark is remembered four times in five."""
    texts: list[str | None] = []
    for i in range(size):
        said = [w.tattoo(rng, mark, 0.25) for mark in people["tattoos"][i] if rng.random() < 0.8]
        said += [m for m in (people["scars"][i], people["hard"][i]) if m and rng.random() < 0.8]
        texts.append("; ".join(said) or None)
    return np.array(texts, dtype=object)


def _remembered(rng: Generator, worn: list[tuple[tuple[str, str, str], ...]], size: int) -> Objects:
    """Two in three things are remembered as they were; one in ten was something else."""
    texts: list[str | None] = []
    for i in range(size):
        said = [w.thing(rng, item) for item in worn[i] if rng.random() < 0.67]
        texts.append("; ".join(said) or None)
    return np.array(texts, dtype=object)
