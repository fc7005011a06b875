"""Bits and chances as people read them: plain counts in words, never a percentage."""

from __future__ import annotations

from math import floor, log10

from linkage.words import Translator

CERTAIN_BITS = 10.0
"""Beyond this (about a thousand to one) the numbers of no model are known well enough to be told apart in words."""


MOST_TOLD = 0.99
"""No chance is told as higher than this: so many solved cases as it would take are not to be had."""


def signed(bits: float) -> str:
    """A weight with its sign and one decimal: +7.0, -3.1."""
    return f"{round(bits, 1) + 0.0:+.1f}"


def count(number: float) -> str:
    """A whole number with thin groups of thousands (a space reads the same in every country)."""
    return f"{number:,.0f}".replace(",", "\N{NO-BREAK SPACE}")


def about(number: float) -> float:
    """Two figures are enough for a number that rests on estimates: 2,914,286 is about 2,900,000."""
    if number < 100:
        return round(number)
    step = 10.0 ** (floor(log10(number)) - 1)
    return round(number / step) * step


def one_in(bits: float, _: Translator) -> str:
    """The chance that these log2 odds stand for, as "about 1 in 2 900 000"."""
    return chance(1 / (1 + 2.0**-bits), _)


def chance(probability: float, _: Translator) -> str:
    """A probability as a count: "about 1 in 40", "about 3 in 10", "more than 99 in 100"."""
    if probability < 1e-12:
        return _("less than 1 in {n}").format(n=count(1e12))
    if probability > MOST_TOLD:
        return _("more than {k} in {n}").format(k=99, n=100)
    of, hits = _fraction(probability)
    return _("about {k} in {n}").format(k=count(hits), n=count(of))


def _fraction(probability: float) -> tuple[float, float]:
    """(out of how many, how many): tenths in the middle, one or all but one at the ends."""
    if 0.15 < probability < 0.85:
        tenths = round(probability * 10)
        return (2, 1) if tenths == 5 else (10, tenths)
    if probability <= 0.5:
        return about(1 / probability), 1
    of = about(1 / (1 - probability))
    return of, of - 1


def times(bits: float, _: Translator) -> str:
    """How many times more likely: "about 1.4 times", "about 4 000 times", "more than a thousand times"."""
    if abs(bits) > CERTAIN_BITS:
        return _("more than a thousand times")
    ratio = 2.0 ** abs(bits)
    return _("about {n} times").format(n=f"{ratio:.1f}" if ratio < 3 else count(about(ratio)))
