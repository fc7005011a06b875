"""Records against all records of the other side: the level of every evidence with each of them.

What the other side holds is coded once, evidence by evidence: records that agree in everything that the
evidence reads are one code. For new records the level with every code is told by the compiled machine; what only DuckDB
knows, it is asked by the evidence's own SQL (see `question`). Answers are kept: many records hold the same sex, age
or colour of hair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from linkage.evidence.fields import Side
from linkage.records.arrow import add_rows
from linkage.screen.codes import Bytes, Codes, code_values
from linkage.screen.question import Question, Row, asked_table
from linkage.screen.ready import Ready
from linkage.screen.reckoned import BEYOND
from linkage.screen.reckoner import Env
from linkage.screen.rewrite import split
from linkage.screen.sql import level_case

ANSWER_BYTES = 4_000_000
"""Room for the answers kept of each evidence: one byte a code."""


@dataclass(frozen=True)
class Against:
    """One evidence against all records of one side: `question` asks DuckDB, `ready` the compiled machine, where it can.

    `answers` were given before.
    """

    question: Question
    codes: Codes
    ready: Ready | None
    answers: dict[str, Bytes] = field(default_factory=dict)

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
        keys = [[one.question.key(row) for row in rows] for one in evidences]
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
                answers = one.question.ask(self.con, asked, one.codes.size, self._statement(e, one))
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
            self.con.execute(f"PREPARE {name} AS {one.question.sql(one.codes)}")
            self.planned.add(e)
        return name


def against(question: Question, make_ready: Callable[[Codes], Ready | None]) -> Against:
    """Code the side that a question is about; `make_ready` makes the codes ready to be told without DuckDB.

    `number_records` has been called for both sides.
    """
    evidence, other = question.evidence, question.other
    parts = split(level_case(evidence))[1][other == "r"]
    shared = [f'"{column}_{other}"' for column in evidence.shares]
    codes = code_values(question.con, other, [*(expression for _, expression in parts), *shared])
    return Against(question, codes, make_ready(codes))
