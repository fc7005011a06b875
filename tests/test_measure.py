"""u as the registers at hand show it."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from plain_way import MACHINES
from splink import DuckDBAPI, Linker

from linkage.engine import count
from linkage.engine.count import Counted, count_levels
from linkage.engine.measure import PRIOR_EVENTS, MeasuredU, blended, measure_u
from linkage.engine.settings import comparison, finding_case, settings
from linkage.evidence import COMPANY, EVIDENCES, Evidence
from linkage.evidence.sex import SEX
from linkage.invent import invent
from linkage.model import Model, from_evidence
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.screen import store
from linkage.screen.limits import LIMITS, Limits
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


def measured_on(con: duckdb.DuckDBPyConnection, model: Model) -> MeasuredU:
    return measure_u(con, store(con, [SEX]), model, seed=1)


@pytest.fixture
def model() -> Model:
    return from_evidence("test", EVIDENCES)


def test_u_is_the_share_of_random_pairs_and_unknown_is_no_pair(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "m" * 300 + "f" * 100 + "?" * 50, "m" * 150 + "f" * 50 + "?" * 7)
    measured = measured_on(con, model)
    assert measured.looked_at["sex"] == 450 * 207
    assert measured.comparable["sex"] == 400 * 200
    agree = (300 * 150 + 100 * 50) / (400 * 200)
    assert measured.u["sex"]["agrees_fresh"] == pytest.approx(agree, rel=0.001)


def test_nothing_seen_leaves_the_model_as_it_was(tmp_path: Path, model: Model) -> None:
    measured = measured_on(sexes(tmp_path, "???", "??"), model)
    for level in SEX.levels:
        assert measured.u["sex"][level.name] == pytest.approx(model.evidences["sex"].levels[level.name].u)


def test_a_level_never_seen_keeps_a_u_of_the_models_size(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "m" * 20, "m" * 20)
    u = measured_on(con, model).u["sex"]["differs_fresh"]
    own = model.evidences["sex"].levels["differs_fresh"].u
    assert u == pytest.approx(PRIOR_EVENTS / (PRIOR_EVENTS / own + 20 * 20), rel=0.01)
    assert 0 < u < own


def test_a_worse_finding_never_weighs_more_than_a_better_one(tmp_path: Path, model: Model) -> None:
    con = sexes(tmp_path, "m" * 500, "f" * 499 + "m")
    measured = measured_on(con, model)
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
    measured = measured_on(con, model)
    differs, agrees = (
        model.evidences["sex"].levels[name].m / measured.u["sex"][name] for name in ("differs_fresh", "agrees_fresh")
    )
    assert differs <= agrees


SAMPLED = Limits(table_cells=0, small_cells=0)
"""Nothing is a table."""


def test_what_has_no_table_is_sampled_the_same_for_the_same_seed(
    tmp_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(count, "SAMPLE_PAIRS", 100_000)
    monkeypatch.setattr(count, "ASKED_PAIRS", 100_000)
    con = sexes(tmp_path, "mf" * 1500, "mmf" * 700)
    held = store(con, [SEX], SAMPLED)
    first, again, other = (measure_u(con, held, model, seed) for seed in (3, 3, 4))
    assert first == again
    assert first.looked_at["sex"] == 100_000
    assert first.u != other.u
    exact = measured_on(con, model)
    assert exact.looked_at["sex"] == 3000 * 2100
    assert first.u["sex"]["agrees_fresh"] == pytest.approx(exact.u["sex"]["agrees_fresh"], rel=0.02)


def registers(folder: Path) -> duckdb.DuckDBPyConnection:
    """Two invented registers, standardised."""
    made = invent(folder / "made", missing=150, remains=90, overlap=0.3, seed=5)
    con = connect(folder / "spill")
    read_register(con, made.missing, "missing")
    read_register(con, made.remains, "remains")
    standardise(con, USED)
    return con


USED = [evidence for evidence in EVIDENCES if evidence.on]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("limits", [LIMITS, SAMPLED, Limits(0, 0, use_arithmetic=False, use_shares=False)])
def test_every_pair_is_counted_as_the_plain_way_does(
    tmp_path: Path, machine: str, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables, exceptions, programs, SQL: whichever tells the level."""
    monkeypatch.setenv("LINKAGE_NO_NUMBA", MACHINES[machine])
    con = registers(tmp_path)
    counted = count_levels(con, store(con, USED, limits), seed=1)
    for side, suffix in (("missing", "l"), ("remains", "r")):
        names = [row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()]
        listed = ", ".join(f'"{name}" AS "{name}_{suffix}"' for name in names)
        con.execute(f"CREATE TABLE plain_{suffix} AS SELECT {listed} FROM {side}")
    for evidence in USED:
        plain = con.execute(
            f"SELECT {finding_case(evidence)} AS finding, count(*) FROM plain_l, plain_r "
            f"WHERE ({evidence.u_given or 'true'}) GROUP BY finding HAVING finding <> 'unknown'"
        ).fetchall()
        assert counted.levels[evidence.name] == dict(plain)
        assert counted.looked_at[evidence.name] == 150 * 90
    assert sum(len(levels) for levels in counted.levels.values()) > 60
    con.close()


