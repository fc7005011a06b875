"""Packing all evidences into plain arrays for the scan, several evidences folded into one lookup.

Folding: the missing records fall into far fewer combinations of codes than there are records.
For one remains record the sum over the evidences of a fold is worked out once for each
combination, and each missing record then costs one lookup for each fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from linkage.screen.compiled import Compiled
from linkage.screen.packed import Array, Programs, joined, pack_programs

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
    programs: Programs


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
        **joined("upper", [c.upper.levels for c in compiled], np.uint8),
        **_lowers(compiled),
        **folds,
        **_sparse(compiled, sparse),
        programs=pack_programs([c.program for c in compiled], *_records(compiled)),
    )  # fmt: skip


def _records(compiled: Sequence[Compiled]) -> tuple[int, int]:
    """How many missing and remains records there are."""
    return len(compiled[0].upper.left.of_record), len(compiled[0].upper.right.of_record)


def _kind(compiled: Compiled) -> int:
    if compiled.program is not None:
        return PROGRAM
    return TABLE if compiled.exact else BOUND


def _lowers(compiled: Sequence[Compiled]) -> dict[str, Any]:
    """Lower tables only where they are not the upper ones (the others are never read)."""
    none = np.zeros(0, np.uint8)
    return joined("lower", [none if _kind(c) == TABLE else c.lower.levels for c in compiled], np.uint8)


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
        **joined("sign", signs, np.int32),
    }


def _sparse(compiled: Sequence[Compiled], sparse: Sequence[Compiled]) -> dict[str, Any]:
    found = [c.exceptions for c in sparse if c.exceptions is not None]
    remains = len(compiled[0].upper.right.of_record)
    numbers = {id(c): n for n, c in enumerate(sparse)}
    return {
        "sparse": np.array([numbers.get(id(c), -1) for c in compiled], np.int64),
        "sparse_of": np.array([n for n, c in enumerate(compiled) if id(c) in numbers], np.int64),
        "x_right": np.stack([x.right.of_record for x in found]) if found else np.zeros((0, remains), np.int32),
        **joined("x_start", [x.start for x in found], np.int64),
        **joined("x_code", [x.codes for x in found], np.int32),
        "x_level": joined("x", [x.levels for x in found], np.uint8)["x"],
        **joined("m_start", [x.member_start for x in found], np.int64),
        **joined("member", [x.member for x in found], np.int32),
    }
