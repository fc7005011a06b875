"""The levels of chosen pairs, evidence by evidence, from what has been compiled: the scan's answer once more."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

from linkage.screen.codes import Bytes, Ints, Numbers
from linkage.screen.compiled import Compiled
from linkage.screen.machine import Machine
from linkage.screen.pending import settle
from linkage.screen.plan import PENDING, Found

PAIRS_AT_ONCE = 200_000
"""Pairs whose programs run together: their values stay in a few dozen megabytes."""


def levels_of(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Compiled],
    machine: Machine,
    remains: Numbers,
    missing: Numbers,
) -> Bytes:
    """The level of every evidence (columns) for each pair of record numbers (rows)."""
    levels = np.empty((len(remains), len(evidences)), np.uint8)
    for start in range(0, len(remains), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        for number, compiled in enumerate(evidences):
            levels[part, number] = _levels(machine, number, compiled, remains[part], missing[part])
        settle(con, evidences, Found(remains[part].astype(np.int32), missing[part].astype(np.int32), levels[part]))
    return levels


def _levels(machine: Machine, number: int, compiled: Compiled, remains: Numbers, missing: Numbers) -> Bytes:
    """Of one evidence; PENDING where only its SQL tells."""
    if compiled.program is not None:
        levels = machine.levels(number, remains, missing)
    elif compiled.exact:
        table = compiled.upper
        levels = table.levels[_cells(table.right.of_record[remains], table.left.of_record[missing], table.left.size)]
    else:
        levels = np.full(len(remains), PENDING, np.uint8)
    if compiled.exceptions is not None:
        known, at = compiled.exceptions.find(remains, missing)
        levels[known] = compiled.exceptions.levels[at]
    return levels


def _cells(right: Ints, left: Ints, width: int) -> Numbers:
    return right.astype(np.int64) * width + left
