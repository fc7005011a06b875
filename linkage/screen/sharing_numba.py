"""The pairs that share an element, found and told, compiled: one remains code after another.

Kinds of words are numbered as in `sets`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linkage.screen.bundle import Bundle
from linkage.screen.compiling import hot
from linkage.screen.machine_numba import BLOCK, Registers, registers_of, run
from linkage.screen.packed import Array, Programs


class Desk(NamedTuple):
    """What one thread writes on."""

    seen: Array  # [missing codes] the remains code that met it last
    met: Array  # [missing codes] those that this one meets
    ticked: Array  # [elements] when it was ticked off last, and where it stands in the remains' list
    stands: Array
    common: Array  # [BLOCK] of each pair how many elements its two lists have in common
    hit: Array  # [BLOCK, longest list] where these stand in the missing side's list, and in the other one
    other: Array
    told: Array  # [words, BLOCK]
    null: Array
    registers: Registers
    level: Array  # [BLOCK]


def desk_of(bundle: Bundle, programs: Programs, missing: int, elements: int) -> Desk:
    """A fresh desk for so many missing codes and so many elements."""
    words, most = len(bundle.kind), int(np.diff(bundle.left.start).max(initial=0))
    return Desk(
        np.full(missing, -1, np.int32), np.zeros(missing, np.int32),
        np.zeros(elements, np.int64), np.zeros(elements, np.int64),
        np.zeros(BLOCK, np.int64), np.zeros((BLOCK, most), np.int64), np.zeros((BLOCK, most), np.int64),
        np.zeros((words, BLOCK)), np.zeros((words, BLOCK), np.uint8),
        registers_of(programs),
        np.zeros(BLOCK, np.uint8),
    )  # fmt: skip


@hot
def _meet(s: Bundle, b: int, seen: Array, met: Array) -> int:
    """The missing codes that share an element with remains code b, each once, rising (or all); how many."""
    n = 0
    if len(s.shared) == 0:
        for a in range(len(met)):
            met[a] = a
        return len(met)
    for x in range(len(s.shared)):
        own = b * s.right.width + s.shared[x]
        for q in range(s.right.start[own], s.right.start[own + 1]):
            if s.right.element[q] < 0:
                continue
            holder = s.holders.start_at[x] + s.right.element[q]
            for h in range(s.holders.start[holder], s.holders.start[holder + 1]):
                a = s.holders.code[s.holders.code_at[x] + h]
                if seen[a] != b:
                    seen[a] = b
                    met[n] = a
                    n += 1
    met[:n].sort()
    return n


@hot
def _tick_off(start: Array, element: Array, own: int, ticked: Array, stands: Array, tick: int) -> None:
    """Tick off the elements of one list."""
    for q in range(start[own], start[own + 1]):
        if element[q] >= 0:
            ticked[element[q]] = tick
            stands[element[q]] = q


@hot
def _common(
    start: Array, element: Array, width: int, x: int, codes: Array, ticked: Array, stands: Array, tick: int,
    common: Array, hit: Array, other: Array,
) -> None:  # fmt: skip
    """Which elements of list x of each code are ticked off: how many, and where they stand."""
    for k in range(len(codes)):
        own, n = codes[k] * width + x, 0
        for q in range(start[own], start[own + 1]):
            e = element[q]
            if e >= 0 and ticked[e] == tick:
                hit[k, n], other[k, n] = q, stands[e]
                n += 1
        common[k] = n


@hot
def _reckon(kind: int, bits: Array, common: Array, place: Array, out: Array) -> None:
    """A word of every pair, from how many elements are common and where their bits stand, in the order they count."""
    for k in range(len(out)):
        n = common[k]
        if kind == 0 or kind == 3 or n == 0:
            out[k] = n if kind == 0 else min(n, 1)
            continue
        total, best = 0.0, bits[place[k, 0]]
        for q in range(n):
            own = bits[place[k, q]]
            total += own
            best = own if own > best else best
        out[k] = total if kind == 1 else best


@hot
def _sort(common: Array, place: Array, n: int) -> None:
    """The places of each pair in rising order."""
    for k in range(n):
        if common[k] > 1:
            place[k, : common[k]].sort()


@hot
def _blank(kind: int, from_left: int, blank: int, null: Array, width: int, x: int, codes: Array, out: Array) -> None:
    """Where a word is NULL: a count where its first list is, `shared_any` where either is, bits nowhere."""
    mine, theirs = kind == 3 or (kind == 0 and from_left), kind == 3 or (kind == 0 and not from_left)
    out[:] = 1 if theirs and blank else 0
    if mine:
        for k in range(len(out)):
            out[k] |= null[codes[k] * width + x]


@hot
def _tell_words(s: Bundle, d: Desk, b: int, first: int, n: int, tick: int) -> None:
    """What every word comes to for remains code b and met[first:first + n]; ticks from `tick` on are free."""
    left, right, codes = s.left, s.right, d.met[first : first + n]
    for g in range(len(s.left_list)):
        own, x = b * right.width + s.right_list[g], s.left_list[g]
        _tick_off(right.start, right.element, own, d.ticked, d.stands, tick + g)
        _common(
            left.start, left.element, left.width, x, codes, d.ticked, d.stands, tick + g, d.common, d.hit, d.other
        )  # fmt: skip
        for w in range(s.group[g], s.group[g + 1]):
            if s.from_left[w]:
                _reckon(s.kind[w], left.bits[s.map[w]], d.common, d.hit, d.told[w, :n])
            else:
                _sort(d.common, d.other, n)
                _reckon(s.kind[w], right.bits[s.map[w]], d.common, d.other, d.told[w, :n])
            _blank(s.kind[w], s.from_left[w], right.null[own], left.null, left.width, x, codes, d.null[w, :n])


@hot
def tell(s: Bundle, p: Programs, d: Desk, codes: Array, counts: Array, out: Array, levels: Array) -> int:
    """For each of these remains codes how many exceptions it has; their missing codes, their levels; how many in all.

    Only those whose level is not the base's.
    """
    found, tick = 0, 1
    for at in range(len(codes)):
        b, before = codes[at], found
        met = _meet(s, b, d.seen, d.met)
        for first in range(0, met, BLOCK):
            n = min(BLOCK, met - first)
            _tell_words(s, d, b, first, n, tick)
            tick += len(s.left_list)
            run(p, 0, codes[at:], 0, d.met, first, n, d.told, d.null, d.registers, d.level, 0)
            for k in range(n):
                a, level = d.met[first + k], d.level[k]
                if not s.base.known or level != s.base.level[s.base.right[b] * s.base.width + s.base.left[a]]:
                    out[found], levels[found] = a, level
                    found += 1
        counts[at] = found - before
    return found
