"""Learning m: how often true pairs reach each level.

From labelled pairs, by counting. From pairs that nobody has labelled, by expectation-maximisation on
the histogram of their patterns, in an open world: the candidates of one remains and "none of them"
share the probability, as in `rank.not_in_file`, and each candidate counts as a true pair to the degree
of its share. Both are blended with the model that was there before, which counts as `STRENGTH` true
pairs of each group of levels: with no pair at all nothing changes, with thousands the office's own
cases speak. No m becomes 0, so no weight runs away (Splink's own expectation-maximisation drives
levels that few true pairs reach to 0, stops there with an error, or gives a true pair -20 bits and worse).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from linkage.engine.findings import Counts, Floats, counts_of, weights_of
from linkage.engine.histogram import Histogram
from linkage.evidence import Evidence
from linkage.model import LevelNumbers, Model

STRENGTH = 30.0
"""True pairs of each group that the model before counts as. No source; benchmarks/training.py shows what it does."""

ROUNDS = 20
"""Rounds of expectation-maximisation, unless no m moves by more than `STILL` before."""

STILL = 1e-4

SPEAKS = 0.5
"""With fewer true pairs of a group than this, its numbers stay as they are."""


def with_m(
    before: Model, evidences: Sequence[Evidence], true: Counts, because: str = "", strength: float = STRENGTH
) -> Model:
    """The model with m blended from the levels that true pairs reached; in each group m sums to 1."""
    changed = dict(before.evidences)
    for evidence in evidences:
        numbers = before.evidences[evidence.name]
        levels = _blended(numbers.levels, evidence, true[evidence.name], because, strength)
        changed[evidence.name] = replace(numbers, levels=levels)
    return replace(before, evidences=changed)


def _blended(
    before: Mapping[str, LevelNumbers], evidence: Evidence, counts: Floats, because: str, strength: float
) -> dict[str, LevelNumbers]:
    """The levels' numbers with m as if `strength` pairs of each group had been seen before the counted ones."""
    seen: dict[str, float] = {}
    for level, count in zip(evidence.levels, counts, strict=True):
        seen[level.group] = seen.get(level.group, 0.0) + float(count)
    return {
        level.name: _learned(before[level.name], float(count), seen[level.group], because, strength)
        for level, count in zip(evidence.levels, counts, strict=True)
    }


def _learned(before: LevelNumbers, count: float, seen: float, because: str, strength: float) -> LevelNumbers:
    """One level that `count` of `seen` true pairs of its group have reached."""
    if seen < SPEAKS:
        return before
    source = f"{before.because}; {because}" if because else before.because
    return replace(before, m=(strength * before.m + count) / (strength + seen), because=source)


@dataclass(frozen=True)
class World:
    """Sizes of the two files and the share of the remains whose person is expected in the missing file."""

    missing: int
    remains: int
    overlap: float

    @property
    def in_file(self) -> float:
        """The chance that a remains has its counterpart in the missing file."""
        return self.overlap * min(self.missing, self.remains) / self.remains


def expected_of(candidates: Histogram, weights: Floats, world: World) -> Floats:
    """The true pairs expected of each pattern, given the weight of each pattern in bits.

    The share of a candidate in its list is the chance that it is the true pair, the others and none
    weighed in. Records beyond the candidates count at most as the last of them, and at most as a stranger.
    """
    starts, each = candidates.starts, world.in_file / world.missing
    times = np.exp2(weights)[candidates.pattern]
    last = np.minimum(1.0, np.minimum.reduceat(times, starts))
    listed = np.add.reduceat(candidates.pairs, starts)
    mass = each * candidates.pairs * times
    whole = np.add.reduceat(mass, starts) + each * (world.missing - listed) * last + 1 - world.in_file
    shares = mass / np.repeat(whole, np.diff(np.r_[starts, len(mass)]))
    return np.asarray(np.bincount(candidates.pattern, shares, minlength=len(weights)), np.float64)


@dataclass(frozen=True)
class Lesson:
    """What there is to learn m from: the model before, candidates, and how often solved cases reached each level.

    Candidates of remains that are solved must not be among `candidates`.
    """

    before: Model
    evidences: Sequence[Evidence]
    candidates: Histogram
    solved: Counts
    world: World
    because: str = ""
    strength: float = STRENGTH

    def improved(self, model: Model) -> tuple[Model, float]:
        """A better model than `model`, and the true pairs that were expected among the candidates."""
        patterns = self.candidates.patterns
        expected = expected_of(self.candidates, weights_of(patterns, self.evidences, model), self.world)
        counted = counts_of(patterns, self.evidences, expected)
        true = {name: counted[name] + solved for name, solved in self.solved.items()}
        return with_m(self.before, self.evidences, true, self.because, self.strength), float(expected.sum())


def learn(lesson: Lesson) -> tuple[Model, float]:
    """The model whose m suit solved cases and candidates best, blended with the one before.

    Also gives the number of true pairs expected among the candidates. u and the overlap stay as they
    are: they are measured, and stated, and not guessed from the same pairs.
    """
    model, expected = lesson.before, 0.0
    for _ in range(ROUNDS):
        last, (model, expected) = model, lesson.improved(model)
        if _moved(last, model) < STILL:
            break
    return model, expected


def _moved(one: Model, other: Model) -> float:
    """The largest difference between the m of two models."""
    return max(
        abs(level.m - other.evidences[name].levels[key].m)
        for name, numbers in one.evidences.items()
        for key, level in numbers.levels.items()
    )
