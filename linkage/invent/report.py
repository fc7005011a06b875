"""What the family reports: rounded, remembered, corrected by nobody."""

from __future__ import annotations

from typing import Any

import numpy as np

from linkage.invent.draw import Floats, Generator, Objects, People, blanked, chance, lognormal
from linkage.invent.profile import Profile
from linkage.invent.spelling import misspelt, otherwise_spelt
from linkage.invent.tongue import Tongue


def make_reports(rng: Generator, profile: Profile, people: People) -> dict[str, Objects]:
    """One report for each person: raw columns of the canonical format."""
    rates, noise, size = profile["report"]["filled"], profile["noise"], len(people["male"])
    tongue = profile.report_tongue

    def keep(values: Any, name: str) -> Objects:
        return blanked(values, chance(rng, rates[name], size))

    contact = _recorded_contact(rng, profile, people)
    reported = _reported(rng, profile, people, contact)
    born = people["contact_day"] - people["age"] * 365.25
    return {
        **_names(rng, profile, people, size),
        "sex": keep(tongue.told("sex_told", np.where(people["male"], "male", "female")), "sex"),
        "birth_date": keep(tongue.date(born), "birth_date"),
        "age": keep([str(int(a)) for a in people["age"]], "age"),
        "stature": keep(_stature(rng, profile, people, size), "stature"),
        "weight": keep(_weight(rng, profile, people["weight"], size), "weight"),
        "hair": keep(tongue.told("hair", _colour(rng, people["hair"], "brown", noise["colour_told"])), "hair"),
        "eyes": keep(tongue.told("eyes", _colour(rng, people["eyes"], "brown", noise["colour_told"])), "eyes"),
        "last_contact": keep(tongue.date(contact), "last_contact"),
        "reported": keep(tongue.date(reported), "reported"),
        "last_contact_place": keep(_places(profile, "crossing", people["crossing"]), "last_contact_place"),
        "origin_place": keep(_places(profile, "origin", people["origin"]), "origin_place"),
        "destination_place": keep(_places(profile, "destination", people["destination"]), "destination_place"),
        "marks": keep(_marks(rng, tongue, noise, people, size), "marks"),
        "clothing": keep(_remembered(rng, tongue, noise, people["worn"], size), "clothing"),
        "effects": keep(_remembered(rng, tongue, noise, people["carried"], size), "clothing"),
        "dental": keep(blanked(tongue.told("teeth", people["teeth"]), chance(rng, profile["person"]["dental_known"], size)), "dental"),
        "phones": keep(people["phone"], "phone"),
        "documents": keep(people["document"], "document"),
        "status": tongue.told("status", np.where(people["alive"], "located_alive", "missing")),
    }  # fmt: skip


def _names(rng: Generator, profile: Profile, people: People, size: int) -> dict[str, Objects]:
    tongue, noise, filled = profile.report_tongue, profile["noise"], profile["report"]["filled"]
    also = {token: others for group in profile.groups for token, others in group.also.items()}
    short = chance(rng, noise["short_name"], size)

    def written(name: str) -> Objects:
        spelt = otherwise_spelt(rng, people[name], noise["other_spelling"], also)
        return misspelt(rng, spelt, noise["name_told"], tongue["names"]["sounds"])

    given, second, paternal, maternal = (written(name) for name in ("given", "second", "paternal", "maternal"))
    both = [
        f"{tongue.titled(a, s)} {tongue.titled(b, s)}".strip() for a, b, s in zip(given, second, short, strict=True)
    ]
    familiar = tongue.familiar(people["given"])
    alias = np.where(
        chance(rng, profile["habits"]["familiar_name"], size) & (familiar != ""), familiar, tongue.nicknames(rng, size)
    )
    return {
        "name_given": np.array(both, dtype=object),
        "name_paternal": np.array([tongue.titled(n) for n in paternal], dtype=object),
        "name_maternal": blanked([tongue.titled(n) for n in maternal], chance(rng, filled["maternal"], size)),
        "name_aliases": blanked(alias, chance(rng, filled["nickname"], size)),
    }


