"""One record against all records of the other side: the level of every evidence, by the evidence's own SQL.

What the other side holds is coded once, evidence by evidence: records that agree in everything that the
evidence reads are one code. For a new record the SQL runs over the codes, not over the records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from linkage.evidence import COMMON_DERIVED, Evidence
from linkage.evidence.fields import Side
from linkage.screen.codes import Bytes, Codes, code_values, give
from linkage.screen.compiled import used_columns
from linkage.screen.rewrite import once, split
from linkage.screen.sql import level_case
from linkage.screen.table import inputs

SUFFIX = {"missing": "l", "remains": "r"}

Standardised = Callable[[str, Side, Sequence[Evidence]], str]
"""SQL of the records of a source with every column that these evidences derive."""


@dataclass(frozen=True)
class Against:
    """One evidence against all records of one side: `sql` gives (code, level) for the record in the table `_asked`."""

    evidence: Evidence
    codes: Codes
    sql: str

    def levels(self, con: duckdb.DuckDBPyConnection) -> Bytes:
        """The level of the asked record with every record of the other side, in the order of their ids."""
        found = con.execute(self.sql).fetchnumpy()
        by_code = np.zeros(self.codes.size, np.uint8)
        by_code[found["code"]] = found["level"]
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
    mine, theirs = (parts[0], parts[1]) if own == "l" else (parts[1], parts[0])
    codes = code_values(con, other, [expression for _, expression in theirs])
    table = f"_against_{other}_{evidence.name}"
    give(con, "_examples", {"code": np.arange(codes.size, dtype=np.int64), "example": codes.examples})
    con.execute(f"CREATE TABLE {table} AS SELECT code_{other} AS code, * FROM {inputs(other, '_examples', theirs)}")
    used = used_columns(evidence)[own == "r"]
    source = standardised(_narrow(evidence, side, used, columns), side, (evidence,))
    listed = ", ".join(f'"{column}" AS "{column}_{own}"' for column in used)
    asked = ", ".join(["1 AS one", *(f'{expression} AS "{name}"' for name, expression in mine)])
    value, pairs = once(sql, f"(SELECT {asked} FROM (SELECT {listed} FROM {source})), {table}")
    return Against(evidence, codes, f"SELECT code, CAST(({value}) AS UTINYINT) AS level FROM {pairs}")


def _narrow(evidence: Evidence, side: Side, used: Sequence[str], columns: Sequence[str]) -> str:
    """SQL: the asked record with the columns that this evidence may read alone; planning takes time for each column."""
    derived = (*COMMON_DERIVED, *evidence.derived, *evidence.after)
    words = set(used).union(*(re.findall(r"\w+", d.expression(side)) for d in derived))
    words |= {rarity.column for rarity in evidence.rarities}
    listed = ", ".join(f'"{column}"' for column in columns if column in words or column == "unique_id")
    return f"(SELECT {listed} FROM _asked)"
