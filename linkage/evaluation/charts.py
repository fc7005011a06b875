"""The three charts of an evaluation: recall, the Tippett plot, and the reliability curve."""

from __future__ import annotations

from math import log10

from linkage.evaluation.drawing import Axis, Chart, Line
from linkage.evaluation.recall import KS
from linkage.evaluation.values import Evaluation
from linkage.evidence.fields import Side
from linkage.words import Translator

FIFTHS = tuple((n / 5, str(n * 20)) for n in range(6))
"""Marks from 0 to 100 of 100."""


def charts(found: Evaluation, _: Translator) -> tuple[Chart, ...]:
    """Those charts there are figures for, in the words of one language."""
    drawn = (_recall(found, _), _tippett(found, _), _reliability(found, _))
    return tuple(chart for chart in drawn if any(line.points for line in chart.lines if line.name))


def _recall(found: Evaluation, _: Translator) -> Chart:
    def line(side: Side, name: str) -> Line:
        points = [(log10(r.k), r.share.value) for r in found.recall if r.side == side and r.share.value is not None]
        return Line(name, points, dots=True)

    return Chart(
        "recall",
        _("True records among the first of a list"),
        _("How many of 100 true records stand among the first candidates of a list, for longer and longer lists."),
        Axis(_("candidates looked at in a list"), 0, 2, tuple((log10(k), str(k)) for k in KS)),
        Axis("", 0, 1, FIFTHS),
        (line("remains", _("lists of the remains")), line("missing", _("lists of the missing"))),
    )


def _tippett(found: Evaluation, _: Translator) -> Chart:
    steps = found.weighing.tippett
    return Chart(
        "tippett",
        _("How much pairs weigh (Tippett plot)"),
        _("How many of 100 true pairs, and how many of 100 pairs of two people, weigh at least so many bits."),
        Axis(_("weight without the prior, in bits"), -20, 30, tuple((b, str(b)) for b in range(-20, 31, 10))),
        Axis("", 0, 1, FIFTHS),
        (
            Line(_("true pairs"), [(s.bits, s.true_pairs) for s in steps if s.true_pairs is not None]),
            Line(_("pairs of two people"), [(s.bits, s.others) for s in steps if s.others is not None]),
        ),
    )


def _reliability(found: Evaluation, _: Translator) -> Chart:
    points = [
        (b.stated, b.observed) for b in found.weighing.reliability if b.stated is not None and b.observed is not None
    ]
    return Chart(
        "reliability",
        _("What is stated and what is so (reliability curve)"),
        _("For each tenth of the chances stated, how many of 100 pairs were true; on the straight line both agree."),
        Axis(_("stated, of 100, at an even prior"), 0, 1, FIFTHS),
        Axis("", 0, 1, FIFTHS),
        (
            Line(_("true, of 100"), points, dots=True),
            Line(_("as it should be"), [(0.0, 0.0), (1.0, 1.0)] if points else []),
        ),
    )
