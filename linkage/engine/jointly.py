"""One-to-one: the best joint assignment over all candidates, beside the plain ranking and never instead of it.

A list for each record lets one missing person be the first candidate of ten remains, of whom they can be at most one.
Here every record has at most one counterpart, or none ("not in the file"), and the sum of gains is as large as can be:
the maximum-weight matching of scipy (sparse, Jonker and Volgenant). It assumes that nobody stands twice in a register.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from linkage.engine.rank import calibrated
from linkage.model import Model

LEAST_SHARE = 1e-3
"""Of a register that is expected to be all in the other, still one record in a thousand is taken for not in it."""


def assign(con: duckdb.DuckDBPyConnection, model: Model, candidates: str, out: str) -> None:
    """Create `out` (missing_id, remains_id, gain_bits, and the best other candidate of each), one row a pair assigned.

    `gain_bits` is how much likelier, as log2, it is that the two are one person than that neither is in the other
    file: prior and calibrated weights, less the chance of either to be without counterpart. Pairs of no gain are
    never assigned. `other_remains_id` and `other_missing_id` are the best of the rest in each record's own list,
    with their totals; blank where there is none.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE _gains AS {_gains(model, candidates)}")
    found = con.execute(
        "SELECT dense_rank() OVER (ORDER BY missing_id) - 1 AS m, dense_rank() OVER (ORDER BY remains_id) - 1 AS r, "
        "gain FROM _gains ORDER BY missing_id, remains_id"
    ).fetchnumpy()
    chosen = best_matching(found["m"].astype(np.int64), found["r"].astype(np.int64), found["gain"])
    con.register("_chosen", pa.table({"n": np.flatnonzero(chosen)}))
    con.execute(
        f"""CREATE TABLE {out} AS
        WITH numbered AS (SELECT row_number() OVER (ORDER BY missing_id, remains_id) - 1 AS n, * FROM _gains),
        taken AS (SELECT missing_id, remains_id, gain AS gain_bits FROM numbered SEMI JOIN _chosen USING (n)),
        other_remains AS ({_other("remains", "missing", candidates)}),
        other_missing AS ({_other("missing", "remains", candidates)})
        SELECT * FROM taken LEFT JOIN other_remains USING (missing_id) LEFT JOIN other_missing USING (remains_id)
        ORDER BY gain_bits DESC, missing_id, remains_id"""
    )
    con.unregister("_chosen")
    con.execute("DROP TABLE _gains")


def best_matching(left: np.ndarray, right: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """Which of the pairs (left[i], right[i]), each of a gain above nought, are in the matching of largest gain.

    The nodes of each side are numbered from 0 without gaps. Every left node may stay alone: it has a node of its own
    on the right, at no gain.
    """
    if not len(gain):
        return np.zeros(0, dtype=bool)
    from scipy.sparse import coo_array  # half a second to import both
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    lefts, rights = int(left.max()) + 1, int(right.max()) + 1
    top = float(gain.max()) + 1.0
    alone = np.arange(lefts)
    costs = coo_array(
        (
            np.concatenate([top - gain, np.full(lefts, top)]),
            (np.concatenate([left, alone]), np.concatenate([right, rights + alone])),
        ),
        shape=(lefts, rights + lefts),
    ).tocsr()
    rows, columns = min_weight_full_bipartite_matching(costs)
    partner = np.empty(lefts, dtype=np.int64)
    partner[rows] = columns
    chosen: np.ndarray = partner[left] == right
    return chosen


def _gains(model: Model, candidates: str) -> str:
    """SQL of the candidates that gain something, with their gain in bits."""
    alone = f"greatest({LEAST_SHARE!r}, 1 - {model.overlap!r} * least(m, r) / {{}})"
    return f"""
        WITH sizes AS (SELECT (SELECT count(*) FROM missing) AS m, (SELECT count(*) FROM remains) AS r),
        base AS (SELECT log2(({model.overlap!r} * least(m, r) / (m * r)) /
                             (1 - {model.overlap!r} * least(m, r) / (m * r))) AS prior,
                        -log2({alone.format("m")}) - log2({alone.format("r")}) AS alone FROM sizes)
        SELECT missing_id, remains_id, prior + {calibrated("total - prior", model.calibration)} + alone AS gain
        FROM {candidates}, base WHERE gain > 0"""


def _other(side: str, of: str, candidates: str) -> str:
    """SQL of the best candidate on `side` of each assigned record on the side `of`, besides the one assigned to it."""
    order = f"ORDER BY round(c.total, 9) DESC, c.{side}_id"
    return f"""
        SELECT {of}_id, first(c.{side}_id {order}) AS other_{side}_id, first(c.total {order}) AS other_{side}_total
        FROM taken t JOIN {candidates} c USING ({of}_id) WHERE c.{side}_id <> t.{side}_id GROUP BY ALL"""
