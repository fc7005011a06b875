"""Writing what the sweep kept into DuckDB tables, under the records' own ids."""

from __future__ import annotations

import duckdb
import numpy as np

from linkage.screen.codes import TABLES, give
from linkage.screen.keep import Ticks
from linkage.screen.levels import levels_of
from linkage.screen.sweep import Sweep


def write(con: duckdb.DuckDBPyConnection, sweep: Sweep) -> int:
    """Create `pairs` with their levels, `remains_edge`, `missing_edge`; how many pairs there are."""
    remains, missing = sweep.survivors()
    stored, sizes = [c.stored for c in sweep.evidences], (sweep.missing, sweep.remains)
    levels = levels_of(con, stored, sizes, remains, missing)
    named = {f"level_{one.evidence.name}": levels[:, n] for n, one in enumerate(stored)}
    give(con, "_screen_pairs", {"i": remains, "j": missing, **named})
    con.execute(
        "CREATE TABLE pairs AS SELECT l.unique_id AS missing_id, r.unique_id AS remains_id, p.* EXCLUDE (i, j) "
        f"FROM _screen_pairs p JOIN {TABLES['l']} l ON l.i = p.j JOIN {TABLES['r']} r ON r.i = p.i ORDER BY p.i, p.j"
    )
    _edge(con, "remains", "r", sweep.last, sweep.ties)
    _edge(con, "missing", "l", sweep.best.last(), sweep.best.ties())
    con.execute("DROP TABLE _screen_pairs; DROP TABLE _screen_edge")
    return len(remains)


def _edge(con: duckdb.DuckDBPyConnection, side: str, suffix: str, last: Ticks, ties: Ticks) -> None:
    """The total of the last one kept of every record, and how many pairs have it."""
    give(con, "_screen_edge", {"i": np.arange(len(last)), "ticks": last, "ties": ties})
    con.execute(
        f"CREATE TABLE {side}_edge AS SELECT unique_id AS {side}_id, ticks / 1e9::DOUBLE AS kth_total, ties "
        f"FROM _screen_edge JOIN {TABLES[suffix]} USING (i) WHERE ties > 0 ORDER BY i"
    )
