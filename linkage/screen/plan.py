"""Packing all evidences into plain arrays for the scan, several evidences folded into one lookup.

Folding: the missing records fall into far fewer combinations of codes than there are records.
For one remains record the sum over the evidences of a fold is worked out once for each
combination, and each missing record then costs one lookup for each fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from linkage.screen.compiled import Compiled

Array = npt.NDArray[Any]

FOLDS_AT_ONCE = 4
"""The scan adds up so many folds at a time: their number is a multiple of it, the last ones may be empty."""

FOLD_SHARE = 8
"""A fold may have one combination for every so many records: then looking up beats adding up."""

TABLE, PROGRAM, BOUND = 0, 1, 2

PENDING = 253
"""Stands for a level that only the evidence's SQL can tell."""


class Found(NamedTuple):
    """Pairs that the scan lets through: remains, missing, and their levels by evidence (or PENDING)."""

    remains: Array
    missing: Array
    levels: Array


class Plan(NamedTuple):
    """Everything the scan reads. E evidences, N missing, M remains, F folds, X sparse evidences."""

    prior: float
    margin: float  # how far a float32 sum may lie from the float64 total, at most
    kind: Array  # [E] TABLE, PROGRAM or BOUND
    bits: Array  # [E, 256] float64
    bits32: Array  # [E, 256] float32
    left_code: Array  # [E, N] of the upper table
    right_code: Array  # [E, M]
    width: Array  # [E] left codes
    upper: Array  # levels of all upper tables, one after another
    upper_at: Array  # [E]
    lower: Array
    lower_at: Array  # [E]
    fold_start: Array  # [F + 1] into fold_member
    fold_member: Array  # evidences
    fold_size: Array  # [F] combinations
    sign: Array  # code of each combination, by evidence
    sign_at: Array  # [E] into sign
    fold_code: Array  # [F, N] combination of each missing record
    sparse: Array  # [E] number of the sparse evidence, or -1
    sparse_of: Array  # [X] its evidence
    x_right: Array  # [X, M] remains code
    x_start: Array  # exceptions of a remains code
    x_start_at: Array  # [X]
    x_code: Array  # missing code of an exception
    x_level: Array
    x_code_at: Array  # [X]
    m_start: Array  # members of a missing code
    m_start_at: Array  # [X]
    member: Array
    member_at: Array  # [X]
    steps: Array  # [S, 5]
    step_start: Array  # [E + 1]
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


def pack(compiled: Sequence[Compiled], prior: float) -> Plan:
    """The plan of these evidences, in their order."""
    folds = _folds(compiled)
    bits = np.stack([c.bits for c in compiled])
    span = abs(prior) + float(np.abs(bits).max(axis=1).sum())
    sparse = [c for c in compiled if c.exceptions is not None]
    roundings = len(compiled) + len(folds["fold_size"]) + 4 * len(sparse) + 8
    return Plan(
        prior=float(prior),
        margin=roundings * 2.0**-23 * span,
        kind=np.array([_kind(c) for c in compiled], np.int8),
        bits=bits,
        bits32=bits.astype(np.float32),
        left_code=np.stack([c.upper.left.of_record for c in compiled]),
        right_code=np.stack([c.upper.right.of_record for c in compiled]),
        width=np.array([c.upper.left.size for c in compiled], np.int64),
        **_joined("upper", [c.upper.levels for c in compiled], np.uint8),
        **_lowers(compiled),
        **folds,
        **_sparse(compiled, sparse),
        **_programs(compiled),
    )  # fmt: skip


def _kind(compiled: Compiled) -> int:
    if compiled.program is not None:
        return PROGRAM
    return TABLE if compiled.exact else BOUND


def _joined(name: str, parts: Sequence[Array], dtype: Any) -> dict[str, Any]:
    """Arrays one after another, and where each begins."""
    starts = np.cumsum([0, *(len(p) for p in parts)])[:-1] if parts else np.zeros(0)
    joined = np.concatenate([*parts, np.zeros(1, dtype)]) if parts else np.zeros(1, dtype)
    return {name: joined.astype(dtype), f"{name}_at": starts.astype(np.int64)}


def _lowers(compiled: Sequence[Compiled]) -> dict[str, Any]:
    """Lower tables only where they are not the upper ones (the others are never read)."""
    none = np.zeros(0, np.uint8)
    return _joined("lower", [none if _kind(c) == TABLE else c.lower.levels for c in compiled], np.uint8)


