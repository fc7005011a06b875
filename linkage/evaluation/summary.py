"""What an evaluation says on the terminal when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from linkage.evaluation.page import figure, of_100
from linkage.evaluation.values import Evaluation, Truth

UNKNOWN_SHOWN = 10


def describe(found: Evaluation, out: Path) -> str:
    """The evaluation in a screenful: what was found, what the weights are worth, who is found less well."""
    told = [*told_truth(found.truth, ", in unknown.csv"), *found.lacking]
    told += [*_recall(found), *_weighing(found), *_gaps(found)]
    return "\n".join([*told, f"Page: {out / 'index.html'}"])


def told_truth(truth: Truth, rest: str = "") -> Iterator[str]:
    """What became of the rows of true pairs; `rest` says where those are that are too many to show."""
    known = f"{truth.pairs} pairs of {truth.persons} persons"
    yield f"{truth.rows} rows of truth = {known} + {truth.repeated} repeated + {truth.unusable} unusable"
    for unknown in truth.unknown[:UNKNOWN_SHOWN]:
        yield f"  row {unknown.row}: {unknown.side} id {unknown.id or '(blank)'} is not in the run"
    if len(truth.unknown) > UNKNOWN_SHOWN:
        yield f"  and {len(truth.unknown) - UNKNOWN_SHOWN} more{rest}"


def _recall(found: Evaluation) -> Iterator[str]:
    yield "True records among the first k of a list, of 100 (95 % interval):"
    for r in found.recall:
        yield f"  {r.side + ' lists':<14} k = {r.k:<4} {'at least ' if r.at_least else ''}{of_100(r.share)}"
    for w in found.workload:
        told = "-" if w.false_per_true is None else f"{w.false_per_true:.1f}"
        yield f"  {w.pairs} strongest pairs: {w.true_pairs:.1f} true, {told} false for each"


def _weighing(found: Evaluation) -> Iterator[str]:
    w = found.weighing.figures
    yield f"Cllr {figure(w.cllr)} = by their order {figure(w.cllr_min)} + by their size {figure(w.cllr_cal)}"
    yield f"Misleading, of 100: true pairs {of_100(w.misleading_true)}, others {of_100(w.misleading_others)}"
    yield f"Expected calibration error: even prior {figure(w.ece_even)}, the run's own {figure(w.ece_run)}"


def _gaps(found: Evaluation) -> Iterator[str]:
    for gap in found.gaps:
        if gap.flagged:
            yield (
                f"GAP by {gap.by} in the {gap.side} lists: {gap.worst} is found less well than {gap.best}, "
                f"by {of_100(gap.share)} of 100"
            )
