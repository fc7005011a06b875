"""Running a program with Numba: each step over a block of pairs that stays in the fast cache.

Step numbers are those of `program.Op`; a test runs every step on both machines.
"""

from __future__ import annotations

import numpy as np

from linkage.screen.compiling import hot
from linkage.screen.plan import Array, Plan

BLOCK = 256


@hot
def _arithmetic(op: int, n: int, x: Array, y: Array, z: Array) -> None:
    if op == 3:
        for k in range(n):
            z[k] = x[k] + y[k]
    elif op == 4:
        for k in range(n):
            z[k] = x[k] - y[k]
    elif op == 5:
        for k in range(n):
            z[k] = x[k] * y[k]
    elif op == 21:
        for k in range(n):
            z[k] = x[k] / y[k]
    elif op == 10:
        for k in range(n):
            z[k] = 1.0 if x[k] < y[k] else 0.0
    elif op == 11:
        for k in range(n):
            z[k] = 1.0 if x[k] <= y[k] else 0.0
    elif op == 12:
        for k in range(n):
            z[k] = 1.0 if x[k] == y[k] else 0.0
    else:
        for k in range(n):
            z[k] = 1.0 if x[k] != y[k] else 0.0


@hot
def _single(op: int, n: int, x: Array, xn: Array, z: Array, zn: Array) -> None:
    if op == 17:
        for k in range(n):
            z[k] = 1.0 if xn[k] else 0.0
            zn[k] = 0
        return
    for k in range(n):
        zn[k] = xn[k]
    if op == 6:
        for k in range(n):
            z[k] = -x[k]
    elif op == 7:
        for k in range(n):
            z[k] = abs(x[k])
    else:
        for k in range(n):
            z[k] = 1.0 if x[k] == 0.0 else 0.0


@hot
def _choosing(op: int, n: int, x: Array, xn: Array, y: Array, yn: Array, z: Array, zn: Array) -> None:
    if op == 8:
        for k in range(n):
            z[k] = y[k] if xn[k] or (not yn[k] and y[k] > x[k]) else x[k]
    elif op == 9:
        for k in range(n):
            z[k] = y[k] if xn[k] or (not yn[k] and y[k] < x[k]) else x[k]
    else:
        for k in range(n):
            z[k] = y[k] if xn[k] else x[k]
    for k in range(n):
        zn[k] = xn[k] & yn[k]


@hot
def _logic(op: int, n: int, x: Array, xn: Array, y: Array, yn: Array, z: Array, zn: Array) -> None:
    """AND is decided by a false operand, OR by a true one; else a NULL makes it NULL."""
    decides = 0.0 if op == 14 else 1.0
    for k in range(n):
        decided = (xn[k] == 0 and x[k] == decides) or (yn[k] == 0 and y[k] == decides)
        z[k] = decides if decided else 1.0 - decides
        zn[k] = 0 if decided else xn[k] | yn[k]


@hot
def run(
    p: Plan, e: int, i: int, js: Array, first: int, n: int, values: Array, nulls: Array, out: Array, out_at: int
) -> None:
    """Levels of evidence e for remains i and the missing js[first:first + n] into out[out_at:]; n <= BLOCK."""
    target = 0
    for s in range(p.step_start[e], p.step_start[e + 1]):
        op, target, a, b, c = p.steps[s, 0], p.steps[s, 1], p.steps[s, 2], p.steps[s, 3], p.steps[s, 4]
        z, zn = values[target], nulls[target]
        if op == 0:
            column, flags = p.left_value[a], p.left_null[a]
            for k in range(n):
                z[k] = column[js[first + k]]
                zn[k] = flags[js[first + k]]
        elif op == 1:
            z[:n] = p.right_value[i, a]
            zn[:n] = p.right_null[i, a]
        elif op == 2:
            z[:n] = p.constant[a]
            zn[:n] = p.constant_null[a]
        elif op == 20:
            width = p.part_width[a]
            x, y = values[b], values[c]
            for k in range(n):
                cell = p.part_at[a] + np.int64(y[k]) * width + np.int64(x[k])
                z[k] = p.part[cell]
                zn[k] = p.part_null[cell]
        elif op == 19:
            x, xn, y, yn, w, wn = values[a], nulls[a], values[b], nulls[b], values[c], nulls[c]
            for k in range(n):
                taken = xn[k] == 0 and x[k] != 0.0
                z[k] = y[k] if taken else w[k]
                zn[k] = yn[k] if taken else wn[k]
        elif op == 14 or op == 15:
            _logic(op, n, values[a], nulls[a], values[b], nulls[b], z, zn)
        elif op == 8 or op == 9 or op == 18:
            _choosing(op, n, values[a], nulls[a], values[b], nulls[b], z, zn)
        elif op == 6 or op == 7 or op == 16 or op == 17:
            _single(op, n, values[a], nulls[a], z, zn)
        else:
            _arithmetic(op, n, values[a], values[b], z)
            xn, yn = nulls[a], nulls[b]
            for k in range(n):
                zn[k] = xn[k] | yn[k]
    z = values[target]
    for k in range(n):
        out[out_at + k] = np.uint8(z[k])
