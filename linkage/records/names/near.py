"""Keys that two different words share when one may be the other with a slip of the pen, or heard with other vowels.

Two words with the same consonants share those; two that differ by one letter (left out, put in,
changed, or two letters exchanged) share what is left when one letter is taken out. Two spellings
that people do bear are two names and share nothing: the missing side writes such a name under 1
and the remains under 2; a spelling that nobody bears stands under the other side's number and 3.
"""

from __future__ import annotations

from functools import lru_cache

from linkage.records.names.creole import creole
from linkage.records.names.romanised import romanised
from linkage.records.names.sound import consonants, sound

_SHORTEST = 5
"""A letter changed in a shorter word makes another name: Coc, Cuc."""

_FEWEST_CONSONANTS = 3


@lru_cache(maxsize=100_000)
def near_keys(name: str, role: str, borne: bool, missing: bool) -> tuple[str, ...]:
    """The keys of one word; `role` keeps given names, women's and men's, and surnames apart."""
    marks = ("1" if missing else "2",) if borne else ("2" if missing else "1", "3")
    return tuple(f"{mark}{role}{shape}" for mark in marks for shape in _shapes(name))


def new_keys(name: str) -> list[str]:
    """As many keys as one word nobody bears shares with itself, so that these can be told from keys of look-alikes."""
    return [f"{name} {shape}" for shape in _shapes(name)]


def _seen(key: str) -> str:
    """The word as a hasty reader sees it: Bemardina, Madovia, Cannelo (Bernardina, Maclovia, Carmelo)."""
    return key.replace("rn", "m").replace("kl", "d").replace("rm", "n")


def _shapes(name: str) -> set[str]:
    """The shapes of one word, also as other traditions hear it."""
    heard = (f"{mark}{key}" for mark, key in (("r", romanised(name)), ("c", creole(name))) if len(key) >= _SHORTEST - 1)
    return {*_slips(sound(name)), *heard}


def _slips(key: str) -> set[str]:
    """The shapes of one sound; a last a or o is no slip: Madera and Madero are two names."""
    ending = key[-1:] if key.endswith(("a", "o")) else ""
    bones = consonants(key)
    shapes = {f"~{bones}{ending}"} if len(bones) >= _FEWEST_CONSONANTS else set()
    if len(key) >= _SHORTEST - 1:
        shapes.add(key)
    if len(key) >= _SHORTEST:
        shapes.add(_seen(key))
        shapes |= {key[:n] + key[n + 1 :] for n in range(len(key) - len(ending))}
    return shapes
