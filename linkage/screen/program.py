"""Programs: the arithmetic of a condition as a list of simple steps over blocks of pairs.

A step is (operation, target, a, b, c). Values are float64 with a separate flag for NULL, so a NULL
is never a NaN. What depends on one record only has been worked out before, by DuckDB; what is
left to do for a pair are comparisons, plus and minus, AND and OR. The steps are the same for the
compiled machine and for the NumPy machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from linkage.screen.codes import Bytes, Floats, Ints


class Op(IntEnum):
    """What a step does. NULL is handled as SQL does."""

    LEFT = 0  # a: input column of the missing side
    RIGHT = 1  # a: input column of the remains side
    CONST = 2  # a: constant
    ADD = 3
    SUB = 4
    MUL = 5
    NEG = 6
    ABS = 7
    GREATEST = 8  # a NULL is passed over, as DuckDB does
    LEAST = 9
    LT = 10
    LE = 11
    EQ = 12
    NE = 13
    AND = 14
    OR = 15
    NOT = 16
    IS_NULL = 17
    COALESCE = 18
    SELECT = 19  # b where a is true, else c
    TABLE = 20  # a: table, b: code of the left side, c: code of the right side
    DIV = 21  # by a constant that is not nought
    TOLD = 22  # a: number of a value that is told of each pair from outside


@dataclass(frozen=True)
class Column:
    """One value a record, with a flag where it is NULL."""

    values: Floats
    nulls: Bytes

    def at(self, records: Ints) -> Column:
        """Of these records alone."""
        return replace(self, values=self.values[records], nulls=self.nulls[records])


@dataclass(frozen=True)
class PartTable:
    """A part of a condition that is looked up: values by right code * width + left code."""

    values: Floats
    nulls: Bytes
    width: int


@dataclass(frozen=True)
class Program:
    """Steps and their inputs; the result is the level, in register 0 of the last step's target."""

    steps: npt.NDArray[np.int32]
    registers: int
    left: tuple[Column, ...] = ()
    right: tuple[Column, ...] = ()
    constants: tuple[float | None, ...] = ()
    tables: tuple[PartTable, ...] = ()

    def over(self, left: Ints, right: Ints) -> Program:
        """The same over these records of both sides alone."""
        own, other = (tuple(c.at(at) for c in side) for side, at in ((self.left, left), (self.right, right)))
        return replace(self, left=own, right=other)

    def turned(self) -> Program:
        """The same with the sides changed over."""
        turn = {int(Op.LEFT): int(Op.RIGHT), int(Op.RIGHT): int(Op.LEFT)}
        steps = self.steps.copy()
        steps[:, 0] = [turn.get(op, op) for op in steps[:, 0].tolist()]
        return replace(self, steps=steps, left=self.right, right=self.left)


@dataclass
class Writer:
    """Collects steps; equal steps are written once."""

    steps: list[tuple[int, int, int, int]] = field(default_factory=list)
    known: dict[tuple[int, int, int, int], int] = field(default_factory=dict)

    def step(self, op: Op, a: int, b: int = -1, c: int = -1) -> int:
        """Add a step, or find the one that does the same; the number of its value."""
        key = (int(op), a, b, c)
        if key not in self.known:
            self.known[key] = len(self.steps)
            self.steps.append(key)
        return self.known[key]

    def finish(self, result: int) -> tuple[npt.NDArray[np.int32], int]:
        """The steps with as few registers as possible, and how many those are."""
        last = {result: len(self.steps)}
        for number, step in enumerate(self.steps):
            for value in _reads(step):
                last[value] = max(last.get(value, 0), number)
        place: dict[int, int] = {}
        free: list[int] = []
        used, out = 0, []
        for number, step in enumerate(self.steps):
            if number not in last:
                continue
            reads = {value: place[value] for value in _reads(step)}
            if not free:
                free.append(used)
                used += 1
            place[number] = free.pop()
            out.append((step[0], place[number], *_placed(step, reads)))
            free += [place[value] for value in reads if last[value] == number]
        if result != len(self.steps) - 1:
            out.append((int(Op.COALESCE), place[result], place[result], place[result], -1))
        return np.array(out, np.int32).reshape(-1, 5), used


_OPERANDS = {Op.LEFT: (), Op.RIGHT: (), Op.CONST: (), Op.TOLD: (), Op.TABLE: (2, 3)}


def _operands(step: tuple[int, int, int, int]) -> tuple[int, ...]:
    return _OPERANDS.get(Op(step[0]), (1, 2, 3))


def _reads(step: tuple[int, int, int, int]) -> list[int]:
    return list(dict.fromkeys(step[k] for k in _operands(step) if step[k] >= 0))


def _placed(step: tuple[int, int, int, int], place: dict[int, int]) -> tuple[int, int, int]:
    operands = _operands(step)
    a, b, c = (place[step[k]] if k in operands and step[k] >= 0 else step[k] for k in (1, 2, 3))
    return a, b, c
