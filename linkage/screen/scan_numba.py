"""The scan, compiled: from rows of remains to the pairs that may matter, with their levels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linkage.screen.compiling import hot
from linkage.screen.machine_numba import BLOCK, Registers, registers_of, run
from linkage.screen.packed import Array
from linkage.screen.plan import PENDING, Found, Plan

NONE = 254
"""No exception for this pair."""

LOOKS = 5
"""The first look is at up to so many times K pairs."""


class Bench(NamedTuple):
    """What one thread writes on while it scans."""

    row: Array  # [1] the remains record
    upper_at: Array  # [E] where the row begins in each table
    lower_at: Array
    best_at: Array
    block: Array  # [B] float32: at least the total of every record of the block, but for exceptions
    exception: Array  # [X, N] level, or NONE
    apart: Array  # [N] 1 where the pair is an exception
    touched: Array  # [N + 1] those that are
    total: Array  # [N] float32: at least the total of each touched pair, to within the margin
    sums: Array  # float32: the same of the records of one block
    chosen: Array  # [N] candidates of the row
    reach: Array  # [N] float64: at least the total of each candidate, to within the margin
    column: Array  # [N] levels of one evidence
    asked: Array  # [N] of the chosen, those whose program is run
    place: Array  # [N] where each of them stands among the chosen
    answer: Array  # [N] its level
    levels: Array  # [N, E]
    registers: Registers
    told: Array  # nothing: what a scan's programs read, they read of the records
    told_null: Array


def bench(plan: Plan) -> Bench:
    """Fresh room for one thread."""
    n, e = plan.left_code.shape
    return Bench(
        np.zeros(1, np.int32), np.zeros(e, np.int64), np.zeros(e, np.int64), np.zeros(e, np.int64),
        np.zeros(len(plan.block) - 1, np.float32),
        np.full((len(plan.sparse_of), n), NONE, np.uint8), np.zeros(n, np.uint8),
        np.zeros(n + 1, np.int32), np.zeros(n, np.float32),
        np.zeros(int(np.diff(plan.block).max()), np.float32),
        np.zeros(n, np.int32), np.zeros(n), np.zeros(n, np.uint8),
        np.zeros(n, np.int32), np.zeros(n, np.int32), np.zeros(n, np.uint8), np.zeros((n, e), np.uint8),
        registers_of(plan.programs), np.zeros((0, BLOCK)), np.zeros((0, BLOCK), np.uint8),
    )  # fmt: skip


@hot
def _begin(p: Plan, i: int, b: Bench) -> None:
    """Where the row of remains i begins in each table."""
    b.row[0] = i
    for e in range(len(p.kind)):
        code = np.int64(p.right_code[i, e])
        b.upper_at[e] = p.upper_at[e] + code * p.width[e]
        b.lower_at[e] = p.lower_at[e] + code * p.width[e]
        b.best_at[e] = p.best_at[e] + code * p.sets[e]


@hot
def _sums(at: Array, code: Array, levels: Array, bits: Array, prior: float, first: int, end: int, out: Array) -> None:
    """Prior and weights against the row, of the records (or blocks) from `first` up to `end`, in float32."""
    for n in range(first, end):
        total = np.float32(prior)
        for e in range(len(at)):
            total += bits[e, levels[at[e] + code[n, e]]]
        out[n - first] = total


@hot
def _touch(p: Plan, i: int, b: Bench) -> int:
    """Note the exceptions of remains i, and their totals; how many missing records they are."""
    n = 0
    for x in range(len(p.sparse_of)):
        code = p.x_right[x, i]
        for q in range(p.x_start[p.x_start_at[x] + code], p.x_start[p.x_start_at[x] + code + 1]):
            left, level = p.x_code[p.x_code_at[x] + q], p.x_level[p.x_code_at[x] + q]
            for r in range(p.m_start[p.m_start_at[x] + left], p.m_start[p.m_start_at[x] + left + 1]):
                j = p.member[p.member_at[x] + r]
                b.exception[x, j] = level
                b.touched[n] = j
                n += b.apart[j] == 0
                b.apart[j] = 1
    return n


@hot
def _touched_sums(
    at: Array, left_code: Array, upper: Array, bits: Array, prior: float, sparse: Array, exception: Array,
    touched: Array, n: int, total: Array,
) -> None:  # fmt: skip
    for q in range(n):
        j, sum_ = touched[q], np.float32(prior)
        for e in range(len(at)):
            level = upper[at[e] + left_code[j, e]]
            if sparse[e] >= 0 and exception[sparse[e], j] != NONE:
                level = exception[sparse[e], j]
            sum_ += bits[e, level]
        total[q] = sum_


@hot
def _leave(exception: Array, apart: Array, touched: Array, n: int) -> None:
    """Clear the notes again."""
    for q in range(n):
        apart[touched[q]] = 0
    for x in range(len(exception)):
        for q in range(n):
            exception[x, touched[q]] = NONE


@hot
def _run_program(p: Plan, b: Bench, e: int, n: int) -> None:
    """Levels of evidence e for the first n chosen, exceptions before the program, into `column`.

    Where the best and the worst level of two clusters weigh the same, the program is not run.
    """
    upper_at, lower_at, x, asked = b.upper_at[e], b.lower_at[e], p.sparse[e], 0
    for k in range(n):
        j = b.chosen[k]
        level = p.upper[upper_at + p.left_code[j, e]]
        if x >= 0 and b.exception[x, j] != NONE:
            level = b.exception[x, j]
        elif p.bits[e, level] != p.bits[e, p.lower[lower_at + p.left_code[j, e]]]:
            b.asked[asked] = j
            b.place[asked] = k
            asked += 1
        b.column[k] = level
    for first in range(0, asked, BLOCK):
        n_now = min(BLOCK, asked - first)
        run(p.programs, e, b.row, 0, b.asked, first, n_now, b.told, b.told_null, b.registers, b.answer, first)
    for k in range(asked):
        b.column[b.place[k]] = b.answer[k]


@hot
def _fill(p: Plan, b: Bench, n: int) -> None:
    """Levels of all evidences without a program for the first n chosen: a bound's is PENDING."""
    for e in range(len(p.kind)):
        if p.kind[e] == 1:
            continue
        at, x = b.upper_at[e], p.sparse[e]
        for k in range(n):
            j = b.chosen[k]
            level = PENDING if p.kind[e] == 2 else p.upper[at + p.left_code[j, e]]
            if x >= 0 and b.exception[x, j] != NONE:
                level = b.exception[x, j]
            b.levels[k, e] = level


