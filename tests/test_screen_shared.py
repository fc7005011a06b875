"""What two lists share: the workshop's macros say what DuckDB's own intersection says."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from linkage.workshop import connect

BITS = "MAP {'a': 1.5, 'b': 2.25, 'c': 7.0}"
LISTS = (
    "NULL::VARCHAR[]",
    "[]::VARCHAR[]",
    "['a']",
    "['a', 'a', 'b']",
    "['c', 'b', 'a', 'b']",
    "['d', 'd']",
    "['d', 'c']",
)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    made = connect(Path(tmp_path_factory.mktemp("shared")))
    rows = ", ".join(f"({a}, {b})" for a in LISTS for b in LISTS)
    made.execute(f"CREATE TABLE lists AS SELECT * FROM (VALUES {rows}) AS v(a, b)")
    return made


BITS_SHARED = f"list_transform(list_intersect(a, b), lambda k: coalesce({BITS}[k], 0.0))"


@pytest.mark.parametrize(
    ("ours", "plainly"),
    [
        ("shared_any(a, b)", "list_has_any(a, b)"),
        ("shared_count(a, b)", "len(list_intersect(a, b))"),
        (f"shared_bits(a, b, {BITS})", f"coalesce(list_sum({BITS_SHARED}), 0.0)"),
        (f"shared_best(a, b, {BITS})", f"coalesce(list_max({BITS_SHARED}), 0.0)"),
    ],
)
def test_each_shared_element_counts_once(con: duckdb.DuckDBPyConnection, ours: str, plainly: str) -> None:
    rows = con.execute(f"SELECT a, b, {ours}, {plainly} FROM lists").fetchall()
    assert len(rows) == len(LISTS) ** 2
    assert [row for row in rows if row[2] != row[3]] == []
    assert any(row[2] for row in rows)
