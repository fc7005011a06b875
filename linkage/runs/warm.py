"""An index that stays warm: the records of a run, ready to be compared with one more."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

import duckdb
import numpy as np

from linkage.engine.asked import best_places, findings_of, standing
from linkage.evidence import COMPANY, Derived, Evidence
from linkage.evidence.fields import SIDES, Side
from linkage.records.kept import keep_rarities, standardised
from linkage.records.parsing import Problem
from linkage.records.single import Reader, make_reader
from linkage.runs.alone import columns_of_one
from linkage.runs.comparing import Files
from linkage.runs.opened import OpenRun, opened
from linkage.screen.against import Against, Asking, against
from linkage.screen.arithmetic import NotArithmetic
from linkage.screen.codes import Bytes, Codes, Ints, number_records
from linkage.screen.compiled import as_read, used_columns, weights_of
from linkage.screen.compiling import has_numba
from linkage.screen.formula import Formula, formula_of
from linkage.screen.keep import ticks_of
from linkage.screen.question import SUFFIX, Question, Row
from linkage.screen.ready import Ready, made_ready
from linkage.screen.reckoner import Env, NotReckoned, Reckoner

SAMPLED = 100
"""Records of a run from which is seen that what is worked out without DuckDB is what DuckDB had made of them."""

PAIRS_AT_ONCE = 2_000_000
"""So many pairs of asked and other records are worked out at a time: tens of megabytes."""


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
        self._stack, self._folder = ExitStack(), ExitStack()
        self._run = self._stack.enter_context(opened(Path(run)))
        con, evidences = self._run.con, self._run.evidences
        self._prior = as_read(con, self._run.prior_bits)
        self._names = [evidence.name for evidence in evidences]
        self._bits = [weights_of(con, evidence, self._run.model) for evidence in evidences]
        self._weights = [bits.tolist() for bits in self._bits]
        self._findings = [findings_of(evidence) for evidence in evidences]
        self._free: dict[Side, SimpleQueue[Asking]] = {side: SimpleQueue() for side in SIDES}
        keep_rarities(con, evidences)
        used = [used_columns(evidence) for evidence in evidences]
        for side in SIDES:
            number = SIDES.index(side)
            number_records(con, side, SUFFIX[side], sorted({column for sides in used for column in sides[number]}))
        formulas = _formulas(self._run)
        self._opposite = {side: _opposite(self._run, side, formulas) for side in SIDES}
        con.execute("SET threads = 1")  # a question is small: each thread that asks works by itself
        for side in SIDES:
            self.candidates({}, side, 1)  # the first question waits for what the machine loads, or for plans

    @classmethod
    def of(cls, missing: Files, remains: Files, **options: Any) -> Index:
        """An index straight from register files: a run of them, with the options of `linkage.run`, that no one keeps.

        Raises what `linkage.run` raises. The run lies in a temporary folder, which goes when the index is closed.
        """
        from linkage.runs.journey import run  # half a second to import, for those who have no run yet

        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linkage-"))) / "run"
            run(missing, remains, folder, **options)
            index = cls(folder)
            index._folder.enter_context(stack.pop_all())
            return index

    def candidates(self, record: Mapping[str, str], side: Side = "missing", top: int = 25) -> list[Candidate]:
        """The best `top` records of the other side for a `record` of `side`, the best first, equal ones by id.

        `record` holds texts by raw column, as a row of our own template would (docs/reference/fields.md). What
        cannot be read is unknown, see `problems`; UsageError for a column that no field of that side reads.
        """
        return self.candidates_of([record], side, top)[0]

    def candidates_of(
        self, records: Sequence[Mapping[str, str]], side: Side = "missing", top: int = 25
    ) -> list[list[Candidate]]:
        """The same for many records at once, in their order: each costs a fraction of one asked alone."""
        opposite = self._opposite[side]
        rows = [opposite.reader.read(record).values for record in records]
        size = max(1, PAIRS_AT_ONCE // len(opposite.ids))
        with self._asking(side) as asking:
            return [
                best
                for start in range(0, len(rows), size)
                for best in self._best_of(opposite, asking, rows[start : start + size], top)
            ]

    def _best_of(self, opposite: Opposite, asking: Asking, rows: Sequence[Row], top: int) -> list[list[Candidate]]:
        by_evidence = asking.levels(opposite.evidences, rows)
        return [self._list(opposite, [levels[n] for levels in by_evidence], top) for n in range(len(rows))]

    def problems(self, record: Mapping[str, str], side: Side = "missing") -> Mapping[str, Problem]:
        """What in the texts of a record cannot be read, by field, and what to do about it."""
        return self._opposite[side].reader.read(record).problems

    def close(self) -> None:
        """Let go of memory and scratch files; the index can be asked no more."""
        self._stack.close()
        self._folder.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _asking(self, side: Side) -> Iterator[Asking]:
        """A connection of its own, with its own temporary tables, for one question at a time."""
        try:
            asking = self._free[side].get_nowait()
        except Empty:
            asking = Asking(self._run.con.cursor(), side, self._opposite[side].reader.columns)
        try:
            yield asking
        finally:
            self._free[side].put(asking)

    def _list(self, opposite: Opposite, by_code: Sequence[Bytes], top: int) -> list[Candidate]:
        """The best candidates of one record, from its level with every code of every evidence."""
        of_record = [one.codes.of_record for one in opposite.evidences]
        totals = np.full(len(opposite.ids), self._prior)
        for records, weights, levels in zip(of_record, self._bits, by_code, strict=True):
            totals += weights.take(levels).take(records)  # in Splink's order of adding
        ticks = ticks_of(totals)
        best = best_places(ticks, top)
        reached = [levels[records[best]].tolist() for records, levels in zip(of_record, by_code, strict=True)]
        rows = best.tolist(), totals[best].tolist(), *standing(ticks, best), *reached
        return [
            self._candidate(opposite.ids[place], total, (rank, ties), levels)
            for place, total, rank, ties, *levels in zip(*rows, strict=True)
        ]

    def _candidate(self, unique_id: str, total: float, place: tuple[int, int], levels: Sequence[int]) -> Candidate:
        weights = [bits[level] for bits, level in zip(self._weights, levels, strict=True)]
        findings = [names[level] for names, level in zip(self._findings, levels, strict=True)]
        return Candidate(
            id=unique_id,
            total=total,
            rank=place[0],
            tie_size=place[1],
            weights=dict(zip(self._names, weights, strict=True)),
            findings=dict(zip(self._names, findings, strict=True)),
        )


def _opposite(run: OpenRun, side: Side, formulas: Sequence[Formula | None]) -> Opposite:
    """Everything that records of `side` are compared with, coded."""
    reader = make_reader(run.con, side, run.evidences)
    run.con.execute(f"CREATE TABLE _company_{side} AS SELECT unique_id, company FROM {side} WHERE company IS NOT NULL")
    other = SUFFIX["remains" if side == "missing" else "missing"]
    ids = run.con.execute(f"SELECT unique_id FROM _screen_{other} ORDER BY i").fetchall()
    sample = _sample(run, side, reader)
    names = [name for name, _ in reader.columns]
    evidences = tuple(
        against(Question(run.con, evidence, side, names, number, _as_in_run), partial(sample.ready, run.con, formula))
        for number, (evidence, formula) in enumerate(zip(run.evidences, formulas, strict=True))
    )
    return Opposite(reader, tuple(row[0] for row in ids), evidences)


@dataclass(frozen=True)
class Sample:
    """Some records of the run, by number: of these it is known what the run's SQL made of them."""

    side: Side
    columns: Reckoner
    numbers: Ints
    records: tuple[Env, ...]

    def ready(self, con: duckdb.DuckDBPyConnection, formula: Formula | None, codes: Codes) -> Ready | None:
        """An evidence against these codes, to be told without DuckDB; None where that may give anything else."""
        if formula is None:
            return None
        try:
            made = made_ready(con, formula, self.side, codes, self.columns, self.numbers)
        except (NotReckoned, NotArithmetic):
            return None
        return made if made.gives([dict(record) for record in self.records]) else None


