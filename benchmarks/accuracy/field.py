"""A field on which all rivals run: two registers read by the engine, and the pairs to be weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from linkage.engine.company import find_company, tell_company
from linkage.engine.count import Counted, count_levels
from linkage.engine.measure import blended
from linkage.evidence import COMPANY, EVIDENCES, Evidence
from linkage.evidence.fields import SIDES
from linkage.invent import Invented
from linkage.model import Model
from linkage.records.standardise import standardise
from linkage.runs.comparing import read_files, workshop
from linkage.runs.progress import silent
from linkage.screen import store

USED = tuple(evidence for evidence in EVIDENCES if evidence.on)
Array = npt.NDArray[np.float64]
ROWS = 400_000
"""Pairs weighed at a time."""


@dataclass(frozen=True)
class Field:
    """`con` has the tables `missing`, `remains`, and both numbered (_l, _r); `true` are the true pairs."""

    con: duckdb.DuckDBPyConnection
    missing: int
    remains: int
    true: npt.NDArray[np.int64]
    counted: Counted

    def every(self) -> npt.NDArray[np.int64]:
        """Every pair, as the number of the remains times `missing` plus the number of the missing person."""
        return np.arange(self.missing * self.remains)

    def numbers(self, expressions: Sequence[str], pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """What SQL over `<column>_l` (missing) and `<column>_r` (remains) says of each pair, a column each."""
        listed = ", ".join(f"({sql})::FLOAT AS c{n}" for n, sql in enumerate(expressions))
        out = np.full((len(pairs), len(expressions)), np.nan, np.float32)
        for start in range(0, len(pairs), ROWS):
            chunk = pairs[start : start + ROWS]
            table = pa.table({"place": np.arange(len(chunk)), "m": chunk % self.missing, "r": chunk // self.missing})
            self.con.register("_chunk", table)
            got = self.con.execute(
                f"SELECT place, {listed} FROM _chunk JOIN _l ON n_l = m JOIN _r ON n_r = r"
            ).fetchnumpy()
            self.con.unregister("_chunk")
            for n in range(len(expressions)):
                out[start + got["place"], n] = np.ma.filled(got[f"c{n}"], np.nan)
        return out

    def findings(self, pairs: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.int16]]:
        """For each evidence the number of the level that each pair reaches, -1 for unknown."""
        found = self.numbers([level_number(evidence) for evidence in USED], pairs)
        return {evidence.name: found[:, n].astype(np.int16) for n, evidence in enumerate(USED)}

    def measured(self, model: Model) -> Model:
        """The model with u measured on these registers, as a run does."""
        return model.with_u(blended(USED, model, self.counted).u, "measured")


def level_number(evidence: Evidence) -> str:
    """SQL that gives the number of the level of a pair, -1 for unknown."""
    rungs = " ".join(f"WHEN {lv.when} THEN {n}" for n, lv in enumerate(evidence.levels[:-1]))
    return f"CASE WHEN {evidence.unknown_when()} THEN -1 {rungs} ELSE {len(evidence.levels) - 1} END"


def weights(findings: dict[str, npt.NDArray[np.int16]], model: Model) -> Array:
    """The weight of each pair in bits, a column for each evidence."""
    columns = []
    for evidence in USED:
        bits = np.array([*(model.bits(evidence.name, level.name) for level in evidence.levels), 0.0])
        columns.append(bits[findings[evidence.name]])  # -1 is the last: unknown weighs nothing
    return np.column_stack(columns)


@contextmanager
def opened(made: Invented, model: Model, beside: Path, seed: int) -> Iterator[Field]:
    """The registers read and standardised by the engine, with what companions say of each other by `model`."""
    with workshop(beside, "6GB") as (con, _):
        read_files(con, (made.missing, made.remains), (None, None), silent)
        standardise(con, USED)
        if find_company(con):
            _number(con)
            _compare_travellers(con, model)
            tell_company(con, [e for e in USED if e is not COMPANY], model, "_travellers")
        sizes = _number(con)
        path = str(made.truth).replace("'", "''")
        true = con.execute(
            f"SELECT n_r * {sizes[0]} + n_l AS pair FROM read_csv('{path}', all_varchar = true) t "
            "JOIN _l ON unique_id_l = missing_id JOIN _r ON unique_id_r = remains_id ORDER BY 1"
        ).fetchnumpy()["pair"]
        yield Field(con, *sizes, np.asarray(true, np.int64), count_levels(con, store(con, USED), seed))


def _number(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Create _l and _r: the two registers with the columns named as level conditions name them, rows numbered."""
    sizes = []
    for side, suffix in zip(SIDES, "lr", strict=True):
        columns = [row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()]
        listed = ", ".join(f'"{c}" AS "{c}_{suffix}"' for c in columns)
        number = f"row_number() OVER (ORDER BY unique_id) - 1 AS n_{suffix}"
        con.execute(f"CREATE OR REPLACE TABLE _{suffix} AS SELECT {listed}, {number} FROM {side}")
        sizes.append(int(con.execute(f"SELECT count(*) FROM {side}").fetchall()[0][0]))
    return sizes[0], sizes[1]


def _compare_travellers(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Create _travellers: the weights of those with company against all remains (a run keeps the best of them)."""
    weighed = ", ".join(
        f"{_bits(evidence, model)} AS w_{evidence.name}" for evidence in USED if evidence is not COMPANY
    )
    con.execute(
        f"CREATE TEMP TABLE _travellers AS SELECT unique_id_l AS missing_id, unique_id_r AS remains_id, {weighed} "
        "FROM _l, _r WHERE unique_id_l IN (SELECT missing_id FROM _with)"
    )


def _bits(evidence: Evidence, model: Model) -> str:
    """SQL that gives the weight of a pair in bits."""
    bits = [model.bits(evidence.name, level.name) for level in evidence.levels]
    return f"coalesce({bits!r}[{level_number(evidence)} + 1], 0.0)"