def test_u_is_what_splink_estimates_from_every_pair(tmp_path: Path) -> None:
    """Its estimate from all pairs counts them; what is blended in here is left out."""
    con = registers(tmp_path)
    model = from_evidence("test", EVIDENCES)
    asked = [evidence for evidence in USED if not evidence.u_given and evidence is not COMPANY]
    counted = count_levels(con, store(con, asked), seed=1)
    splinks = u_by_splink(con, asked, model)
    for evidence in asked:
        comparable = sum(counted.levels[evidence.name].values())
        for level, pairs in counted.levels[evidence.name].items():
            assert pairs / comparable == pytest.approx(splinks[evidence.name, level], abs=1e-12)
    con.close()


def u_by_splink(
    con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model
) -> Mapping[tuple[str, str], float]:
    """By evidence and level: Splink's own estimate, from every pair."""
    api = DuckDBAPI(con)
    linker = Linker(
        [api.register(side, dataset_display_name=side) for side in ("missing", "remains")],
        settings([comparison(evidence, model) for evidence in evidences], 1e-4),
        log_level=logging.ERROR, validate_settings=False,
    )  # fmt: skip
    linker.training.estimate_u_using_random_sampling(1e9, min_count_per_level=None)
    found = json.loads(json.dumps(linker.misc.save_model_to_json()))["comparisons"]
    return {
        (one["output_column_name"], level["label_for_charts"]): level["u_probability"]
        for one in found for level in one["comparison_levels"] if "u_probability" in level
    }  # fmt: skip


@pytest.mark.parametrize(
    ("by_model", "strangers", "least", "most"),
    [
        (1e-8, 0, 0.9e-8, 1.1e-8), (1e-8, 1, 0.9e-8, 1.1e-8),
        (1e-8, 4_500, 0.9e-8, 1.3e-8),  # as many again as the model expects may be true pairs too
        (1e-4, 0, 0.9e-4, 1.1e-4), (1e-4, 1_000_000, 0.9e-2, 1e-2),  # these are strangers beyond doubt
    ],
)  # fmt: skip
def test_true_pairs_do_not_make_a_rare_finding_look_common(
    model: Model, by_model: float, strangers: int, least: float, most: float
) -> None:
    """Of 100 million pairs so many strangers agree, besides all 4,500 true pairs that the model expects."""
    numbers = model.evidences["sex"]
    rare = {"agrees_fresh": replace(numbers.levels["agrees_fresh"], m=0.9, u=by_model)}
    often = {"differs_fresh": replace(numbers.levels["differs_fresh"], m=0.1, u=1 - by_model)}
    changed = replace(numbers, levels={**numbers.levels, **rare, **often})
    told = replace(model, overlap=0.5, evidences={**model.evidences, "sex": changed})
    counts = {"agrees_fresh": 4500 + strangers, "differs_fresh": 10**8 - 4500 - strangers}
    u = blended([SEX], told, Counted({"sex": counts}, {"sex": 10**8}, (10_000, 10_000))).u["sex"]["agrees_fresh"]
    assert least <= u <= most
