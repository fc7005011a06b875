"""Slips in writing: names by ear, other spellings of a name, a wrong key, lost accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from linkage.invent.draw import Generator, Objects, chance

Sounds = Sequence[Sequence[str]]
"""Pairs of letters: what is written for what by who writes by ear."""

KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


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


def one_key_wrong(rng: Generator, text: str) -> str:
    """The text with a letter or digit left out, struck twice, changed about with the next, or another in its place."""
    at = int(rng.integers(0, len(text)))
    before, key, after = text[:at], text[at], text[at + 1 :]
    beside = str(int(rng.integers(0, 10))) if key.isdigit() else _beside(rng, key)
    ways = (before + after, before + key + key + after, before + after[:1] + key + after[1:], before + beside + after)
    return ways[int(rng.integers(0, len(ways)))] or text


def _beside(rng: Generator, key: str) -> str:
    """A letter that stands beside this one on the keyboard."""
    for row in KEYBOARD:
        at = row.find(key.lower())
        if at >= 0:
            found = row[max(0, min(len(row) - 1, at + (1 if rng.random() < 0.5 else -1)))]
            return found.upper() if key.isupper() else found
    return key


def without_accents(text: str) -> str:
    """The text as a system holds it that knows no accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
