"""Programs as plain arrays, for compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from linkage.screen.program import Op, Program

Array = npt.NDArray[Any]


class Programs(NamedTuple):
    """Programs one after another, their inputs renumbered so that they share the arrays."""

    steps: Array  # [S, 5]
    step_start: Array  # [programs + 1]
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
    registers: int


def joined(name: str, parts: Sequence[Array], dtype: Any) -> dict[str, Any]:
    """Arrays one after another, and where each begins."""
    starts = np.cumsum([0, *(len(p) for p in parts)])[:-1] if parts else np.zeros(0)
    whole = np.concatenate([*parts, np.zeros(1, dtype)]) if parts else np.zeros(1, dtype)
    return {name: whole.astype(dtype), f"{name}_at": starts.astype(np.int64)}


def pack_programs(programs: Sequence[Program | None], missing: int, remains: int) -> Programs:
    """These programs over so many records on each side; where there is none, no steps."""
    left: list[Any] = []
    right: list[Any] = []
    constants: list[float | None] = []
    parts: list[Any] = []
    steps: list[Array] = []
    for program in programs:
        if program is None:
            steps.append(np.zeros((0, 5), np.int32))
            continue
        own = program.steps.copy()
        for op, offset in ((Op.LEFT, left), (Op.RIGHT, right), (Op.CONST, constants), (Op.TABLE, parts)):
            own[own[:, 0] == op, 2] += len(offset)
        steps.append(own)
        left += program.left
        right += program.right
        constants += program.constants
        parts += program.tables
    return Programs(
        steps=np.concatenate(steps),
        step_start=np.cumsum([0, *(len(s) for s in steps)]).astype(np.int64),
        constant=np.array([c or 0.0 for c in constants], np.float64),
        constant_null=np.array([c is None for c in constants], np.uint8),
        left_value=np.stack([c.values for c in left]) if left else np.zeros((0, missing)),
        left_null=np.stack([c.nulls for c in left]) if left else np.zeros((0, missing), np.uint8),
        right_value=np.stack([c.values for c in right], axis=1) if right else np.zeros((remains, 0)),
        right_null=np.stack([c.nulls for c in right], axis=1) if right else np.zeros((remains, 0), np.uint8),
        **joined("part", [p.values for p in parts], np.float64),
        part_null=joined("part", [p.nulls for p in parts], np.uint8)["part"],
        part_width=np.array([p.width for p in parts], np.int64),
        registers=max([p.registers for p in programs if p] or [1]),
    )
