"""Blocks of missing records: every record is in one, and none of its records weighs more than it counts for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from random_evidence import evidences_at_random, model_at_random, registers_at_random

from linkage.screen import blocks
from linkage.screen.compiled import Compiled
from linkage.screen.limits import LIMITS, Limits
from linkage.screen.plan import Plan, pack
from linkage.screen.screening import compile_all
from linkage.screen.storing import store

MISSING, REMAINS = 700, 60


def compiled(folder: Path, seed: int, limits: Limits) -> list[Compiled]:
    random = np.random.default_rng(seed)
    evidences = evidences_at_random(random)
    model, con = model_at_random(random, evidences, False), registers_at_random(folder, random, MISSING, REMAINS)
    return compile_all(con, store(con, evidences, limits), model)


def sums(plan: Plan, at: np.ndarray, levels: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Against every remains record, the sums that the scan adds up: [remains, blocks or records]."""
    total = np.full((REMAINS, len(codes)), np.float32(plan.prior))
    for e, bits in enumerate(plan.bits32):
        total += bits[levels[at[:, e, None] + codes[None, :, e]]]
    return total


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("set_cells", [blocks.SET_CELLS, 200])
def test_no_record_weighs_more_than_its_block(
    tmp_path: Path, seed: int, set_cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With few cells for their sets, blocks beside each other share them: a bound of all of them together."""
    monkeypatch.setattr(blocks, "SET_CELLS", set_cells)
    limits = LIMITS if seed % 2 else Limits(table_cells=0, small_cells=0)
    plan = pack(compiled(tmp_path, seed, limits), -9.0)
    assert sorted(plan.record.tolist()) == list(range(MISSING))
    assert np.all(np.diff(plan.block) > 0) and np.all(np.diff(plan.block) <= blocks.SIZE)
    records = sums(plan, plan.upper_at + plan.right_code * plan.width, plan.upper, plan.left_code)
    counts = sums(plan, plan.best_at + plan.right_code * plan.sets, plan.best, plan.set_code)
    best = np.maximum.reduceat(records, plan.block[:-1], axis=1)
    assert np.all(counts >= best)
    assert np.mean(counts) < np.mean(records.max(axis=1)) or len(plan.block) == 2  # and a block tells something
