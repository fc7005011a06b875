"""Mistakes that lose pairs in silence, each with the case that would show it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from plain_way import MACHINES, registers, same_as_plain
from random_evidence import evidence_of, evidences_at_random, model_at_random, registers_at_random

from linkage.engine.cartesian import score_all
from linkage.model import EvidenceNumbers, LevelNumbers, Model
from linkage.screen.codes import number_records
from linkage.screen.compiling import hot
from linkage.screen.limits import Limits
from linkage.screen.machine_numpy import run
from linkage.screen.screening import compile_all
from linkage.screen.storing import store

BOUNDS = Limits(table_cells=0, small_cells=0, use_arithmetic=False, use_shares=False)
ONE_BOUND = Limits(table_cells=100, small_cells=100, use_arithmetic=False)
"""What has few distinct values is a table, the rest a bound."""
ARITHMETIC = Limits(table_cells=0, small_cells=0)


def weighing(bits: dict[str, Sequence[float]]) -> Model:
    """A model of these weights, level by level."""
    return Model("traps", {
        name: EvidenceNumbers("", {f"level_{n}": LevelNumbers(2.0 ** (b / 2 - 8), 2.0 ** (-b / 2 - 8), "")
                                   for n, b in enumerate(weights)})
        for name, weights in bits.items()
    })  # fmt: skip


@pytest.mark.parametrize("machine", MACHINES)
def test_a_bound_that_is_too_high_does_not_push_out_who_belongs_among_the_best(
    tmp_path: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty pairs could reach 10 bits but come to -10; the best three come to -2 bits, where no bound is known.

    The missing persons of those three fit other remains better, so only the remains ask for them.
    """
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    con = registers(
        tmp_path, "word VARCHAR, known INTEGER, class INTEGER",
        "SELECT 'm' || i, 'x' || i, CASE WHEN i < 40 THEN 1 END, 0 FROM range(60) t(i)",
        "SELECT 'r' || i, 'y' || i, 1, 9 * (i % 2) FROM range(80) t(i)",
    )  # fmt: skip
    evidences = (
        evidence_of("optimistic", ("known",), ("jaro_winkler_similarity(word_l, word_r) > 0.95",)),
        evidence_of("plain", ("class",), ("class_l = class_r",)),
    )
    model = weighing({"optimistic": (12, -8), "plain": (2, -2)})
    score_all(con, evidences, model, "every")
    done = same_as_plain(con, evidences, model, model.prior_bits(60, 80), 100.0, 3, ONE_BOUND)
    assert done.storage == {"optimistic": "bound", "plain": "table"}


