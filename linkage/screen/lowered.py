"""A program as the compiled machine runs it: truth values are bits, 64 pairs to a word, and constants are always there.

A condition of many rungs is mostly AND and OR: over bits they cost next to nothing. Numbers are in one table of
registers, the first of which hold the constants; truth values are in another. Steps stay straight, one after another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from linkage.screen.program import Op, Program


class Low(IntEnum):
    """What a lowered step does: into a number (below 20), or into a truth value."""

    LEFT = 0  # a: input column of the missing side
    RIGHT = 1  # a: input column of the remains side
    TOLD = 2  # a: number of a value that is told from outside
    ADD = 3
    SUB = 4
    MUL = 5
    DIV = 6
    NEG = 7
    ABS = 8
    GREATEST = 9
    LEAST = 10
    COALESCE = 11
    SELECT = 12  # b where the truth value a is true, else c
    TABLE = 13  # a: table, b: code of the left side, c: code of the right side
    NUMBER = 14  # 1 where the truth value a is true
    LT = 20
    LE = 21
    EQ = 22
    NE = 23
    AND = 24
    OR = 25
    NOT = 26
    IS_NULL = 27  # a: a number
    IS_BLANK = 28  # a: a truth value
    TRUTH = 29  # whether the number a is not nought
    EITHER = 30  # the truth value a, or b where it is NULL
    CHOOSE = 31  # the truth value b where a is true, else c


NUMBERS_READ = {
    **dict.fromkeys((Low.ADD, Low.SUB, Low.MUL, Low.DIV, Low.GREATEST, Low.LEAST, Low.COALESCE), (2, 3)),
    **dict.fromkeys((Low.LT, Low.LE, Low.EQ, Low.NE), (2, 3)),
    **dict.fromkeys((Low.NEG, Low.ABS, Low.IS_NULL, Low.TRUTH), (2,)),
    **dict.fromkeys((Low.SELECT, Low.TABLE), (3, 4)),
}
"""Which fields of a step (operation, target, a, b, c) are numbers it reads; what else it reads are truth values."""

_INPUTS = {Op.LEFT, Op.RIGHT, Op.TOLD}
Step = tuple[int, int, int, int, int]


@dataclass
class _Lowering:
    """Steps are named by the number of their value; a constant's is its place below nought: -1, -2, ..."""

    program: Program
    steps: list[tuple[Low, int, tuple[int, ...]]] = field(default_factory=list)
    truths: set[int] = field(default_factory=set)
    turned: dict[tuple[Low, int], int] = field(default_factory=dict)

    def lower(self) -> int:
        """Write the steps; the value of the last one, as a number."""
        held: dict[int, int] = {}
        for op, target, *operands in self.program.steps.tolist():
            held[target] = self._step(Op(op), operands, held)
        return self._number(held[int(self.program.steps[-1][1])])

    def _step(self, op: Op, operands: list[int], held: dict[int, int]) -> int:
        if op == Op.CONST:
            return -1 - operands[0]
        if op in _INPUTS:
            return self._write(Low[op.name], operands[0])
        if op == Op.TABLE:
            return self._write(Low.TABLE, operands[0], self._number(held[operands[1]]), self._number(held[operands[2]]))
        values = [held[k] for k in operands if k >= 0]
        if op == Op.IS_NULL:
            return self._write(Low.IS_BLANK if values[0] in self.truths else Low.IS_NULL, 0, *values)
        if op == Op.COALESCE:
            return self._either(values)
        if op == Op.SELECT:
            return self._select(self._truth(values[0]), values[1:])
        turn = self._truth if op in (Op.AND, Op.OR, Op.NOT) else self._number
        return self._write(Low[op.name], 0, *(turn(value) for value in values))

    def _either(self, values: list[int]) -> int:
        if self._are_truths(values):
            return self._write(Low.EITHER, 0, *(self._truth(value) for value in values))
        return self._write(Low.COALESCE, 0, *(self._number(value) for value in values))

    def _select(self, condition: int, values: list[int]) -> int:
        if self._are_truths(values):
            return self._write(Low.CHOOSE, 0, condition, *(self._truth(value) for value in values))
        return self._write(Low.SELECT, 0, condition, *(self._number(value) for value in values))

    def _are_truths(self, values: list[int]) -> bool:
        """Whether all are truth values, or constants that can be: at least one must be no constant."""
        constants = self.program.constants
        return any(v in self.truths for v in values) and all(
            v in self.truths or (v < 0 and constants[-1 - v] in (0.0, 1.0, None)) for v in values
        )

    def _truth(self, value: int) -> int:
        return value if value in self.truths else self._turned(Low.TRUTH, value)

    def _number(self, value: int) -> int:
        return self._turned(Low.NUMBER, value) if value in self.truths else value

    def _turned(self, low: Low, value: int) -> int:
        if (low, value) not in self.turned:
            self.turned[low, value] = self._write(low, 0, value)
        return self.turned[low, value]

    def _write(self, low: Low, given: int, *operands: int) -> int:
        self.steps.append((low, given, operands))
        if low >= Low.LT:
            self.truths.add(len(self.steps) - 1)
        return len(self.steps) - 1


@dataclass(frozen=True)
class Lowered:
    """Steps (operation, target, a, b, c); how many registers they need of each kind; where the result is.

    A number below nought that is read is a constant: -1 the first, -2 the second.
    """

    steps: npt.NDArray[np.int32]
    numbers: int
    truths: int
    result: int


def lower(program: Program) -> Lowered:
    """The same program for the compiled machine."""
    lowering = _Lowering(program)
    result = lowering.lower()
    last = {operand: n for n, (_, _, operands) in enumerate(lowering.steps) for operand in operands}
    last[result] = len(lowering.steps)
    places = _Places(last)
    steps = [places.placed(n, *step) for n, step in enumerate(lowering.steps) if n in last]
    return Lowered(np.array(steps, np.int32).reshape(-1, 5), places.most[0], places.most[1], places.of(result))


class _Places:
    """Which register holds which value, as few as possible of each kind: numbers, truth values."""

    def __init__(self, last: dict[int, int]) -> None:
        self.last = last
        self.place: dict[int, int] = {}
        self.free: tuple[list[int], list[int]] = ([], [])
        self.most = [0, 0]

    def of(self, value: int) -> int:
        return value if value < 0 else self.place[value]

    def placed(self, number: int, low: Low, given: int, operands: tuple[int, ...]) -> Step:
        """The step with registers for values; those read for the last time are free again."""
        fields = [self.of(value) for value in operands]
        fields = [given, *fields] if low in (Low.LEFT, Low.RIGHT, Low.TOLD, Low.TABLE) else fields
        read = {
            value: n + 2 in NUMBERS_READ.get(low, ())
            for n, value in enumerate(operands, len(fields) - len(operands))
            if value >= 0 and self.last[value] == number
        }
        if low == Low.SELECT and read.pop(operands[2], False):  # what is selected is written over the rest
            self.place[number] = fields[2]
        else:
            self.place[number] = self._take(low >= Low.LT)
        for value, is_number in read.items():
            self.free[not is_number].append(self.place[value])
        a, b, c = (*fields, 0, 0, 0)[:3]
        return low, self.place[number], a, b, c

    def _take(self, truth: bool) -> int:
        if self.free[truth]:
            return self.free[truth].pop()
        self.most[truth] += 1
        return self.most[truth] - 1
