"""Where a pair stands, and what may be done next: worked out from its judgements, never stored.

Every function takes the judgements of one pair, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from linkage.judgements.roles import NEEDED, Person
from linkage.judgements.values import ACTS, SIGNING, Act, Judgement, Pair, State

SIGNATURES = 2
"""Different people who must sign before a pair is confirmed or excluded."""

_REACHED: Mapping[Act, State] = {
    "final": "under_review",
    "settled": "under_review",
    "request": "requested",
    "assume": "assumed",
}
_DONE: Mapping[Act, State] = {"confirm": "confirmed", "exclude": "excluded"}


def by_pair(judgements: Iterable[Judgement]) -> dict[Pair, tuple[Judgement, ...]]:
    """The judgements of each pair, in their order."""
    pairs: dict[Pair, list[Judgement]] = {}
    for judgement in judgements:
        pairs.setdefault(judgement.pair, []).append(judgement)
    return {pair: tuple(found) for pair, found in pairs.items()}


def standing_at(judgements: Iterable[Judgement], where: State) -> dict[Pair, tuple[Judgement, ...]]:
    """The pairs that stand there ("confirmed", "excluded", ...), in the order of their ids, with their judgements."""
    return {pair: found for pair, found in sorted(by_pair(judgements).items()) if state(found) == where}


def standing_ones(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that hold: neither withdrawn nor made void by a reopening."""
    withdrawn = {j.withdraws for j in judgements if j.act == "undo"}
    holding = [j for j in judgements if j.act != "undo" and j.number not in withdrawn]
    reopened = max((j.number for j in holding if j.act == "reopen"), default=0)
    return tuple(j for j in holding if j.number > reopened or j.act in ("first", "final", "reopen"))


def answers(judgements: Sequence[Judgement], act: Act = "final") -> dict[str, Judgement]:
    """What each person answers, by name: the last that holds of each."""
    return {j.who: j for j in standing_ones(judgements) if j.act == act}


def signatures(judgements: Sequence[Judgement], act: Act) -> tuple[Judgement, ...]:
    """The sign-offs that hold, one of each person."""
    return tuple(answers(judgements, act).values())


def state(judgements: Sequence[Judgement]) -> State:
    """Where the pair stands. A sign-off by one person alone leaves it where it was."""
    holding = standing_ones(judgements)
    signed: dict[Act, set[str]] = {act: set() for act in SIGNING}
    now: State = "candidate"
    for judgement in holding:
        act = judgement.act
        if act in signed:
            signed[act].add(judgement.who)
            now = _DONE[act] if len(signed[act]) >= SIGNATURES else now
        elif act == "reopen" or now not in _DONE.values():
            now = _after(now, act)
    return now


def _after(now: State, act: Act) -> State:
    """An answer opens the review and never takes a pair back."""
    if act == "reopen":
        return "under_review"
    reached = _REACHED.get(act, "under_review")
    return now if reached == "under_review" and now != "candidate" else reached


def disagreement(judgements: Sequence[Judgement]) -> bool:
    """True when people answered differently and no coordinator has settled it since."""
    finals = answers(judgements)
    settled = max((j.number for j in answers(judgements, "settled").values()), default=0)
    return len({j.answer for j in finals.values()}) > 1 and settled < max(j.number for j in finals.values())


def verdict(judgements: Sequence[Judgement]) -> Judgement | None:
    """The answer that counts for the pair: the settled one, else what all agree on; None while they do not."""
    if disagreement(judgements):
        return None
    settled, finals = answers(judgements, "settled"), answers(judgements)
    last = sorted((settled or finals).values(), key=lambda j: j.number)
    return last[-1] if last else None


def moves(judgements: Sequence[Judgement], person: Person) -> tuple[Act, ...]:
    """What this person may do with the pair now."""
    return tuple(act for act in ACTS if not refusal(judgements, person, act))


def refusal(judgements: Sequence[Judgement], person: Person, act: Act) -> str:
    """Why this person may not do this now; nothing when they may."""
    if not person.may(NEEDED[act]):
        return f"A {person.role.replace('_', ' ')} may not do this ({act})."
    now = state(judgements)
    if act == "reopen":
        return "" if now in _DONE.values() else "Only a pair that was confirmed or excluded can be reopened."
    if act == "undo":
        mine = any(j.who == person.name for j in standing_ones(judgements))
        return "" if mine else "There is nothing of yours to withdraw."
    if now in _DONE.values():
        return f"The pair is {now}: a coordinator can reopen it."
    if act == "settled" and len(answers(judgements)) < 2:
        return "There is nothing to settle: fewer than two people have answered."
    if act in SIGNING and person.name in {j.who for j in signatures(judgements, act)}:
        return "You have signed already: the second sign-off is another person's."
    return ""
