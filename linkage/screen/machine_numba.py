"""Running a program with Numba: each step over a block of pairs that stays in the fast cache.

Step numbers are those of `program.Op`; a test runs every step on both machines. Registers are rows of two tables,
values and NULL flags. The loops take whole tables and the numbers of rows: a row taken out of its table costs more than
a short loop.
"""

from __future__ import annotations

from linkage.screen.compiling import hot
from linkage.screen.packed import Array, Programs

BLOCK = 256


@hot
def _arithmetic(op: int, n: int, v: Array, u: Array, x: int, y: int, z: int) -> None:
    """Into row z, of rows x and y; NULL where either is."""
    if op == 3:
        for k in range(n):
            v[z, k] = v[x, k] + v[y, k]
    elif op == 4:
        for k in range(n):
            v[z, k] = v[x, k] - v[y, k]
    elif op == 5:
        for k in range(n):
            v[z, k] = v[x, k] * v[y, k]
    elif op == 21:
        for k in range(n):
            v[z, k] = v[x, k] / v[y, k]
    elif op == 10:
        for k in range(n):
            v[z, k] = 1.0 if v[x, k] < v[y, k] else 0.0
    elif op == 11:
        for k in range(n):
            v[z, k] = 1.0 if v[x, k] <= v[y, k] else 0.0
    elif op == 12:
        for k in range(n):
            v[z, k] = 1.0 if v[x, k] == v[y, k] else 0.0
    else:
        for k in range(n):
            v[z, k] = 1.0 if v[x, k] != v[y, k] else 0.0
    for k in range(n):
        u[z, k] = u[x, k] | u[y, k]


@hot
def _single(op: int, n: int, v: Array, u: Array, x: int, z: int) -> None:
    if op == 17:
        for k in range(n):
            v[z, k] = 1.0 if u[x, k] else 0.0
            u[z, k] = 0
        return
    if op == 6:
        for k in range(n):
            v[z, k] = -v[x, k]
    elif op == 7:
        for k in range(n):
            v[z, k] = abs(v[x, k])
    else:
        for k in range(n):
            v[z, k] = 1.0 if v[x, k] == 0.0 else 0.0
    for k in range(n):
        u[z, k] = u[x, k]


@hot
def _choosing(op: int, n: int, v: Array, u: Array, x: int, y: int, z: int) -> None:
    if op == 8:
        for k in range(n):
            v[z, k] = v[y, k] if u[x, k] or (not u[y, k] and v[y, k] > v[x, k]) else v[x, k]
    elif op == 9:
        for k in range(n):
            v[z, k] = v[y, k] if u[x, k] or (not u[y, k] and v[y, k] < v[x, k]) else v[x, k]
    else:
        for k in range(n):
            v[z, k] = v[y, k] if u[x, k] else v[x, k]
    for k in range(n):
        u[z, k] = u[x, k] & u[y, k]


@hot
def _logic(op: int, n: int, v: Array, u: Array, x: int, y: int, z: int) -> None:
    """AND is decided by a false operand, OR by a true one; else a NULL makes it NULL."""
    decides = 0.0 if op == 14 else 1.0
    for k in range(n):
        decided = (u[x, k] == 0 and v[x, k] == decides) or (u[y, k] == 0 and v[y, k] == decides)
        null = 0 if decided else u[x, k] | u[y, k]
        v[z, k] = decides if decided else 1.0 - decides
        u[z, k] = null


@hot
def _select(n: int, v: Array, u: Array, x: int, y: int, w: int, z: int) -> None:
    for k in range(n):
        taken = u[x, k] == 0 and v[x, k] != 0.0
        value, null = (v[y, k], u[y, k]) if taken else (v[w, k], u[w, k])
        v[z, k] = value
        u[z, k] = null


@hot
def _look_up(
    n: int, v: Array, u: Array, x: int, y: int, z: int, cells: Array, null: Array, at: int, width: int
) -> None:
    for k in range(n):
        cell = at + int(v[y, k]) * width + int(v[x, k])
        v[z, k] = cells[cell]
        u[z, k] = null[cell]


@hot
def _gather(n: int, v: Array, u: Array, z: int, column: Array, null: Array, a: int, js: Array, first: int) -> None:
    for k in range(n):
        v[z, k] = column[a, js[first + k]]
        u[z, k] = null[a, js[first + k]]


@hot
def _fill(n: int, v: Array, u: Array, z: int, value: float, null: int) -> None:
    for k in range(n):
        v[z, k] = value
        u[z, k] = null


@hot
def _copy(n: int, v: Array, u: Array, z: int, told: Array, null: Array, a: int) -> None:
    for k in range(n):
        v[z, k] = told[a, k]
        u[z, k] = null[a, k]


@hot
def run(
    p: Programs, e: int, i: int, js: Array, first: int, n: int, told: Array, told_null: Array,
    v: Array, u: Array, out: Array, out_at: int,
) -> None:  # fmt: skip
    """Levels by program e for remains i and the missing js[first:first + n] into out[out_at:]; n <= BLOCK.

    `told` and its NULLs are what is told of these pairs from outside, by number and pair.
    """
    z = 0
    for s in range(p.step_start[e], p.step_start[e + 1]):
        op, z, a, b, c = p.steps[s, 0], p.steps[s, 1], p.steps[s, 2], p.steps[s, 3], p.steps[s, 4]
        if op == 0:
            _gather(n, v, u, z, p.left_value, p.left_null, a, js, first)
        elif op == 1:
            _fill(n, v, u, z, p.right_value[i, a], p.right_null[i, a])
        elif op == 2:
            _fill(n, v, u, z, p.constant[a], p.constant_null[a])
        elif op == 22:
            _copy(n, v, u, z, told, told_null, a)
        elif op == 20:
            _look_up(n, v, u, b, c, z, p.part, p.part_null, p.part_at[a], p.part_width[a])
        elif op == 19:
            _select(n, v, u, a, b, c, z)
        elif op == 14 or op == 15:
            _logic(op, n, v, u, a, b, z)
        elif op == 8 or op == 9 or op == 18:
            _choosing(op, n, v, u, a, b, z)
        elif op == 6 or op == 7 or op == 16 or op == 17:
            _single(op, n, v, u, a, z)
        else:
            _arithmetic(op, n, v, u, a, b, z)
    for k in range(n):
        out[out_at + k] = int(v[z, k])
