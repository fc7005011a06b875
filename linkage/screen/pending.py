"""Levels that the scan cannot tell: the evidence's own SQL is asked, for the pairs that need it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

from linkage.evidence import Evidence
from linkage.screen.codes import TABLES, Bytes, Ints, Numbers, give
from linkage.screen.plan import PENDING, Found
from linkage.screen.rewrite import once
from linkage.screen.sql import level_case


def settle(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], found: Found) -> Found:
    """The same pairs with every PENDING level replaced by the true one."""
    for number, evidence in enumerate(evidences):
        column = found.levels[:, number]
        asked = np.flatnonzero(column == PENDING)
        if len(asked):
            column[asked] = ask_levels(con, evidence, found.remains[asked], found.missing[asked])
    return found


def ask_levels(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, remains: Ints | Numbers, missing: Ints | Numbers
) -> Bytes:
    """The levels of pairs of record numbers, by SQL."""
    give(con, "_screen_asked", {"n": np.arange(len(remains)), "i": remains, "j": missing})
    source = f"_screen_asked JOIN {TABLES['l']} AS l ON l.i = j JOIN {TABLES['r']} AS r ON r.i = _screen_asked.i"
    level, source = once(level_case(evidence), f"(SELECT n, l.*, r.* EXCLUDE (i) FROM {source})")
    rows = con.execute(f"SELECT CAST(({level}) AS UTINYINT) AS level FROM {source} ORDER BY n").fetchnumpy()
    con.execute("DROP TABLE _screen_asked")
    return np.asarray(rows["level"], np.uint8)
