"""The verb: a run and the pairs known to be true in, how well they were found out."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import numpy as np

from linkage.errors import InputRejected
from linkage.evaluation.aggregate import aggregate, refuse_few
from linkage.evaluation.groups import GROUP_K, gaps, group_names, groups
from linkage.evaluation.others import draw, read_others
from linkage.evaluation.ranks import rank_truth
from linkage.evaluation.recall import Ranked, places, read_ranked, recall
from linkage.evaluation.resampling import RESAMPLINGS
from linkage.evaluation.scored import score_more
from linkage.evaluation.truth import read_truth
from linkage.evaluation.values import Evaluation, Setting, Truth
from linkage.evaluation.weighing import weigh
from linkage.evaluation.workload import workloads
from linkage.evaluation.written import write_evaluation
from linkage.evidence.fields import SIDES
from linkage.runs.opened import OpenRun, opened

SEED = 7


def evaluate(
    run: str | Path,
    truth: str | Path,
    out: str | Path,
    *,
    workload: int | None = None,
    seed: int = SEED,
    aggregate_only: bool = False,
) -> Evaluation:
    """Compare a run's lists and weights with the pairs known to be true, and write the folder `out`.

    `truth` is a file with the columns missing_id and remains_id. `workload` is a number of candidates
    to work through, besides the usual ones. With `aggregate_only` nothing that is written or returned
    names a person. The same run, truth and seed give the same bytes. Raises UsageError when `run` is
    not a whole run, InputRejected when `truth` cannot be used or `out` is there already.
    """
    if Path(out).exists():
        raise InputRejected(f"{out} exists already. An evaluation is never changed: choose another --out.")
    with opened(Path(run)) as open_run:
        known = read_truth(open_run.con, Path(truth))
        if aggregate_only:
            refuse_few(known)
        score_more(open_run)
        rank_truth(open_run)
        draw(open_run, seed)
        found = _evaluate(open_run, known, workload, seed)
        told = aggregate(found) if aggregate_only else found
        write_evaluation(open_run.con, told, Path(out))
        return told


def _evaluate(run: OpenRun, known: Truth, workload: int | None, seed: int) -> Evaluation:
    ranked = read_ranked(run.con)
    names, columns = group_names(run.con)
    found = groups(ranked, names, seed)
    return Evaluation(
        setting=_setting(run, seed),
        truth=known,
        recall=recall(ranked, run.top, seed),
        places=places(ranked),
        groups=found,
        gaps=gaps(ranked, names, found, seed),
        workload=workloads(run.con, workload),
        weighing=weigh(run, ranked, read_others(run), seed),
        lacking=tuple(_lacking(ranked, known, columns)),
    )


def _setting(run: OpenRun, seed: int) -> Setting:
    return Setting(
        engine=version("linkage-engine"),
        model=run.model.name,
        calibrated=bool(run.model.calibration),
        overlap=run.model.overlap,
        prior_bits=run.prior_bits,
        missing=int(run.facts["missing"]),
        remains=int(run.facts["remains"]),
        top=run.top,
        floor=run.floor,
        seed=seed,
        resamplings=RESAMPLINGS,
        group_k=GROUP_K,
        aggregate_only=False,
    )


def _lacking(ranked: Ranked, known: Truth, columns: tuple[str, ...]) -> list[str]:
    """What could not be worked out, and why, in English (translated where it is shown)."""
    unknown = any(np.isnan(ranked.rank[side]).any() for side in SIDES)
    says = {
        "No true pair is in the run: nothing about finding or weighing could be worked out.": not known.pairs,
        "Some true records stand beyond the lists at an unknown place: scoring their whole rows would take too long. "
        "Recall beyond the length of the lists is a lower bound.": unknown,
        "The records of this run lack columns by which pairs are grouped; it may come from another version.": columns,
    }
    return [sentence for sentence, holds in says.items() if holds]
