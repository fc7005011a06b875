"""The question of one evidence about records that come later, asked of DuckDB: the evidence's own SQL over codes.

The SQL runs over the codes of the other side, not over its records, and each connection plans it once: planning took
nine tenths of the time when every record was asked about anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import duckdb
import numpy as np

from linkage.evidence import COMMON_DERIVED, COMPANY, Derived, Evidence
from linkage.evidence.fields import Side
from linkage.screen.codes import Bytes, Codes, give
from linkage.screen.compiled import used_columns
from linkage.screen.rewrite import once, split
from linkage.screen.sql import level_case
from linkage.screen.table import inputs

SUFFIX = {"missing": "l", "remains": "r"}

Row = Sequence[object]

Standardised = Callable[[str, Side, Evidence, Sequence[Derived]], str]
"""SQL of the records of a source with the columns that an evidence derives, after those that it shares with others."""


@dataclass(frozen=True)
class Question:
    """What the evidence of this number asks about records of `side`, which have these columns."""

    con: duckdb.DuckDBPyConnection
    evidence: Evidence
    side: Side
    columns: Sequence[str]
    number: int
    standardised: Standardised
    planning: Lock = field(default_factory=Lock)
    planned: list[str] = field(default_factory=list)

    @property
    def other(self) -> str:
        """The suffix of the side that is compared with."""
        return "r" if self.side == "missing" else "l"

    @cached_property
    def needed(self) -> tuple[tuple[Derived, ...], set[str]]:
        """The shared derived columns that the evidence needs, and every column it may read: each takes time to plan."""
        evidence, side = self.evidence, self.side
        words = set(self._used) | {rarity.column for rarity in evidence.rarities}
        words = words.union(*(_words(derived, side) for derived in (*evidence.derived, *evidence.after)))
        shared: list[Derived] = []
        for derived in reversed(COMMON_DERIVED):
            if derived.column in words:
                shared.insert(0, derived)
                words |= _words(derived, side)
        return tuple(shared), words

    @cached_property
    def reads(self) -> tuple[int, ...]:
        """The places of the columns on which the answer depends."""
        read = self.needed[1] | ({"unique_id"} if self.evidence is COMPANY else set())
        return tuple(n for n, column in enumerate(self.columns) if column in read)

    @property
    def _used(self) -> tuple[str, ...]:
        return used_columns(self.evidence)[self.side == "remains"]

    def key(self, row: Row) -> str:
        """What the answer depends on."""
        return repr([row[place] for place in self.reads])

    def sql(self, codes: Codes) -> str:
        """SQL that gives (n, code, level) for the records in `_asked`; what it reads of the codes is laid down once."""
        with self.planning:
            if not self.planned:
                with self.con.cursor() as own:
                    self.planned.append(self._sql(self._coded(own, codes)))
        return self.planned[0]

    def _sql(self, table: str) -> str:
        own, columns = SUFFIX[self.side], self.columns
        sql, parts = split(level_case(self.evidence))
        # Two records may have the same id, or none: only company asks for it, all others go by the number in the batch.
        named = "unique_id" if self.evidence is COMPANY else "CAST(n AS VARCHAR) AS unique_id"
        read = [f'"{columns[place]}"' for place in self.reads if columns[place] != "unique_id"]
        asks = f"FROM {asked_table(self.side)} WHERE (asks & {1 << self.number}) <> 0"
        rows = f"(SELECT {', '.join(['n', named, *read])} {asks})"
        source = self.standardised(rows, self.side, self.evidence, self.needed[0])
        listed = ", ".join(["n", *(f'"{column}" AS "{column}_{own}"' for column in self._used)])
        asked = ", ".join(["n", *(f'{expression} AS "{name}"' for name, expression in parts[own == "r"])])
        value, pairs = once(sql, f"(SELECT {asked} FROM (SELECT {listed} FROM {source})), {table}")
        return f"SELECT n, code, CAST(({value}) AS UTINYINT) AS level FROM {pairs}"

    def _coded(self, con: duckdb.DuckDBPyConnection, codes: Codes) -> str:
        """The name of a new table: for each code what the evidence reads of the records that have it."""
        other = self.other
        table, parts = f"_against_{other}_{self.evidence.name}", split(level_case(self.evidence))[1][other == "r"]
        give(con, "_examples", {"code": np.arange(codes.size, dtype=np.int64), "example": codes.examples})
        con.execute(f"CREATE TABLE {table} AS SELECT code_{other} AS code, * FROM {inputs(other, '_examples', parts)}")
        return table

    def ask(
        self, con: duckdb.DuckDBPyConnection, keys: Mapping[int, str], codes: int, statement: str
    ) -> dict[str, Bytes]:
        """By key the level of every code, for the records of these numbers, whose question stands in `_asked`."""
        found = con.execute(f"EXECUTE {statement}").fetchnumpy()
        place = {n: at for at, n in enumerate(keys)}
        by_code = np.zeros((len(keys), codes), np.uint8)
        by_code[[place[n] for n in found["n"].tolist()] if len(keys) > 1 else 0, found["code"]] = found["level"]
        return dict(zip(keys.values(), by_code, strict=True))


def asked_table(side: Side) -> str:
    """The table of the records that are asked about."""
    return f"_asked_{side}"


def _words(derived: Derived, side: Side) -> set[str]:
    return set(re.findall(r"\w+", derived.expression(side)))
