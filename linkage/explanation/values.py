"""What an explanation is: plain frozen values, already in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from linkage.evidence.value import Polarity

Possible = Literal["yes", "perhaps", "no"]


@dataclass(frozen=True)
class Written:
    """One field as it is written on both sides; None where nothing is written.

    `asked` names the sides that have such a field at all.
    """

    field: str
    label: str
    missing: str | None
    remains: str | None
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Rung:
    """One level of an evidence, its numbers, and where they come from."""

    name: str
    says: str
    m: float
    u: float
    bits: float
    because: str
    u_because: str
    reached: bool


@dataclass(frozen=True)
class Line:
    """One evidence that could be compared: what was found and how much it weighs, in bits."""

    evidence: str
    title: str
    question: str
    finding: str
    says: str
    bits: float
    polarity: Polarity
    values: tuple[Written, ...]
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """One evidence that could not be compared: it weighs nothing. `lacks` says what is not written, and where.

    `worth_bits` is how far the total would be expected to move, up or down, if it were known.
    """

    evidence: str
    title: str
    question: str
    lacks: str
    values: tuple[Written, ...]
    worth_bits: float
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class Primary:
    """Whether a comparison that can identify (fingerprints, teeth, DNA) is possible next."""

    method: str
    title: str
    possible: Possible
    says: str


@dataclass(frozen=True)
class Explanation:
    """One pair in words and bits. `prior_bits` plus the bits of `lines` is `total`.

    `about_missing` and `about_remains` say whose record it is, how old, and in what state the
    remains are. `lines` stand in the order of reading: contradictions first, then agreements, the heaviest
    first, then what says next to nothing. `standing` are sentences on an earlier exclusion, rank and ties, `open_world`
    says that the person may not be in the file, `claim` what the total does and does not say.
    """

    language: str
    missing_id: str
    remains_id: str
    about_missing: tuple[Written, ...]
    about_remains: tuple[Written, ...]
    prior_bits: float
    prior_words: str
    lines: tuple[Line, ...]
    unknowns: tuple[Unknown, ...]
    total: float
    total_words: str
    rank_in_remains: int | None
    rank_in_missing: int | None
    tie_size: int | None
    standing: tuple[str, ...]
    open_world: str
    claim: str
    primaries: tuple[Primary, ...]
    model: str
    notice: str
    worth_asking: str

    def to_dict(self) -> Mapping[str, Any]:
        """The explanation as nested dictionaries and lists, for JSON."""
        return asdict(self)

    def of(self, polarity: Polarity) -> tuple[Line, ...]:
        """The lines that agree, contradict, or say next to nothing."""
        return tuple(line for line in self.lines if line.polarity == polarity)

    def rounding(self) -> float:
        """What is lost when every number is shown with one decimal, so that the addition shown adds up."""
        shown = round(self.prior_bits, 1) + sum(round(line.bits, 1) for line in self.lines)
        return round(round(self.total, 1) - shown, 1) + 0.0
