"""How rare the elements of lists are, over both registers together, and what each record's list weighs by that."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from linkage.config import config_path
from linkage.evidence import Rarity
from linkage.records.arrow import create_table

TABLE_RECORDS = 2000
"""How many records a shipped frequency table counts for beside the records at hand.

A register with this many records speaks as loudly about its names as the national table does.
"""

FLOOR_SHARE_RECORDS = 3
"""An element seen once is taken to be held by at least this many in as many records again.

Rule-of-three reading of a count of one: its 95 % upper bound is about three.
"""

TABLE_WEIGHT = f"SELECT CASE WHEN count(*) > 0 THEN {TABLE_RECORDS} ELSE 0 END AS n FROM _table"
"""SQL: for how many records the shipped table counts; 0 where there is none."""


def bits_of(held: str) -> str:
    """SQL: bits of an element that `held` of `records` hold, beside `_table` (which counts for `weight`), `_stop`."""
    return f"""CASE WHEN s.element IS NOT NULL THEN 0.0 ELSE
        -log2(least(1.0, (greatest({held}, {FLOOR_SHARE_RECORDS}) + coalesce(t.share, 0) * weight.n)
            / (records.n + weight.n + {FLOOR_SHARE_RECORDS}))) END"""


@dataclass(frozen=True)
class Weights:
    """The bits of every element of one list column, of both registers."""

    elements: pa.Array
    bits: pa.Array

    def maps(self, lists: pa.ListArray) -> pa.MapArray:
        """For each record the MAP from the elements of its list to their bits; NULL where it has no list."""
        held = lists.flatten()
        bits = self.bits.take(pc.index_in(held, value_set=self.elements))
        lengths = pc.fill_null(pc.list_value_length(lists), 0)
        ends = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)])
        return pa.MapArray.from_arrays(ends, held, bits, mask=lists.is_null())


def weigh(con: duckdb.DuckDBPyConnection, rarity: Rarity, lists: str, tables: Sequence[str]) -> Weights:
    """The bits of the elements of the lists `lists` (distinct elements, or NULL) of these tables together."""
    load_frequencies(con, rarity)
    both = " UNION ALL ".join(f"SELECT {lists} AS elements, {rarity.column} AS list FROM {table}" for table in tables)
    weighed = con.sql(
        f"""WITH lists AS ({both}),
        held AS (SELECT unnest(elements) AS element FROM lists),
        counted AS (SELECT element, count(*) AS n FROM held GROUP BY element),
        records AS (SELECT count(list) AS n FROM lists),
        weight AS ({TABLE_WEIGHT})
        SELECT element, round({bits_of("c.n")}, 6) AS bits
        FROM counted c LEFT JOIN _table t USING (element) LEFT JOIN _stop s USING (element), records, weight"""
    ).to_arrow_table()
    return Weights(*(weighed[column].combine_chunks() for column in ("element", "bits")))


def load_frequencies(con: duckdb.DuckDBPyConnection, rarity: Rarity) -> None:
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
