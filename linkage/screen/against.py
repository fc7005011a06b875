"""Records against all records of the other side: the level of every evidence, by the evidence's own SQL.

What the other side holds is coded once, evidence by evidence: records that agree in everything that the
evidence reads are one code. For new records the SQL runs over the codes, not over the records, and it is
planned once: planning took nine tenths of the time when every record was asked about anew. Each connection that
asks has a table of its own, and answers are kept: many records hold the same sex, age or colour of hair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np

from linkage.evidence import COMMON_DERIVED, COMPANY, Derived, Evidence
from linkage.evidence.fields import Side
from linkage.records.arrow import add_rows
from linkage.screen.codes import Bytes, Codes, code_values, give
from linkage.screen.compiled import used_columns
from linkage.screen.ready import Ready
from linkage.screen.reckoned import BEYOND
from linkage.screen.reckoner import Env
from linkage.screen.rewrite import once, split
from linkage.screen.sql import level_case
from linkage.screen.table import inputs

SUFFIX = {"missing": "l", "remains": "r"}

ANSWER_BYTES = 4_000_000
"""Room for the answers kept of each evidence: one byte a code."""

Row = Sequence[object]

Standardised = Callable[[str, Side, Evidence, Sequence[Derived]], str]
"""SQL of the records of a source with the columns that an evidence derives, after those that it shares with others."""


@dataclass(frozen=True)
class Against:
    """One evidence against all records of one side: `sql` gives (n, code, level) for the records in `_asked`.

    `reads` are the places of the columns on which the answer depends; `ready` tells the same without DuckDB, where it
    can; `answers` were given before.
    """

    evidence: Evidence
    codes: Codes
    sql: str
    reads: tuple[int, ...]
    ready: Ready | None
    answers: dict[str, Bytes] = field(default_factory=dict)

    def key(self, row: Row) -> str:
        """What the answer depends on."""
        return repr([row[place] for place in self.reads])

    def tell(self, records: Sequence[Env], keys: Mapping[int, str]) -> dict[str, Bytes]:
        """By key the level of every code for the records of these numbers; without those that only DuckDB knows."""
        if self.ready is None or not keys:
            return {}
        try:
            levels = self.ready.levels([records[n] for n in keys])
        except BEYOND:
            alone = [self.tell(records, {n: key}) for n, key in keys.items()] if len(keys) > 1 else []
            return {key: by_code for told in alone for key, by_code in told.items()}
        return dict(zip(keys.values(), levels, strict=True))

    def ask(self, con: duckdb.DuckDBPyConnection, keys: Mapping[int, str], statement: str) -> dict[str, Bytes]:
        """The same by DuckDB, for records whose question stands in `_asked`."""
        found = con.execute(f"EXECUTE {statement}").fetchnumpy()
        place = {n: at for at, n in enumerate(keys)}
        by_code = np.zeros((len(keys), self.codes.size), np.uint8)
        by_code[[place[n] for n in found["n"].tolist()] if len(keys) > 1 else 0, found["code"]] = found["level"]
        return dict(zip(keys.values(), by_code, strict=True))

    def keep(self, answers: Mapping[str, Bytes]) -> None:
        """Remember answers, and forget all others when there is no room."""
        if (len(self.answers) + len(answers)) * self.codes.size > ANSWER_BYTES:
            self.answers.clear()
        self.answers.update(answers)


class Asking:
    """A connection that asks about records of one side: its own table `_asked`, its statements planned once."""

    def __init__(self, con: duckdb.DuckDBPyConnection, side: Side, columns: Sequence[tuple[str, str]]) -> None:
        self.con, self.side, self.columns = con, side, (("n", "INTEGER"), ("asks", "BIGINT"), *columns)
        self.names = [name for name, _ in columns]
        self.planned: set[int] = set()
        # A statement that DuckDB has optimised is optimised again at each use; one that it has not stays as it is.
        con.execute("PRAGMA disable_optimizer")
        listed = ", ".join(f'"{name}" {sql_type}' for name, sql_type in self.columns)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {asked_table(side)} ({listed})")

    def levels(self, evidences: Sequence[Against], rows: Sequence[Row]) -> list[list[Bytes]]:
        """By evidence, by record: the level of every code."""
        records: list[Env] = [dict(zip(self.names, row, strict=True)) for row in rows]
        keys = [[one.key(row) for row in rows] for one in evidences]
        found: list[dict[str, Bytes]] = []
        left: list[dict[int, str]] = []
        for one, named in zip(evidences, keys, strict=True):
            known = {key: by_code for key in set(named) if (by_code := one.answers.get(key)) is not None}
            wanted = {n: key for n, key in enumerate(named) if key not in known and named.index(key) == n}
            told = one.tell(records, wanted)
            one.keep(told)
            found.append(known | told)
            left.append({n: key for n, key in wanted.items() if key not in told})
        if any(left):
            self._lay_out(rows, left)
        for e, (one, asked) in enumerate(zip(evidences, left, strict=True)):
            if asked:
                answers = one.ask(self.con, asked, self._statement(e, one))
                one.keep(answers)
                found[e].update(answers)
        return [[by_key[key] for key in named] for by_key, named in zip(found, keys, strict=True)]

    def _lay_out(self, rows: Sequence[Row], wanted: Sequence[Mapping[int, str]]) -> None:
        """Put the records into `_asked`, each with the evidences that ask about it, a bit each."""
        table = asked_table(self.side)
        asks = [sum(1 << e for e, asked in enumerate(wanted) if n in asked) for n in range(len(rows))]
        given = [(n, bits, *row) for n, (bits, row) in enumerate(zip(asks, rows, strict=True)) if bits]
        self.con.execute(f"DELETE FROM {table}")
        add_rows(self.con, table, self.columns, given)

    def _statement(self, e: int, one: Against) -> str:
        name = f"_ask_{self.side}_{e}"
        if e not in self.planned:
            self.con.execute(f"PREPARE {name} AS {one.sql}")
            self.planned.add(e)
        return name


def asked_table(side: Side) -> str:
    """The table of the records that are asked about."""
    return f"_asked_{side}"


def against(
    con: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    side: Side,
    columns: Sequence[str],
    number: int,
    standardised: Standardised,
    make_ready: Callable[[Codes], Ready | None],
) -> Against:
    """Code the side opposite to `side`; `columns` are those of a record, `number` that of the evidence.

    `number_records` has been called for both sides; `make_ready` makes the codes ready to be told without DuckDB.
    """
    own, other = SUFFIX[side], "r" if side == "missing" else "l"
    sql, parts = split(level_case(evidence))
    mine, theirs = parts if own == "l" else (parts[1], parts[0])
    shared = [f'"{column}_{other}"' for column in evidence.shares]
    codes = code_values(con, other, [*(expression for _, expression in theirs), *shared])
    table = _coded(con, other, evidence, codes, theirs)
    used = used_columns(evidence)[own == "r"]
    common, read = _needed(evidence, side, used)
    reads = tuple(
        n for n, column in enumerate(columns) if column in read or (column == "unique_id" and evidence is COMPANY)
    )
    # Two records may have the same id, or none: only company asks for it, all others go by the number in the batch.
    named = "unique_id" if evidence is COMPANY else "CAST(n AS VARCHAR) AS unique_id"
    narrow = ", ".join(["n", named, *(f'"{columns[place]}"' for place in reads if columns[place] != "unique_id")])
    rows = f"(SELECT {narrow} FROM {asked_table(side)} WHERE (asks & {1 << number}) <> 0)"
    source = standardised(rows, side, evidence, common)
    listed = ", ".join(["n", *(f'"{column}" AS "{column}_{own}"' for column in used)])
    asked = ", ".join(["n", *(f'{expression} AS "{name}"' for name, expression in mine)])
    value, pairs = once(sql, f"(SELECT {asked} FROM (SELECT {listed} FROM {source})), {table}")
    level = f"SELECT n, code, CAST(({value}) AS UTINYINT) AS level FROM {pairs}"
    return Against(evidence, codes, level, reads, make_ready(codes))


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