@hot
def _bounds(p: Plan, b: Bench, n: int, upper: bool) -> None:
    """Into `reach`, for the first n chosen: the exact totals, or bounds of them where a level is PENDING."""
    b.reach[:n] = p.prior
    for e in range(len(p.kind)):
        at = b.upper_at[e] if upper else b.lower_at[e]
        bound = p.upper if upper else p.lower
        for c in range(n):
            level = int(b.levels[c, e])
            if level == PENDING:
                level = int(bound[at + p.left_code[b.chosen[c], e]])
            b.reach[c] += p.bits[e, level]


@hot
def _kth(b: Bench, n: int, k: int) -> float:
    """The k-th best of the first n of `reach`; lower than any total where there are fewer."""
    return float(np.partition(b.reach[:n], n - k)[n - k]) if n >= k else -1.0e300


@hot
def _first_look(p: Plan, b: Bench, k: int, touched: int) -> float:
    """A total that at least k pairs of this row reach: LOWER bounds of the likeliest, k-th best.

    Optimistic totals must not be used here: they would shut out pairs that belong to the best k.
    """
    n = _keep_likeliest(b, _likeliest(p, b, k, touched), LOOKS * k)
    for e in p.programmed:
        _run_program(p, b, e, n)
        for c in range(n):
            b.levels[c, e] = b.column[c]
    _fill(p, b, n)
    _bounds(p, b, n, False)
    return _kth(b, n, k)


@hot
def _likeliest(p: Plan, b: Bench, k: int, touched: int) -> int:
    """Choose the records of the best k blocks, and who is touched and promises as much."""
    blocks, n = len(b.block), 0
    last = max(blocks - k, 0)
    least = np.partition(b.block, last)[last]
    for block in range(blocks):
        if b.block[block] >= least:
            first, end = p.block[block], p.block[block + 1]
            _sums(b.upper_at, p.left_code, p.upper, p.bits32, p.prior, first, end, b.sums)
            for j in range(first, end):
                if not b.apart[j]:
                    b.chosen[n] = j
                    b.reach[n] = b.sums[j - first]
                    n += 1
    for q in range(touched):
        if b.total[q] >= least:
            b.chosen[n] = b.touched[q]
            b.reach[n] = b.total[q]
            n += 1
    return n


@hot
def _keep_likeliest(b: Bench, n: int, most: int) -> int:
    """Of the first n chosen those that reach most, `most` of them at the most."""
    if n <= most:
        return n
    least, kept = np.partition(b.reach[:n], n - most)[n - most], 0
    for c in range(n):
        if b.reach[c] >= least and kept < most:
            b.chosen[kept] = b.chosen[c]
            kept += 1
    return kept


