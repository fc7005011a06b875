"""Missing records that weigh alike, beside each other in blocks: what no record of a block can reach is asked once.

For each evidence a block has the set of its records' codes; against a remains code the set weighs as much as the best
of them. A block whose sum of these stays below what is asked is passed over: no record in it can reach more. Pairs that
share an element stand apart and are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linkage.screen.codes import Bytes, Floats, Ints, Numbers
from linkage.screen.compiled import Compiled
from linkage.screen.packed import Array
from linkage.screen.table import LevelTable

SIZE = 48
"""Records of a block, at most. Half the size lets through fewer records and costs twice as many sums: much the same."""

SEEN = 12
"""Remains records against which the missing ones are seen to weigh alike."""

SAMPLE = 128
"""Records of a block that tell along what it is cut in two."""

SET_CELLS = 30_000_000
"""The largest table of sets by remains codes; blocks beside each other share their sets until it is no larger."""

ROWS_AT_ONCE = 20_000_000


@dataclass(frozen=True)
class Sets:
    """Of one evidence: the set of each block, and by (remains code, set) the level of the set that weighs most."""

    of_block: Ints
    levels: Bytes
    number: int


def order_of(compiled: Sequence[Compiled]) -> tuple[Ints, Numbers]:
    """The missing records block by block, and where each block begins (and the last one ends)."""
    weighs = _weighing(compiled)
    stack, done = [np.arange(len(weighs), dtype=np.int32)], []
    while stack:
        members = stack.pop()
        if len(members) <= SIZE:
            done.append(members)
        else:
            stack += _cut(weighs, members)
    counts = [len(members) for members in done]
    return np.concatenate(done), np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _weighing(compiled: Sequence[Compiled]) -> Array:
    """How every missing record weighs against some remains, at most: [records, evidence, remains]."""
    right = compiled[0].upper.right.of_record
    seen = np.random.default_rng(1).choice(len(right), min(SEEN, len(right)), replace=False)
    return np.stack([np.stack([c.bits32(c.upper.row(int(i))) for i in seen], axis=1) for c in compiled], axis=1)


def _cut(weighs: Array, members: Ints) -> list[Ints]:
    """The members in two, along the evidence in which they differ most."""
    seen = members[:: -(-len(members) // SAMPLE)]
    spread = weighs[seen].std(axis=0)
    evidence = int(spread.sum(axis=1).argmax())
    values = weighs[members, evidence, int(spread[evidence].argmax())]
    middle = np.median(values)
    upper = min((values > middle, values >= middle), key=lambda part: abs(2 * int(part.sum()) - len(part)))
    if upper.all() or not upper.any():
        upper = np.arange(len(members)) < len(members) // 2
    return [members[upper], members[~upper]]


def sets_of(c: Compiled, order: Ints, start: Numbers) -> Sets:
    """The sets of one evidence."""
    blocks, table = len(start) - 1, c.upper
    together = 1
    while True:
        of_block, sets = _sets(table.left.of_record[order], start[:-1:together], -(-blocks // together))
        if len(sets) * table.right.size <= SET_CELLS or len(sets) == 1:
            break
        together *= 2
    return Sets(np.repeat(of_block, together)[:blocks].astype(np.int32), _best(table, c.bits, sets), len(sets))


def _sets(codes: Ints, start: Numbers, blocks: int) -> tuple[Ints, list[Ints]]:
    """The number of each block's set of codes, and the sets."""
    numbers: dict[bytes, int] = {}
    sets: list[Ints] = []
    of_block = np.zeros(blocks, np.int32)
    for block, part in enumerate(np.split(codes, start[1:])):
        own = np.unique(part)
        of_block[block] = numbers.setdefault(own.tobytes(), len(numbers))
        if len(sets) < len(numbers):
            sets.append(own)
    return of_block, sets


def _best(table: LevelTable, bits: Floats, sets: Sequence[Ints]) -> Bytes:
    """For every remains code and set the level that weighs most, row by row."""
    by_weight = np.argsort(bits, kind="stable").astype(np.uint8)
    rank = np.argsort(by_weight, kind="stable").astype(np.uint8)
    ranks = rank[table.levels].reshape(table.right.size, table.left.size)
    codes, first = np.concatenate(sets), np.cumsum([0, *(len(s) for s in sets[:-1])])
    found = np.empty((table.right.size, len(sets)), np.uint8)
    step = max(1, ROWS_AT_ONCE // len(codes))
    for row in range(0, table.right.size, step):
        found[row : row + step] = by_weight[np.maximum.reduceat(ranks[row : row + step][:, codes], first, axis=1)]
    return found.reshape(-1)
