"""Keys that two different words share when one may be the other with a slip of the pen, or heard with other vowels.

Two words with the same consonants share those; two that differ by one letter (left out, put in,
changed, or two letters exchanged) share what is left when one letter is taken out. Two spellings
that people do bear are two names and share nothing: the missing side writes such a name under 1
and the remains under 2; a spelling that nobody bears stands under the other side's number and 3.
"""

from __future__ import annotations

from functools import lru_cache

from linkage.records.names.sound import consonants

_SHORTEST = 5
"""A letter changed in a shorter word makes another name: Coc, Cuc."""

_FEWEST_CONSONANTS = 3


@lru_cache(maxsize=100_000)
def near_keys(sound: str, role: str, borne: bool, missing: bool) -> tuple[str, ...]:
    """The keys of one word by its sound; `role` keeps given names, women's and men's, and surnames apart."""
    marks = ("1" if missing else "2",) if borne else ("2" if missing else "1", "3")
    return tuple(f"{mark}{role}{shape}" for mark in marks for shape in _shapes(sound))


def new_keys(sound: str) -> list[str]:
    """As many keys as one word nobody bears shares with itself, so that these can be told from keys of look-alikes."""
    return [f"{sound} {shape}" for shape in _shapes(sound)]


def _seen(sound: str) -> str:
    """The word as a hasty reader sees it: Bemardina, Madovia, Cannelo (Bernardina, Maclovia, Carmelo)."""
    return sound.replace("rn", "m").replace("kl", "d").replace("rm", "n")


def _shapes(sound: str) -> set[str]:
    bones = consonants(sound)
    shapes = {f"~{bones}"} if len(bones) >= _FEWEST_CONSONANTS else set()
    if len(sound) >= _SHORTEST - 1:
        shapes.add(sound)
    if len(sound) >= _SHORTEST:
        shapes.add(_seen(sound))
        shapes |= {sound[:n] + sound[n + 1 :] for n in range(len(sound))}
    return shapes
