"""What people decided about the pairs of a run: read once from the store, and after that only what is new."""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from linkage.judgements import Judgement, Person, Store
from linkage.judgements.agreement import kappa
from linkage.judgements.exclusions import touching
from linkage.judgements.standing import answers, disagreement, moves, standing_ones, state
from linkage.judgements.values import SIGNING, Act, Answer, Pair, State
from linkage.review.answers import Answer as Given
from linkage.review.opened import ReviewedRun, Row

ENOUGH = 2
"""People whose answers a pair needs; a third look is better spent on another pair."""

SIGNED: tuple[Act, ...] = ("request", "assume", *SIGNING, "reopen")
"""Acts that move a pair without answering it, in the order in which they come."""


LOOKS: tuple[Act, Act] = ("first", "final")
"""Blind, and with the weights shown."""


def act_of(text: str | None, allowed: Sequence[Act]) -> Act | None:
    """The act of that name, if it is one of those allowed."""
    return next((act for act in allowed if act == text), None)


@dataclass(frozen=True)
class Together:
    """How often two people answered the same pair alike; `table` counts by both answers, the earlier first."""

    pairs: int
    alike: int
    kappa: float | None
    table: Mapping[tuple[Answer, Answer], int]


@dataclass(frozen=True)
class Summary:
    """One pair in short: who looked at it, who answered, whether that was settled, and where it stands."""

    looked: frozenset[str]
    answered: frozenset[str]
    settled: bool
    open: bool
    state: State

    def is_done_for(self, who: str) -> bool:
        """Whether this person need not look: she answered, or enough others did, or it was settled or closed."""
        closed = self.settled or self.state in ("confirmed", "excluded")
        return who in self.answered or len(self.answered) >= ENOUGH or closed


