"""What is stored of an evidence with what its levels weigh: bounds for the scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen.bounded import bounded
from linkage.screen.codes import Bytes, Floats
from linkage.screen.limits import Limits
from linkage.screen.sql import UNKNOWN_LEVEL, columns_in, level_case
from linkage.screen.stored import Stored
from linkage.screen.table import LevelTable


@dataclass(frozen=True)
class Compiled:
    """One evidence, ready for the scan.

    `bits` holds the weight of each level (0 at UNKNOWN_LEVEL). `upper` gives a level that weighs
    at least as much as the pair's own (for a table: the pair's own level), `lower` one that weighs
    at most as much; exceptions apart.
    """

    stored: Stored
    bits: Floats
    upper: LevelTable
    lower: LevelTable

    def bits32(self, levels: Bytes) -> npt.NDArray[np.float32]:
        """The weights of these levels, roughly."""
        return self.bits[levels].astype(np.float32)


def used_columns(evidence: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of both sides, without suffix, that the evidence's SQL reads."""
    left, right = columns_in(level_case(evidence))
    also = (*evidence.shares, *evidence.needs)
    return tuple(sorted({*left, *also})), tuple(sorted({*right, *also}))


def compiled_from(stored: Stored, bits: Floats, sizes: tuple[int, int], limits: Limits) -> Compiled:
    """The evidence with what its levels weigh, and between which levels a pair must lie."""
    if stored.table is not None:
        upper = lower = stored.table
    elif stored.program is not None:
        upper, lower = bounded(stored.program, bits, sizes, limits)
    else:
        upper, lower = (_reached(stored, extreme) for extreme in _extremes(stored, bits))
    return Compiled(stored, bits, upper, lower)


def _extremes(stored: Stored, bits: Floats) -> tuple[int, int]:
    """The level that weighs most, and the one that weighs least."""
    return max(stored.possible, key=lambda n: bits[n]), min(stored.possible, key=lambda n: bits[n])


def _reached(stored: Stored, level: int) -> LevelTable:
    """This level wherever a pair is comparable."""
    known = stored.comparable
    if known is None:
        raise ValueError("an evidence without table and program says where it is comparable")
    return replace(known, levels=np.where(known.levels == 1, level, UNKNOWN_LEVEL).astype(np.uint8))


def weights_of(con: duckdb.DuckDBPyConnection, evidence: Evidence, model: Model) -> Floats:
    """The weight of every level as DuckDB reads it from Splink's SQL: the very same float64."""
    bits = np.zeros(256)
    bits[: len(evidence.levels)] = _read(con, [model.bits(evidence.name, level.name) for level in evidence.levels])
    return bits


def as_read(con: duckdb.DuckDBPyConnection, number: float) -> float:
    """A number written into SQL and read again, which may move its last binary digit."""
    return _read(con, [number])[0]


def _read(con: duckdb.DuckDBPyConnection, numbers: Iterable[float]) -> tuple[float, ...]:
    return con.execute(f"SELECT {', '.join(f'CAST({number} AS DOUBLE)' for number in numbers)}").fetchall()[0]
