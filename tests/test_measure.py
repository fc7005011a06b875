"""u as the registers at hand show it."""

from __future__ import annotations

import math
from pathlib import Path

import duckdb
import pytest

from linkage.engine.measure import PRIOR_EVENTS, count_levels, measure_u
from linkage.engine.settings import finding_case
from linkage.evidence import EVIDENCES
from linkage.evidence.sex import SEX
from linkage.invent import invent
from linkage.model import Model, from_evidence
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.workshop import connect


def sexes(folder: Path, missing: str, remains: str) -> duckdb.DuckDBPyConnection:
    """Two registers that hold nothing but a sex for each letter ("?" unknown); all remains are fresh."""
    con = connect(folder)
    for side, letters in (("missing", missing), ("remains", remains)):
        con.execute(
            f"CREATE TABLE {side} AS SELECT '{side}' || i AS unique_id, "
            f"CASE substr('{letters}', i, 1) WHEN 'm' THEN 'male' "
            f"WHEN 'f' THEN 'female' END AS sex, 'fresh' AS condition_class, NULL::VARCHAR AS sex_basis "
            f"FROM range(1, {len(letters) + 1}) t(i)"
        )
    return con


@pytest.fixture
def model() -> Model:
    return from_evidence("test", EVIDENCES)


def test_u_is_the_share_of_random_pairs_and_unknown_is_no_pair(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "m" * 300 + "f" * 100 + "?" * 50, "m" * 150 + "f" * 50 + "?" * 7)
    measured = measure_u(con, [SEX], model, seed=1)
    assert measured.sampled == 450 * 207
    assert measured.comparable["sex"] == 400 * 200
    agree = (300 * 150 + 100 * 50) / (400 * 200)
    assert measured.u["sex"]["agrees_fresh"] == pytest.approx(agree, rel=0.001)


def test_nothing_seen_leaves_the_model_as_it_was(tmp_path: Path, model: Model) -> None:
    measured = measure_u(sexes(tmp_path, "???", "??"), [SEX], model, seed=1)
    for level in SEX.levels:
        assert measured.u["sex"][level.name] == pytest.approx(model.evidences["sex"].levels[level.name].u)


def test_a_level_never_seen_keeps_a_u_of_the_models_size(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "m" * 20, "m" * 20)
    u = measure_u(con, [SEX], model, seed=1).u["sex"]["differs_fresh"]
    own = model.evidences["sex"].levels["differs_fresh"].u
    assert u == pytest.approx(PRIOR_EVENTS / (PRIOR_EVENTS / own + 20 * 20), rel=0.01)
    assert 0 < u < own


def test_a_worse_finding_never_weighs_more_than_a_better_one(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "m" * 500, "f" * 499 + "m")
    measured = measure_u(con, [SEX], model, seed=1)
    for group in {level.group for level in SEX.levels}:
        weights = [
            math.log2(model.evidences["sex"].levels[lv.name].m / measured.u["sex"][lv.name])
            for lv in SEX.levels
            if lv.group == group
        ]
        assert weights == sorted(weights, reverse=True)
        assert sum(measured.u["sex"][lv.name] for lv in SEX.levels if lv.group == group) == pytest.approx(1)


def test_contradiction_in_a_register_of_one_kind_does_not_speak_for_a_pair(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "m" * 1000, "m" * 900)
    measured = measure_u(con, [SEX], model, seed=1)
    differs, agrees = (
        model.evidences["sex"].levels[name].m / measured.u["sex"][name] for name in ("differs_fresh", "agrees_fresh")
    )
    assert differs <= agrees


def test_a_large_register_is_sampled_the_same_for_the_same_seed(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "mf" * 1500, "mmf" * 700)
    first, again, other = (measure_u(con, [SEX], model, seed) for seed in (3, 3, 4))
    assert first == again
    assert first.sampled <= 1_000_000
    assert first.u != other.u


def test_records_that_are_alike_are_asked_once_and_count_each(tmp_path: Path) -> None:
    made = invent(tmp_path / "made", missing=150, remains=90, overlap=0.3, seed=5)
    con = connect(tmp_path / "spill")
    read_register(con, made.missing, "missing")
    read_register(con, made.remains, "remains")
    used = [evidence for evidence in EVIDENCES if evidence.on]
    standardise(con, used)
    counted = count_levels(con, used, seed=1).levels
    for side, suffix in (("missing", "l"), ("remains", "r")):
        names = [row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()]
        listed = ", ".join(f'"{name}" AS "{name}_{suffix}"' for name in names)
        con.execute(f"CREATE TABLE plain_{suffix} AS SELECT {listed} FROM {side}")
    for evidence in used:
        plain = con.execute(
            f"SELECT {finding_case(evidence)} AS finding, count(*) FROM plain_l, plain_r "
            f"WHERE ({evidence.u_given or 'true'}) GROUP BY finding HAVING finding <> 'unknown'"
        ).fetchall()
        assert counted[evidence.name] == dict(plain)
    assert sum(len(levels) for levels in counted.values()) > 60
