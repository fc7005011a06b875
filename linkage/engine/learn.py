"""Learning m: how often true pairs reach each level.

From labelled pairs, by counting. From pairs that nobody has labelled, by expectation-maximisation
in an open world: the candidates of one remains and "none of them" share the probability, as in
`rank.not_in_file`, and each candidate counts as a true pair to the degree of its share. Both are
blended with the model that was there before, which counts as `STRENGTH` true pairs of each group of
levels: with no pair at all nothing changes, with thousands the office's own cases speak. No m
becomes 0, so no weight runs away (Splink's own expectation-maximisation drives levels that few
true pairs reach to 0, and a true pair there to -20 bits and worse).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.evidence import Evidence
from linkage.model import LevelNumbers, Model

STRENGTH = 30.0
"""True pairs of each group that the model before counts as. No source; benchmarks/training.py shows what it does."""

ROUNDS = 20
"""Rounds of expectation-maximisation, unless no m moves by more than `STILL` before."""

STILL = 1e-4

SPEAKS = 0.5
"""With fewer true pairs of a group than this, its numbers stay as they are."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Findings:
    """What pairs have shown, as numbers: the record ids, and for each evidence the number of the level or -1."""

    missing: npt.NDArray[np.object_]
    remains: npt.NDArray[np.object_]
    levels: dict[str, npt.NDArray[np.int16]]

    def __len__(self) -> int:
        return len(self.remains)

    def only(self, chosen: npt.NDArray[np.bool_]) -> Findings:
        """Those of the pairs."""
        return Findings(
            self.missing[chosen], self.remains[chosen], {name: found[chosen] for name, found in self.levels.items()}
        )

    def __add__(self, other: Findings) -> Findings:
        """Both, one after the other."""
        return Findings(
            np.r_[self.missing, other.missing],
            np.r_[self.remains, other.remains],
            {name: np.r_[found, other.levels[name]] for name, found in self.levels.items()},
        )

    def weights(self, evidences: Sequence[Evidence], model: Model) -> Floats:
        """The sum of the weights of each pair, in bits, without the prior."""
        sums = np.zeros(len(self))
        for evidence in evidences:
            bits = [model.bits(evidence.name, level.name) for level in evidence.levels]
            sums += np.array([*bits, 0.0])[self.levels[evidence.name]]  # -1 is the last: unknown weighs nothing
        return sums


def findings_of(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], scored: str) -> Findings:
    """The findings of a table that `score` made."""
    listed = ["missing_id", "remains_id", *(_number(evidence) for evidence in evidences)]
    found = con.execute(f"SELECT {', '.join(listed)} FROM {scored} ORDER BY remains_id, missing_id").fetchnumpy()
    levels = {e.name: np.asarray(found[e.name], np.int16) for e in evidences}
    return Findings(np.asarray(found["missing_id"], object), np.asarray(found["remains_id"], object), levels)


def _number(evidence: Evidence) -> str:
    rungs = " ".join(f"WHEN '{level.name}' THEN {n}" for n, level in enumerate(evidence.levels))
    return f"(CASE f_{evidence.name} {rungs} ELSE -1 END)::SMALLINT AS {evidence.name}"


def with_m(
    before: Model, evidences: Sequence[Evidence], true: Findings, shares: Floats | None = None, because: str = ""
) -> Model:
    """The model with m blended from true pairs (each to the degree `shares`); in each group m sums to 1."""
    changed = dict(before.evidences)
    for evidence in evidences:
        found = true.levels[evidence.name]
        known = found >= 0
        part = None if shares is None else shares[known]
        counts = np.bincount(found[known], part, minlength=len(evidence.levels)).astype(float)
        changed[evidence.name] = replace(
            before.evidences[evidence.name], levels=_blended(before, evidence, counts, because)
        )
    return replace(before, evidences=changed)


def _blended(before: Model, evidence: Evidence, counts: Floats, because: str) -> dict[str, LevelNumbers]:
    """The levels' numbers with m as if STRENGTH pairs of each group had been seen before the counted ones."""
    numbers = before.evidences[evidence.name].levels
    seen: dict[str, float] = {}
    for level, count in zip(evidence.levels, counts, strict=True):
        seen[level.group] = seen.get(level.group, 0.0) + float(count)
    return {
        level.name: _learned(numbers[level.name], float(count), seen[level.group], because)
        for level, count in zip(evidence.levels, counts, strict=True)
    }


def _learned(before: LevelNumbers, count: float, seen: float, because: str) -> LevelNumbers:
    """One level that `count` of `seen` true pairs of its group have reached."""
    if seen < SPEAKS:
        return before
    source = f"{before.because}; {because}" if because else before.because
    return replace(before, m=(STRENGTH * before.m + count) / (STRENGTH + seen), because=source)


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


def shares_of(pairs: Findings, weights: Floats, world: World) -> Floats:
    """The share of each candidate in its remains: the chance that it is the true pair, the others and none weighed in.

    `pairs` must be ordered by remains. Records beyond the candidates count at most as the last of
    them, and at most as a stranger.
    """
    if not len(pairs):
        return np.zeros(0)
    starts = np.flatnonzero(np.r_[True, pairs.remains[1:] != pairs.remains[:-1]])
    listed = np.diff(np.r_[starts, len(pairs)])
    each = world.in_file / world.missing
    mass = each * np.exp2(weights)
    last = np.minimum(1.0, np.exp2(np.minimum.reduceat(weights, starts)))
    whole = np.add.reduceat(mass, starts) + each * (world.missing - listed) * last + 1 - world.in_file
    return np.asarray(mass / np.repeat(whole, listed), np.float64)


def learn(
    before: Model, evidences: Sequence[Evidence], candidates: Findings, solved: Findings, world: World
) -> tuple[Model, float]:
    """The model whose m suit solved cases and candidates best, blended with the one before.

    Candidates of remains that are solved must not be among `candidates`, which stand ordered by
    remains. Also gives the number of true pairs expected among the candidates. u and the overlap stay
    as they are: they are measured, and stated, and not guessed from the same pairs.
    """
    both, model = candidates + solved, before
    because = f"blended with {len(solved)} solved cases and the candidates of the registers at hand"
    shares = np.zeros(len(candidates))
    for _ in range(ROUNDS):
        shares = shares_of(candidates, candidates.weights(evidences, model), world)
        after = with_m(before, evidences, both, np.r_[shares, np.ones(len(solved))], because)
        still = _moved(model, after) < STILL
        model = after
        if still:
            break
    return model, float(shares.sum())


def _moved(one: Model, other: Model) -> float:
    """The largest difference between the m of two models."""
    return max(
        abs(level.m - other.evidences[name].levels[key].m)
        for name, numbers in one.evidences.items()
        for key, level in numbers.levels.items()
    )