class Decisions:
    """The judgements behind the pages of one run. Other processes may write to the store meanwhile."""

    def __init__(self, store: Store, run: ReviewedRun) -> None:
        self.store = store
        self._run = run
        self._name = sha256((run.folder / "manifest.json").read_bytes()).hexdigest()[:16]
        self._last = 0
        self._every: dict[int, Judgement] = {}
        self._of: dict[Pair, tuple[Judgement, ...]] = {}
        self._summaries: dict[Pair, Summary] = {}
        self._near: dict[tuple[str, str], set[Pair]] = defaultdict(set)
        self._lock = threading.Lock()

    def refresh(self) -> None:
        """Take in whatever was written since; called once for each request."""
        with self._lock:
            for judgement in self.store.since(self._last):
                self._take_in(judgement)

    def _take_in(self, judgement: Judgement) -> None:
        pair = judgement.pair
        self._last = judgement.number
        self._every[judgement.number] = judgement
        self._of[pair] = (*self._of.get(pair, ()), judgement)
        self._summaries[pair] = _summary(self._of[pair])
        for record in (("missing", pair[0]), ("remains", pair[1])):
            self._near[record].add(pair)

    def entry(self, number: int) -> Judgement | None:
        """A judgement by its number."""
        return self._every.get(number)

    def holds(self, judgement: Judgement) -> bool:
        """Whether a judgement stands: it was not taken back."""
        return judgement in standing_ones(self.of(judgement.pair))

    def of(self, pair: Pair) -> tuple[Judgement, ...]:
        """Every judgement of a pair, in order."""
        return self._of.get(pair, ())

    def mine(self, pair: Pair, who: str) -> Mapping[str, Judgement]:
        """One's own standing looks at a pair, by act: first, final."""
        return {act: found for act in LOOKS if (found := answers(self.of(pair), act).get(who))}

    def finals(self, pair: Pair) -> tuple[Judgement, ...]:
        """The answers of a pair, one of each person, in order."""
        return tuple(sorted(answers(self.of(pair)).values(), key=lambda j: j.number))

    def answered(self, who: str) -> set[Pair]:
        """The pairs at which this person need not look."""
        return {pair for pair, summary in self._summaries.items() if summary.is_done_for(who)}

    def begun(self, who: str) -> set[Pair]:
        """The pairs that this person has looked at."""
        return {pair for pair, summary in self._summaries.items() if who in summary.looked}

    def looked_at(self) -> set[Pair]:
        """The pairs that anybody has looked at."""
        return {pair for pair, summary in self._summaries.items() if summary.looked}

    def state(self, pair: Pair) -> State:
        """Where a pair stands."""
        summary = self._summaries.get(pair)
        return summary.state if summary else "candidate"

    def steps(self, pair: Pair) -> tuple[Judgement, ...]:
        """The signatures under a pair that stand."""
        return tuple(j for j in standing_ones(self.of(pair)) if j.act in SIGNED)

    def moves(self, pair: Pair, person: Person) -> tuple[Act, ...]:
        """What this person may sign now."""
        return tuple(act for act in moves(self.of(pair), person) if act in SIGNED)

    def disagreements(self) -> list[Pair]:
        """The pairs that people answered differently, and that nobody has settled."""
        return [pair for pair, summary in self._summaries.items() if summary.open]

    def touching(self, pair: Pair) -> list[Judgement]:
        """Rulings of other pairs that share a record with this one."""
        found: dict[int, Judgement] = {}
        for side, record in (("missing", pair[0]), ("remains", pair[1])):
            others = [j for other in self._near[(side, record)] - {pair} for j in self._of[other]]
            found |= {j.number: j for j in touching(sorted(others, key=lambda j: j.number), side, record)}
        return [found[number] for number in sorted(found, reverse=True)]

    def agreement(self) -> Together:
        """How often the first two people to answer a pair answered alike."""
        twice = [pair for pair, summary in self._summaries.items() if len(summary.answered) > 1]
        given = [(one.answer, other.answer) for one, other in (self.finals(pair)[:2] for pair in twice)]
        pairs = [(one, other) for one, other in given if one and other]
        table = {cell: pairs.count(cell) for cell in dict.fromkeys(pairs)}
        return Together(len(pairs), sum(one == other for one, other in pairs), kappa(pairs) if pairs else None, table)

    def latest(self, skip: int, most: int) -> list[Judgement]:
        """Entries of the store, the latest first."""
        numbers = range(self._last - skip, max(self._last - skip - most, 0), -1)
        return [self._every[number] for number in numbers]

    def count(self) -> int:
        """How many entries there are."""
        return self._last

    def keep(self, person: Person, row: Row, act: Act, given: Given, token: str) -> Judgement:
        """Keep an answer or a signature, on the disk before this returns. Refused where the rules forbid it.

        The same token twice is one judgement, and so is a second first look at the same pair.
        """
        pair = (str(row["missing_id"]), str(row["remains_id"]))
        before = self.mine(pair, person.name).get("first") if act == "first" else None
        if before:
            return before
        kept = self.store.add(self._judgement(person, row, act, given, token), person)
        self.refresh()
        return kept

    def _judgement(self, person: Person, row: Row, act: Act, given: Given, token: str) -> Judgement:
        return Judgement(
            missing_id=str(row["missing_id"]),
            remains_id=str(row["remains_id"]),
            who=person.name,
            act=act,
            token=token,
            run=self._name,
            model=str(self._run.facts["model"]["sha256"]),
            total=float(row["total"]),
            answer=given.value or None,  # type: ignore[arg-type]  # the store refuses what is none
            method=given.method,
            fact=given.fact,
            source=given.source,
            note=given.note,
            seen={evidence.name: str(row[f"f_{evidence.name}"] or "unknown") for evidence in self._run.evidences},
        )

    def undo(self, person: Person, number: int) -> Judgement | None:
        """Withdraw one's own judgement; None when there is none of that number to withdraw."""
        found = self.entry(number)
        row = self._run.row_of(*found.pair) if found else None
        if found is None or row is None or found.who != person.name or not self.holds(found):
            return None
        undoing = self._judgement(person, row, "undo", Given(""), secrets.token_urlsafe(16))
        self.store.add(replace(undoing, withdraws=number), person)
        self.refresh()
        return found


def _summary(judgements: Sequence[Judgement]) -> Summary:
    firsts, finals = answers(judgements, "first"), answers(judgements)
    return Summary(
        looked=frozenset(firsts) | frozenset(finals),
        answered=frozenset(finals),
        settled=bool(answers(judgements, "settled")) and not disagreement(judgements),
        open=disagreement(judgements),
        state=state(judgements),
    )