def _sample(run: OpenRun, side: Side, reader: Reader) -> Sample:
    columns = columns_of_one(run.con, side, reader.columns, run.evidences)
    names = [name for name, _ in reader.columns]
    size = int(run.con.execute(f"SELECT count(*) FROM {side}").fetchall()[0][0])
    numbers = np.unique(np.linspace(0, size - 1, SAMPLED).astype(np.int32))
    chosen = f"SELECT unique_id FROM _screen_{SUFFIX[side]} WHERE list_contains(?, i)"
    listed = ", ".join(f'"{name}"' for name in names)
    rows = run.con.execute(
        f"SELECT {listed} FROM {side} WHERE unique_id IN ({chosen}) ORDER BY unique_id", [numbers.tolist()]
    ).fetchall()
    return Sample(side, columns, numbers, tuple(dict(zip(names, row, strict=True)) for row in rows))


def _formulas(run: OpenRun) -> list[Formula | None]:
    """The levels of each evidence as a program; None where there is none, or no machine that runs it."""

    def one(evidence: Evidence) -> Formula | None:
        try:
            with run.con.cursor() as own:
                return formula_of(own, evidence) if has_numba() else None
        except NotArithmetic:
            return None

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(one, run.evidences))


def _as_in_run(source: str, side: Side, evidence: Evidence, shared: Sequence[Derived]) -> str:
    """SQL: standardised as the run did; what the company says is what it said in the run of the record of that id."""
    if evidence is COMPANY:
        return f"(SELECT n, unique_id, company FROM {source} LEFT JOIN _company_{side} USING (unique_id))"
    return standardised(source, side, (evidence,), shared)
