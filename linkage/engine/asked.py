"""Some records against all records of the other side: every level by the evidence's own SQL, every total."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from linkage.evidence import UNKNOWN, Evidence
from linkage.evidence.fields import SIDES, Side
from linkage.model import Model
from linkage.screen.codes import TABLES, Bytes, Floats, forget_numbers, give, number_records
from linkage.screen.compiled import used_columns, weights_of
from linkage.screen.keep import Ticks
from linkage.screen.question import SUFFIX
from linkage.screen.rewrite import once, split
from linkage.screen.sql import UNKNOWN_LEVEL, level_case

FEW_PAIRS = 1_000_000
"""So many pairs are always asked quicker by SQL than by a screen of its own, which takes seconds to be compiled."""


ONCE_PAIRS = 100_000
"""From so many pairs on it pays to work out once what the SQL of a level repeats; where that is dear, always."""


@dataclass(frozen=True)
class Asked:
    """The records `ids` of one side against all `others`: by evidence the level of each pair, and what it weighs."""

    side: Side
    ids: tuple[str, ...]
    others: tuple[str, ...]
    levels: tuple[Bytes, ...]
    bits: tuple[Floats, ...]

    def totals(self, place: int, prior: float) -> Floats:
        """The total of one record with every other: prior plus weights in Splink's order, so the very same float64."""
        totals = np.full(len(self.others), prior)
        for weights, levels in zip(self.bits, self.levels, strict=True):
            totals += weights[levels[place]]
        return totals


def ask_all(
    con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, side: Side, asked: str
) -> Asked:
    """Compare the records of the table `asked` with all of the other side's table; both by their `unique_id`."""
    other: Side = "remains" if side == "missing" else "missing"
    used = [used_columns(evidence) for evidence in evidences]
    for number, of in enumerate(SIDES):
        columns = sorted({column for sides in used for column in sides[number]})
        number_records(con, asked if of == side else other, SUFFIX[of], columns)
    ids, others = (_ids(con, SUFFIX[of]) for of in (side, other))

    def levels(evidence: Evidence) -> Bytes:
        if not ids:  # to plan the SQL takes as long as a thousand answers
            return np.zeros((0, len(others)), np.uint8)
        with con.cursor() as own:
            return _levels(own, evidence, (SUFFIX[side], SUFFIX[other]), (len(ids), len(others)))

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # so few records are too few for DuckDB to share out
        found = tuple(pool.map(levels, evidences))
    forget_numbers(con)
    return Asked(side, ids, others, found, tuple(weights_of(con, evidence, model) for evidence in evidences))


def _ids(con: duckdb.DuckDBPyConnection, suffix: str) -> tuple[str, ...]:
    return tuple(row[0] for row in con.execute(f"SELECT unique_id FROM {TABLES[suffix]} ORDER BY i").fetchall())


def _levels(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, sides: tuple[str, str], sizes: tuple[int, int]
) -> Bytes:
    """The level of each of the asked records (the first side) with each other; by each record, not by what it holds:
    to find out which of them are alike would cost more.
    """
    con.execute("PRAGMA disable_optimizer")  # it takes longer over this SQL than the SQL over some thousand pairs
    sql, parts = split(level_case(evidence))
    asked, others = (_numbered(side, parts[side == "r"]) for side in sides)
    pairs = f"{asked}, {others}"
    value, pairs = once(sql, pairs) if evidence.macros or sizes[0] * sizes[1] > ONCE_PAIRS else (sql, pairs)
    cell = f"i_{sides[0]} * {sizes[1]} + i_{sides[1]}"
    found = con.execute(f"SELECT {cell} AS cell, CAST(({value}) AS UTINYINT) AS level FROM {pairs}").fetchnumpy()
    levels = np.zeros(sizes[0] * sizes[1], np.uint8)
    levels[found["cell"]] = found["level"]
    return levels.reshape(sizes)


def _numbered(side: str, parts: Sequence[tuple[str, str]]) -> str:
    """SQL: the numbered records of a side, with the parts that the SQL of a level reads."""
    listed = "".join(f', {sql} AS "{name}"' for name, sql in parts)
    return f"(SELECT i::BIGINT AS i_{side}{listed} FROM {TABLES[side]})"


def best_places(ticks: Ticks, top: int) -> np.ndarray:
    """The places of the best `top`, the best first, equal ones by place."""
    k = min(top, len(ticks))
    if k < 1:
        return np.zeros(0, np.int64)
    reach = np.flatnonzero(ticks >= np.partition(ticks, -k)[-k])
    best: np.ndarray = reach[np.lexsort((reach, -ticks[reach]))][:k]
    return best


def standing(ticks: Ticks, best: np.ndarray) -> tuple[list[int], list[int]]:
    """Of the best places the ranks (1 + how many are strictly better), and how many of all have the very same total."""
    found = ticks[best]
    ordered = np.sort(ticks[ticks >= found.min(initial=np.iinfo(np.int64).max)])
    low, high = np.searchsorted(ordered, found, "left"), np.searchsorted(ordered, found, "right")
    return (1 + len(ordered) - high).tolist(), (high - low).tolist()


Edge = tuple[str, float, int]
"""Of one record: its id, the total of the last one of its list, and how many of all its pairs have that total."""


def edge_of(unique_id: str, ticks: Ticks, best: np.ndarray) -> Edge:
    """Where the list `best` of a record ends, of the totals of all its pairs."""
    last = ticks[best[-1]]
    return unique_id, float(last / 1e9), int((ticks == last).sum())


def give_edges(con: duckdb.DuckDBPyConnection, side: Side, edges: Sequence[Edge], out: str) -> None:
    """Create `out` (<side>_id, kth_total, ties)."""
    columns = {
        f"{side}_id": pa.array([edge[0] for edge in edges], pa.string()),
        "kth_total": pa.array([edge[1] for edge in edges], pa.float64()),
        "ties": pa.array([edge[2] for edge in edges], pa.int64()),
    }
    give(con, out, columns)


def weighed(
    evidences: Sequence[Evidence], asked: Asked, places: npt.NDArray[np.int64], others: npt.NDArray[np.int64]
) -> dict[str, pa.Array]:
    """The columns w_<name> and f_<name> of chosen pairs: places of asked records, places of others."""
    columns: dict[str, pa.Array] = {}
    for evidence, levels, bits in zip(evidences, asked.levels, asked.bits, strict=True):
        reached = levels[places, others]
        columns[f"w_{evidence.name}"] = pa.array(bits[reached])
        columns[f"f_{evidence.name}"] = texts(findings_of(evidence), reached)
    return columns


def findings_of(evidence: Evidence) -> list[str]:
    """The finding of every number that a level may have."""
    names = [level.name for level in evidence.levels]
    return [*names, *[UNKNOWN] * (UNKNOWN_LEVEL + 1 - len(names))]


def texts(words: Sequence[str], places: npt.NDArray[np.integer]) -> pa.Array:
    """The words at these places."""
    return pa.array(words, pa.string()).take(pa.array(places, pa.int64()))
