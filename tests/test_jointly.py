"""One-to-one: the best joint assignment, against every assignment there is; and beside the ranking."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage.engine.jointly import assign, best_matching
from linkage.model import Model, load


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 3)),
        st.integers(1, 400).map(lambda n: n / 16),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_assignment_gains_more(pairs: dict[tuple[int, int], float]) -> None:
    left, right = (np.unique([pair[side] for pair in pairs], return_inverse=True)[1] for side in (0, 1))
    gain = np.array(list(pairs.values()))
    chosen = best_matching(left, right, gain)
    assert len(set(left[chosen])) == len(set(right[chosen])) == chosen.sum()
    assert gain[chosen].sum() == pytest.approx(_best_of_all(left, right, gain))


def _best_of_all(left: np.ndarray, right: np.ndarray, gain: np.ndarray) -> float:
    best = 0.0
    for size in range(1, 5):
        for some in map(list, combinations(range(len(gain)), size)):
            if len(set(left[some])) == len(set(right[some])) == size:
                best = max(best, float(gain[some].sum()))
    return best


@pytest.fixture
def model() -> Model:
    return replace(load("baseline"), overlap=0.5, calibration=())


def candidates(pairs: dict[tuple[str, str], float]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    for side in ("missing", "remains"):
        con.execute(f"CREATE TABLE {side} AS SELECT range AS n FROM range(10)")
    con.execute("CREATE TABLE candidates (missing_id VARCHAR, remains_id VARCHAR, total DOUBLE)")
    con.executemany("INSERT INTO candidates VALUES (?, ?, ?)", [(*ids, total) for ids, total in pairs.items()])
    return con


def test_the_first_candidate_of_two_remains_goes_to_one_and_the_other_keeps_its_second(model: Model) -> None:
    con = candidates({("M1", "R1"): 9.0, ("M1", "R2"): 8.0, ("M2", "R2"): 7.0, ("M2", "R3"): -20.0})
    assign(con, model, "candidates", "joint")
    listed = "SELECT missing_id, remains_id, other_remains_id, other_remains_total, other_missing_id FROM joint"
    assert con.execute(listed).fetchall() == [("M1", "R1", "R2", 8.0, None), ("M2", "R2", "R3", -20.0, "M1")]


def test_no_counterpart_is_an_answer(model: Model) -> None:
    con = candidates({("M1", "R1"): -30.0})
    assign(con, model, "candidates", "joint")
    assert con.execute("SELECT * FROM joint").fetchall() == []


def test_what_is_gained_counts_the_chance_to_have_no_counterpart(model: Model) -> None:
    """Half of each file is expected in the other: -log2(0.5) for either, over the pair's own total."""
    con = candidates({("M1", "R1"): 3.0})
    assign(con, model, "candidates", "joint")
    assert con.execute("SELECT gain_bits FROM joint").fetchall()[0][0] == pytest.approx(5.0)