@hot
def _choose(p: Plan, b: Bench, touched: int, need: float, needs: Array, block_needs: Array) -> int:
    """The missing records whose total may reach what the row, or they themselves, ask for."""
    n = 0
    for block in range(len(b.block)):
        if b.block[block] >= need or b.block[block] >= block_needs[block]:
            first, end = p.block[block], p.block[block + 1]
            _sums(b.upper_at, p.left_code, p.upper, p.bits32, p.prior, first, end, b.sums)
            for j in range(first, end):
                total = b.sums[j - first]
                if (total >= need or total >= needs[j]) and not b.apart[j]:
                    b.chosen[n] = j
                    b.reach[n] = total
                    n += 1
    for q in range(touched):
        if b.total[q] >= need or b.total[q] >= needs[b.touched[q]]:
            b.chosen[n] = b.touched[q]
            b.reach[n] = b.total[q]
            n += 1
    return n


@hot
def _narrow(p: Plan, b: Bench, e: int, n: int, need: float, needs: Array) -> int:
    """Replace the upper weight of evidence e by the true one, and drop who no longer reaches."""
    _run_program(p, b, e, n)
    at, x, kept = b.upper_at[e], p.sparse[e], 0
    for c in range(n):
        j, level = b.chosen[c], b.column[c]
        reach = b.reach[c]
        if x < 0 or b.exception[x, j] == NONE:
            reach += p.bits[e, level] - p.bits[e, p.upper[at + p.left_code[j, e]]]
        if reach >= need or reach >= needs[j]:
            b.chosen[kept] = j
            b.reach[kept] = reach
            b.levels[kept] = b.levels[c]
            b.levels[kept, e] = level
            kept += 1
    return kept


@hot
def _row(p: Plan, b: Bench, i: int, k: int, floor: float, needs: Array, block_needs: Array) -> int:
    """Choose the pairs of one remains record, with their levels and upper bounds of their totals; how many."""
    slack = p.margin + 2.0e-9
    _begin(p, i, b)
    _sums(b.best_at, p.set_code, p.best, p.bits32, p.prior, 0, len(b.block), b.block)
    touched = _touch(p, i, b)
    _touched_sums(
        b.upper_at, p.left_code, p.upper, p.bits32, p.prior, p.sparse, b.exception, b.touched, touched, b.total
    )  # fmt: skip
    need = min(_first_look(p, b, k, touched), floor) - slack
    n = _choose(p, b, touched, need, needs, block_needs)
    for e in p.programmed:
        n = _narrow(p, b, e, n, need, needs)
    _fill(p, b, n)
    _bounds(p, b, n, False)
    need = max(need, min(_kth(b, n, k), floor) - slack)
    _bounds(p, b, n, True)
    kept = 0
    for c in range(n):
        if b.reach[c] >= need or b.reach[c] >= needs[b.chosen[c]]:
            b.chosen[kept] = b.chosen[c]
            b.levels[kept] = b.levels[c]
            kept += 1
    _leave(b.exception, b.apart, b.touched, touched)
    return kept


@hot
def scan(
    p: Plan, b: Bench, rows: Array, k: int, floor: float, needs: Array, block_needs: Array,
    out_i: Array, out_j: Array, out_levels: Array,
) -> tuple[int, int]:  # fmt: skip
    """Scan rows of remains until all are done or `out` may not hold the next; (rows done, pairs out).

    A pair comes out when its total may reach the row's k-th best, the missing person's k-th best
    so far (`needs`, by record and by block; the margin has been taken off already), or the floor.
    """
    found = 0
    for done in range(len(rows)):
        if found + len(p.record) > len(out_i):
            return done, found
        kept = _row(p, b, rows[done], k, floor, needs, block_needs)
        for c in range(kept):
            out_i[found] = rows[done]
            out_j[found] = p.record[b.chosen[c]]
            out_levels[found] = b.levels[c]
            found += 1
    return len(rows), found


ROOM = 1_000_000
"""Pairs that one call of `scan` may let through before they are taken away."""


def scan_rows(plan: Plan, rows: Array, k: int, floor: float, needs: Array) -> Found:
    """The pairs of these remains that may reach the row's best k, the floor, or what the missing record asks."""
    b, records = bench(plan), len(needs)
    own = needs[plan.record] - (plan.margin + 2.0e-9)
    block_needs = np.minimum.reduceat(own, plan.block[:-1])
    room = max(ROOM, records)
    out = Found(np.zeros(room, np.int32), np.zeros(room, np.int32), np.zeros((room, len(plan.kind)), np.uint8))
    taken: list[Found] = []
    while len(rows):
        done, found = scan(plan, b, rows, k, floor, own, block_needs, *out)
        taken.append(Found(*(column[:found].copy() for column in out)))
        rows = rows[done:]
    return Found(*(np.concatenate(columns) for columns in zip(*taken, strict=True)))
