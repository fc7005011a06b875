"""What an evaluation found, as values. Nothing here names a person except `UnknownId`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from linkage.evidence.fields import Side


@dataclass(frozen=True)
class Number:
    """A figure and the interval that holds it in 95 of 100 resamplings of the persons; None where there is nothing."""

    value: float | None
    low: float | None = None
    high: float | None = None


NOTHING = Number(None)


@dataclass(frozen=True)
class UnknownId:
    """A row of the truth file with an id that the run does not have (or with none at all)."""

    row: int
    side: Side
    id: str | None


@dataclass(frozen=True)
class Truth:
    """What became of the truth file's rows: `rows` = `pairs` + `repeated` + `unusable`, always."""

    rows: int
    pairs: int
    repeated: int
    unusable: int
    persons: int
    unknown: tuple[UnknownId, ...]


@dataclass(frozen=True)
class Recall:
    """The share of true pairs among the first `k` of a list; `at_least` when some ranks could not be known."""

    side: Side
    k: int
    share: Number
    at_least: bool


@dataclass(frozen=True)
class Places:
    """Where the true records stand in the lists of one side; `median_rank` is None when it lies among the unknown."""

    side: Side
    in_list: int
    beyond_list: int
    rank_unknown: int
    median_rank: float | None


@dataclass(frozen=True)
class Group:
    """Recall in the lists of one side within a group of true pairs; `pairs` is None where it was suppressed."""

    by: str
    name: str
    side: Side
    pairs: int | None
    persons: int | None
    recall: Number


@dataclass(frozen=True)
class Gap:
    """How much better the best group is found than the worst; `flagged` when it is too much and not chance."""

    by: str
    side: Side
    best: str
    worst: str
    share: Number
    flagged: bool


@dataclass(frozen=True)
class Workload:
    """What an office finds that works through the strongest `pairs`: true ones, and false ones for each of them."""

    pairs: int
    true_pairs: float
    false_per_true: float | None


@dataclass(frozen=True)
class Step:
    """A point of the Tippett plot: the shares of true pairs and of others that weigh at least `bits`."""

    bits: float
    true_pairs: float | None
    others: float | None


@dataclass(frozen=True)
class Bin:
    """A point of the reliability curve at an even prior: the mean chance stated, and the share that was true."""

    low: float
    high: float
    stated: float | None
    observed: float | None
    true_pairs: int | None


@dataclass(frozen=True)
class Figures:
    """What the weights cost, how often they mislead, and the expected calibration error of what they state.

    The error is told at an even prior, at the run's own among pairs it gives some chance, and among all.
    """

    cllr: Number
    cllr_min: Number
    cllr_cal: Number
    misleading_true: Number
    misleading_others: Number
    ece_even: Number
    ece_run: Number
    ece_run_all: Number


@dataclass(frozen=True)
class Weighing:
    """Whether the weights keep their word, on true pairs and on a weighted sample of all others."""

    true_pairs: int
    others: int
    others_sampled: int
    figures: Figures
    tippett: tuple[Step, ...]
    reliability: tuple[Bin, ...]


@dataclass(frozen=True)
class Setting:
    """What was evaluated and how."""

    engine: str
    model: str
    calibrated: bool
    overlap: float
    prior_bits: float
    missing: int
    remains: int
    top: int
    floor: float
    seed: int
    resamplings: int
    group_k: int
    aggregate_only: bool


@dataclass(frozen=True)
class Evaluation:
    """How well a run found the pairs known to be true."""

    setting: Setting
    truth: Truth
    recall: tuple[Recall, ...]
    places: tuple[Places, ...]
    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    workload: tuple[Workload, ...]
    weighing: Weighing
    lacking: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The evaluation as plain values, for JSON; figures to six places."""
        plain: dict[str, Any] = _rounded(asdict(self))
        return plain


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6) + 0.0
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value
