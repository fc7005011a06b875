"""The report: one HTML file to read offline, on a phone or on paper, in every language asked for.

The same input gives the same bytes: nothing in it depends on the day or the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from linkage.evidence import Evidence, all_fields
from linkage.evidence.fields import Field, Side
from linkage.explanation.guide import compared, guide, near_words, shown
from linkage.explanation.markup import compact, environment, style_hash, stylesheet
from linkage.explanation.pair import Reading, explain_pair, notice
from linkage.explanation.values import Explanation, Unknown, Written
from linkage.explanation.written import RawRecord, both
from linkage.model import Model
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions
from linkage.words import Translator, translator

Pair = Mapping[str, Any]
Raw = Callable[[Side, str], RawRecord]

MOST_REMAINS = 50
MOST_CANDIDATES = 5
FAR_BITS = 10.0
"""Candidates this far below the first (a thousand times less likely than it) are left to the candidates' table."""

MOST_BYTES = 2_900_000
"""A file that a phone opens and a mail carries. Remains that no longer fit are left to the candidates' table."""

FOLDED = ("circumstances", "incident", "cause_of_death", "manner_of_death", "injuries")
"""Fields that may hurt to read: shown only when opened."""


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


@dataclass(frozen=True)
class Edition:
    """The whole report in one language; `pieces` is the HTML of the cases."""

    language: str
    translate: Translator
    notice: str
    compared: tuple[str, ...]
    guide: tuple[str, ...]
    cases: tuple[Case, ...] = ()
    pieces: tuple[Markup, ...] = ()
    shown: str = ""


def write_report(
    path: Path,
    pairs: Sequence[Pair],
    raw: Raw,
    evidences: Sequence[Evidence],
    model: Model,
    facts: Mapping[str, Any],
    languages: Sequence[str] = ("es", "en"),
) -> None:
    """Write report.html: the remains with the strongest candidates, side by side with what was written.

    `pairs` are rows of the candidates, in any order; `raw(side, id)` gives the texts of a record
    by canonical raw column. `facts` says what was compared: `prior_bits`; `missing`, `remains` and
    `pairs` (how many); `files`, each with `side`, `file`, `source`, `rows`, `accepted`, `warned`,
    `rejected` and `left_out`. The first language is shown first. Values of a record with an
    explicit no to publication, and of any record beside it in a pair, are not shown.
    """
    path.write_text(
        render(pairs, raw, Inputs(evidences, model, facts, tuple(languages))), encoding="utf-8", newline="\n"
    )


@dataclass(frozen=True)
class Inputs:
    """What every part of the report reads besides pairs and records."""

    evidences: Sequence[Evidence]
    model: Model
    facts: Mapping[str, Any]
    languages: tuple[str, ...]

    def reading(self, language: str) -> Reading:
        """How pairs are explained in one language."""
        return Reading(self.evidences, self.model, float(self.facts["prior_bits"]), language)


def render(pairs: Sequence[Pair], raw: Raw, inputs: Inputs) -> str:
    """The report as text."""
    env = environment()
    editions = {language: _edition(language, inputs) for language in inputs.languages}
    groups = strongest(pairs)
    room = MOST_BYTES - len(_page(env, list(editions.values())).encode())
    for group in groups:
        cases = [_case(group, raw, inputs, language) for language in inputs.languages]
        pieces = [_piece(env, case, inputs.model) for case in cases]
        room -= sum(len(piece.encode()) for piece in pieces)
        if room < 0:
            break
        for case, piece in zip(cases, pieces, strict=True):
            edition = editions[case.language]
            editions[case.language] = replace(edition, cases=(*edition.cases, case), pieces=(*edition.pieces, piece))
    with_remains = len({str(pair["remains_id"]) for pair in pairs})
    done = [
        replace(e, shown=shown(len(e.cases), with_remains, MOST_CANDIDATES, e.translate)) for e in editions.values()
    ]
    return _page(env, done)


def strongest(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """The remains whose best candidate has the highest total, each with its best candidates in order."""
    ordered = sorted(pairs, key=lambda p: (str(p["remains_id"]), p["rank_in_remains"], str(p["missing_id"])))
    groups = [list(group) for _, group in groupby(ordered, key=lambda p: str(p["remains_id"]))]
    groups.sort(key=lambda group: (-float(group[0]["total"]), str(group[0]["remains_id"])))
    return [_near(group)[:MOST_CANDIDATES] for group in groups[:MOST_REMAINS]]


def _near(group: Sequence[Pair]) -> list[Pair]:
    least = float(group[0]["total"]) - FAR_BITS
    return [pair for pair in group if float(pair["total"]) >= least]


def _edition(language: str, inputs: Inputs) -> Edition:
    _ = translator(language)
    return Edition(
        language,
        _,
        notice(_),
        tuple(compared(inputs.facts, inputs.model, _)),
        tuple(guide(float(inputs.facts["prior_bits"]), inputs.model, _)),
    )


def _case(group: Sequence[Pair], raw: Raw, inputs: Inputs, language: str) -> Case:
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
    folded = [field for field in all_fields(tuple(reading.evidences)) if field.name in FOLDED]
    return Candidate(
        x=x,
        about=about(x.about_missing, may_be_shown(missing, "missing")),
        anchor=f"{anchor}-m{_slug(str(pair['missing_id']))}",
        below=best - float(pair["total"]),
        hidden=not (may_be_shown(missing, "missing") and may_be_shown(remains, "remains")),
        told=both(folded, missing, remains, reading.language, reading.translate),
    )


def may_be_shown(record: RawRecord, side: Side) -> bool:
    """False when the record says no to publication, or says something about it that cannot be read as yes."""
    text = (record.get("publication") or "").strip()
    if not text:
        return True
    context = Context(_publication(), side, Conventions())
    return PARSER_MAKERS["flag"](context, [{"": text}])({"": text}).values == (True,)


def about(rows: Iterable[Written], shown: bool) -> tuple[Written, ...]:
    """What is told of a record before the comparison; only whose it is when the rest may not be shown."""
    return tuple(row for row in rows if shown or row.field == "agency")


def _publication() -> Field:
    return next(field for field in all_fields() if field.name == "publication")


def _slug(text: str) -> str:
    """An id as an HTML anchor: its letters and figures kept, everything else as its code."""
    return "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in text)


def _piece(env: Environment, case: Case, model: Model) -> Markup:
    _ = translator(case.language)
    html = env.get_template("case.html.j2").render(
        case=case,
        _=_,
        calibrated=bool(model.notes.get("calibration")),
        leaning={"agrees": _("for"), "contradicts": _("against"), "neutral": _("next to nothing")},
        possible={"yes": _("possible"), "perhaps": _("perhaps possible"), "no": _("not possible")},
    )
    return Markup(compact(html) + "\n")  # noqa: S704 -- the template has escaped what people wrote


def _page(env: Environment, editions: Sequence[Edition]) -> str:
    style = stylesheet([edition.language for edition in editions])
    html = env.get_template("report.html.j2").render(
        editions=editions,
        style=style,
        style_hash=style_hash(style),
        title=" · ".join(_("Candidates for forensic comparison") for _ in (e.translate for e in editions)),
        languages_title=" / ".join(_("Language") for _ in (e.translate for e in editions)),
    )
    return compact(html) + "\n"
