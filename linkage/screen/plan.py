"""Packing all evidences into plain arrays for the scan. Missing records are numbered block by block in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from linkage.screen.blocks import order_of, sets_of
from linkage.screen.codes import Ints
from linkage.screen.compiled import Compiled
from linkage.screen.packed import Array, Programs, joined, pack_programs
from linkage.screen.program import Program

TABLE, PROGRAM, BOUND = 0, 1, 2

PENDING = 253
"""Stands for a level that only the evidence's SQL can tell."""


class Found(NamedTuple):
    """Pairs that the scan lets through: remains, missing, and their levels by evidence (or PENDING)."""

    remains: Array
    missing: Array
    levels: Array


class Plan(NamedTuple):
    """Everything the scan reads. E evidences, N missing, M remains, B blocks, X sparse evidences."""

    prior: float
    margin: float  # how far a float32 sum may lie from the float64 total, at most
    kind: Array  # [E] TABLE, PROGRAM or BOUND
    programmed: Array  # evidences with a program, the shortest first
    bits: Array  # [E, 256] float64
    bits32: Array  # [E, 256] float32
    record: Array  # [N] the missing record that has this number in here
    left_code: Array  # [N, E] of the upper table
    right_code: Array  # [M, E]
    width: Array  # [E] left codes
    upper: Array  # levels of all upper tables, one after another
    upper_at: Array  # [E]
    lower: Array
    lower_at: Array  # [E]
    block: Array  # [B + 1] where each begins
    set_code: Array  # [B, E] its set of codes
    sets: Array  # [E] how many there are
    best: Array  # the level of each set that weighs most, by remains code
    best_at: Array  # [E]
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
    order, block = order_of(compiled)
    sets = [sets_of(c, order, block) for c in compiled]
    bits = np.stack([c.bits for c in compiled])
    span = abs(prior) + float(np.abs(bits).max(axis=1).sum())
    programs = [_in_order(c.stored.program, order) for c in compiled]
    known = [n for n, program in enumerate(programs) if program is not None]
    return Plan(
        prior=float(prior),
        margin=(len(compiled) + 8) * 2.0**-23 * span,
        kind=np.array([_kind(c) for c in compiled], np.int8),
        programmed=np.array(sorted(known, key=lambda n: _length(programs[n])), np.int64),
        bits=bits,
        bits32=bits.astype(np.float32),
        record=order,
        left_code=np.stack([c.upper.left.of_record[order] for c in compiled], axis=1),
        right_code=np.stack([c.upper.right.of_record for c in compiled], axis=1),
        width=np.array([c.upper.left.size for c in compiled], np.int64),
        **joined("upper", [c.upper.levels for c in compiled], np.uint8),
        **_lowers(compiled),
        block=block,
        set_code=np.stack([s.of_block for s in sets], axis=1),
        sets=np.array([s.number for s in sets], np.int64),
        **joined("best", [s.levels for s in sets], np.uint8),
        **_sparse(compiled, order),
        programs=pack_programs(programs, len(order), len(compiled[0].upper.right.of_record)),
    )  # fmt: skip


def _kind(compiled: Compiled) -> int:
    if compiled.stored.program is not None:
        return PROGRAM
    return TABLE if compiled.stored.exact else BOUND


def _in_order(program: Program | None, order: Ints) -> Program | None:
    """The program over the missing records in this order."""
    if program is None:
        return None
    return replace(program, left=tuple(replace(c, values=c.values[order], nulls=c.nulls[order]) for c in program.left))


def _length(program: Program | None) -> int:
    return len(program.steps) if program else 0


def _lowers(compiled: Sequence[Compiled]) -> dict[str, Any]:
    """Lower tables only where they are not the upper ones (the others are never read)."""
    none = np.zeros(0, np.uint8)
    return joined("lower", [none if _kind(c) == TABLE else c.lower.levels for c in compiled], np.uint8)


def _sparse(compiled: Sequence[Compiled], order: Ints) -> dict[str, Any]:
    sparse = [n for n, c in enumerate(compiled) if c.stored.exceptions is not None]
    found = [c.stored.exceptions for c in compiled if c.stored.exceptions is not None]
    remains = len(compiled[0].upper.right.of_record)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return {
        "sparse": np.array([sparse.index(n) if n in sparse else -1 for n in range(len(compiled))], np.int64),
        "sparse_of": np.array(sparse, np.int64),
        "x_right": np.stack([x.right.of_record for x in found]) if found else np.zeros((0, remains), np.int32),
        **joined("x_start", [x.start for x in found], np.int64),
        **joined("x_code", [x.codes for x in found], np.int32),
        "x_level": joined("x", [x.levels for x in found], np.uint8)["x"],
        **joined("m_start", [x.member_start for x in found], np.int64),
        **joined("member", [place[x.member] for x in found], np.int32),
    }
