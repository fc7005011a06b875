"""From typed columns to what evidence compares: once per record, never per pair.

In the order of the evidences: the columns each derives, then how rare the elements of its lists
are, over both registers together.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

import duckdb

from linkage.config import config_path
from linkage.evidence import COMMON_DERIVED, Derived, Evidence, Rarity
from linkage.evidence.fields import SIDES, Side
from linkage.records.arrow import create_table

TABLE_RECORDS = 2000
"""How many records a shipped frequency table counts for beside the records at hand.

A register with this many records speaks as loudly about its names as the national table does.
"""

FLOOR_SHARE_RECORDS = 3
"""An element seen once is taken to be held by at least this many in as many records again.

Rule-of-three reading of a count of one: its 95 % upper bound is about three.
"""


def standardise(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence]) -> None:
    """Add to the tables `missing` and `remains` every derived column and rarity of `evidences`."""
    _derive(con, COMMON_DERIVED)
    for evidence in evidences:
        _derive(con, evidence.derived)
        for rarity in evidence.rarities:
            _add_rarity(con, rarity)
        _derive(con, evidence.after)
    for side in SIDES:
        _replace(con, side, f"SELECT * FROM {side} ORDER BY unique_id")


def _replace(con: duckdb.DuckDBPyConnection, side: Side, select: str) -> None:
    """Make the table of one side anew."""
    con.execute(f"CREATE TABLE _anew AS {select}")
    con.execute(f"DROP TABLE {side}")
    con.execute(f"ALTER TABLE _anew RENAME TO {side}")


def _derive(con: duckdb.DuckDBPyConnection, derived: Sequence[Derived]) -> None:
    """One pass over each table; a later column may use an earlier one."""
    if not derived:
        return
    for side in SIDES:
        source: str = side
        for d in derived:
            expression = f"CAST({d.expression(side)} AS {d.sql_type})"
            source = f"(SELECT *, {expression} AS {d.column} FROM {source})"
        _replace(con, side, f"SELECT * FROM {source}")


def _add_rarity(con: duckdb.DuckDBPyConnection, rarity: Rarity) -> None:
    """Add the column `rarity.bits`, a MAP from each element of the record's list to its bits."""
    _load_frequencies(con, rarity)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _bits AS
        WITH held AS (
            SELECT unnest(list_distinct({rarity.column})) AS element FROM missing
            UNION ALL SELECT unnest(list_distinct({rarity.column})) FROM remains),
        counted AS (SELECT element, count(*) AS n FROM held GROUP BY element),
        records AS (SELECT (SELECT count({rarity.column}) FROM missing)
                         + (SELECT count({rarity.column}) FROM remains) AS n),
        weight AS (SELECT CASE WHEN count(*) > 0 THEN {TABLE_RECORDS} ELSE 0 END AS n FROM _table)
        SELECT element,
            CASE WHEN s.element IS NOT NULL THEN 0.0 ELSE
            -log2(least(1.0, (greatest(c.n, {FLOOR_SHARE_RECORDS}) + coalesce(t.share, 0) * weight.n)
                / (records.n + weight.n + {FLOOR_SHARE_RECORDS}))) END AS bits
        FROM counted c LEFT JOIN _table t USING (element) LEFT JOIN _stop s USING (element), records, weight"""
    )
    for side in SIDES:
        _replace(
            con,
            side,
            f"""WITH held AS (SELECT unique_id, unnest(list_distinct({rarity.column})) AS element FROM {side}),
            mapped AS (SELECT unique_id,
                map(list(element ORDER BY element), list(round(bits, 6) ORDER BY element)) AS bits
                       FROM held JOIN _bits USING (element) GROUP BY unique_id)
            SELECT s.*, mapped.bits AS {rarity.bits} FROM {side} s LEFT JOIN mapped USING (unique_id)""",
        )


def _load_frequencies(con: duckdb.DuckDBPyConnection, rarity: Rarity) -> None:
    """The shipped shares (`_table`) and the words that tell nothing (`_stop`); empty where there are none."""
    shares: list[tuple[str, float]] = []
    if rarity.table:
        with config_path("frequencies", f"{rarity.table}.csv").open(encoding="utf-8", newline="") as file:
            shares = [(row["element"], float(row["share"])) for row in csv.DictReader(file)]
    words: list[tuple[str]] = []
    if rarity.stoplist:
        text = config_path("stoplists", f"{rarity.stoplist}.txt").read_text(encoding="utf-8")
        words = [(w.strip(),) for w in text.splitlines() if w.strip() and not w.startswith("#")]
    create_table(con, "_table", [("element", "VARCHAR"), ("share", "DOUBLE")], shares)
    create_table(con, "_stop", [("element", "VARCHAR")], words)
