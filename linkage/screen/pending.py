"""Levels that the scan cannot tell: the evidence's own SQL is asked, for the pairs that need it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.screen.codes import TABLES, Bytes, give
from linkage.screen.compiled import Compiled
from linkage.screen.plan import PENDING, Found
from linkage.screen.rewrite import once
from linkage.screen.sql import level_case


def settle(con: duckdb.DuckDBPyConnection, evidences: Sequence[Compiled], found: Found) -> Found:
    """The same pairs with every PENDING level replaced by the true one."""
    for number, c in enumerate(evidences):
        column = found.levels[:, number]
        asked = np.flatnonzero(column == PENDING)
        if len(asked):
            column[asked] = _levels(con, c, found, asked)
    return found


def _levels(con: duckdb.DuckDBPyConnection, c: Compiled, found: Found, asked: npt.NDArray[np.int64]) -> Bytes:
    give(con, "_screen_asked", {"n": np.arange(len(asked)), "i": found.remains[asked], "j": found.missing[asked]})
    source = f"_screen_asked JOIN {TABLES['l']} AS l ON l.i = j JOIN {TABLES['r']} AS r ON r.i = _screen_asked.i"
    level, source = once(level_case(c.evidence), f"(SELECT n, l.*, r.* EXCLUDE (i) FROM {source})")
    rows = con.execute(f"SELECT CAST(({level}) AS UTINYINT) AS level FROM {source} ORDER BY n").fetchnumpy()
    con.execute("DROP TABLE _screen_asked")
    return np.asarray(rows["level"], np.uint8)
