"""Pairs that were ruled out: which, by what, and whether their evidence has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linkage.judgements.standing import by_pair, signatures, standing_at, state, verdict
from linkage.judgements.values import Judgement, Pair

UNKNOWN = "unknown"
"""The finding of an evidence that could not be compared."""


@dataclass(frozen=True)
class Exclusion:
    """A pair that two people excluded: their sign-offs, and what they had before them (evidence to finding)."""

    pair: Pair
    signed: tuple[Judgement, ...]

    @property
    def seen(self) -> Mapping[str, str]:
        """The findings that the last of them saw."""
        return self.signed[-1].seen


@dataclass(frozen=True)
class Change:
    """One evidence whose finding is another one now."""

    evidence: str
    before: str
    now: str

    def __str__(self) -> str:
        return f"{self.evidence}: {self.before} -> {self.now}"


def exclusions(judgements: Iterable[Judgement]) -> tuple[Exclusion, ...]:
    """The pairs that stand excluded, in the order of their ids."""
    return tuple(Exclusion(pair, _last(found)) for pair, found in standing_at(judgements, "excluded").items())


def _last(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    return tuple(sorted(signatures(judgements, "exclude"), key=lambda j: j.number))


def changes(seen: Mapping[str, str], now: Mapping[str, str]) -> tuple[Change, ...]:
    """What is found now and was not when the pair was excluded.

    Evidence that was not compared at all then (the engine knew no such kind) is no change.
    """
    return tuple(
        Change(evidence, before, now.get(evidence, UNKNOWN))
        for evidence, before in seen.items()
        if now.get(evidence, UNKNOWN) != before
    )


def touching(judgements: Iterable[Judgement], side: str, record_id: str) -> tuple[Judgement, ...]:
    """Earlier rulings that touch a record: of each pair ruled out or excluded, the judgement that says by what."""
    place = 0 if side == "missing" else 1
    found = []
    for pair, of_pair in by_pair(judgements).items():
        said = _last(of_pair)[-1] if state(of_pair) == "excluded" else verdict(of_pair)
        if pair[place] == record_id and said is not None and "ruled_out" in (said.answer, _as_answer(said)):
            found.append(said)
    return tuple(sorted(found, key=lambda j: j.number))


def _as_answer(judgement: Judgement) -> str:
    return "ruled_out" if judgement.act == "exclude" else ""
