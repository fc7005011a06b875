"""The scan, compiled: from rows of remains to the pairs that may matter, with their levels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linkage.screen.compiling import hot
from linkage.screen.machine_numba import BLOCK, Registers, registers_of, run
from linkage.screen.packed import Array
from linkage.screen.plan import PENDING, Found, Plan

STRIPES = 64
"""Missing records are grouped by number modulo ceil(N / 64): a group has at most 64 records."""

NONE = 254
"""No exception for this pair."""

PIECE = 4_096
"""Totals that stay in the fast cache while the folds are added up."""


LOWEST = np.float32(-3.0e38)

LOOKS = 8
"""The first look is at up to so many times K pairs."""


class Bench(NamedTuple):
    """What one thread writes on while it scans."""

    total: Array  # [N] float32: at least the pair's total, to within the margin
    best: Array  # [groups] highest of each group
    fold: Array  # [F, combinations]
    exception: Array  # [X, N] level, or NONE
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
    n, e = plan.fold_code.shape[1], len(plan.kind)
    groups = -(-n // STRIPES)
    return Bench(
        np.zeros(n, np.float32), np.zeros(groups, np.float32),
        np.zeros((len(plan.fold_size), max(int(plan.fold_size.max()), 1)), np.float32),
        np.full((len(plan.sparse_of), n), NONE, np.uint8),
        np.zeros(n, np.int32), np.zeros(n), np.zeros(n, np.uint8),
        np.zeros(n, np.int32), np.zeros(n, np.int32), np.zeros(n, np.uint8), np.zeros((n, e), np.uint8),
        registers_of(plan.programs), np.zeros((0, BLOCK)), np.zeros((0, BLOCK), np.uint8),
    )  # fmt: skip


@hot
def _fold_rows(p: Plan, i: int, rows: Array) -> None:
    """For each fold and combination, the sum of its evidences' upper weights against remains i."""
    for f in range(len(p.fold_size)):
        row = rows[f]
        start = np.float32(p.prior) if f == 0 else np.float32(0.0)
        size = p.fold_size[f]
        row[:size] = start
        for q in range(p.fold_start[f], p.fold_start[f + 1]):
            e = p.fold_member[q]
            at = p.upper_at[e] + p.right_code[e, i] * p.width[e]
            sign, weights = p.sign[p.sign_at[e] : p.sign_at[e] + size], p.bits32[e]
            levels = p.upper[at : at + p.width[e]]
            for s in range(size):
                row[s] += weights[levels[sign[s]]]


@hot
def _add_up(p: Plan, rows: Array, total: Array) -> None:
    """Every missing record's total, four folds at a time and a piece that stays in the fast cache."""
    folds = len(p.fold_size)
    for start in range(0, len(total), PIECE):
        part = total[start : start + PIECE]
        part[:] = 0.0
        for f in range(0, folds, 4):
            a, b, c, d = rows[f], rows[f + 1], rows[f + 2], rows[f + 3]
            code = p.fold_code[f : f + 4, start : start + PIECE]
            i, j, k, m = code[0], code[1], code[2], code[3]
            for n in range(len(part)):
                part[n] += (a[i[n]] + b[j[n]]) + (c[k[n]] + d[m[n]])


@hot
def _highest(total: Array, best: Array) -> None:
    """The highest total of each group, group g being the records g, g + groups, g + 2 groups, ..."""
    groups = len(best)
    best[:] = LOWEST
    for start in range(0, len(total), groups):
        part = total[start : start + groups]
        for k in range(len(part)):
            best[k] = part[k] if part[k] > best[k] else best[k]


@hot
def _mark(p: Plan, i: int, b: Bench, undo: bool) -> None:
    """Enter the exceptions of remains i into the totals, or clear their marks again."""
    for x in range(len(p.sparse_of)):
        e, code = p.sparse_of[x], p.x_right[x, i]
        at = p.upper_at[e] + p.right_code[e, i] * p.width[e]
        for q in range(p.x_start[p.x_start_at[x] + code], p.x_start[p.x_start_at[x] + code + 1]):
            left, level = p.x_code[p.x_code_at[x] + q], p.x_level[p.x_code_at[x] + q]
            for r in range(p.m_start[p.m_start_at[x] + left], p.m_start[p.m_start_at[x] + left + 1]):
                j = p.member[p.member_at[x] + r]
                if undo:
                    b.exception[x, j] = NONE
                else:
                    b.exception[x, j] = level
                    b.total[j] += p.bits32[e, level] - p.bits32[e, p.upper[at + p.left_code[e, j]]]


