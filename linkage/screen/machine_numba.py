"""Running a program with Numba: each step over a block of pairs that stays in the fast cache.

Step numbers are those of `lowered.Low`; a test runs every step on both machines. Numbers are rows of a table, with
another for their NULL flags; truth values are rows of bits, and of bits where they are NULL (never true there). The
loops take whole tables and the numbers of rows: a row taken out of its table costs more than a short loop.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linkage.screen.compiling import hot
from linkage.screen.packed import Array, Programs

BLOCK = 256
WORDS = BLOCK // 64


class Registers(NamedTuple):
    """What one thread writes on while it runs programs."""

    value: Array  # [numbers, BLOCK]
    null: Array
    true: Array  # [truth values, WORDS] 64 pairs a word
    blank: Array


def registers_of(p: Programs) -> Registers:
    """Fresh registers, the constants in their rows."""
    value, null = np.zeros((p.numbers, BLOCK)), np.zeros((p.numbers, BLOCK), np.uint8)
    value[: len(p.constant)], null[: len(p.constant)] = p.constant[:, None], p.constant_null[:, None]
    return Registers(value, null, *(np.zeros((p.truths, WORDS), np.uint64) for _ in range(2)))


@hot
def _arithmetic(op: int, n: int, v: Array, u: Array, x: int, y: int, z: int) -> None:
    """Into number z, of numbers x and y; NULL where either is."""
    if op == 3:
        for k in range(n):
            v[z, k] = v[x, k] + v[y, k]
    elif op == 4:
        for k in range(n):
            v[z, k] = v[x, k] - v[y, k]
    elif op == 5:
        for k in range(n):
            v[z, k] = v[x, k] * v[y, k]
    else:
        for k in range(n):
            v[z, k] = v[x, k] / v[y, k]
    for k in range(n):
        u[z, k] = u[x, k] | u[y, k]


@hot
def _single(op: int, n: int, v: Array, u: Array, x: int, z: int) -> None:
    if op == 7:
        for k in range(n):
            v[z, k] = -v[x, k]
    else:
        for k in range(n):
            v[z, k] = abs(v[x, k])
    for k in range(n):
        u[z, k] = u[x, k]


@hot
def _choosing(op: int, n: int, v: Array, u: Array, x: int, y: int, z: int) -> None:
    """A NULL is passed over. Written without branches, which keep the loops from going several pairs at a time."""
    if op == 9:
        for k in range(n):
            other = (u[x, k] != 0) | ((u[y, k] == 0) & (v[y, k] > v[x, k]))
            v[z, k] = v[y, k] if other else v[x, k]
    elif op == 10:
        for k in range(n):
            other = (u[x, k] != 0) | ((u[y, k] == 0) & (v[y, k] < v[x, k]))
            v[z, k] = v[y, k] if other else v[x, k]
    else:
        for k in range(n):
            v[z, k] = v[y, k] if u[x, k] else v[x, k]
    for k in range(n):
        u[z, k] = u[x, k] & u[y, k]


@hot
def _select(n: int, v: Array, u: Array, true: Array, x: int, y: int, w: int, z: int) -> None:
    """Number y where truth value x is true, else number w, which may stand in z already."""
    if w != z:
        for k in range(n):
            v[z, k] = v[w, k]
            u[z, k] = u[w, k]
    for first in range(0, n, 64):
        bits = true[x, first // 64]
        if bits == 0:
            continue
        for k in range(first, min(first + 64, n)):
            if (bits >> np.uint64(k - first)) & np.uint64(1):
                v[z, k] = v[y, k]
                u[z, k] = u[y, k]


@hot
def _look_up(
    n: int, v: Array, u: Array, x: int, y: int, z: int, cells: Array, null: Array, at: int, width: int
) -> None:  # fmt: skip
    for k in range(n):
        cell = at + int(v[y, k]) * width + int(v[x, k])
        v[z, k] = cells[cell]
        u[z, k] = null[cell]


@hot
def _gather(n: int, v: Array, u: Array, z: int, column: Array, null: Array, a: int, js: Array, first: int) -> None:
    apart, at = 0, js[first]
    for k in range(n):
        apart |= js[first + k] - at - k
    if apart == 0:  # one beside the other: read in one go
        for k in range(n):
            v[z, k] = column[a, at + k]
            u[z, k] = null[a, at + k]
        return
    for k in range(n):
        v[z, k] = column[a, js[first + k]]
        u[z, k] = null[a, js[first + k]]


@hot
def _gather_right(
    n: int, v: Array, u: Array, z: int, column: Array, null: Array, a: int, rows: Array, first: int, step: int
) -> None:  # fmt: skip
    if step == 0:
        value, none = column[rows[0], a], null[rows[0], a]
        for k in range(n):
            v[z, k] = value
            u[z, k] = none
        return
    for k in range(n):
        i = rows[(first + k) * step]
        v[z, k] = column[i, a]
        u[z, k] = null[i, a]


@hot
def _copy(n: int, v: Array, u: Array, z: int, told: Array, null: Array, a: int) -> None:
    for k in range(n):
        v[z, k] = told[a, k]
        u[z, k] = null[a, k]


@hot
def _number(n: int, v: Array, u: Array, true: Array, blank: Array, x: int, z: int) -> None:
    for k in range(n):
        bit = np.uint64(k % 64)
        v[z, k] = (true[x, k // 64] >> bit) & np.uint64(1)
        u[z, k] = (blank[x, k // 64] >> bit) & np.uint64(1)


@hot
def _compare(op: int, n: int, v: Array, u: Array, x: int, y: int, true: Array, blank: Array, z: int) -> None:
    """Into truth value z: how numbers x and y compare."""
    for first in range(0, n, 64):
        bits, nulls, last = np.uint64(0), np.uint64(0), min(first + 64, n)
        if op == 20:
            for k in range(first, last):
                bits |= np.uint64(v[x, k] < v[y, k]) << np.uint64(k - first)
        elif op == 21:
            for k in range(first, last):
                bits |= np.uint64(v[x, k] <= v[y, k]) << np.uint64(k - first)
        elif op == 22:
            for k in range(first, last):
                bits |= np.uint64(v[x, k] == v[y, k]) << np.uint64(k - first)
        else:
            for k in range(first, last):
                bits |= np.uint64(v[x, k] != v[y, k]) << np.uint64(k - first)
        for k in range(first, last):
            nulls |= np.uint64(u[x, k] | u[y, k]) << np.uint64(k - first)
        true[z, first // 64] = bits & ~nulls
        blank[z, first // 64] = nulls


@hot
def _of_number(op: int, n: int, v: Array, u: Array, x: int, true: Array, blank: Array, z: int) -> None:
    """Into truth value z: whether number x is NULL (27), or not nought."""
    for first in range(0, n, 64):
        bits, nulls = np.uint64(0), np.uint64(0)
        for k in range(first, min(first + 64, n)):
            bits |= np.uint64(v[x, k] != 0.0) << np.uint64(k - first)
            nulls |= np.uint64(u[x, k] != 0) << np.uint64(k - first)
        true[z, first // 64] = nulls if op == 27 else bits & ~nulls
        blank[z, first // 64] = np.uint64(0) if op == 27 else nulls


@hot
def _logic(op: int, words: int, t: Array, m: Array, x: int, y: int, z: int) -> None:
    """AND is decided by a false operand, OR by a true one; else a NULL makes it NULL."""
    for k in range(words):
        if op == 24:
            decided = ~(t[x, k] | m[x, k]) | ~(t[y, k] | m[y, k])
            true, null = t[x, k] & t[y, k], (m[x, k] | m[y, k]) & ~decided
        elif op == 25:
            true = t[x, k] | t[y, k]
            null = (m[x, k] | m[y, k]) & ~true
        elif op == 26:
            true, null = ~(t[x, k] | m[x, k]), m[x, k]
        elif op == 28:
            true, null = m[x, k], np.uint64(0)
        else:
            true, null = t[x, k] | (m[x, k] & t[y, k]), m[x, k] & m[y, k]
        t[z, k] = true
        m[z, k] = null


@hot
def _choose(words: int, t: Array, m: Array, x: int, y: int, w: int, z: int) -> None:
    """Truth value y where x is true, else w."""
    for k in range(words):
        taken = t[x, k]
        true, null = (taken & t[y, k]) | (~taken & t[w, k]), (taken & m[y, k]) | (~taken & m[w, k])
        t[z, k] = true
        m[z, k] = null


@hot
def run(
    p: Programs, e: int, rows: Array, step: int, js: Array, first: int, n: int, told: Array, told_null: Array,
    r: Registers, out: Array, out_at: int,
) -> None:  # fmt: skip
    """Levels by program e for the missing js[first:first + n] into out[out_at:]; n <= BLOCK.

    Their remains stand in `rows`: one for each with a step of 1, the same one for all with a step of 0.

    `told` and its NULLs are what is told of these pairs from outside, by number and pair.
    """
    v, u, t, m, words = r.value, r.null, r.true, r.blank, (n + 63) // 64
    for s in range(p.step_start[e], p.step_start[e + 1]):
        op, z, a, b, c = p.steps[s, 0], p.steps[s, 1], p.steps[s, 2], p.steps[s, 3], p.steps[s, 4]
        if op == 12:
            _select(n, v, u, t, a, b, c, z)
        elif op == 31:
            _choose(words, t, m, a, b, c, z)
        elif op == 27 or op == 29:
            _of_number(op, n, v, u, a, t, m, z)
        elif op >= 24:
            _logic(op, words, t, m, a, b, z)
        elif op >= 20:
            _compare(op, n, v, u, a, b, t, m, z)
        elif op == 0:
            _gather(n, v, u, z, p.left_value, p.left_null, a, js, first)
        elif op == 1:
            _gather_right(n, v, u, z, p.right_value, p.right_null, a, rows, first, step)
        elif op == 2:
            _copy(n, v, u, z, told, told_null, a)
        elif op == 13:
            _look_up(n, v, u, b, c, z, p.part, p.part_null, p.part_at[a], p.part_width[a])
        elif op == 14:
            _number(n, v, u, t, m, a, z)
        elif op == 7 or op == 8:
            _single(op, n, v, u, a, z)
        elif op >= 9:
            _choosing(op, n, v, u, a, b, z)
        else:
            _arithmetic(op, n, v, u, a, b, z)
    for k in range(n):
        out[out_at + k] = int(v[p.result[e], k])


@hot
def _levels(p: Programs, rows: Array, js: Array, told: Array, told_null: Array, r: Registers, out: Array) -> None:
    for first in range(0, len(js), BLOCK):
        run(p, 0, rows, 1, js, first, min(BLOCK, len(js) - first), told, told_null, r, out, first)


def levels(programs: Programs, remains: Array, missing: Array) -> Array:
    """What the first program says of pairs of record numbers."""
    out = np.zeros(len(missing), np.uint8)
    told = np.zeros((0, BLOCK)), np.zeros((0, BLOCK), np.uint8)
    rows, columns = (numbers.astype(np.int64, copy=False) for numbers in (remains, missing))  # compiled once, not twice
    _levels(programs, rows, columns, *told, registers_of(programs), out)
    return out
