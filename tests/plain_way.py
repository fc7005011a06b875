"""The screen's three tables, and the scores of its pairs, against those that scoring every pair by Splink gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from linkage.engine.cartesian import shortlist
from linkage.engine.score import score
from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen import Screened, screen, store
from linkage.screen.limits import LIMITS, Limits
from linkage.screen.machine import MachineFor, machine_for
from linkage.workshop import connect

TABLES = ("pairs", "remains_edge", "missing_edge")
MACHINES = {"compiled": "0", "numpy": "1"}
"""What LINKAGE_NO_NUMBA says for each machine."""


def registers(folder: Path, columns: str, missing: str, remains: str) -> duckdb.DuckDBPyConnection:
    """The two tables from SQL that gives their rows."""
    con = connect(folder / "spill")
    for side, rows in (("missing", missing), ("remains", remains)):
        con.execute(f"CREATE TABLE {side} (unique_id VARCHAR, {columns})")
        con.execute(f"INSERT INTO {side} {rows}")
    return con


def same_as_plain(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    model: Model,
    prior: float,
    floor: float,
    top: int,
    limits: Limits = LIMITS,
    scored: str = "every",
    machine_of: MachineFor = machine_for,
) -> Screened:
    """Fails unless the screen's tables, and the weights and findings of its pairs, are those of the plain way."""
    shortlist(con, scored, floor, top)
    for table in TABLES:
        con.execute(f"ALTER TABLE {table} RENAME TO plain_{table}")
    try:
        held = store(con, evidences, limits, threads=2)
        done = screen(con, held, model, prior, floor, top, threads=2, machine_of=machine_of)
        for table in TABLES:
            columns = "missing_id, remains_id" if table == "pairs" else "* REPLACE (round(kth_total, 9) AS kth_total)"
            for one, other in ((table, f"plain_{table}"), (f"plain_{table}", table)):
                alone = con.execute(f"SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other} LIMIT 3")
                rows = alone.fetchall()
                assert rows == [], f"in {one} alone, floor {floor}, top {top}"
        score(con, evidences, model, "pairs", "_again")
        written = ["total", *(f"{kind}_{e.name}" for e in evidences for kind in "wf")]
        unlike = " OR ".join(
            f"a.{c} IS DISTINCT FROM e.{c}" if c[:2] == "f_" else f"abs(a.{c} - e.{c}) > 1e-9" for c in written
        )
        sql = f"SELECT count(*) FROM _again a JOIN {scored} e USING (missing_id, remains_id) WHERE {unlike}"
        assert con.execute(sql).fetchall() == [(0,)], f"weights or findings differ, floor {floor}, top {top}"
    finally:
        for table in TABLES:
            con.execute(f"DROP TABLE IF EXISTS {table}; DROP TABLE plain_{table}")
    return done