@hot
def _run_program(p: Plan, b: Bench, e: int, i: int, n: int) -> None:
    """Levels of evidence e for the first n chosen, exceptions before the program, into `column`.

    Where the best and the worst level of two clusters weigh the same, the program is not run.
    """
    upper_at = p.upper_at[e] + p.right_code[e, i] * p.width[e]
    lower_at = p.lower_at[e] + p.right_code[e, i] * p.width[e]
    code, weights, x, asked = p.left_code[e], p.bits[e], p.sparse[e], 0
    for k in range(n):
        j = b.chosen[k]
        level = p.upper[upper_at + code[j]]
        if x >= 0 and b.exception[x, j] != NONE:
            level = b.exception[x, j]
        elif weights[level] != weights[p.lower[lower_at + code[j]]]:
            b.asked[asked] = j
            b.place[asked] = k
            asked += 1
        b.column[k] = level
    for first in range(0, asked, BLOCK):
        n_now = min(BLOCK, asked - first)
        run(p.programs, e, i, b.asked, first, n_now, b.told, b.told_null, b.registers, b.answer, first)
    for k in range(asked):
        b.column[b.place[k]] = b.answer[k]


@hot
def _fill(p: Plan, b: Bench, i: int, n: int) -> None:
    """Levels of all evidences without a program for the first n chosen: a bound's is PENDING.

    The loops are over plain arrays: a call that passes the whole plan costs more than a lookup.
    """
    for e in range(len(p.kind)):
        if p.kind[e] == 1:
            continue
        at, x = p.upper_at[e] + p.right_code[e, i] * p.width[e], p.sparse[e]
        row, code, column, chosen = p.upper[at : at + p.width[e]], p.left_code[e], b.levels[:, e], b.chosen
        for k in range(n):
            column[k] = PENDING if p.kind[e] == 2 else row[code[chosen[k]]]
        if x >= 0:
            known = b.exception[x]
            for k in range(n):
                if known[chosen[k]] != NONE:
                    column[k] = known[chosen[k]]


@hot
def _bounds(p: Plan, b: Bench, i: int, n: int, upper: bool) -> None:
    """Into `reach`, for the first n chosen: the exact totals, or bounds of them where a level is PENDING."""
    b.reach[:n] = p.prior
    for e in range(len(p.kind)):
        at = p.right_code[e, i] * p.width[e] + (p.upper_at[e] if upper else p.lower_at[e])
        bound, weights = (p.upper if upper else p.lower), p.bits[e]
        for c in range(n):
            level = int(b.levels[c, e])
            if level == PENDING:
                level = int(bound[at + p.left_code[e, b.chosen[c]]])
            b.reach[c] += weights[level]


@hot
def _kth(b: Bench, n: int, k: int) -> float:
    """The k-th best of the first n of `reach`; lower than any total where there are fewer."""
    return float(np.partition(b.reach[:n], n - k)[n - k]) if n >= k else -1.0e300


@hot
def _first_look(p: Plan, b: Bench, i: int, k: int) -> float:
    """A total that at least k pairs of this row reach: LOWER bounds of the likeliest, k-th best.

    Optimistic totals must not be used here: they would shut out pairs that belong to the best k.
    """
    groups, n = len(b.best), 0
    likeliest = b.best if groups >= 2 * k else b.total
    last = max(len(likeliest) - 2 * k, 0)
    least = np.partition(likeliest, last)[last]
    for g in range(groups):
        if b.best[g] >= least:
            for j in range(g, len(b.total), groups):
                if b.total[j] >= least and n < LOOKS * k:
                    b.chosen[n] = j
                    n += 1
    for e in range(len(p.kind)):
        if p.kind[e] == 1:
            _run_program(p, b, e, i, n)
            for c in range(n):
                b.levels[c, e] = b.column[c]
    _fill(p, b, i, n)
    _bounds(p, b, i, n, False)
    return _kth(b, n, k)


