"""The screen's three tables against those that scoring every pair by Splink gives."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from linkage.engine.cartesian import shortlist
from linkage.evidence import Evidence
from linkage.model import Model
from linkage.screen import Screened, screen
from linkage.screen.limits import LIMITS, Limits

TABLES = ("pairs", "remains_edge", "missing_edge")
MACHINES = {"compiled": "0", "numpy": "1"}
"""What LINKAGE_NO_NUMBA says for each machine."""


def same_as_plain(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    model: Model,
    prior: float,
    floor: float,
    top: int,
    limits: Limits = LIMITS,
    scored: str = "every",
) -> Screened:
    """Fails unless the screen's three tables are those that the scored pairs give."""
    shortlist(con, scored, floor, top)
    for table in TABLES:
        con.execute(f"ALTER TABLE {table} RENAME TO plain_{table}")
    try:
        done = screen(con, evidences, model, prior, floor, top, threads=2, limits=limits)
        for table in TABLES:
            columns = "*" if table == "pairs" else "* REPLACE (round(kth_total, 9) AS kth_total)"
            for one, other in ((table, f"plain_{table}"), (f"plain_{table}", table)):
                alone = con.execute(f"SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other} LIMIT 3")
                rows = alone.fetchall()
                assert rows == [], f"in {one} alone, floor {floor}, top {top}"
    finally:
        for table in TABLES:
            con.execute(f"DROP TABLE IF EXISTS {table}; DROP TABLE plain_{table}")
    return done
