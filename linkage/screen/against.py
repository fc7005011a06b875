"""One record against all records of the other side: the level of every evidence, by the evidence's own SQL.

What the other side holds is coded once, evidence by evidence: records that agree in everything that the
evidence reads are one code. For a new record the SQL runs over the codes, not over the records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np

from linkage.evidence import COMMON_DERIVED, COMPANY, Derived, Evidence
from linkage.evidence.fields import Side
from linkage.screen.codes import Bytes, Codes, code_values, give
from linkage.screen.compiled import used_columns
from linkage.screen.rewrite import once, split
from linkage.screen.sql import level_case
from linkage.screen.table import inputs

SUFFIX = {"missing": "l", "remains": "r"}

ANSWERS = 64
"""Answers kept for each evidence: planning the SQL takes most of the time, and many records hold the same."""

Standardised = Callable[[str, Side, Evidence, Sequence[Derived]], str]
"""SQL of the records of a source with the columns that an evidence derives, after those that it shares with others."""


@dataclass(frozen=True)
class Against:
    """One evidence against all records of one side: `sql` gives (code, level) for the record in the table `_asked`.

    `reads` are the places of the columns of `_asked` on which the answer depends; `answers` were given before.
    """

    evidence: Evidence
    codes: Codes
    sql: str
    reads: tuple[int, ...]
    answers: dict[str, Bytes] = field(default_factory=dict)

    def levels(self, con: duckdb.DuckDBPyConnection, asked: Sequence[object]) -> Bytes:
        """The level of the asked record with every record of the other side, in the order of their ids."""
        key = repr([asked[place] for place in self.reads])
        by_code = self.answers.get(key)
        if by_code is None:
            found = con.execute(self.sql).fetchnumpy()
            by_code = np.zeros(self.codes.size, np.uint8)
            by_code[found["code"]] = found["level"]
            if len(self.answers) >= ANSWERS:
                self.answers.clear()
            self.answers[key] = by_code
        return by_code[self.codes.of_record]


def against(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    side: Side,
    columns: Sequence[str],
    standardised: Standardised,
) -> Against:
    """Code the side opposite to `side`; `columns` are those of `_asked`. `number_records` has been called for it."""
    own, other = SUFFIX[side], "r" if side == "missing" else "l"
    sql, parts = split(level_case(evidence))
    mine, theirs = parts if own == "l" else (parts[1], parts[0])
    codes = code_values(con, other, [expression for _, expression in theirs])
    table = _coded(con, other, evidence, codes, theirs)
    used = used_columns(evidence)[own == "r"]
    shared, read = _needed(evidence, side, used)
    reads = tuple(
        n for n, column in enumerate(columns) if column in read or (column == "unique_id" and evidence is COMPANY)
    )
    narrow = ", ".join(["unique_id", *(f'"{columns[n]}"' for n in reads if columns[n] != "unique_id")])
    source = standardised(f"(SELECT {narrow} FROM _asked)", side, evidence, shared)
    listed = ", ".join(f'"{column}" AS "{column}_{own}"' for column in used)
    asked = ", ".join(["1 AS one", *(f'{expression} AS "{name}"' for name, expression in mine)])
    value, pairs = once(sql, f"(SELECT {asked} FROM (SELECT {listed} FROM {source})), {table}")
    return Against(evidence, codes, f"SELECT code, CAST(({value}) AS UTINYINT) AS level FROM {pairs}", reads)


def _coded(
    con: duckdb.DuckDBPyConnection, other: str, evidence: Evidence, codes: Codes, parts: Sequence[tuple[str, str]]
) -> str:
    """The name of a new table: for each code what the evidence reads of the records that have it."""
    table = f"_against_{other}_{evidence.name}"
    give(con, "_examples", {"code": np.arange(codes.size, dtype=np.int64), "example": codes.examples})
    con.execute(f"CREATE TABLE {table} AS SELECT code_{other} AS code, * FROM {inputs(other, '_examples', parts)}")
    return table


def _needed(evidence: Evidence, side: Side, used: Sequence[str]) -> tuple[tuple[Derived, ...], set[str]]:
    """The shared derived columns that an evidence needs, and every column it may read: each takes time to plan."""
    words = set(used) | {rarity.column for rarity in evidence.rarities}
    words = words.union(*(_words(derived, side) for derived in (*evidence.derived, *evidence.after)))
    shared: list[Derived] = []
    for derived in reversed(COMMON_DERIVED):
        if derived.column in words:
            shared.insert(0, derived)
            words |= _words(derived, side)
    return tuple(shared), words


def _words(derived: Derived, side: Side) -> set[str]:
    return set(re.findall(r"\w+", derived.expression(side)))
