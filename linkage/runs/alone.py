"""One record by itself: how each column that evidence reads comes from what was typed, as the run standardised it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from linkage.evidence import COMMON_DERIVED, COMPANY, Derived, Evidence, Rarity
from linkage.evidence.fields import Side
from linkage.records.kept import kept_bits
from linkage.screen.reckoner import Of, Reckoner

BITS = "MAP(VARCHAR, DOUBLE)"


def columns_of_one(
    con: duckdb.DuckDBPyConnection, side: Side, typed: Iterable[tuple[str, str]], evidences: Sequence[Evidence]
) -> Reckoner:
    """Every column of a record of `side`, from the columns `typed`: (name, DuckDB type).

    How rare things are `keep_rarities` has kept; what company says stands in `_company_<side>`.
    """
    columns = Reckoner()
    for name, sql_type in typed:
        columns.typed(name, sql_type)
    _derive(columns, side, COMMON_DERIVED)
    for evidence in evidences:
        _derive(columns, side, evidence.derived)
        for rarity in evidence.rarities:
            _weigh(columns, rarity, *kept_bits(con, rarity))
        _derive(columns, side, evidence.after)
    if COMPANY in evidences:
        heard = dict(con.execute(f"FROM _company_{side}").fetchall())
        columns.given("company", "VARCHAR[]", lambda env: heard.get(env["unique_id"]))
    return columns


def _derive(columns: Reckoner, side: Side, derived: Iterable[Derived]) -> None:
    for column in derived:
        columns.derived(column.column, column.expression(side), column.sql_type)


def _weigh(columns: Reckoner, rarity: Rarity, known: dict[str, float], unseen: float) -> None:
    """The bits of each element of a list; NULL where it has none."""
    if rarity.column in columns.columns:
        of: Of = columns.columns[rarity.column].of
        columns.given(rarity.bits, BITS, lambda env: _bits(of(env), known, unseen))


def _bits(elements: list[str] | None, known: dict[str, float], unseen: float) -> dict[str, float] | None:
    each = sorted({element for element in elements or () if element is not None})
    return {element: known.get(element, unseen) for element in each} or None
