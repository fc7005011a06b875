"""Learning m and the calibration from solved cases, and from registers that nobody has solved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from linkage.engine.calibrate import KNOTS, calibration
from linkage.engine.learn import STRENGTH, Findings, World, learn, shares_of, with_m
from linkage.evidence import EVIDENCES
from linkage.evidence.age import AGE
from linkage.evidence.sex import SEX
from linkage.model import Model, from_evidence

SEX_LEVELS = [level.name for level in SEX.levels]
AGREES, DIFFERS = SEX_LEVELS.index("agrees_fresh"), SEX_LEVELS.index("differs_fresh")


def pairs(sexes: list[int], remains: list[str] | None = None) -> Findings:
    """Pairs that show nothing but these levels of sex."""
    ids = remains or [f"R{n:05d}" for n in range(len(sexes))]
    return Findings(
        np.array([f"M{n:05d}" for n in range(len(sexes))], object), np.array(ids, object),
        {"sex": np.array(sexes, np.int16), "age": np.full(len(sexes), -1, np.int16)},
    )  # fmt: skip


@pytest.fixture
def model() -> Model:
    return from_evidence("test", EVIDENCES)


@pytest.mark.parametrize("labels", [0, 30, 300, 3000])
def test_labels_move_m_as_far_as_their_number_warrants(model: Model, labels: int) -> None:
    """A third of the solved cases have the wrong sex; the model before says 0.2 %."""
    learned = with_m(model, [SEX], pairs([AGREES, AGREES, DIFFERS] * (labels // 3)))
    before = model.evidences["sex"].levels["differs_fresh"].m
    after = learned.evidences["sex"].levels["differs_fresh"].m
    assert after == pytest.approx((STRENGTH * before + labels / 3) / (STRENGTH + labels))
    assert sum(n.m for name, n in learned.evidences["sex"].levels.items() if name.endswith("fresh")) == pytest.approx(1)


def test_unknown_findings_teach_nothing(model: Model) -> None:
    assert with_m(model, [SEX, AGE], pairs([-1] * 50)).evidences == model.evidences


def test_no_m_becomes_nought_and_no_weight_infinite(model: Model) -> None:
    learned = with_m(model, [SEX], pairs([AGREES] * 100_000))
    assert 0 > learned.bits("sex", "differs_fresh") > -30


def test_shares_of_one_remains_and_none_of_them_make_one(model: Model) -> None:
    found = pairs([AGREES, DIFFERS, AGREES], ["R1", "R1", "R2"])
    weights = np.array([6.0, -1.0, 2.0])
    world = World(missing=10, remains=2, overlap=0.5)
    shares = shares_of(found, weights, world)
    each, none = 0.05, 0.5
    first = each * (2**6 + 2**-1 + 8 * 2**-1) + none
    assert shares[:2] == pytest.approx([each * 2**6 / first, each * 2**-1 / first])
    assert shares[2] == pytest.approx(each * 4 / (each * (4 + 9 * 1.0) + none))


def test_expectation_maximisation_finds_how_often_true_pairs_differ(model: Model) -> None:
    """Each remains has one candidate that stands out by age; in a fifth of those the sex differs."""
    decisive = replace(AGE.levels[0], name=AGE.levels[0].name)
    count = 2000
    sexes = [DIFFERS if n % 5 == 0 else AGREES for n in range(count)]
    found = pairs(sexes)
    found.levels["age"][:] = 0
    strong = replace(
        model,
        evidences=model.evidences
        | {"age": replace(model.evidences["age"], levels={
            name: replace(n, u=1e-7) if name == decisive.name else n
            for name, n in model.evidences["age"].levels.items()})},
    )  # fmt: skip
    learned, expected = learn(strong, [SEX, AGE], found, pairs([]), World(4000, count, 0.5))
    assert learned.evidences["sex"].levels["differs_fresh"].m == pytest.approx(0.2, abs=0.02)
    assert expected == pytest.approx(count, rel=0.02)


def test_expectation_maximisation_on_strangers_changes_little(model: Model) -> None:
    """A hundred candidates for each remains, none of which stands out: hardly any true pair is expected."""
    remains = [f"R{n:03d}" for n in range(50) for _ in range(100)]
    rng = np.random.default_rng(1)
    found = pairs(list(rng.choice([AGREES, DIFFERS], len(remains))), remains)
    learned, expected = learn(model, [SEX, AGE], found, pairs([]), World(5000, 50, 0.044))
    assert expected < 0.044 * 50
    for name in ("agrees_fresh", "differs_fresh"):
        assert learned.evidences["sex"].levels[name].m == pytest.approx(model.evidences["sex"].levels[name].m, abs=0.03)


def test_solved_cases_alone_count_whole(model: Model) -> None:
    solved = pairs([AGREES, AGREES, DIFFERS] * 100)
    learned, expected = learn(model, [SEX, AGE], pairs([]), solved, World(5000, 500, 0.044))
    counted = with_m(model, [SEX], solved).evidences["sex"].levels["differs_fresh"].m
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
