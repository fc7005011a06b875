"""What a judgement is: a person's signed answer about one pair, as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Pair = tuple[str, str]
"""The ids of the missing person and of the remains."""

Act = Literal["first", "final", "settled", "request", "assume", "confirm", "exclude", "reopen", "undo"]
"""What a judgement does.

first    an answer given before the score is shown
final    the answer kept or changed after the score was shown; only this one counts
settled  a coordinator's answer where two people disagreed
request  a comparison that can identify has been asked for
assume   a coordinator takes the identity as a working hypothesis
confirm  one of two sign-offs: the forensic authority has confirmed
exclude  one of two sign-offs: the forensic authority has excluded
reopen   a coordinator sends the pair back to review; what was signed before no longer counts
undo     the writer withdraws an earlier judgement of their own (`withdraws`)
"""

Answer = Literal["worth", "ruled_out", "cannot_say", "needs_fact"]
"""Worth comparing; ruled out; cannot say; a fact is needed first."""

State = Literal["candidate", "under_review", "requested", "assumed", "confirmed", "excluded"]
"""Where a pair stands."""

ACTS: tuple[Act, ...] = get_args(Act)
ANSWERS: tuple[Answer, ...] = get_args(Answer)
STATES: tuple[State, ...] = get_args(State)

ANSWERING: tuple[Act, ...] = ("first", "final", "settled")
"""Acts that carry an answer."""

SIGNING: tuple[Act, ...] = ("confirm", "exclude")
"""Acts that take effect when a second person has signed as well."""

METHODS = (
    "dna", "prints", "dental", "implant", "dates", "place", "sex", "age", "stature", "marks", "belongings",
    "found_alive", "identified_elsewhere", "duplicate", "agency_request", "data_error", "other",
)  # fmt: skip
"""By what a pair was ruled out or excluded."""


@dataclass(frozen=True)
class Judgement:
    """One line of the store. `token` is unique: the same rendered pair decides once.

    `total` (bits), `model` (its hash), `run` and `seen` (evidence to finding) are what the person
    had before them. `fact` and `source` say what is needed and from whom. `number`, `when` (UTC, ISO
    8601), `previous` and `hash` are given by the store.
    """

    missing_id: str
    remains_id: str
    who: str
    act: Act
    token: str
    run: str
    model: str
    total: float | None
    role: str = "reviewer"
    answer: Answer | None = None
    method: str = ""
    fact: str = ""
    source: str = ""
    note: str = ""
    withdraws: int | None = None
    seen: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    when: str = ""
    previous: str = ""
    hash: str = ""

    @property
    def pair(self) -> Pair:
        """The two ids."""
        return self.missing_id, self.remains_id