def _folds(compiled: Sequence[Compiled]) -> dict[str, Any]:
    """Evidences with few codes first; each joins the fold before it where the combinations stay few."""
    records = len(compiled[0].upper.left.of_record)
    members: list[list[int]] = []
    codes: list[Array] = []
    for e in sorted(range(len(compiled)), key=lambda e: compiled[e].upper.left.size):
        own = compiled[e].upper.left.of_record.astype(np.int64)
        if members:
            _, joint = np.unique(codes[-1] * (own.max(initial=0) + 1) + own, return_inverse=True)
            if joint.max(initial=0) + 1 <= max(256, records // FOLD_SHARE):
                members[-1].append(e)
                codes[-1] = joint.astype(np.int64)
                continue
        members.append([e])
        codes.append(own)
    while len(members) % FOLDS_AT_ONCE:
        members.append([])
        codes.append(np.zeros(records, np.int64))
    sizes = [int(c.max(initial=-1)) + 1 for c in codes]
    signs: list[Array] = [np.zeros(0, np.int32)] * len(compiled)
    for fold, code, size in zip(members, codes, sizes, strict=True):
        first = np.zeros(size, np.int64)
        first[code[::-1]] = np.arange(records)[::-1]
        for e in fold:
            signs[e] = compiled[e].upper.left.of_record[first]
    small = np.uint16 if max(sizes) <= 65_536 else np.uint32
    return {
        "fold_start": np.cumsum([0, *(len(m) for m in members)]).astype(np.int64),
        "fold_member": np.array([e for m in members for e in m], np.int64),
        "fold_size": np.array(sizes, np.int64),
        "fold_code": np.stack(codes).astype(small),
        **_joined("sign", signs, np.int32),
    }


def _sparse(compiled: Sequence[Compiled], sparse: Sequence[Compiled]) -> dict[str, Any]:
    found = [c.exceptions for c in sparse if c.exceptions is not None]
    remains = len(compiled[0].upper.right.of_record)
    numbers = {id(c): n for n, c in enumerate(sparse)}
    return {
        "sparse": np.array([numbers.get(id(c), -1) for c in compiled], np.int64),
        "sparse_of": np.array([n for n, c in enumerate(compiled) if id(c) in numbers], np.int64),
        "x_right": np.stack([x.right.of_record for x in found]) if found else np.zeros((0, remains), np.int32),
        **_joined("x_start", [x.start for x in found], np.int64),
        **_joined("x_code", [x.codes for x in found], np.int32),
        "x_level": _joined("x", [x.levels for x in found], np.uint8)["x"],
        **_joined("m_start", [x.member_start for x in found], np.int64),
        **_joined("member", [x.member for x in found], np.int32),
    }


def _programs(compiled: Sequence[Compiled]) -> dict[str, Any]:
    """Programs with their inputs renumbered, so that they share the arrays."""
    left: list[Any] = []
    right: list[Any] = []
    constants: list[float | None] = []
    parts: list[Any] = []
    steps: list[Array] = []
    for program in (c.program for c in compiled):
        if program is None:
            steps.append(np.zeros((0, 5), np.int32))
            continue
        own = program.steps.copy()
        for op, offset in ((0, len(left)), (1, len(right)), (2, len(constants)), (20, len(parts))):
            own[own[:, 0] == op, 2] += offset
        steps.append(own)
        left += program.left
        right += program.right
        constants += program.constants
        parts += program.tables
    n, m = len(compiled[0].upper.left.of_record), len(compiled[0].upper.right.of_record)
    return {
        "steps": np.concatenate(steps),
        "step_start": np.cumsum([0, *(len(s) for s in steps)]).astype(np.int64),
        "constant": np.array([c or 0.0 for c in constants], np.float64),
        "constant_null": np.array([c is None for c in constants], np.uint8),
        "left_value": np.stack([c.values for c in left]) if left else np.zeros((0, n)),
        "left_null": np.stack([c.nulls for c in left]) if left else np.zeros((0, n), np.uint8),
        "right_value": np.stack([c.values for c in right], axis=1) if right else np.zeros((m, 0)),
        "right_null": np.stack([c.nulls for c in right], axis=1) if right else np.zeros((m, 0), np.uint8),
        **_joined("part", [p.values for p in parts], np.float64),
        "part_null": _joined("part", [p.nulls for p in parts], np.uint8)["part"],
        "part_width": np.array([p.width for p in parts], np.int64),
        "registers": max([c.program.registers for c in compiled if c.program] or [1]),
    }
