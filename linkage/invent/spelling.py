"""Slips in writing: names by ear, other spellings of a name, days and months turned round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from linkage.invent.draw import Floats, Generator, Objects, chance

Sounds = Sequence[Sequence[str]]
"""Pairs of letters: what is written for what by who writes by ear."""


def misspelt(rng: Generator, names: Objects, share: float, sounds: Sounds) -> Objects:
    """Some names written by ear (z for s, v for b, a lost h), or with two letters swapped."""
    out = names.copy()
    for i in np.flatnonzero(chance(rng, share, len(out))):
        if out[i] is None:
            continue
        word = str(out[i])
        old, new = sounds[int(rng.integers(0, len(sounds)))]
        if old in word:
            out[i] = word.replace(old, new, 1)
        elif len(word) > 4:
            at = int(rng.integers(1, len(word) - 2))
            out[i] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return out


def otherwise_spelt(rng: Generator, names: Objects, share: float, also: Mapping[str, tuple[str, ...]]) -> Objects:
    """Some names by another of their spellings, where they have several (Mohamed, Muhammad)."""
    out = names.copy()
    for i in np.flatnonzero(chance(rng, share, len(out))):
        others = also.get(str(out[i]), ())
        if others:
            out[i] = others[int(rng.integers(0, len(others)))]
    return out


def turned_round(rng: Generator, days: Floats, share: float) -> Floats:
    """Some days with day and month turned round, where that is a date too: 4 May for 5 April."""
    out = days.copy()
    for i in np.flatnonzero(chance(rng, share, len(out))):
        written = np.datetime64("1970-01-01", "D") + int(out[i])
        year, month, day = (int(part) for part in str(written).split("-"))
        if day <= 12:
            out[i] = int((np.datetime64(f"{year}-{day:02d}-{month:02d}", "D") - np.datetime64("1970-01-01", "D")).astype(int))
    return out


def first_of_january(rng: Generator, days: Floats, share: float) -> Floats:
    """Some days as the first of January of their year, as offices write when only the year is known."""
    out = days.copy()
    for i in np.flatnonzero(chance(rng, share, len(out))):
        year = (np.datetime64("1970-01-01", "D") + int(out[i])).astype("datetime64[Y]")
        out[i] = int((year.astype("datetime64[D]") - np.datetime64("1970-01-01", "D")).astype(int))
    return out
