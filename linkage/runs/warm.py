"""An index that stays warm: the records of a run, ready to be compared with one more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

import duckdb
import numpy as np

from linkage.evidence import COMPANY, UNKNOWN, Derived, Evidence
from linkage.evidence.fields import SIDES, Side
from linkage.records.arrow import create_table
from linkage.records.kept import keep_rarities, standardised
from linkage.records.parsing import Problem
from linkage.records.single import Reader, make_reader
from linkage.runs.opened import OpenRun, opened
from linkage.screen.against import SUFFIX, Against, against
from linkage.screen.codes import Bytes, Floats, number_records
from linkage.screen.compiled import as_read, used_columns, weights_of
from linkage.screen.keep import Ticks, totals_of
from linkage.screen.sql import UNKNOWN_LEVEL


@dataclass(frozen=True)
class Candidate:
    """A record of the other side: its id, total in bits, rank and ties among all records, weights and findings.

    `rank` is 1 + the number of strictly better records; `tie_size` is how many have this very total.
    """

    id: str
    total: float
    rank: int
    tie_size: int
    weights: Mapping[str, float]
    findings: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """The candidate as plain values, for JSON."""
        return self.__dict__ | {"weights": dict(self.weights), "findings": dict(self.findings)}


@dataclass(frozen=True)
class Opposite:
    """What records of one side are compared with: the other side's ids, and each evidence against them."""

    reader: Reader
    ids: tuple[str, ...]
    evidences: tuple[Against, ...]


class Index:
    """The records of a run, kept ready: which of them fit one more record best.

    A record is compared with all records of the other side, by the model and the measured u of the run, and
    with how rare things are as the run counted it: a record of the run gets the run's own totals. Nothing is
    added to the run. May be asked from several threads. UsageError when `run` is not the folder of a whole run.
    """

    def __init__(self, run: str | Path) -> None:
        self._stack = ExitStack()
        self._run = self._stack.enter_context(opened(Path(run)))
        con, evidences = self._run.con, self._run.evidences
        self._prior = as_read(con, self._run.prior_bits)
        self._bits = [weights_of(con, evidence, self._run.model) for evidence in evidences]
        self._cursors: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        keep_rarities(con, evidences)
        used = [used_columns(evidence) for evidence in evidences]
        for side in SIDES:
            number = SIDES.index(side)
            number_records(con, side, SUFFIX[side], sorted({column for sides in used for column in sides[number]}))
        self._opposite = {side: _opposite(self._run, side) for side in SIDES}

    def candidates(self, record: Mapping[str, str], side: Side = "missing", top: int = 25) -> list[Candidate]:
        """The best `top` records of the other side for a `record` of `side`, the best first, equal ones by id.

        `record` holds texts by raw column, as a row of our own template would (docs/reference/fields.md). What
        cannot be read is unknown, see `problems`; UsageError for a column that no field of that side reads.
        """
        opposite = self._opposite[side]
        row = opposite.reader.read(record).values
        with self._cursor() as con:
            create_table(con, "_asked", opposite.reader.columns, [row])
            levels = np.stack([one.levels(con, row) for one in opposite.evidences], axis=1)
        totals, ticks = totals_of(self._prior, self._bits, levels)
        return [self._candidate(opposite, n, totals, ticks, levels[n]) for n in _best(ticks, top)]

    def problems(self, record: Mapping[str, str], side: Side = "missing") -> Mapping[str, Problem]:
        """What in the texts of a record cannot be read, by field, and what to do about it."""
        return self._opposite[side].reader.read(record).problems

    def close(self) -> None:
        """Let go of memory and scratch files; the index can be asked no more."""
        self._stack.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own, with its own temporary tables, for one question at a time."""
        try:
            con = self._cursors.get_nowait()
        except Empty:
            con = self._run.con.cursor()
        try:
            yield con
        finally:
            self._cursors.put(con)

    def _candidate(self, opposite: Opposite, n: int, totals: Floats, ticks: Ticks, levels: Bytes) -> Candidate:
        names = [evidence.name for evidence in self._run.evidences]
        findings = (
            UNKNOWN if level == UNKNOWN_LEVEL else evidence.levels[level].name
            for evidence, level in zip(self._run.evidences, levels, strict=True)
        )
        return Candidate(
            id=opposite.ids[n],
            total=float(totals[n]),
            rank=1 + int(np.sum(ticks > ticks[n])),
            tie_size=int(np.sum(ticks == ticks[n])),
            weights={name: float(bits[level]) for name, bits, level in zip(names, self._bits, levels, strict=True)},
            findings=dict(zip(names, findings, strict=True)),
        )


def _best(ticks: Ticks, top: int) -> list[int]:
    """The numbers of the best `top`, the best first, equal ones by number."""
    k = min(top, len(ticks))
    reach = np.flatnonzero(ticks >= np.partition(ticks, -k)[-k]) if k > 0 else np.zeros(0, np.int64)
    return [int(n) for n in reach[np.lexsort((reach, -ticks[reach]))][:k]]


def _opposite(run: OpenRun, side: Side) -> Opposite:
    """Everything that records of `side` are compared with, coded."""
    reader = make_reader(run.con, side, run.evidences)
    columns = [name for name, _ in reader.columns]
    run.con.execute(f"CREATE TABLE _company_{side} AS SELECT unique_id, company FROM {side} WHERE company IS NOT NULL")
    other = SUFFIX["remains" if side == "missing" else "missing"]
    ids = run.con.execute(f"SELECT unique_id FROM _screen_{other} ORDER BY i").fetchall()
    evidences = (against(run.con, e, side, columns, _as_in_run) for e in run.evidences)
    return Opposite(reader, tuple(row[0] for row in ids), tuple(evidences))


def _as_in_run(source: str, side: Side, evidence: Evidence, shared: Sequence[Derived]) -> str:
    """SQL: standardised as the run did; what the company says is what it said in the run of the record of that id."""
    if evidence is COMPANY:
        return f"(SELECT unique_id, company FROM {source} LEFT JOIN _company_{side} USING (unique_id))"
    return standardised(source, side, (evidence,), shared)
