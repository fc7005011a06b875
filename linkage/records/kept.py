"""Records standardised later, as if they had stood in a run: how rare things are stays as that run counted it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from linkage.evidence import COMMON_DERIVED, Derived, Evidence, Rarity
from linkage.evidence.fields import SIDES, Side
from linkage.records.rarity import TABLE_WEIGHT, bits_of, load_frequencies
from linkage.records.standardise import with_columns


def keep_rarities(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], run: tuple[str, str] = SIDES) -> None:
    """For each rarity a table of the bits of every element that the run's tables of both sides hold.

    An element that no record of the run holds gets the bits of one that a single record holds.
    """
    for rarity in (rarity for evidence in evidences for rarity in evidence.rarities):
        load_frequencies(con, rarity)
        maps = " UNION ALL ".join(f"SELECT {rarity.bits} AS bits FROM {side}" for side in run)
        lists = " UNION ALL ".join(f"SELECT {rarity.column} AS elements FROM {side}" for side in run)
        con.execute(
            f"""CREATE TABLE {_kept(rarity)} AS
            WITH maps AS ({maps}), lists AS ({lists}),
            held AS (SELECT DISTINCT unnest(map_keys(bits)) AS element, unnest(map_values(bits)) AS bits FROM maps),
            records AS (SELECT count(*) AS n FROM lists WHERE elements IS NOT NULL),
            weight AS ({TABLE_WEIGHT}),
            others AS (SELECT element FROM _table UNION SELECT element FROM _stop UNION SELECT NULL)
            SELECT element, bits FROM held
            UNION ALL SELECT o.element, round({bits_of("1")}, 6)
            FROM others o ANTI JOIN held h ON h.element = o.element
            LEFT JOIN _table t ON t.element = o.element LEFT JOIN _stop s ON s.element = o.element, records, weight"""
        )


def _kept(rarity: Rarity) -> str:
    return f"_kept_{rarity.bits}"


def kept_bits(con: duckdb.DuckDBPyConnection, rarity: Rarity) -> tuple[dict[str, float], float]:
    """The bits of every element that `keep_rarities` knows, and those of any other."""
    known = dict(con.execute(f"SELECT element, bits FROM {_kept(rarity)}").fetchall())
    return known, known.pop(None)


def standardised(
    source: str, side: Side, evidences: Sequence[Evidence], shared: Sequence[Derived] = COMMON_DERIVED
) -> str:
    """SQL: the typed records of `source` with every derived column, weighed by the tables of `keep_rarities`."""
    common = with_columns(source, shared, side)
    whole = common
    for evidence in evidences:
        own = with_columns(common, evidence.derived, side)
        whole = with_columns(whole, evidence.derived, side)
        for rarity in evidence.rarities:
            whole = (
                f"(SELECT s.*, m.bits AS {rarity.bits} FROM {whole} s "
                f"LEFT JOIN ({_maps(own, rarity)}) m USING (unique_id))"
            )
        whole = with_columns(whole, evidence.after, side)
    return whole


def _maps(own: str, rarity: Rarity) -> str:
    """SQL: by record, the MAP from each element of its list to its bits."""
    return f"""WITH held AS (SELECT unique_id, unnest(list_distinct({rarity.column})) AS element FROM {own}),
        unseen AS (SELECT bits FROM {_kept(rarity)} WHERE element IS NULL),
        weighed AS (SELECT unique_id, held.element, coalesce(k.bits, unseen.bits) AS bits
            FROM {_kept(rarity)} k RIGHT JOIN held ON k.element = held.element, unseen)
        SELECT unique_id, map_from_entries(list_sort(list({{'element': element, 'bits': bits}}))) AS bits
        FROM weighed GROUP BY unique_id"""
