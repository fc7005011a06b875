"""What an office finds that works through the strongest candidates, and how many false ones it looks at for each."""

from __future__ import annotations

import duckdb
import numpy as np

from linkage.evaluation.values import Workload

USUAL = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)


def workloads(con: duckdb.DuckDBPyConnection, asked: int | None) -> tuple[Workload, ...]:
    """The usual workloads up to the number of candidates, and the one asked for.

    A candidate that is not in the truth file counts as false, though it may be true and not known
    yet. Candidates that tie are in no order: a true one among them counts as its share.
    """
    rows = con.execute(
        """SELECT count(*), count(*) FILTER (WHERE m.person = r.person)
        FROM candidates c JOIN missing_person m ON m.id = c.missing_id JOIN remains_person r ON r.id = c.remains_id
        GROUP BY round(total, 9) ORDER BY round(total, 9) DESC"""
    ).fetchall()
    looked_at, true = (np.cumsum([0, *column]) for column in zip(*rows, strict=True)) if rows else ([0], [0])
    sizes = {size for size in (*USUAL, asked or 0) if 0 < size <= looked_at[-1]}
    return tuple(_workload(size, float(np.interp(size, looked_at, true))) for size in sorted(sizes))


def _workload(size: int, true: float) -> Workload:
    return Workload(size, true, (size - true) / true if true else None)
