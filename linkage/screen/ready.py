"""An evidence made ready for records that come later: the codes of one side stand as arrays, its levels as a program.

Of a record that is asked about only what it gives by itself is worked out, in Python (see `reckoner`); its level with
every code is told by the compiled machine. In here the records that are asked about are always on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import Any

import duckdb
import numpy as np

from linkage.evidence.fields import Side
from linkage.screen.bundle import Bundle, bundle_of, columns_of
from linkage.screen.codes import Bytes, Codes, Ints, Numbers, code_values
from linkage.screen.formula import Formula
from linkage.screen.given import Given, given_by
from linkage.screen.lists import Column, named_lists
from linkage.screen.packed import Programs, pack_programs
from linkage.screen.reckoned import BEYOND
from linkage.screen.reckoner import Env, Reckoner
from linkage.screen.sets import Word
from linkage.screen.sql import UNKNOWN_LEVEL


@dataclass(frozen=True)
class Ready:
    """One evidence against all codes of one side: what a record gives, and all that the machine reads beside it.

    Where elements are shared, only the codes that share one are told here; of all others `rest` tells, by its codes
    `rest_of`. `desks` are what threads write on, when none does.
    """

    given: Given
    bundle: Bundle
    programs: Programs
    codes: int
    rest: Ready | None
    rest_of: Ints
    desks: SimpleQueue[Any] = field(default_factory=SimpleQueue)

    def levels(self, records: Sequence[Env]) -> Bytes:
        """By record: the level of every code. One of BEYOND where only DuckDB knows."""
        if all(self.given.is_blank(record) for record in records):
            return np.full((len(records), self.codes), UNKNOWN_LEVEL, np.uint8)
        bundle, programs = self._reads(records)
        counts, met, told = self._tell(bundle, programs, len(records))
        if self.rest is None:
            return told.reshape(len(records), self.codes)
        levels: Bytes = self.rest.levels(records)[:, self.rest_of]
        levels[np.repeat(np.arange(len(records)), counts), met] = told
        return levels

    def gives(self, records: Sequence[Env]) -> bool:
        """Whether these records give, to the last digit, what stands here of the records that are asked about."""
        try:
            bundle, programs = self._reads(records)
        except BEYOND:
            return False
        told, known = (
            [*b.right[1:], p.right_value, p.right_null] for b, p in ((bundle, programs), (self.bundle, self.programs))
        )
        alike = all(np.array_equal(a, b) for a, b in zip(told, known, strict=True))
        return alike and (self.rest is None or self.rest.gives(records))

    def _reads(self, records: Sequence[Env]) -> tuple[Bundle, Programs]:
        values, null = self.given.values(records)
        bundle = self.bundle._replace(right=self.given.held(records))
        return bundle, self.programs._replace(right_value=values, right_null=null)

    def _tell(self, bundle: Bundle, programs: Programs, asked: int) -> tuple[Numbers, Ints, Bytes]:
        """By record how many codes are told; these; their levels."""
        from linkage.screen.sharing_numba import tell

        desk = self._desk()
        desk.seen.fill(-1)
        desk.ticked.fill(0)
        counts, every = np.zeros(asked, np.int64), np.arange(asked, dtype=np.int32)
        met, levels = np.zeros(asked * self.codes, np.int32), np.zeros(asked * self.codes, np.uint8)
        found = tell(bundle, programs, desk, every, counts, met, levels)
        self.desks.put(desk)
        return counts, met[:found], levels[:found]

    def _desk(self) -> Any:
        from linkage.screen.sharing_numba import desk_of

        try:
            return self.desks.get_nowait()
        except Empty:
            return desk_of(self.bundle, self.programs, self.codes, len(self.given.elements))


def made_ready(
    con: duckdb.DuckDBPyConnection, formula: Formula, side: Side, codes: Codes, columns: Reckoner, sample: Ints
) -> Ready:
    """A formula against these codes of the side opposite to `side`; NotReckoned where a record cannot be read here.

    `columns` are those of a record of `side`. In the place of records that are asked about stands what SQL gives of the
    records `sample` of `side`, by number: see `Ready.gives`.
    """
    own, other = ("l", "r") if side == "missing" else ("r", "l")
    asked, examples = columns_of(formula.words, formula.shares), Codes(sample, sample)
    both = (examples, codes) if own == "l" else (codes, examples)
    program = formula.program.over(both[0].examples, both[1].examples)
    parts = tuple(formula.read("l")), tuple(formula.read("r"))
    lists, elements = named_lists(con, asked, parts, both) if asked else ([], [])
    bundle = bundle_of(
        [_facing(column, own) for column in asked], lists, len(elements),
        [_word_facing(word, own) for word in formula.words], formula.shares, None, (codes, examples),
    )  # fmt: skip
    rest = formula.rest and _rest(con, formula.rest, side, columns, sample, other)
    return Ready(
        given_by(con, formula, own, columns, [c for c in asked if c.name.endswith(own)], elements),
        bundle,
        pack_programs([program if own == "r" else program.turned()], codes.size, len(sample)),
        codes.size,
        *((rest[0], rest[1][codes.examples]) if rest else (None, np.zeros(0, np.int32))),
    )


def _rest(
    con: duckdb.DuckDBPyConnection, formula: Formula, side: Side, columns: Reckoner, sample: Ints, other: str
) -> tuple[Ready, Ints]:
    """What tells of pairs that share nothing, by fewer codes of its own; and the code of each record."""
    codes = code_values(con, other, [sql for _, sql in formula.read(other)])
    return made_ready(con, formula, side, codes, columns, sample), codes.of_record


def _turned(name: str, own: str) -> str:
    """The name of a column with the records that are asked about on the right."""
    return name if own == "r" else name[:-1] + ("r" if name.endswith("l") else "l")


def _facing(column: Column, own: str) -> Column:
    return replace(column, name=_turned(column.name, own))


def _word_facing(word: Word, own: str) -> Word:
    return replace(word, first=_turned(word.first, own), second=_turned(word.second, own))
