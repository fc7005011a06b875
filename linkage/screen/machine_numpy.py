"""Running a program with NumPy: one array operation a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from linkage.screen.program import Op, Program

Pair = tuple[npt.NDArray[Any], npt.NDArray[Any]]
"""Values and NULL flags."""


def run(program: Program, left: npt.NDArray[Any], right: npt.NDArray[Any]) -> Pair:
    """The program's value for pairs (left[k], right[k]) of record numbers."""
    registers: list[Pair] = [(np.zeros(0), np.zeros(0, bool))] * program.registers
    for op, target, a, b, c in program.steps.tolist():
        if op == Op.LEFT:
            registers[target] = program.left[a].values[left], program.left[a].nulls[left] != 0
        elif op == Op.RIGHT:
            registers[target] = program.right[a].values[right], program.right[a].nulls[right] != 0
        elif op == Op.CONST:
            constant = program.constants[a]
            registers[target] = np.full(len(left), constant or 0.0), np.full(len(left), constant is None)
        elif op == Op.TABLE:
            table = program.tables[a]
            cell = registers[c][0].astype(np.int64) * table.width + registers[b][0].astype(np.int64)
            registers[target] = table.values[cell], table.nulls[cell] != 0
        else:
            operands = [registers[k] for k in (a, b, c) if k >= 0]
            registers[target] = _STEPS[Op(op)](*operands)
    return registers[int(program.steps[-1][1])]


def _strict(function: Callable[..., npt.NDArray[Any]]) -> Callable[..., Pair]:
    """NULL when any operand is NULL."""

    def step(*operands: Pair) -> Pair:
        nulls = operands[0][1]
        for _, more in operands[1:]:
            nulls = nulls | more
        return np.asarray(function(*(values for values, _ in operands)), np.float64), nulls

    return step


def _passing(function: Callable[..., npt.NDArray[Any]]) -> Callable[[Pair, Pair], Pair]:
    """A NULL operand is passed over."""

    def step(a: Pair, b: Pair) -> Pair:
        return np.where(a[1], b[0], np.where(b[1], a[0], function(a[0], b[0]))), a[1] & b[1]

    return step


def _and(a: Pair, b: Pair) -> Pair:
    false = (~a[1] & (a[0] == 0)) | (~b[1] & (b[0] == 0))
    nulls = ~false & (a[1] | b[1])
    return np.where(false | nulls, 0.0, 1.0), nulls


def _or(a: Pair, b: Pair) -> Pair:
    true = (~a[1] & (a[0] != 0)) | (~b[1] & (b[0] != 0))
    nulls = ~true & (a[1] | b[1])
    return np.where(true, 1.0, 0.0), nulls


def _select(condition: Pair, yes: Pair, no: Pair) -> Pair:
    taken = ~condition[1] & (condition[0] != 0)
    return np.where(taken, yes[0], no[0]), np.where(taken, yes[1], no[1])


_STEPS: dict[Op, Callable[..., Pair]] = {
    Op.ADD: _strict(np.add), Op.SUB: _strict(np.subtract), Op.MUL: _strict(np.multiply), Op.DIV: _strict(np.divide),
    Op.NEG: _strict(np.negative), Op.ABS: _strict(np.abs), Op.NOT: _strict(lambda a: a == 0),
    Op.GREATEST: _passing(np.maximum), Op.LEAST: _passing(np.minimum),
    Op.LT: _strict(np.less), Op.LE: _strict(np.less_equal), Op.EQ: _strict(np.equal), Op.NE: _strict(np.not_equal),
    Op.AND: _and, Op.OR: _or, Op.SELECT: _select,
    Op.IS_NULL: lambda a: (a[1].astype(np.float64), np.zeros(len(a[1]), bool)),
    Op.COALESCE: lambda a, b: (np.where(a[1], b[0], a[0]), a[1] & b[1]),
}  # fmt: skip
