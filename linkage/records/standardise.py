"""From typed columns to what evidence compares: once per record, never per pair.

In the order of the evidences: the columns each derives, then how rare the elements of its lists
are, over both registers together.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence

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


_WORD = re.compile(r"\w+")

TABLE_WEIGHT = f"SELECT CASE WHEN count(*) > 0 THEN {TABLE_RECORDS} ELSE 0 END AS n FROM _table"
"""SQL: for how many records the shipped table counts; 0 where there is none."""


def bits_of(held: str) -> str:
    """SQL: bits of an element that `held` of `records` hold, beside `_table` (which counts for `weight`), `_stop`."""
    return f"""CASE WHEN s.element IS NOT NULL THEN 0.0 ELSE
        -log2(least(1.0, (greatest({held}, {FLOOR_SHARE_RECORDS}) + coalesce(t.share, 0) * weight.n)
            / (records.n + weight.n + {FLOOR_SHARE_RECORDS}))) END"""


Sources = Mapping[Side, str]
"""For each side the SQL that a table with more columns is read from."""


def standardise(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence]) -> None:
    """Add to the tables `missing` and `remains` every derived column and rarity of `evidences`.

    Only what is counted is worked out on the way; the wide tables are written once, at the end.
    """
    common = {side: with_columns(side, COMMON_DERIVED, side) for side in SIDES}
    whole = common
    for evidence in evidences:
        own = {side: with_columns(common[side], evidence.derived, side) for side in SIDES}
        for rarity in evidence.rarities:
            _make_maps(con, own, rarity)
        whole = {side: _with_evidence(whole[side], evidence, side) for side in SIDES}
    for side in SIDES:
        con.execute(f"CREATE TABLE _anew AS SELECT * FROM {whole[side]} ORDER BY unique_id")
        con.execute(f"DROP TABLE {side}")
        con.execute(f"ALTER TABLE _anew RENAME TO {side}")
        for rarity in (rarity for evidence in evidences for rarity in evidence.rarities):
            con.execute(f"DROP TABLE {_maps(rarity, side)}")


def with_columns(source: str, derived: Sequence[Derived], side: Side) -> str:
    """The source with further columns; a later column may use an earlier one."""
    layer: dict[str, str] = {}
    for column in derived:
        if set(_WORD.findall(column.expression(side))) & set(layer):
            source, layer = _with_layer(source, layer), {}
        layer[column.column] = f"CAST({column.expression(side)} AS {column.sql_type})"
    return _with_layer(source, layer) if layer else source


def _with_layer(source: str, layer: Mapping[str, str]) -> str:
    """The source with columns that do not use one another, worked out at once: fewer layers are fewer passes."""
    return f"(SELECT *{''.join(f', {sql} AS {name}' for name, sql in layer.items())} FROM {source})"


def _with_evidence(source: str, evidence: Evidence, side: Side) -> str:
    """The source with all columns of one evidence."""
    source = with_columns(source, evidence.derived, side)
    for rarity in evidence.rarities:
        maps = _maps(rarity, side)
        source = f"(SELECT s.*, m.bits AS {rarity.bits} FROM {source} s LEFT JOIN {maps} m USING (unique_id))"
    return with_columns(source, evidence.after, side)


def _maps(rarity: Rarity, side: Side) -> str:
    return f"_{rarity.bits}_{side}"


def _make_maps(con: duckdb.DuckDBPyConnection, own: Sources, rarity: Rarity) -> None:
    """Create `_maps(rarity, side)` for both sides: by record, a MAP from each element of its list to its bits."""
    load_frequencies(con, rarity)
    for side in SIDES:
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE _lists_{side} AS
            SELECT unique_id, list_distinct({rarity.column}) AS elements
            FROM {own[side]} WHERE {rarity.column} IS NOT NULL"""
        )
    _weigh(con)
    for side in SIDES:
        con.execute(
            f"""CREATE TEMP TABLE {_maps(rarity, side)} AS
            WITH held AS (SELECT unique_id, unnest(elements) AS element FROM _lists_{side})
            SELECT unique_id,
                map(list(element ORDER BY element), list(round(bits, 6) ORDER BY element)) AS bits
            FROM held JOIN _weights USING (element) GROUP BY unique_id"""
        )
        con.execute(f"DROP TABLE _lists_{side}")


def _weigh(con: duckdb.DuckDBPyConnection) -> None:
    """Create `_weights`: the bits of each element of the lists of both sides (`_lists_missing`, `_lists_remains`)."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _weights AS
        WITH lists AS (SELECT elements FROM _lists_missing UNION ALL SELECT elements FROM _lists_remains),
        held AS (SELECT unnest(elements) AS element FROM lists),
        counted AS (SELECT element, count(*) AS n FROM held GROUP BY element),
        records AS (SELECT count(*) AS n FROM lists),
        weight AS ({TABLE_WEIGHT})
        SELECT element, {bits_of("c.n")} AS bits
        FROM counted c LEFT JOIN _table t USING (element) LEFT JOIN _stop s USING (element), records, weight"""
    )


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
