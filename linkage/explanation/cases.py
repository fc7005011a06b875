"""The cases of the report: sets of remains with the strongest candidates, each explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from linkage.evidence import Evidence, all_fields
from linkage.evidence.fields import Side
from linkage.explanation.guide import near_words
from linkage.explanation.pair import Reading, explain_pair
from linkage.explanation.values import Explanation, Unknown, Written
from linkage.explanation.written import RawRecord, both
from linkage.model import Model
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions
from linkage.words import translator

Pair = Mapping[str, Any]
Raw = Callable[[Side, str], RawRecord]

FAR_BITS = 10.0
"""Candidates this far below the first (a thousand times less likely than it) are left to the candidates' table."""

FOLDED = ("circumstances", "incident", "companions")
"""Fields that may hurt to read, or that nothing compares: shown only when opened."""

FOLDED_FIELDS = tuple(field for field in all_fields() if field.name in FOLDED)

PUBLICATION = next(field for field in all_fields() if field.name == "publication")


@dataclass(frozen=True)
class Inputs:
    """What every part of the report reads besides pairs and records."""

    evidences: Sequence[Evidence]
    model: Model
    facts: Mapping[str, Any]
    languages: tuple[str, ...]

    def reading(self, language: str) -> Reading:
        """How pairs are explained in one language."""
        return Reading(self.evidences, self.model, float(self.facts["prior_bits"]), self.setting("top"), language)

    def setting(self, name: str) -> int:
        """A number that the run was asked to keep to."""
        return int(self.facts["settings"][name])


@dataclass(frozen=True)
class Candidate:
    """One pair of the report; `hidden` when one of the records may not leave its office.

    Of what is unknown, `partial` has something written on at least one side to show, `blank` has not.
    """

    x: Explanation
    about: tuple[Written, ...]
    anchor: str
    below: float
    hidden: bool
    told: tuple[Written, ...]

    @property
    def partial(self) -> tuple[Unknown, ...]:
        """Unknowns with something to show."""
        return () if self.hidden else tuple(u for u in self.x.unknowns if u.values)

    @property
    def blank(self) -> tuple[Unknown, ...]:
        """Unknowns with nothing to show."""
        return tuple(u for u in self.x.unknowns if u not in self.partial)


@dataclass(frozen=True)
class Case:
    """One set of remains with its candidates, best first."""

    remains_id: str
    about: tuple[Written, ...]
    anchor: str
    language: str
    open_world: str
    near_words: str
    candidates: tuple[Candidate, ...]


def strongest(pairs: Iterable[Pair], remains: int, candidates: int) -> list[list[Pair]]:
    """The remains whose best candidate has the highest total, each with its best candidates in order.

    At most `remains` of them, and `candidates` of each.
    """
    ranked = (pair for pair in pairs if pair["rank_in_remains"] is not None)
    ordered = sorted(ranked, key=lambda p: (str(p["remains_id"]), p["rank_in_remains"], str(p["missing_id"])))
    groups = [list(group) for _, group in groupby(ordered, key=lambda p: str(p["remains_id"]))]
    groups.sort(key=lambda group: (-float(group[0]["total"]), str(group[0]["remains_id"])))
    return [_near(group)[:candidates] for group in groups[:remains]]


def _near(group: Sequence[Pair]) -> list[Pair]:
    least = float(group[0]["total"]) - FAR_BITS
    return [pair for pair in group if float(pair["total"]) >= least]


def make_case(group: Sequence[Pair], raw: Raw, inputs: Inputs, language: str) -> Case:
    remains_id, best = str(group[0]["remains_id"]), float(group[0]["total"])
    remains = raw("remains", remains_id)
    anchor = f"{language}-r{_slug(remains_id)}"
    candidates = tuple(
        _candidate(pair, raw("missing", str(pair["missing_id"])), remains, inputs.reading(language), (anchor, best))
        for pair in group
    )
    return Case(
        remains_id,
        about(candidates[0].x.about_remains, may_be_shown(remains, "remains")),
        anchor,
        language,
        candidates[0].x.open_world,
        near_words([candidate.below for candidate in candidates], translator(language)),
        candidates,
    )


def _candidate(
    pair: Pair, missing: RawRecord, remains: RawRecord, reading: Reading, within: tuple[str, float]
) -> Candidate:
    anchor, best = within
    x = explain_pair(pair, missing, remains, reading)
    compared = {field.name for evidence in reading.evidences for field in evidence.fields}
    folded = [field for field in FOLDED_FIELDS if field.name not in compared]
    return Candidate(
        x=x,
        about=about(x.about_missing, may_be_shown(missing, "missing")),
        anchor=f"{anchor}-m{_slug(str(pair['missing_id']))}",
        below=best - float(pair["total"]),
        hidden=not (may_be_shown(missing, "missing") and may_be_shown(remains, "remains")),
        told=both(folded, missing, remains, reading.translate),
    )


def may_be_shown(record: RawRecord, side: Side) -> bool:
    """False when the record says no to publication, or says something about it that cannot be read as yes."""
    text = (record.get("publication") or "").strip()
    if not text:
        return True
    context = Context(PUBLICATION, side, Conventions())
    return PARSER_MAKERS["flag"](context, [{"": text}])({"": text}).values == (True,)


def about(rows: Iterable[Written], shown: bool) -> tuple[Written, ...]:
    """What is told of a record before the comparison; only whose it is when the rest may not be shown."""
    return tuple(row for row in rows if shown or row.field == "agency")


def _slug(text: str) -> str:
    """An id as an HTML anchor: its letters and figures kept, everything else as its code."""
    return "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in text)
