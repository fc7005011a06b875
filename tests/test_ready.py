"""Records that come later, told by the compiled machine: the levels are those that the SQL itself gives."""

from __future__ import annotations

from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pytest
from plain_way import registers
from random_evidence import COLUMNS as RANDOM_COLUMNS
from random_evidence import CONDITIONS, evidence_of, registers_at_random
from test_screen_told import COLUMNS, WORDS, _rows

from linkage.evidence import Evidence
from linkage.evidence.fields import SIDES, Side
from linkage.screen.codes import code_values, number_records
from linkage.screen.formula import formula_of
from linkage.screen.ready import made_ready
from linkage.screen.reckoned import BEYOND
from linkage.screen.reckoner import NotReckoned, Reckoner
from linkage.screen.sql import level_case

pytest.importorskip("numba")

KNOWN = 40
"""Of the records of each side so many are in the run; the others come later."""


def laid_out(con: duckdb.DuckDBPyConnection, names: list[str]) -> duckdb.DuckDBPyConnection:
    for side, suffix in zip(SIDES, "lr"):
        con.execute(f"CREATE TABLE known_{side} AS FROM {side} ORDER BY unique_id LIMIT {KNOWN}")
        number_records(con, f"known_{side}", suffix, names)
    return con


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    con = registers(Path(tmp_path_factory.mktemp("lists")), COLUMNS, _rows(3, 90), _rows(5, 70))
    return laid_out(con, ["have", "more", "one", "bits"])


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    con = registers_at_random(Path(tmp_path_factory.mktemp("values")), np.random.default_rng(8), 90, 70)
    return laid_out(con, [name for name, _ in named(RANDOM_COLUMNS)])


def named(columns: str) -> list[tuple[str, str]]:
    """The names and types of the columns of a table that is created."""
    pairs = [
        column.strip().split(" ", 1) for column in columns.replace("VARCHAR, DOUBLE", "VARCHAR; DOUBLE").split(",")
    ]
    return [(name, kind.replace(";", ",")) for name, kind in pairs]


def by_sql(con: duckdb.DuckDBPyConnection, evidence: Evidence, side: Side, names: list[str]) -> np.ndarray:
    """The level of every record of a side with every known one of the other, by the evidence's own SQL."""
    tables = [side if side == of else f"known_{of}" for of in SIDES]
    left, right = (
        f"(SELECT unique_id AS {s}, {', '.join(f'{n} AS {n}_{s}' for n in names)} FROM {table})"
        for s, table in zip("lr", tables)
    )
    order = "l, r" if side == "missing" else "r, l"
    rows = con.execute(f"SELECT ({level_case(evidence)}) AS level FROM {left}, {right} ORDER BY {order}").fetchnumpy()
    return np.asarray(rows["level"]).reshape(-1, KNOWN)


def told(con: duckdb.DuckDBPyConnection, evidence: Evidence, side: Side, columns: str) -> tuple[np.ndarray, np.ndarray]:
    """The same by the machine, and which of the records it can tell."""
    formula = formula_of(con, evidence)
    other = "r" if side == "missing" else "l"
    reckoner = Reckoner()
    for name, kind in named(columns):
        reckoner.typed(name, kind)
    codes = code_values(con, other, [sql for _, sql in formula.read(other)])
    ready = made_ready(con, formula, side, codes, reckoner, np.arange(KNOWN, dtype=np.int32))
    found = con.execute(f"FROM {side} ORDER BY unique_id")
    names = [described[0] for described in found.description]
    records = [dict(zip(names, row)) for row in found.fetchall()]
    assert ready.gives(records[:KNOWN])
    levels, can = [], []
    for record in records:
        try:
            levels.append(ready.levels([record])[0][codes.of_record])
            can.append(True)
        except BEYOND:
            levels.append(np.zeros(KNOWN, np.uint8))
            can.append(False)
    together = ready.levels([record for record, tells in zip(records, can) if tells])
    assert np.array_equal(together[:, codes.of_record], np.array(levels)[can])
    return np.array(levels), np.array(can)


SHARED = (
    "shared_any(have_l, have_r) AND shared_bits(have_r, have_l, bits_r) >= 4.3",
    "shared_count(more_l, more_r) > 0 AND one_l = one_r",
    "list_has_any(have_l, have_r) OR shared_any(more_r, more_l)",
    "coalesce(shared_count(have_l, have_r), 0) > 1",
)
"""Words for two records that share an element of one list."""


@pytest.mark.parametrize(("words", "shares"), [(WORDS, ()), (SHARED, ("have", "more"))], ids=["alone", "shared"])
@pytest.mark.parametrize("side", SIDES)
def test_every_word_says_what_the_sql_says(
    lists: duckdb.DuckDBPyConnection, side: Side, words: tuple[str, ...], shares: tuple[str, ...]
) -> None:
    for word in words:
        evidence = evidence_of("told", ("one",), (word,), shares=shares)
        levels, can = told(lists, evidence, side, COLUMNS)
        assert can.all()
        assert np.array_equal(levels, by_sql(lists, evidence, side, ["have", "more", "one", "bits"])), word


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_says_what_the_sql_says(values: duckdb.DuckDBPyConnection, name: str, side: Side) -> None:
    """A word that no record of the run holds too; where the SQL goes by a table of values, these are left to it."""
    needs, conditions = CONDITIONS[name]
    conditions = tuple(condition for condition in conditions if "word_l[1]" not in condition)
    evidence = evidence_of(name, needs, conditions, ("tags",) if needs == ("tags",) else ())
    levels, can = told(values, evidence, side, RANDOM_COLUMNS)
    assert can[:KNOWN].all()
    assert can.mean() > 0.8
    expected = by_sql(values, evidence, side, [column for column, _ in named(RANDOM_COLUMNS)])
    assert np.array_equal(levels[can], expected[can])


def test_what_python_cannot_work_out_is_left_to_the_sql(lists: duckdb.DuckDBPyConnection) -> None:
    evidence = evidence_of("told", ("one",), ("reverse(one_l) = one_r",))
    with pytest.raises(NotReckoned):
        told(lists, evidence, "missing", COLUMNS)


def test_a_record_that_gives_another_thing_than_the_run_says_is_seen(lists: duckdb.DuckDBPyConnection) -> None:
    evidence = evidence_of("told", ("one",), ("shared_bits(have_l, have_r, bits_l) > 2",))
    reckoner = Reckoner()
    for name, kind in named(COLUMNS):
        reckoner.typed(name, kind)
    formula, sample = formula_of(lists, evidence), np.arange(KNOWN, dtype=np.int32)
    codes = code_values(lists, "r", [sql for _, sql in formula.read("r")])
    ready = made_ready(lists, formula, "missing", codes, reckoner, sample)
    found = lists.execute("FROM known_missing ORDER BY unique_id")
    names = [described[0] for described in found.description]
    records = [dict(zip(names, row)) for row in found.fetchall()]
    held = Random(1).choice([record for record in records if record["have"]])
    held["bits"] = dict.fromkeys(held["bits"], 99.0)
    assert not ready.gives(records)
