"""Learning m and the calibration from solved cases, and from registers that nobody has solved."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pytest

from linkage.engine.calibrate import KNOTS, calibration
from linkage.engine.findings import Levels, counts_of, findings_of, weights_of
from linkage.engine.histogram import Histogram, histogram_of
from linkage.engine.learn import STRENGTH, Lesson, World, expected_of, learn, with_m
from linkage.evidence import EVIDENCES
from linkage.evidence.age import AGE
from linkage.evidence.sex import SEX
from linkage.model import Model, from_evidence

SEX_LEVELS = [level.name for level in SEX.levels]
AGREES, DIFFERS = SEX_LEVELS.index("agrees_fresh"), SEX_LEVELS.index("differs_fresh")


EVIDENCE = [SEX, AGE]


def shown(sexes: list[int], ages: int = -1) -> Levels:
    """Pairs or patterns that show nothing but these levels of sex, and all the same level of age."""
    return {"sex": np.array(sexes, np.int16), "age": np.full(len(sexes), ages, np.int16)}


def lists(*candidates: list[int], ages: int = -1) -> Histogram:
    """Lists of candidates that show nothing but these levels of sex; each its own pattern."""
    sexes = [sex for listed in candidates for sex in listed]
    starts = np.cumsum([0, *map(len, candidates[:-1])])[: len(candidates)]
    return Histogram(shown(sexes, ages), np.arange(len(sexes)), np.ones(len(sexes)), starts)


def lesson(model: Model, candidates: Histogram, solved: list[int], world: World) -> Lesson:
    return Lesson(model, EVIDENCE, candidates, counts_of(shown(solved), EVIDENCE), world)


@pytest.fixture
def model() -> Model:
    return from_evidence("test", EVIDENCES)


@pytest.mark.parametrize("labels", [0, 30, 300, 3000])
def test_labels_move_m_as_far_as_their_number_warrants(model: Model, labels: int) -> None:
    """A third of the solved cases have the wrong sex; the model before says 0.2 %."""
    learned = with_m(model, [SEX], counts_of(shown([AGREES, AGREES, DIFFERS] * (labels // 3)), [SEX]))
    before = model.evidences["sex"].levels["differs_fresh"].m
    after = learned.evidences["sex"].levels["differs_fresh"].m
    assert after == pytest.approx((STRENGTH * before + labels / 3) / (STRENGTH + labels))
    assert sum(n.m for name, n in learned.evidences["sex"].levels.items() if name.endswith("fresh")) == pytest.approx(1)


def test_unknown_findings_teach_nothing(model: Model) -> None:
    assert with_m(model, EVIDENCE, counts_of(shown([-1] * 50), EVIDENCE)).evidences == model.evidences


def test_no_m_becomes_nought_and_no_weight_infinite(model: Model) -> None:
    learned = with_m(model, [SEX], counts_of(shown([AGREES] * 100_000), [SEX]))
    assert 0 > learned.bits("sex", "differs_fresh") > -30


def test_shares_of_one_remains_and_none_of_them_make_one() -> None:
    world = World(missing=10, remains=2, overlap=0.5)
    expected = expected_of(lists([AGREES, DIFFERS], [AGREES]), np.array([6.0, -1.0, 2.0]), world)
    each, none = 0.05, 0.5
    first = each * (2**6 + 2**-1 + 8 * 2**-1) + none
    assert expected[:2] == pytest.approx([each * 2**6 / first, each * 2**-1 / first])
    assert expected[2] == pytest.approx(each * 4 / (each * (4 + 9 * 1.0) + none))


def test_pairs_of_one_pattern_count_as_many_as_they_are() -> None:
    """A list of five like candidates told as one pattern of five pairs expects what each told alone does."""
    world, weights = World(missing=10, remains=1, overlap=0.5), np.array([3.0])
    folded = Histogram(shown([AGREES]), np.zeros(1, np.int64), np.array([5.0]), np.zeros(1, np.int64))
    alone = expected_of(lists([AGREES] * 5), np.repeat(weights, 5), world)
    assert expected_of(folded, weights, world) == pytest.approx([alone.sum()])


def test_no_candidates_expect_nothing(model: Model) -> None:
    learned, expected = learn(lesson(model, lists(), [], World(5000, 500, 0.044)))
    assert (learned.evidences, expected) == (model.evidences, 0.0)


def test_the_histogram_of_a_table_holds_each_pattern_once() -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE scored (missing_id VARCHAR, remains_id VARCHAR, f_sex VARCHAR, f_age VARCHAR)")
    rows = [
        ("M1", "R2", "agrees_fresh"),
        ("M2", "R2", "agrees_fresh"),
        ("M3", "R2", "unknown"),
        ("M1", "R1", "agrees_fresh"),
    ]
    con.executemany(f"INSERT INTO scored VALUES (?, ?, ?, '{AGE.levels[0].name}')", rows)
    made = histogram_of(con, EVIDENCE, "scored")
    assert made.patterns["sex"].tolist() == [-1, AGREES]
    assert made.patterns["age"].tolist() == [0, 0]
    assert (made.pattern.tolist(), made.pairs.tolist(), made.starts.tolist()) == ([1, 0, 1], [1, 1, 2], [0, 1])
    each = findings_of(con, EVIDENCE, "scored")
    assert each.levels["sex"].tolist() == [AGREES, AGREES, AGREES, -1]
    assert each.missing.tolist() == ["M1", "M1", "M2", "M3"]


def test_unknown_weighs_nothing(model: Model) -> None:
    assert weights_of(shown([-1, AGREES]), EVIDENCE, model).tolist() == [0.0, model.bits("sex", "agrees_fresh")]


def test_expectation_maximisation_finds_how_often_true_pairs_differ(model: Model) -> None:
    """Each remains has one candidate that stands out by age; in a fifth of those the sex differs."""
    count, decisive = 2000, AGE.levels[0].name
    ages = model.evidences["age"]
    levels = {name: replace(n, u=1e-7) if name == decisive else n for name, n in ages.levels.items()}
    strong = replace(model, evidences={**model.evidences, "age": replace(ages, levels=levels)})
    found = lists(*([DIFFERS if n % 5 == 0 else AGREES] for n in range(count)), ages=0)
    learned, expected = learn(lesson(strong, found, [], World(4000, count, 0.5)))
    assert learned.evidences["sex"].levels["differs_fresh"].m == pytest.approx(0.2, abs=0.02)
    assert expected == pytest.approx(count, rel=0.02)


def test_expectation_maximisation_on_strangers_changes_little(model: Model) -> None:
    """A hundred candidates for each remains, none of which stands out: hardly any true pair is expected."""
    rng = np.random.default_rng(1)
    found = lists(*(rng.choice([AGREES, DIFFERS], 100).tolist() for _ in range(50)))
    learned, expected = learn(lesson(model, found, [], World(5000, 50, 0.044)))
    assert expected < 0.044 * 50
    for name in ("agrees_fresh", "differs_fresh"):
        assert learned.evidences["sex"].levels[name].m == pytest.approx(model.evidences["sex"].levels[name].m, abs=0.03)


def test_solved_cases_alone_count_whole(model: Model) -> None:
    solved = [AGREES, AGREES, DIFFERS] * 100
    learned, expected = learn(lesson(model, lists(), solved, World(5000, 500, 0.044)))
    counted = with_m(model, [SEX], counts_of(shown(solved), [SEX])).evidences["sex"].levels["differs_fresh"].m
    assert learned.evidences["sex"].levels["differs_fresh"].m == pytest.approx(counted)
    assert expected == 0


def worth(curve: tuple[tuple[float, float], ...], bits: float) -> float:
    return float(np.interp(bits, *zip(*curve, strict=True)))


@pytest.mark.parametrize(("cases", "tolerance"), [(30, 3.0), (250, 1.0), (400, 1.5), (3000, 1.0)])
def test_evidence_counted_twice_is_found_out(cases: int, tolerance: float) -> None:
    """True sums around +6 and strangers around -6 bits by their real worth; the model says twice as much."""
    rng = np.random.default_rng(cases)
    spread = (2 * 6 * np.log(2)) ** 0.5 / np.log(2)  # two normals whose log2 likelihood ratio is the value itself
    true, strangers = rng.normal(6, spread, cases), rng.normal(-6, spread, 20_000)
    curve = calibration(2 * true, 2 * strangers)
    for bits in (-6.0, 0.0, 6.0):
        assert worth(curve, 2 * bits) == pytest.approx(bits, abs=tolerance)


def test_without_cases_nothing_is_claimed() -> None:
    assert calibration(np.array([]), np.array([-5.0, 1.0])) == ()


@pytest.mark.parametrize("cases", [1, 5, 50, 500])
def test_the_curve_rises_and_stays_finite_even_where_all_is_parted(cases: int) -> None:
    curve = calibration(np.full(cases, 25.0), np.full(1000, -15.0))
    values = [value for _, value in curve]
    assert values == sorted(values)
    assert np.isfinite(values).all()
    assert all(value <= max(knot, 0) + 1 and value >= min(knot, 0) - 1 for knot, value in curve)
    assert [knot for knot, _ in curve] == KNOTS.tolist()