@hot
def _choose(b: Bench, need: float, needs: Array, group_needs: Array) -> int:
    """The missing records whose total may reach what the row, or they themselves, ask for."""
    groups, n = len(b.best), 0
    for g in range(groups):
        if b.best[g] >= need or b.best[g] >= group_needs[g]:
            for j in range(g, len(b.total), groups):
                if b.total[j] >= need or b.total[j] >= needs[j]:
                    b.chosen[n] = j
                    b.reach[n] = b.total[j]
                    n += 1
    return n


@hot
def _narrow(p: Plan, b: Bench, e: int, i: int, n: int, need: float, needs: Array) -> int:
    """Replace the upper weight of evidence e by the true one, and drop who no longer reaches."""
    _run_program(p, b, e, i, n)
    at, x, kept = p.upper_at[e] + p.right_code[e, i] * p.width[e], p.sparse[e], 0
    for c in range(n):
        j, level = b.chosen[c], b.column[c]
        reach = b.reach[c]
        if x < 0 or b.exception[x, j] == NONE:
            reach += p.bits[e, level] - p.bits[e, p.upper[at + p.left_code[e, j]]]
        if reach >= need or reach >= needs[j]:
            b.chosen[kept] = j
            b.reach[kept] = reach
            b.levels[kept] = b.levels[c]
            b.levels[kept, e] = level
            kept += 1
    return kept


@hot
def scan(
    p: Plan,
    b: Bench,
    rows: Array,
    k: int,
    floor: float,
    needs: Array,
    group_needs: Array,
    out_i: Array,
    out_j: Array,
    out_levels: Array,
) -> tuple[int, int]:
    """Scan rows of remains until all are done or `out` may not hold the next; (rows done, pairs out).

    A pair comes out when its total may reach the row's k-th best, the missing person's k-th best
    so far (`needs`, by record and by group; the margin has been taken off already), or the floor.
    """  # fmt: skip
    found, slack = 0, p.margin + 2.0e-9
    for done in range(len(rows)):
        if found + len(b.total) > len(out_i):
            return done, found
        i = rows[done]
        _fold_rows(p, i, b.fold)
        _add_up(p, b.fold, b.total)
        _mark(p, i, b, False)
        _highest(b.total, b.best)
        need = min(_first_look(p, b, i, k), floor) - slack
        n = _choose(b, need, needs, group_needs)
        for e in range(len(p.kind)):
            if p.kind[e] == 1:
                n = _narrow(p, b, e, i, n, need, needs)
        _fill(p, b, i, n)
        _bounds(p, b, i, n, False)
        need = max(need, min(_kth(b, n, k), floor) - slack)
        _bounds(p, b, i, n, True)
        for c in range(n):
            if b.reach[c] >= need or b.reach[c] >= needs[b.chosen[c]]:
                out_i[found] = i
                out_j[found] = b.chosen[c]
                out_levels[found] = b.levels[c]
                found += 1
        _mark(p, i, b, True)
    return len(rows), found


ROOM = 1_000_000
"""Pairs that one call of `scan` may let through before they are taken away."""


def scan_rows(plan: Plan, rows: Array, k: int, floor: float, needs: Array) -> Found:
    """The pairs of these remains that may reach the row's best k, the floor, or what the missing record asks."""
    b, records = bench(plan), len(needs)
    own = needs - (plan.margin + 2.0e-9)
    group_needs = np.pad(own, (0, -records % len(b.best)), constant_values=np.inf).reshape(-1, len(b.best)).min(axis=0)
    room = max(ROOM, records)
    out = Found(np.zeros(room, np.int32), np.zeros(room, np.int32), np.zeros((room, len(plan.kind)), np.uint8))
    taken: list[Found] = []
    while len(rows):
        done, found = scan(plan, b, rows, k, floor, own, group_needs, *out)
        taken.append(Found(*(column[:found].copy() for column in out)))
        rows = rows[done:]
    return Found(*(np.concatenate(columns) for columns in zip(*taken, strict=True)))
