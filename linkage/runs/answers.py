"""What the records that are asked again weigh with all others, laid down in tables of the workshop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from linkage.engine.asked import Asked, Edge, best_places, edge_of, give_edges, texts, weighed
from linkage.evidence import Evidence
from linkage.evidence.fields import Side
from linkage.model import Model
from linkage.screen.codes import give
from linkage.screen.compiled import as_read
from linkage.screen.keep import Ticks, ticks_of

NOW, BEFORE = "1", "0"
"""Before its id: a record as it is, and as it was in the run."""

Other: Mapping[Side, Side] = {"missing": "remains", "remains": "missing"}


@dataclass(frozen=True)
class Kept:
    """What a run kept and how; in the workshop stand `<then>_candidates`, `_edges`, `_<side>` and `_changed_<side>`.

    `prior` is what the run's totals began with, `now` what they begin with now; lists hold the best `top`, and
    the best `top` + `spare` of the records of a pair in `excluded`.
    """

    evidences: tuple[Evidence, ...]
    model: Model
    prior: float
    now: float
    floor: float
    top: int
    spare: int = 0
    excluded: frozenset[tuple[str, str]] = frozenset()
    then: str = "run"


@dataclass(frozen=True)
class Pairs:
    """Some pairs of one asked record: the places of the others, the totals, and why they may be wanted.

    `own` are among the best of the asked record or reach the floor; `near` come up to the last one that the
    other record, which is not asked, kept.
    """

    place: int
    others: npt.NDArray[np.int64]
    totals: npt.NDArray[np.float64]
    own: npt.NDArray[np.bool_]
    near: npt.NDArray[np.bool_]


def lay_down(con: duckdb.DuckDBPyConnection, kept: Kept, asked: Asked) -> None:
    """Create `_fresh_<side>` (pairs with weights and findings), `_asked_edge_<side>`, `_gone_<other>`.

    `_gone_<other>` names a record of the other side once for every pair that had the total of its last one.
    """
    touched = {row[0] for row in con.execute(f"FROM _touched_{asked.side}").fetchall()}
    last_before, last_now = _last(con, Other[asked.side])
    prior, now = as_read(con, kept.prior), as_read(con, kept.now)
    pairs: list[Pairs] = []
    edges: list[Edge] = []
    gone = [np.zeros(0, np.int64)]
    for place, tagged in enumerate(asked.ids):
        if tagged.startswith(BEFORE):
            gone.append(np.flatnonzero(ticks_of(asked.totals(place, prior)) == last_before))
            continue
        totals = asked.totals(place, now)
        ticks = ticks_of(totals)
        best = best_places(ticks, kept.top + kept.spare)
        edges.append(edge_of(tagged[1:], ticks, best))
        near = ticks >= last_now if tagged[1:] in touched else np.zeros(len(ticks), np.bool_)
        pairs.append(_chosen(place, totals, best, near, kept.floor))
    _give_pairs(con, kept.evidences, asked, pairs)
    give_edges(con, asked.side, edges, f"_asked_edge_{asked.side}")
    other = Other[asked.side]
    give(con, f"_gone_{other}", {f"{other}_id": texts(asked.others, np.concatenate(gone))})


def _last(con: duckdb.DuckDBPyConnection, side: Side) -> tuple[Ticks, Ticks]:
    """Of every record that is not asked, the last one of its list, before and now; of the others more than any."""
    rows = con.execute(
        f"""WITH last AS (SELECT {side}_id AS unique_id, before, total FROM _list_{side}
            QUALIFY row_number() OVER (PARTITION BY {side}_id ORDER BY place DESC) = 1)
        SELECT coalesce(before, 1e9) AS before, coalesce(total, 1e9) AS total
        FROM {side} LEFT JOIN (FROM last ANTI JOIN _again_{side} USING (unique_id)) USING (unique_id)
        ORDER BY unique_id"""
    ).fetchnumpy()
    return ticks_of(np.asarray(rows["before"])), ticks_of(np.asarray(rows["total"]))


def _chosen(
    place: int,
    totals: npt.NDArray[np.float64],
    best: npt.NDArray[np.int64],
    near: npt.NDArray[np.bool_],
    floor: float,
) -> Pairs:
    own = totals >= floor
    own[best] = True
    others = np.flatnonzero(own | near)
    return Pairs(place, others, totals[others], own[others], near[others])


def _give_pairs(
    con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], asked: Asked, pairs: Sequence[Pairs]
) -> None:
    none = Pairs(0, np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_), np.zeros(0, np.bool_))
    found = [none, *pairs]
    places = np.concatenate([np.full(len(one.others), one.place) for one in found])
    others = np.concatenate([one.others for one in found])
    columns = {
        f"{asked.side}_id": texts([tagged[1:] for tagged in asked.ids], places),
        f"{Other[asked.side]}_id": texts(asked.others, others),
        "total": pa.array(np.concatenate([one.totals for one in found])),
        "own": pa.array(np.concatenate([one.own for one in found])),
        "near": pa.array(np.concatenate([one.near for one in found])),
    }
    columns |= weighed(evidences, asked, places, others)
    give(con, f"_fresh_{asked.side}", columns)
