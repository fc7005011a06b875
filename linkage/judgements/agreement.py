"""How well people agree who judged the same pairs: Cohen's kappa.

Source: Cohen 1960, A coefficient of agreement for nominal scales. 1 is full agreement, 0 what
chance alone would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from linkage.judgements.standing import answers
from linkage.judgements.values import Act, Answer, Judgement, Pair


@dataclass(frozen=True)
class Agreement:
    """Of two people: how many pairs both judged, on how many they agreed, and kappa (None where it is undefined)."""

    first: str
    second: str
    pairs: int
    agreed: int
    kappa: float | None


def agreement(judged: Mapping[Pair, Sequence[Judgement]], act: Act = "final") -> tuple[Agreement, ...]:
    """The agreement of every two people who judged at least one pair in common; `act` "first" for the blind answers."""
    both: dict[tuple[str, str], list[tuple[Answer, Answer]]] = {}
    for judgements in judged.values():
        for names, given in _couples(judgements, act):
            both.setdefault(names, []).append(given)
    return tuple(_agreement(names, given) for names, given in sorted(both.items()))


def _couples(judgements: Sequence[Judgement], act: Act) -> Iterator[tuple[tuple[str, str], tuple[Answer, Answer]]]:
    given = {who: j.answer for who, j in answers(judgements, act).items() if j.answer is not None}
    for one, other in combinations(sorted(given), 2):
        yield (one, other), (given[one], given[other])


def _agreement(names: tuple[str, str], given: Sequence[tuple[Answer, Answer]]) -> Agreement:
    return Agreement(*names, len(given), sum(a == b for a, b in given), kappa(given))


def kappa(given: Iterable[tuple[Answer, Answer]]) -> float | None:
    """Cohen's kappa of paired answers; None when both people always gave one and the same answer, or none."""
    pairs = list(given)
    n = len(pairs)
    ones, others = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(ones[answer] * others[answer] for answer in ones)
    if by_chance == n * n:
        return None
    agreed = sum(a == b for a, b in pairs)
    return (agreed * n - by_chance) / (n * n - by_chance)
