"""What two lists share, told by compiled loops: the levels are those that the SQL itself gives."""

from __future__ import annotations

from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pytest
from plain_way import registers
from random_evidence import evidence_of

from linkage.screen.arithmetic import NotArithmetic
from linkage.screen.codes import Codes, code_values, number_records
from linkage.screen.limits import LIMITS, Limits
from linkage.screen.rewrite import guarded, split
from linkage.screen.sharing import told_cells, told_exceptions
from linkage.screen.sparse import Exceptions, exceptions
from linkage.screen.sql import UNKNOWN_LEVEL, level_case
from linkage.screen.table import cells

pytest.importorskip("numba")

WORDS = (
    "shared_bits(have_l, have_r, bits_l) - 1.5 * shared_count(more_l, have_r) >= 6.5",
    "shared_bits(have_r, have_l, bits_r) >= 4.3",
    "shared_best(have_r, more_l, bits_r) >= 2.1 AND NOT shared_any(more_r, have_l)",
    "shared_best(have_l, more_r, bits_l) >= 2.6",
    "shared_count(have_r, more_l) IS NULL OR shared_count(more_l, more_r) > 1",
    "shared_count(have_l, more_r) IS NULL",
    "shared_any(more_l, more_r) IS NULL",
    "list_contains(have_r, one_l)",
    "list_contains(more_l, one_r)",
    "coalesce(shared_count(have_l, have_r), 0) > 1",
)
"""Every word, from either side, with blank lists and blank values among the answers."""

ALONE = ("NULL", "'e1'", "'e4'")
BITS = "MAP {'e0': 0.1, 'e1': 1.3, 'e2': 2.7, 'e3': 0.2, 'e4': 4.1}"
COLUMNS = "have VARCHAR[], more VARCHAR[], one VARCHAR, bits MAP(VARCHAR, DOUBLE)"


def _list(random: Random) -> str:
    if random.random() < 0.15:
        return "NULL"
    elements = [random.choice(("NULL", *(f"'e{n}'" for n in range(6)))) for _ in range(random.randrange(5))]
    return f"[{', '.join(elements)}]"


def _rows(seed: int, number: int) -> str:
    random = Random(seed)
    rows = (f"('{seed}-{n}', {_list(random)}, {_list(random)}, {random.choice(ALONE)}, {BITS})" for n in range(number))
    return f"VALUES {', '.join(rows)}"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    made = registers(Path(tmp_path_factory.mktemp("told")), COLUMNS, _rows(3, 90), _rows(5, 70))
    for side, suffix in (("missing", "l"), ("remains", "r")):
        number_records(made, side, suffix, ["have", "more", "one", "bits"])
    return made


@pytest.mark.parametrize("word", WORDS)
def test_every_word_says_what_the_sql_says(con: duckdb.DuckDBPyConnection, word: str) -> None:
    evidence = evidence_of("told", ("one",), (word,), shares=("have", "more"))
    sql, parts = split(level_case(evidence))
    ours = told_exceptions(con, evidence, sql, parts, None, LIMITS)
    plainly = exceptions(con, sql, parts, evidence.shares, None)
    assert np.array_equal(ours.start, plainly.start)
    assert np.array_equal(ours.codes, plainly.codes)
    assert np.array_equal(ours.levels, plainly.levels)
    assert set(ours.levels) == {0, 1, UNKNOWN_LEVEL}


@pytest.mark.parametrize("word", WORDS)
def test_a_whole_table_is_told_as_the_sql_tells_it(con: duckdb.DuckDBPyConnection, word: str) -> None:
    evidence = evidence_of("told", ("one",), (word,))
    sql, parts = split(level_case(evidence))
    left, right = (code_values(con, side, [e for _, e in parts[k]]) for k, side in enumerate("lr"))
    ours = told_cells(con, evidence, sql, parts, (left, right), LIMITS)
    assert np.array_equal(ours, cells(con, sql, "UTINYINT", (left, right), parts)[0])


def test_what_cannot_be_told_is_left_to_the_sql(con: duckdb.DuckDBPyConnection) -> None:
    evidence = evidence_of("told", ("one",), ("list_sort(have_l) = list_sort(have_r)",), shares=("have",))
    sql, parts = split(level_case(evidence))
    with pytest.raises(NotArithmetic):
        told_exceptions(con, evidence, sql, parts, None, Limits(part_cells=0))


def test_a_table_that_reads_no_lists_is_left_to_the_sql(con: duckdb.DuckDBPyConnection) -> None:
    evidence = evidence_of("told", ("one",), ("one_l = one_r",))
    sql, parts = split(level_case(evidence))
    left, right = (code_values(con, side, [e for _, e in parts[k]]) for k, side in enumerate("lr"))
    with pytest.raises(NotArithmetic):
        told_cells(con, evidence, sql, parts, (left, right), LIMITS)


def test_what_a_rung_cannot_need_is_not_told_apart(con: duckdb.DuckDBPyConnection) -> None:
    """The lists matter where both have the value e1: so far fewer records differ, and every pair keeps its level."""
    word = "one_l = 'e1' AND one_r = 'e1' AND (shared_any(have_l, more_r) OR shared_any(more_l, have_r))"
    case = level_case(evidence_of("told", ("one",), (word, "one_l = 'e4'")))
    found = []
    for sql in (case, guarded(case)):
        over, parts = split(sql)
        codes = [code_values(con, side, [e for _, e in parts[k]]) for k, side in enumerate("lr")]
        levels = cells(con, over, "UTINYINT", (codes[0], codes[1]), parts)[0].reshape(codes[1].size, codes[0].size)
        found.append((levels[codes[1].of_record][:, codes[0].of_record], levels.size))
    assert np.array_equal(found[0][0], found[1][0])
    assert found[1][1] < found[0][1] / 2


@pytest.mark.parametrize("share", [0.0, 0.05, 0.6])
def test_an_exception_is_found_where_it_stands_and_nothing_else_is_taken_for_one(share: float) -> None:
    random = np.random.default_rng(4)
    left, right = (Codes(random.integers(0, 40, n, np.int32), np.arange(40, dtype=np.int32)) for n in (300, 200))
    held = random.random((40, 40)) < share  # by remains code
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(held.sum(axis=1))])
    codes = np.nonzero(held)[1].astype(np.int32)
    exceptions = Exceptions(left, right, start, codes, np.zeros(len(codes), np.uint8))
    remains, missing = (random.integers(0, n, 5_000) for n in (200, 300))
    found, at = exceptions.find(remains, missing)
    expected = held[right.of_record[remains], left.of_record[missing]]
    assert np.array_equal(found, np.flatnonzero(expected))
    assert np.array_equal(codes[at], left.of_record[missing[found]])
    assert np.array_equal(np.searchsorted(start, at, "right") - 1, right.of_record[remains[found]])
