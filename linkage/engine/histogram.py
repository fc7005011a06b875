"""How often each pattern of findings occurs among the candidates of each remains.

A pattern is one combination of findings, a level of every evidence. Pairs of one pattern weigh the
same, so that each is weighed and counted once, however many pairs have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.engine.findings import Floats, Levels, number_of
from linkage.evidence import Evidence


@dataclass(frozen=True)
class Histogram:
    """Lists of candidates, each told as its patterns and how many pairs have them.

    `patterns` are the distinct ones. Entry n says that `pairs[n]` pairs of one list have the pattern
    of number `pattern[n]`; the entries of a list stand together, from `starts` on.
    """

    patterns: Levels
    pattern: npt.NDArray[np.int64]
    pairs: Floats
    starts: npt.NDArray[np.int64]


def histogram_of(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], scored: str) -> Histogram:
    """The histogram of a table that `score` made: a list for each remains."""
    names = ", ".join(evidence.name for evidence in evidences)
    listed = ", ".join(map(number_of, evidences))
    con.execute(
        f"CREATE TEMP TABLE _entries AS SELECT remains_id, {listed}, count(*) AS pairs FROM {scored} GROUP BY ALL"
    )
    con.execute(
        f"CREATE TEMP TABLE _patterns AS SELECT *, row_number() OVER (ORDER BY {names}) - 1 AS pattern "
        f"FROM (SELECT DISTINCT {names} FROM _entries)"
    )
    patterns = con.execute(f"SELECT {names} FROM _patterns ORDER BY pattern").fetchnumpy()
    entries = con.execute(
        "SELECT pattern, pairs, lag(remains_id) OVER listed IS DISTINCT FROM remains_id AS starts "
        f"FROM _entries JOIN _patterns USING ({names}) WINDOW listed AS (ORDER BY remains_id, pattern) "
        "ORDER BY remains_id, pattern"
    ).fetchnumpy()
    con.execute("DROP TABLE _entries; DROP TABLE _patterns")
    return Histogram(
        {evidence.name: np.asarray(patterns[evidence.name], np.int16) for evidence in evidences},
        np.asarray(entries["pattern"], np.int64),
        np.asarray(entries["pairs"], np.float64),
        np.flatnonzero(entries["starts"]),
    )
