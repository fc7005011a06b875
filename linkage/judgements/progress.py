"""How far the work has come, and where a person left it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linkage.judgements.standing import answers, by_pair, disagreement, standing_ones, state
from linkage.judgements.values import STATES, Judgement, Pair, State


@dataclass(frozen=True)
class Counts:
    """Of the pairs that were judged: how many are in each state, were answered by one person or by two or more,
    and wait for a coordinator because people disagree. `mine` are those this person has answered.
    """

    states: Mapping[State, int]
    once: int
    twice: int
    disagreements: int
    mine: int


def counts(judged: Mapping[Pair, Sequence[Judgement]], who: str) -> Counts:
    """Count; a pair that nobody has judged is in no figure but the state candidate, if it is in `judged` at all."""
    states = Counter(state(judgements) for judgements in judged.values())
    given = [answers(judgements) for judgements in judged.values()]
    return Counts(
        states={name: states[name] for name in STATES},
        once=sum(len(people) == 1 for people in given),
        twice=sum(len(people) > 1 for people in given),
        disagreements=sum(map(disagreement, judged.values())),
        mine=sum(who in people for people in given),
    )


def left_at(judgements: Iterable[Judgement], who: str) -> Judgement | None:
    """The last thing this person did: a first look without a final answer is where to go on."""
    mine = [j for j in judgements if j.who == who]
    return mine[-1] if mine else None


def last_undoable(judgements: Sequence[Judgement], who: str) -> Judgement | None:
    """The last judgement of this person that still holds, of a pair or of the whole store: what "undo" withdraws."""
    mine = [j for found in by_pair(judgements).values() for j in standing_ones(found) if j.who == who]
    return max(mine, key=lambda j: j.number, default=None)
