"""What pairs have shown, as numbers: for each evidence the number of the level, or -1 where it is unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model

Floats = npt.NDArray[np.float64]

Levels = Mapping[str, npt.NDArray[np.int16]]
"""For each evidence the numbers of the levels, all of one length."""

Counts = Mapping[str, Floats]
"""For each evidence how often each of its levels was reached."""


@dataclass(frozen=True)
class Findings:
    """Pairs one by one: the record ids, and what each pair has shown."""

    missing: npt.NDArray[np.object_]
    remains: npt.NDArray[np.object_]
    levels: Levels

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


def findings_of(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], scored: str) -> Findings:
    """The findings of a table that `score` made."""
    listed = ["missing_id", "remains_id", *map(number_of, evidences)]
    found = con.execute(f"SELECT {', '.join(listed)} FROM {scored} ORDER BY remains_id, missing_id").fetchnumpy()
    levels = {e.name: np.asarray(found[e.name], np.int16) for e in evidences}
    return Findings(np.asarray(found["missing_id"], object), np.asarray(found["remains_id"], object), levels)


def number_of(evidence: Evidence) -> str:
    """SQL from the name of a finding to the number of its level, under the evidence's name."""
    names = ", ".join(f"'{name}'" for name in (UNKNOWN, *(level.name for level in evidence.levels)))
    return f"enum_code(CAST(f_{evidence.name} AS ENUM ({names})))::SMALLINT - 1 AS {evidence.name}"


def weights_of(levels: Levels, evidences: Sequence[Evidence], model: Model) -> Floats:
    """The sum of the weights of each, in bits, without the prior."""
    return np.asarray(sum(_bits(evidence, model)[levels[evidence.name]] for evidence in evidences), np.float64)


def _bits(evidence: Evidence, model: Model) -> Floats:
    bits = [model.bits(evidence.name, level.name) for level in evidence.levels]
    return np.array([*bits, 0.0])  # -1 is the last: unknown weighs nothing


def counts_of(levels: Levels, evidences: Sequence[Evidence], times: Floats | None = None) -> Counts:
    """How often each level was reached, each finding counted as many times as `times` says, or once."""
    counted = {}
    for evidence in evidences:
        found = levels[evidence.name]
        known = found >= 0
        part = None if times is None else times[known]
        counted[evidence.name] = np.bincount(found[known], part, minlength=len(evidence.levels)).astype(float)
    return counted
