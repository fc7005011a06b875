"""The levels of chosen pairs, evidence by evidence, from what is stored: the scan's answer once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import duckdb
import numpy as np

from linkage.screen.codes import Bytes, Ints, Numbers
from linkage.screen.pending import ask_levels
from linkage.screen.sparse import Exceptions
from linkage.screen.stored import Stored
from linkage.screen.telling import teller_of

PAIRS_AT_ONCE = 200_000
"""Pairs whose programs run together: their values stay in a few dozen megabytes."""


Leveller = Callable[[Ints | Numbers, Ints | Numbers], Bytes]
"""Gives the levels of pairs of record numbers: (remains, missing)."""


def levels_of(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Stored],
    sizes: tuple[int, int],
    remains: Numbers,
    missing: Numbers,
) -> Bytes:
    """The level of every evidence (columns) for each pair of record numbers (rows); the records are numbered."""
    levels = np.empty((len(remains), len(evidences)), np.uint8)
    for number, stored in enumerate(evidences):
        level_of = leveller(con, stored, sizes)
        for start in range(0, len(remains), PAIRS_AT_ONCE):
            part = slice(start, start + PAIRS_AT_ONCE)
            levels[part, number] = level_of(remains[part], missing[part])
    return levels


def leveller(con: duckdb.DuckDBPyConnection, stored: Stored, sizes: tuple[int, int]) -> Leveller:
    """What tells the levels of one evidence, between registers of so many records."""
    if stored.table is not None:
        base: Leveller = stored.table.of_pairs
    elif stored.program is not None:
        base = teller_of(stored.program, sizes)
    else:
        base = partial(ask_levels, con, stored.evidence)
    return base if stored.exceptions is None else partial(_with, stored.exceptions, base)


def _with(exceptions: Exceptions, base: Leveller, remains: Ints | Numbers, missing: Ints | Numbers) -> Bytes:
    levels = base(remains, missing)
    known, at = exceptions.find(remains, missing)
    levels[known] = exceptions.levels[at]
    return levels
