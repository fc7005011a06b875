"""Whatever the evidence, the model and the registers: the screen gives what scoring every pair gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain_way import MACHINES, same_as_plain
from random_evidence import evidences_at_random, model_at_random, registers_at_random

from linkage.engine.cartesian import score_all
from linkage.engine.score import score
from linkage.screen.limits import LIMITS, Limits

STORAGES = {
    "as chosen": LIMITS,
    "arithmetic": Limits(table_cells=0, small_cells=0),
    "bounds": Limits(table_cells=0, small_cells=0, use_arithmetic=False, use_shares=False),
}


@settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip  # a smaller seed is not a simpler case, so nothing is shrunk
@given(
    seed=st.integers(0, 2**32 - 1), missing=st.integers(1, 60), remains=st.integers(1, 60), ties=st.booleans(),
    floor=st.floats(-20, 10), top=st.integers(1, 8),
)  # fmt: skip
def test_random_evidence_models_and_registers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    seed: int, missing: int, remains: int, ties: bool, floor: float, top: int,
) -> None:  # fmt: skip
    random = np.random.default_rng(seed)
    evidences = evidences_at_random(random)
    model = model_at_random(random, evidences, ties)
    con = registers_at_random(tmp_path, random, missing, remains)
    score_all(con, evidences, model, "every")
    for wish in MACHINES.values():
        monkeypatch.setenv("LINKAGE_NO_NUMBA", wish)
        for limits in STORAGES.values():
            same_as_plain(con, evidences, model, model.prior_bits(missing, remains), floor, top, limits)
    con.close()


@pytest.mark.parametrize(("seed", "ties"), [(1, True), (2, False)])
def test_a_million_pairs_of_random_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, ties: bool
) -> None:
    """1,000,000 pairs; the survivors' weights are those of the plain way to within 1e-9."""
    random = np.random.default_rng(seed)
    evidences = evidences_at_random(random)
    model = model_at_random(random, evidences, ties)
    con = registers_at_random(tmp_path, random, 1250, 800)
    score_all(con, evidences, model, "every")
    for machine, wish in MACHINES.items():
        monkeypatch.setenv("LINKAGE_NO_NUMBA", wish)
        done = same_as_plain(con, evidences, model, model.prior_bits(1250, 800), -2.0, 10)
        assert done.machine == ("numba" if machine == "compiled" else "numpy")
    con.execute(
        "CREATE TABLE pairs AS SELECT missing_id, remains_id FROM every WHERE hash(missing_id || remains_id) % 997 = 0"
    )
    score(con, evidences, model, "pairs", "again")
    differing = con.execute(
        "SELECT max(abs(a.total - e.total)) FROM again a JOIN every e USING (missing_id, remains_id)"
    ).fetchall()[0][0]
    assert differing < 1e-9
    con.close()
