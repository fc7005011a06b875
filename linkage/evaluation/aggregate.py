"""The same evaluation with numbers that name nobody, so that an office can send it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from linkage.errors import UsageError
from linkage.evaluation.values import NOTHING, Bin, Evaluation, Group, Step, Truth

LEAST = 5
"""Persons that a cell must hold to be told: the rule most statistical offices keep to."""


def refuse_few(truth: Truth) -> None:
    """UsageError when all persons together are too few to be told of."""
    if truth.persons < LEAST:
        raise UsageError(
            f"Fewer than {LEAST} persons have a true pair in this run: no number of them would name nobody. "
            "Evaluate with more solved cases, or without --aggregate-only."
        )


def aggregate(whole: Evaluation) -> Evaluation:
    """The evaluation without ids, and without cells of fewer than LEAST persons."""
    told = tuple(group for cells in _by_cells(whole.groups) for group in suppressed(cells))
    kept = {(group.by, group.side, group.name) for group in told if group.pairs is not None}
    weighing = whole.weighing
    return replace(
        whole,
        setting=replace(whole.setting, aggregate_only=True),
        truth=replace(whole.truth, unknown=()),
        groups=told,
        gaps=tuple(gap for gap in whole.gaps if {(gap.by, gap.side, n) for n in (gap.best, gap.worst)} <= kept),
        weighing=replace(
            weighing,
            tippett=tuple(_step(step, weighing.true_pairs) for step in weighing.tippett),
            reliability=tuple(_bin(bin_) for bin_ in weighing.reliability),
        ),
    )


def _by_cells(groups: Iterable[Group]) -> list[list[Group]]:
    cells: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        cells.setdefault((group.by, group.side), []).append(group)
    return list(cells.values())


def suppressed(cells: list[Group]) -> list[Group]:
    """The groups of one grouping; small ones without figures, and one more where a single one could be worked out."""
    small = {group.name for group in cells if (group.persons or 0) < LEAST}
    if len(small) == 1:
        rest = sorted((group.persons or 0, group.name) for group in cells if group.name not in small)
        small |= {name for _, name in rest[:1]}
    return [
        replace(group, pairs=None, persons=None, recall=NOTHING) if group.name in small else group for group in cells
    ]


def _step(step: Step, pairs: int) -> Step:
    """Without the share of true pairs where it, or its rest, is of a few."""
    reached = round((step.true_pairs or 0) * pairs)
    few = 0 < reached < LEAST or 0 < pairs - reached < LEAST
    return replace(step, true_pairs=None) if few else step


def _bin(found: Bin) -> Bin:
    few = 0 < (found.true_pairs or 0) < LEAST
    return replace(found, stated=None, observed=None, true_pairs=None) if few else found
