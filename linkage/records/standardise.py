"""From typed columns to what evidence compares: once per record, never per pair.

First the columns that each evidence derives, then how rare the elements of its lists are, over both registers
together, then what reads that. The records are in the order of their numbers from the first step on, and go through
the last one some thousands at a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import duckdb

from linkage.evidence import COMMON_DERIVED, Derived, Evidence, Rarity
from linkage.evidence.fields import SIDES, Side
from linkage.records.rarity import Weights, weigh

BATCH = 20_000
"""Records that are held outside DuckDB at a time."""

_WORD = re.compile(r"\w+")


def standardise(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence]) -> None:
    """Add to the tables `missing` and `remains` every derived column and rarity of `evidences`; rows by unique_id."""
    typed = {side: [row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()] for side in SIDES}
    for side in SIDES:
        _derive(con, evidences, side)
    weights = {
        rarity.bits: weigh(con, rarity, _elements(rarity), [_derived(side) for side in SIDES])
        for rarity in _rarities(evidences)
    }
    for side in SIDES:
        _complete(con, evidences, weights, side, typed[side])
        con.execute(f"DROP TABLE {_derived(side)}")


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


def _rarities(evidences: Sequence[Evidence]) -> list[Rarity]:
    return [rarity for evidence in evidences for rarity in evidence.rarities]


def _derived(side: Side) -> str:
    return f"_derived_{side}"


def _elements(rarity: Rarity) -> str:
    """The column of a list's elements, each once, in order; NULL where there is none."""
    return f"_elements_{rarity.bits}"


def _derive(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], side: Side) -> None:
    """From the table of one side to `_derived`: its records in order, with what is derived of each by itself."""
    columns = [*COMMON_DERIVED, *(column for evidence in evidences for column in evidence.derived)]
    for rarity in _rarities(evidences):
        elements = f"nullif(list_sort(list_distinct({rarity.column})), [])"
        columns.append(Derived(_elements(rarity), "VARCHAR[]", elements))
    source = with_columns(f"(SELECT * FROM {side} ORDER BY unique_id)", columns, side)
    con.execute(f"CREATE TEMP TABLE {_derived(side)} AS SELECT * FROM {source}")
    con.execute(f"DROP TABLE {side}")


def _complete(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    weights: Mapping[str, Weights],
    side: Side,
    typed: Sequence[str],
) -> None:
    """From `_derived` to the table of one side again: with the bits of every list and what reads them."""
    after = [column for evidence in evidences for column in evidence.after]
    listed = ", ".join([*typed, *_added(evidences)])
    anew = f"SELECT {listed} FROM {with_columns('_weighed', after, side)}"
    records = int(con.execute(f"SELECT count(*) FROM {_derived(side)}").fetchall()[0][0])
    con.execute("BEGIN")
    for first in range(0, max(records, 1), BATCH):
        held = con.sql(f"SELECT * FROM {_derived(side)} WHERE rowid >= {first} AND rowid < {first + BATCH}")
        batch = held.to_arrow_table()
        for rarity in _rarities(evidences):
            at = batch.schema.get_field_index(_elements(rarity))
            maps = weights[rarity.bits].maps(batch.column(at).combine_chunks())
            batch = batch.set_column(at, rarity.bits, maps)
        con.register("_weighed", batch)
        con.execute(f"INSERT INTO {side} {anew}" if first else f"CREATE TABLE {side} AS {anew}")
        con.unregister("_weighed")
    con.execute("COMMIT")


def _added(evidences: Sequence[Evidence]) -> list[str]:
    """The columns beside the typed ones, in order: of each evidence what is derived, its bits, what reads them."""
    added = [column.column for column in COMMON_DERIVED]
    for evidence in evidences:
        added += [column.column for column in evidence.derived]
        added += [rarity.bits for rarity in evidence.rarities]
        added += [column.column for column in evidence.after]
    return added