def _recorded_contact(rng: Generator, profile: Profile, people: People) -> Floats:
    """The day of last contact as written: often right, sometimes weeks off, rarely after the body was found."""
    rates, habits, size = profile["journey"]["contact_date"], profile["habits"], len(people["male"])
    draw = rng.random(size)
    shift = np.zeros(size)
    near = (draw >= rates["right"]) & (draw < rates["right"] + rates["within_30_days"])
    shift[near] = np.round(rng.normal(0, habits["contact_near_days"], int(near.sum())))
    far = draw >= rates["right"] + rates["within_30_days"]
    shift[far] = np.round(rng.normal(0, habits["contact_far_days"], int(far.sum())))
    recorded: Floats = people["contact_day"] + shift
    late = chance(rng, profile["noise"]["contact_after_found"], size)
    recorded[late] = people["found_day"][late] + rng.integers(1, habits["contact_after_days"] + 1, int(late.sum()))
    return recorded


def _reported(rng: Generator, profile: Profile, people: People, contact: Floats) -> Floats:
    """The day of the report; of those who travelled together some are reported on one day, by one family."""
    size, after = len(contact), profile["habits"]["reported_after_days"]
    days: Floats = contact + np.floor(lognormal(rng, after["median"], after["log_sd"], size))
    together = chance(rng.spawn(1)[0], profile["report"]["together"], size)
    for row in np.flatnonzero(together[1:] & (people["company"][1:] == people["company"][:-1])) + 1:
        days[row] = days[row - 1]
    return days


def _stature(rng: Generator, profile: Profile, people: People, size: int) -> Objects:
    """Told too tall, with the spread of who remembers, many in steps of 5 cm."""
    bias = profile["report"]["stature_bias_cm"]
    told = people["stature"] + np.where(people["male"], bias["male"], bias["female"])
    told = told + rng.normal(0, profile["noise"]["stature_told_cm"], size)
    form = rng.integers(0, 3, size)
    even = np.where(chance(rng, profile["habits"]["stature_in_fives"], size), 5, 1)
    return np.array(
        [profile.report_tongue.stature(e * round(x / e), f) for x, f, e in zip(told, form, even, strict=True)], object
    )


def _weight(rng: Generator, profile: Profile, true: Floats, size: int) -> list[str]:
    """Told to the nearest 5 kg or 10 lb."""
    told = true + rng.normal(0, profile["noise"]["weight_told_kg"], size)
    if profile["report"]["imperial"]:
        return [f"{10 * round(x / 4.5359):.0f} lb" for x in told]
    return [f"{5 * round(x / 5):.0f} kg" for x in told]


def _colour(rng: Generator, true: Objects, common: str, share: float) -> Objects:
    """The true colour; some are called the common colour instead."""
    told = true.copy()
    told[chance(rng, share, len(told))] = common
    return told


def _places(profile: Profile, role: str, chosen: Floats) -> list[str]:
    texts = [f"{p[0]}, {p[1]}, {p[2]}" for p in profile["places"][role]]
    return [texts[i] for i in chosen]


def _marks(rng: Generator, tongue: Tongue, noise: dict[str, Any], people: People, size: int) -> Objects:
    """What relatives remember of tattoos and scars."""
    known = 1 - noise["mark_forgotten"]
    texts: list[str | None] = []
    for i in range(size):
        said = [
            tongue.tattoo(rng, mark, noise["mark_vague_told"]) for mark in people["tattoos"][i] if rng.random() < known
        ]
        for table in ("scars", "hard"):
            if people[table][i] and rng.random() < known:
                said.append(tongue[table][people[table][i]])
        texts.append("; ".join(said) or None)
    return np.array(texts, dtype=object)


def _remembered(
    rng: Generator, tongue: Tongue, noise: dict[str, Any], worn: list[tuple[tuple[str, str, str], ...]], size: int
) -> Objects:
    """What relatives remember of what was worn."""
    texts: list[str | None] = []
    for i in range(size):
        said = [tongue.thing(rng, item) for item in worn[i] if rng.random() >= noise["thing_forgotten"]]
        texts.append("; ".join(said) or None)
    return np.array(texts, dtype=object)
