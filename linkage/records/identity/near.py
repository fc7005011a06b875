"""Numbers one slip apart: two of them share a key when one digit is wrong, missing, added, or two are swapped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 7
"""Shorter numbers have too many neighbours by chance."""


def near(numbers: Iterable[str]) -> list[str]:
    """Each number and what remains of it without each one of its signs (its deletion neighbourhood).

    Two numbers that differ by one sign, or in which two neighbouring signs are swapped, leave the
    same when one sign is taken out of each.
    """
    keys: dict[str, None] = {}
    for number in numbers:
        if len(number) >= SHORTEST:
            keys[number] = None
            keys |= dict.fromkeys(number[:place] + number[place + 1 :] for place in range(len(number)))
    return list(keys)


def is_filler(number: str) -> bool:
    """Whether a number is one that stands for none: 0000000, 1111111, 12345678, 9876543."""
    digits = [sign for sign in number if sign.isdigit()]
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return len(steps) <= 1 and (not steps or steps <= {0, 1, 9})
