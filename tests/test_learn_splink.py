"""Expectation-maximisation beside Splink's own on the same pairs: the same where Splink's converges."""

from __future__ import annotations

import logging
import math
from dataclasses import replace

import duckdb
import numpy as np
import pytest
from splink import DuckDBAPI, Linker

from linkage.engine.findings import counts_of
from linkage.engine.histogram import histogram_of
from linkage.engine.learn import STRENGTH, Lesson, World
from linkage.engine.settings import comparison, finding_case, settings
from linkage.evidence import Evidence, Level
from linkage.model import EvidenceNumbers, LevelNumbers, Model

COLUMNS = [f"c{n}" for n in range(5)]
LEVELS = {"same": 0.6, "near": 0.3, "far": 0.1}
"""Equal, one apart, or farther; the m to start from."""

START = 0.001
"""The share of true pairs to start from."""

ROUNDS = 100


def evidence(column: str) -> Evidence:
    conditions = (f"{column}_l = {column}_r", f"abs({column}_l - {column}_r) = 1", "ELSE")
    levels = tuple(Level(name, when, 0.5, 0.5, "", "") for name, when in zip(LEVELS, conditions))
    return Evidence(column, "", (), levels, (column,), ())


EVIDENCES = [evidence(column) for column in COLUMNS]


def registers(people: int, size: int, blank: float) -> duckdb.DuckDBPyConnection:
    """Two files of `size` records; `people` are in both, a fifth of what is known of them one off."""
    rng, con = np.random.default_rng(5), duckdb.connect()
    missing, others = (rng.integers(0, 20, (n, len(COLUMNS))) for n in (size, size - people))
    told = missing[:people] + (rng.random((people, len(COLUMNS))) < 0.2)
    for side, known in (("missing", missing), ("remains", np.r_[told, others])):
        said = np.where(rng.random(known.shape) < blank, None, known)
        con.execute(f"CREATE TABLE {side} (unique_id VARCHAR, {', '.join(f'{c} INTEGER' for c in COLUMNS)})")
        rows = [[str(n), *row] for n, row in enumerate(said.tolist())]
        con.executemany(f"INSERT INTO {side} VALUES (?{', ?' * len(COLUMNS)})", rows)
    return con


def compared(con: duckdb.DuckDBPyConnection) -> Model:
    """Create `every`, what each pair of the two files has shown; the model with the u counted there."""
    sides = (("missing", "l"), ("remains", "r"))
    both = ", ".join(f"{side}.{c} AS {c}_{end}" for side, end in sides for c in COLUMNS)
    asked = ", ".join(f"{finding_case(e)} AS f_{e.name}" for e in EVIDENCES)
    con.execute(
        f"CREATE TABLE every AS SELECT row_number() OVER () AS remains_id, {asked} "
        f"FROM (SELECT {both} FROM missing, remains)"
    )
    made = histogram_of(con, EVIDENCES, "every")
    counts = counts_of(made.patterns, EVIDENCES, np.bincount(made.pattern, made.pairs))
    numbers = {
        name: {level: LevelNumbers(m, float(n / seen.sum()), "") for (level, m), n in zip(LEVELS.items(), seen)}
        for name, seen in counts.items()
    }
    return Model("start", {name: EvidenceNumbers("", levels) for name, levels in numbers.items()})


def by_splink(con: duckdb.DuckDBPyConnection, start: Model) -> tuple[dict[str, dict[str, float]], float]:
    """The m of every level and the share of true pairs that Splink finds among all pairs."""
    asked = settings((comparison(e, start) for e in EVIDENCES), START) | {
        "em_convergence": 1e-8,
        "max_iterations": ROUNDS,
    }
    api = DuckDBAPI(con)
    sides = [api.register(side, dataset_display_name=side) for side in ("missing", "remains")]
    linker = Linker(sides, asked, log_level=logging.ERROR)
    done = linker.training.estimate_parameters_using_expectation_maximisation(
        "1=1", estimate_without_term_frequencies=True, fix_u_probabilities=True
    )
    found = done.core_model_settings
    m = {
        c.output_column_name: {
            level.label_for_charts: level.m_probability for level in c.comparison_levels if not level.is_null_level
        }
        for c in found.comparisons
    }
    return m, found.probability_two_random_records_match


def by_us(con: duckdb.DuckDBPyConnection, start: Model, strength: float) -> tuple[dict[str, dict[str, float]], float]:
    """The same by rounds of ours in a closed world: every pair is a list by itself, in a file of one."""
    candidates = histogram_of(con, EVIDENCES, "every")
    nobody = {e.name: np.zeros(len(LEVELS)) for e in EVIDENCES}
    lesson = Lesson(start, EVIDENCES, candidates, nobody, World(1, 1, START), strength=strength)
    model, share = start, START
    for _ in range(ROUNDS):
        model, expected = replace(lesson, world=World(1, 1, share)).improved(model)
        share = expected / len(candidates.starts)
    return {c: {level: n.m for level, n in model.evidences[c].levels.items()} for c in COLUMNS}, share


@pytest.mark.parametrize("blank", [0.0, 0.2])
def test_where_splink_converges_m_and_the_share_of_true_pairs_are_splinks(blank: float) -> None:
    con = registers(people=100, size=300, blank=blank)
    start = compared(con)
    m, share = by_splink(con, start)
    ours, our_share = by_us(con, start, strength=0.0)
    for column in COLUMNS:
        assert ours[column] == pytest.approx(m[column], abs=1e-5)
    assert our_share == pytest.approx(share, rel=1e-5)
    assert our_share == pytest.approx(100 / 300**2, rel=0.1)


def bits(m: dict[str, dict[str, float]], start: Model) -> list[float]:
    return [math.log2(x / start.evidences[c].levels[name].u) for c, found in m.items() for name, x in found.items()]


def test_where_few_true_pairs_are_there_splinks_weights_run_away_and_ours_do_not() -> None:
    """Of fourteen true pairs none is far apart: that was luck, and is no proof against the next one."""
    con = registers(people=14, size=300, blank=0.0)
    start = compared(con)
    assert min(bits(by_splink(con, start)[0], start)) < -20
    assert min(bits(by_us(con, start, STRENGTH)[0], start)) > -5