@pytest.mark.parametrize("machine", MACHINES)
def test_unknown_and_not_a_number_are_not_numbers_that_compare(
    tmp_path: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB takes NaN for the greatest number and equal to itself, machine code for neither; NULL is neither."""
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    value = "CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'nan'::DOUBLE ELSE i / 10 END"
    con = registers(
        tmp_path, "low DOUBLE, high DOUBLE",
        f"SELECT 'm' || i, {value}, nullif(i % 7, 0) FROM range(60) t(i)",
        f"SELECT 'r' || i, {value}, nullif(i % 5, 0) FROM range(50) t(i)",
    )  # fmt: skip
    evidences = (
        evidence_of("nan", (), ("low_l > low_r", "low_l = low_r", "low_l - low_r < 1")),
        evidence_of("blank", (), ("high_l <= high_r", "NOT (high_l - high_r < 3)", "greatest(high_l, high_r) > 5")),
    )
    model = weighing({"nan": (1, 3, 5, -2), "blank": (2, -1, -4, 1)})
    score_all(con, evidences, model, "every")
    for limits in (BOUNDS, ARITHMETIC):
        same_as_plain(con, evidences, model, model.prior_bits(60, 50), 0.0, 4, limits)


def test_compiled_loops_may_not_assume_that_every_value_is_a_number() -> None:
    pytest.importorskip("numba")
    from linkage.screen import machine_numba, scan_numba

    for function in (machine_numba.run, scan_numba.scan):
        assert not function.targetoptions.get("fastmath")  # type: ignore[attr-defined]  # a compiled function's


@pytest.mark.parametrize("machine", MACHINES)
def test_left_is_the_missing_person_whatever_the_records_are_called(
    tmp_path: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids of the remains sort first here; "found after last seen" must not turn into its contrary."""
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    con = registers(
        tmp_path, "day DATE",
        "SELECT 'z' || i, DATE '2010-01-01' + (i % 30)::INTEGER FROM range(50) t(i)",
        "SELECT 'a' || i, DATE '2010-01-10' + (i % 9)::INTEGER FROM range(40) t(i)",
    )  # fmt: skip
    evidences = (evidence_of("found_after", ("day",), ("day_r > day_l + 5", "day_r >= day_l")),)
    model = weighing({"found_after": (6, 1, -6)})
    score_all(con, evidences, model, "every")
    wrong = (
        "SELECT count(*) FROM every JOIN missing m ON m.unique_id = missing_id "
        "JOIN remains r ON r.unique_id = remains_id"
    )
    assert con.execute(f"{wrong} WHERE (r.day > m.day + 5) <> (w_found_after > 5)").fetchall() == [(0,)]
    for limits in (Limits(), ARITHMETIC, BOUNDS):
        same_as_plain(con, evidences, model, model.prior_bits(50, 40), 0.0, 3, limits)


@pytest.mark.parametrize("machine", MACHINES)
def test_a_pair_that_shares_two_elements_is_weighed_once(
    tmp_path: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What two records share weighs -2 here; taken twice, it would push every best pair behind those of 0 bits."""
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    tags = "['a' || (i % 40), 'b' || (i % 40)]"
    con = registers(
        tmp_path, "tags VARCHAR[], class INTEGER",
        f"SELECT 'm' || i, {tags}, i % 40 FROM range(60) t(i)",
        f"SELECT 'r' || i, {tags}, i % 40 FROM range(50) t(i)",
    )  # fmt: skip
    evidences = (
        evidence_of("shared", ("tags",), ("list_has_any(tags_l, tags_r)",), ("tags",)),
        evidence_of("plain", ("class",), ("class_l = class_r",)),
    )
    model = weighing({"shared": (-2, 0), "plain": (3, 0)})
    score_all(con, evidences, model, "every")
    done = same_as_plain(con, evidences, model, model.prior_bits(60, 50), 100.0, 1)
    assert done.storage["shared"].startswith("shared")


@pytest.mark.parametrize("seed", range(6))
def test_no_pair_weighs_more_or_less_than_the_bounds_of_its_clusters(tmp_path: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    evidences = evidences_at_random(random)
    model = model_at_random(random, evidences, ties=False)
    con = registers_at_random(tmp_path, random, 150, 120)
    limits = Limits(table_cells=0, small_cells=0, clusters=20, use_shares=False)
    for c in compile_all(con, store(con, evidences, limits), model):
        if c.stored.program is not None:
            right, left = (part.reshape(-1) for part in np.indices((120, 150)))
            weights = c.bits[run(c.stored.program, left, right)[0].astype(np.uint8)].reshape(120, 150)
            for i in range(120):
                assert (c.bits[c.upper.row(i)] >= weights[i]).all()
                assert (c.bits[c.lower.row(i)] <= weights[i]).all()
    con.close()


def test_where_machine_code_can_be_kept_nowhere_it_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service without a home, installed where it may not write."""
    caching = pytest.importorskip("numba.core.caching")
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    assert hot(lambda x: x + 1)(41) == 42


def test_records_are_numbered_by_id_though_a_view_gives_them_in_another_order_each_time(tmp_path: Path) -> None:
    missing = "SELECT 'm' || i, 'of m' || i FROM range(500) t(i)"
    con = registers(tmp_path, "value VARCHAR", missing, "SELECT 'r', 'of r'")
    con.execute("CREATE VIEW shuffled AS FROM missing ORDER BY random()")
    for side in ("missing", "shuffled"):
        assert number_records(con, side, "l", ["value"]) == 500
        rows = con.execute("SELECT unique_id, value_l FROM _screen_l ORDER BY i").fetchall()
        assert rows == sorted((f"m{n}", f"of m{n}") for n in range(500))
