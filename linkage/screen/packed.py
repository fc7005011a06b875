"""Programs as plain arrays, for compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from linkage.screen.lowered import NUMBERS_READ, Low, Lowered, lower
from linkage.screen.program import Program

Array = npt.NDArray[Any]


class Programs(NamedTuple):
    """Lowered programs one after another, their inputs renumbered so that they share the arrays."""

    steps: Array  # [S, 5]
    step_start: Array  # [programs + 1]
    result: Array  # [programs] the register that holds it
    constant: Array
    constant_null: Array
    left_value: Array  # [columns, N]
    left_null: Array
    right_value: Array  # [M, columns]
    right_null: Array
    part: Array
    part_null: Array
    part_at: Array
    part_width: Array
    numbers: int  # registers
    truths: int


def joined(name: str, parts: Sequence[Array], dtype: Any) -> dict[str, Any]:
    """Arrays one after another, and where each begins."""
    starts = np.cumsum([0, *(len(p) for p in parts)])[:-1] if parts else np.zeros(0)
    whole = np.concatenate([*parts, np.zeros(1, dtype)]) if parts else np.zeros(1, dtype)
    return {name: whole.astype(dtype, copy=False), f"{name}_at": starts.astype(np.int64)}


def pack_programs(programs: Sequence[Program | None], missing: int, remains: int) -> Programs:
    """These programs over so many records on each side; where there is none, no steps."""
    known = [program for program in programs if program is not None]
    left, right = [c for p in known for c in p.left], [c for p in known for c in p.right]
    constants, parts = [c for p in known for c in p.constants], [t for p in known for t in p.tables]
    lowered = [lower(program) if program else None for program in programs]
    steps = _renumbered(programs, lowered, len(constants))
    return Programs(
        steps=np.concatenate(steps),
        step_start=np.cumsum([0, *(len(s) for s in steps)]).astype(np.int64),
        result=np.array([low.result + len(constants) if low else 0 for low in lowered], np.int64),
        constant=np.array([c or 0.0 for c in constants], np.float64),
        constant_null=np.array([c is None for c in constants], np.uint8),
        left_value=np.stack([c.values for c in left]) if left else np.zeros((0, missing)),
        left_null=np.stack([c.nulls for c in left]) if left else np.zeros((0, missing), np.uint8),
        right_value=np.stack([c.values for c in right], axis=1) if right else np.zeros((remains, 0)),
        right_null=np.stack([c.nulls for c in right], axis=1) if right else np.zeros((remains, 0), np.uint8),
        **joined("part", [p.values for p in parts], np.float64),
        part_null=joined("part", [p.nulls for p in parts], np.uint8)["part"],
        part_width=np.array([p.width for p in parts], np.int64),
        numbers=len(constants) + max([low.numbers for low in lowered if low], default=0),
        truths=max([low.truths for low in lowered if low], default=0),
    )


def _renumbered(programs: Sequence[Program | None], lowered: Sequence[Lowered | None], constants: int) -> list[Array]:
    """The steps of each, its inputs counted from those before it, and its numbers from the constants of all."""
    before = {Low.LEFT: 0, Low.RIGHT: 0, Low.TABLE: 0}
    passed, found = 0, []
    for program, low in zip(programs, lowered, strict=True):
        if program is None or low is None:
            found.append(np.zeros((0, 5), np.int32))
            continue
        steps = low.steps.copy()
        for field in range(1, 5):
            number = np.array([_is_number(Low(step[0]), field) for step in steps.tolist()], bool)
            steps[number, field] = _place(steps[number, field], constants, passed)
        for op, count in before.items():
            steps[steps[:, 0] == op, 2] += count
        before = {Low.LEFT: before[Low.LEFT] + len(program.left), Low.RIGHT: before[Low.RIGHT] + len(program.right),
                  Low.TABLE: before[Low.TABLE] + len(program.tables)}  # fmt: skip
        passed += len(program.constants)
        found.append(steps)
    return found


def _is_number(low: Low, field: int) -> bool:
    """Whether a field of a step names a number."""
    return low < Low.LT if field == 1 else field in NUMBERS_READ.get(low, ())


def _place(named: Array, constants: int, passed: int) -> Array:
    """Rows of the table of numbers: a program's own constants come after those of the programs before it."""
    return np.where(named < 0, passed - 1 - named, constants + named)
