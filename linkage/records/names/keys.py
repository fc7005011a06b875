"""Keys that two records must share before their names are compared.

A name that agrees at all agrees in two of its words, one of them perhaps with a slip of the pen,
or in one rare word. So a key is one word by its sound beside the beginning or the end of another:
a single slip leaves one of the two whole. Where vowels are heard otherwise in both, the consonants
of both are a key. Single words are keys only where the other record has
nothing more, because half a million people share a common one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from linkage.records.names.sound import consonants


def pair_keys(sounds: Sequence[str], possible: Sequence[str] = ()) -> set[str]:
    """Every word beside the beginning and the end of every other word (and of what it may stand for)."""
    others = [(other, f"|{other[:3]}", f"|-{other[-3:]}") for other in (*sounds, *possible)]
    beside = [(whole + start, whole + end) for whole in sounds for other, start, end in others if other != whole]
    return set(chain.from_iterable(beside))


def consonant_keys(sounds: Sequence[str]) -> list[str]:
    """The first consonants of every two words, two at least in each: vowels heard otherwise in both."""
    bones = sorted({b[:3] for b in map(consonants, sounds) if len(b) > 1})
    return [f"~{a}|{b}" for n, a in enumerate(bones) for b in bones[n + 1 :]]


def lone_keys(sounds: Sequence[str], possible: Sequence[str], missing: bool) -> list[str]:
    """Single words, matched only when one of the two records holds no other word."""
    alone = len(sounds) == 1
    mine, theirs = ("m", "r") if missing else ("r", "m")
    keys = [f"{theirs}1:{s}" for s in (*sounds, *possible)]
    return keys + ([f"{mine}1:{s}" for s in (*sounds, *possible)] if alone else [])


def initial_keys(letters: Sequence[str], initials: Sequence[str], surnames: Sequence[str], missing: bool) -> list[str]:
    """A surname beside a first letter, matched only when one of the two records holds an initial."""
    mine, theirs = ("m", "r") if missing else ("r", "m")
    keys = [f"{theirs}^{s}|{letter}" for s in surnames for letter in (*letters, *initials)]
    return keys + [f"{mine}^{s}|{letter}" for s in surnames for letter in initials]
