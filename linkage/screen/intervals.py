"""What a program can come to when only ranges of its inputs are known.

The very steps of the program, over ranges: a value lies between `low` and `high`, it may be NULL
(`null`), and it may be something else (`known`). Rounding is monotone, so ranges stay true in
float64. Ranges forget that two values hang together, so they may be wider than need be, never
narrower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from linkage.screen.program import Op, PartTable, Program

Array = npt.NDArray[Any]


class Range(NamedTuple):
    """Values from `low` to `high` where `known` is true; NULL is possible where `null` is true."""

    low: Array
    high: Array
    null: Array
    known: Array


def ranges(program: Program, left: tuple[Range, ...], right: tuple[Range, ...]) -> Range:
    """The range of the program's value for every (right, left) of these inputs, right by rows."""
    registers: list[Range] = [_EMPTY] * program.registers
    for op, target, a, b, c in program.steps.tolist():
        if op == Op.LEFT:
            registers[target] = Range(*(part[None, :] for part in left[a]))
        elif op == Op.RIGHT:
            registers[target] = Range(*(part[:, None] for part in right[a]))
        elif op == Op.CONST:
            registers[target] = _constant(program.constants[a])
        elif op == Op.TABLE:
            registers[target] = _anywhere(program.tables[a])
        else:
            registers[target] = _STEPS[Op(op)](*(registers[k] for k in (a, b, c) if k >= 0))
    return registers[int(program.steps[-1][1])]


def _constant(number: float | None) -> Range:
    value, null = np.full((1, 1), number or 0.0), np.full((1, 1), number is None)
    return Range(value, value, null, ~null)


_EMPTY = _constant(None)


def _anywhere(table: PartTable) -> Range:
    """A table that is looked up: any of its cells."""
    known = table.nulls == 0
    values = table.values[known] if known.any() else np.zeros(1)
    parts = (values.min(), values.max(), not known.all(), known.any())
    return Range(*(np.full((1, 1), part) for part in parts))


def _strict(function: Callable[..., tuple[Array, Array]]) -> Callable[..., Range]:
    """NULL where an operand is NULL."""

    def step(*operands: Range) -> Range:
        low, high = function(*operands)
        null, known = operands[0].null, operands[0].known
        for more in operands[1:]:
            null, known = null | more.null, known & more.known
        return Range(low, high, null, known)

    return step


def _corners(function: Callable[[Array, Array], Array]) -> Callable[[Range, Range], tuple[Array, Array]]:
    """Of an operation that rises or falls throughout in each operand: its corners hold it."""

    def step(a: Range, b: Range) -> tuple[Array, Array]:
        corners = [function(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
        return np.minimum.reduce(np.broadcast_arrays(*corners)), np.maximum.reduce(np.broadcast_arrays(*corners))

    return step


def _abs(a: Range) -> tuple[Array, Array]:
    return np.maximum(np.maximum(a.low, -a.high), 0.0), np.maximum(np.abs(a.low), np.abs(a.high))


def _truth(true: Array, false: Array) -> tuple[Array, Array]:
    """The range of a condition that may be true, may be false."""
    return np.where(false, 0.0, 1.0), np.where(true, 1.0, 0.0)


def _less(a: Range, b: Range) -> tuple[Array, Array]:
    return _truth(a.low < b.high, a.high >= b.low)


def _less_or_equal(a: Range, b: Range) -> tuple[Array, Array]:
    return _truth(a.low <= b.high, a.high > b.low)


def _equal(a: Range, b: Range) -> tuple[Array, Array]:
    return _truth((a.low <= b.high) & (b.low <= a.high), (a.low != b.high) | (b.low != a.high))


def _unequal(a: Range, b: Range) -> tuple[Array, Array]:
    low, high = _equal(a, b)
    return 1.0 - high, 1.0 - low


def _either(first: Range, from_first: Array, second: Range, from_second: Array, null: Array) -> Range:
    """A value of the first where that is possible, or one of the second where that is."""
    one, other = first.known & from_first, second.known & from_second
    low = np.minimum(np.where(one, first.low, np.inf), np.where(other, second.low, np.inf))
    high = np.maximum(np.where(one, first.high, -np.inf), np.where(other, second.high, -np.inf))
    known = one | other
    return Range(np.where(known, low, 0.0), np.where(known, high, 0.0), null, known)


def _passing(function: Callable[[Array, Array], Array]) -> Callable[[Range, Range], Range]:
    """A NULL operand is passed over."""

    def step(a: Range, b: Range) -> Range:
        both = Range(function(a.low, b.low), function(a.high, b.high), a.null & b.null, a.known & b.known)
        one = _either(a, b.null, b, a.null, both.null)
        return _either(both, both.known, one, one.known, both.null)

    return step


def _logic(decides: bool) -> Callable[[Range, Range], Range]:
    """OR where true decides, AND where false does; else a NULL makes it NULL."""

    def step(a: Range, b: Range) -> Range:
        (a_yes, a_no), (b_yes, b_no) = _sides(a, decides), _sides(b, decides)
        yes, no = a_yes | b_yes, a_no & b_no
        null = (a.null & (b.null | b_no)) | (b.null & a_no)
        low, high = _truth(yes, no) if decides else _truth(no, yes)
        return Range(low, high, null, yes | no)

    return step


def _sides(a: Range, decides: bool) -> tuple[Array, Array]:
    """Whether a condition may be what decides, and whether it may be the other."""
    true, false = a.known & (a.high != 0.0), a.known & (a.low == 0.0)
    return (true, false) if decides else (false, true)


def _select(condition: Range, yes: Range, no: Range) -> Range:
    true, false = _sides(condition, True)
    other = false | condition.null
    return _either(yes, true, no, other, (yes.null & true) | (no.null & other))


def _coalesce(a: Range, b: Range) -> Range:
    return _either(a, np.True_, b, a.null, a.null & b.null)  # type: ignore[arg-type]  # broadcasts


def _is_null(a: Range) -> Range:
    low, high = _truth(a.null, a.known)
    return Range(low, high, np.zeros_like(a.null), np.ones_like(a.null))


_STEPS: dict[Op, Callable[..., Range]] = {
    Op.ADD: _strict(lambda a, b: (a.low + b.low, a.high + b.high)),
    Op.SUB: _strict(lambda a, b: (a.low - b.high, a.high - b.low)),
    Op.MUL: _strict(_corners(np.multiply)), Op.DIV: _strict(_corners(np.divide)),
    Op.NEG: _strict(lambda a: (-a.high, -a.low)), Op.ABS: _strict(_abs),
    Op.NOT: _strict(lambda a: _truth(a.low == 0.0, a.high != 0.0)),
    Op.GREATEST: _passing(np.maximum), Op.LEAST: _passing(np.minimum),
    Op.LT: _strict(_less), Op.LE: _strict(_less_or_equal), Op.EQ: _strict(_equal), Op.NE: _strict(_unequal),
    Op.AND: _logic(False), Op.OR: _logic(True), Op.SELECT: _select,
    Op.IS_NULL: _is_null, Op.COALESCE: _coalesce,
}  # fmt: skip
