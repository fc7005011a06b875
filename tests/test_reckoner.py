"""SQL over one record, worked out in Python: what DuckDB gives, or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from linkage.evidence import COMMON_DERIVED, EVIDENCES, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.invent import invent
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.screen.reckoned import BEYOND
from linkage.screen.reckoner import NotReckoned, Reckoner
from linkage.screen.sql import columns, columns_in, level_case, parse
from linkage.workshop import connect

MAP = "MAP(VARCHAR, DOUBLE)"
COLUMNS = {
    "n": "INTEGER", "none": "INTEGER", "x": "DOUBLE", "y": "DOUBLE", "word": "VARCHAR", "more": "VARCHAR[]",
    "no_list": "VARCHAR[]", "empty": "VARCHAR[]", "bits": MAP, "day": "DATE", "later": "DATE", "yes": "BOOLEAN",
    "no_truth": "BOOLEAN",
}  # fmt: skip
RECORD = {
    "n": 3, "none": None, "x": 2.5, "y": -0.1, "word": "tez:añil:z", "more": ["b", "a", "b", None, "Ñ"],
    "no_list": None, "empty": [], "bits": {"a": 1.5, "b": 7.25}, "day": date(2019, 12, 30), "later": date(2020, 3, 1),
    "yes": True, "no_truth": None,
}  # fmt: skip

SAME = (
    "n + 2 * n - 1", "n / 2", "x * n - y / 3", "x * 0.1 + 0.16", "(n + none) IS NULL", "-n", "abs(y) + abs(n)",
    "n | 4", "n & 2", "sqrt(x * x + y * y)", "ceil(y)", "floor(y)", "CAST(x AS INTEGER)", "CAST(x + 1 AS INTEGER)",
    "CAST(-x AS INTEGER)", "CAST(n AS DOUBLE)", "CAST(yes AS DOUBLE)", "later - day", "later - 60", "day + n",
    "date_diff('day', day, later)", "CAST(later AS VARCHAR)", "CAST(left('2020-02-29x', 10) AS DATE) - day",
    "n = 3 AND no_truth", "n = 4 AND no_truth", "n = 3 OR no_truth", "n = 4 OR no_truth", "NOT no_truth", "NOT yes",
    "n < 3", "n <= x", "y > -0.1", "y >= -0.1", "word <> 'a'", "none = 3", "n IN (1, 2, 3)", "n IN (1, none)",
    "none IN (1)", "word IN ('a', 'b')", "greatest(n, none, x, 1)", "least(none, y, 0)", "least(none, none)",
    "coalesce(none, n)", "coalesce(none, none)", "nullif(n, 3)", "nullif(n, none)", "nullif(none, 3)",
    "CASE WHEN no_truth THEN 1 WHEN n = 3 THEN x ELSE 0 END", "CASE word WHEN 'a' THEN 1 END",
    "CASE n WHEN none THEN 1 WHEN 3 THEN 2 END", "CASE WHEN n = 3 THEN [word] ELSE [] END",
    "more[1]", "more[5]", "more[6]", "no_list[1]", "more[1:0]", "bits['a']", "bits[word]", "bits[no_list[1]]",
    "[word, no_list[1]]", "list_concat(more, no_list, empty)", "list_concat(no_list, no_list)", "len(more)",
    "len(no_list)", "list_sort(list_distinct(more))", "list_filter(more, lambda e: bits[e] > 2)",
    "list_filter(no_list, lambda e: e = 'a')", "list_transform(more, lambda e: 'own:' || e)",
    "list_contains(more, 'a')", "list_contains(more, 'c')", "list_contains(more, no_list[1])",
    "list_contains(no_list, 'a')", "list_has_any(more, ['c', 'a'])", "list_has_any(more, no_list)", "map_keys(bits)",
    "map_from_entries(list_transform(map_entries(bits), lambda e: {'key': e.key, 'value': e.value - 1.5}))",
    "word || '-' || word", "word || no_list[1]", "contains(word, 'añ')", "left(word, 5)", "split_part(word, ':', 2)",
    "split_part(word, ':', 9)", "closeness_at(x)",
)  # fmt: skip


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    made = connect(tmp_path_factory.mktemp("con"))
    made.execute(f"CREATE TABLE one ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
    made.execute(f"INSERT INTO one VALUES ({', '.join('?' for _ in COLUMNS)})", list(RECORD.values()))
    return made


@pytest.fixture
def reckoner() -> Reckoner:
    made = Reckoner()
    for name, kind in COLUMNS.items():
        made.typed(name, kind)
    return made


@pytest.mark.parametrize("sql", SAME)
def test_it_gives_what_duckdb_gives(sql: str, con: duckdb.DuckDBPyConnection, reckoner: Reckoner) -> None:
    [(expected,)] = con.execute(f"SELECT {sql} FROM one").fetchall()
    assert reckoner.value(sql).of(dict(RECORD)) == (
        float(expected) if type(expected).__name__ == "Decimal" else expected
    )


@pytest.mark.parametrize("sql", [
    "n * 0.1", "0.1 + 0.2", "list_distinct(more)", "list_sort(more)", "list_reverse(more)", "word > n", "day + 0.5",
    "CAST(x AS VARCHAR)", "length(word)", "reverse(word)", "unheard_of", "more[n]", "x IS TRUE", "word[1:0]",
    "CASE WHEN yes THEN word ELSE n END", "date_diff('month', day, later)", "{'a': n}", "coalesce(word, more)",
])  # fmt: skip
def test_what_may_mean_another_thing_is_left_to_duckdb(sql: str, reckoner: Reckoner) -> None:
    with pytest.raises(NotReckoned):
        reckoner.value(sql)


@pytest.mark.parametrize("sql", ["n / (n - 3)", "sqrt(y)", "CAST(word AS DATE)", "day + 100000000"])
def test_what_only_duckdb_answers_is_said_for_that_record(sql: str, reckoner: Reckoner) -> None:
    with pytest.raises(BEYOND):
        reckoner.value(sql).of(dict(RECORD))


def test_a_column_of_a_column_that_is_left_to_duckdb_is_left_too(reckoner: Reckoner) -> None:
    reckoner.derived("odd", "reverse(word)", "VARCHAR")
    reckoner.derived("other", "coalesce(odd, 'a')", "VARCHAR")
    with pytest.raises(NotReckoned):
        reckoner.value("other")


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder: Path = tmp_path_factory.mktemp("registers")
    made = invent(folder / "made", missing=250, remains=200, overlap=0.3, seed=5)
    con = connect(folder / "spill")
    for side, file in zip(SIDES, (made.missing, made.remains)):
        read_register(con, file, side)
    standardise(con, EVIDENCES)
    return con


@pytest.mark.parametrize("side", SIDES)
def test_every_column_of_every_evidence_is_worked_out_to_the_last_digit(
    side: Side, registers: duckdb.DuckDBPyConnection
) -> None:
    known = {name: kind for field in all_fields() for name, kind in field.columns()}
    known |= {rarity.bits: MAP for evidence in EVIDENCES for rarity in evidence.rarities}
    derived = [*COMMON_DERIVED, *(d for evidence in EVIDENCES for d in (*evidence.derived, *evidence.after))]
    reckoner = Reckoner()
    for name, kind in known.items():
        reckoner.typed(name, kind)
    for column in derived:
        reckoner.derived(column.column, column.expression(side), column.sql_type)
    found = registers.execute(f"SELECT * FROM {side}")
    names = [described[0] for described in found.description]
    for row in found.fetchall():
        record = dict(zip(names, row))
        given = {name: record[name] for name in known}
        for column in derived:
            assert reckoner.columns[column.column].of(given) == record[column.column], column.column


@pytest.mark.parametrize("evidence", EVIDENCES, ids=lambda evidence: evidence.name)
def test_the_columns_of_a_level_are_those_of_its_tree(evidence) -> None:
    case = level_case(evidence)
    assert [set(side) for side in columns_in(case)] == [set(side) for side in columns(parse(case))]


def test_a_text_and_a_function_are_no_columns() -> None:
    assert columns_in("f_l(a_l, 'b_l, it''s c_r') = b_r") == (("a",), ("b",))
