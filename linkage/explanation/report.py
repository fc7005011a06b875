"""The report: one HTML file to read offline, on a phone or on paper, in every language asked for.

The same input gives the same bytes: nothing in it depends on the day or the machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from linkage.evidence import Evidence
from linkage.explanation.cases import Case, Inputs, Pair, Raw, make_case, strongest
from linkage.explanation.guide import compared, guide, shown
from linkage.explanation.markup import compact, environment, style_hash, stylesheet
from linkage.explanation.standing import notice
from linkage.model import Model
from linkage.words import Translator, translator

MOST_BYTES = 2_900_000
"""A file that a phone opens and a mail carries. Remains that no longer fit are left to the candidates' table."""

INDEX_BYTES = 500
"""Room kept for the line of the contents that leads to a case: more than any id we have seen needs."""


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

    def plus(self, case: Case, piece: Markup) -> Edition:
        """This edition with one case more."""
        return replace(self, cases=(*self.cases, case), pieces=(*self.pieces, piece))


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
    `pairs` (how many); `settings` with `top`, `report_remains` and `report_candidates`; `files`,
    each with `side`, `file`, `source`, `rows`, `accepted`, `warned`, `rejected` and `left_out`.
    The first language is shown first. Values of a record with an explicit no to
    publication, and of any record beside it in a pair, are not shown.
    """
    path.write_text(
        render(pairs, raw, Inputs(evidences, model, facts, tuple(languages))), encoding="utf-8", newline="\n"
    )


def render(pairs: Sequence[Pair], raw: Raw, inputs: Inputs) -> str:
    """The report as text."""
    env = environment()
    editions = {language: _edition(language, inputs) for language in inputs.languages}
    room = MOST_BYTES - len(_page(env, list(editions.values())).encode())
    for group in strongest(pairs, inputs.setting("report_remains"), inputs.setting("report_candidates")):
        cases = [make_case(group, raw, inputs, language) for language in inputs.languages]
        pieces = [_piece(env, case, inputs.model) for case in cases]
        room -= sum(len(piece.encode()) + INDEX_BYTES for piece in pieces)
        if room < 0:
            break
        editions |= {
            case.language: editions[case.language].plus(case, piece) for case, piece in zip(cases, pieces, strict=True)
        }
    return _page(env, [_counted(edition, inputs) for edition in editions.values()])


def _counted(edition: Edition, inputs: Inputs) -> Edition:
    """The edition with the sentence that says how much it shows."""
    most = inputs.setting("report_candidates")
    words = shown(len(edition.cases), int(inputs.facts["remains"]), most, edition.translate)
    return replace(edition, shown=words)


def _edition(language: str, inputs: Inputs) -> Edition:
    _ = translator(language)
    return Edition(
        language,
        _,
        notice(_),
        tuple(compared(inputs.facts, inputs.model, _)),
        tuple(guide(float(inputs.facts["prior_bits"]), inputs.model, _)),
    )


def _piece(env: Environment, case: Case, model: Model) -> Markup:
    _ = translator(case.language)
    html = env.get_template("case.html.j2").render(
        case=case,
        _=_,
        calibrated=bool(model.calibration),
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
