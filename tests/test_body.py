"""The body: sex, stature, weight and build, hair and eyes, ancestry; nothing of it is counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from linkage.engine.measure import measure_u
from linkage.evidence import UNKNOWN, Evidence
from linkage.evidence.age import AGE
from linkage.evidence.ancestry import ANCESTRY
from linkage.evidence.build import BUILD
from linkage.evidence.pigmentation import PIGMENTATION
from linkage.evidence.sex import SEX
from linkage.evidence.stature import STATURE
from linkage.model import from_evidence
from linkage.screen import store
from linkage.trial import findings, records_of

BODY = (AGE, SEX, STATURE, BUILD, PIGMENTATION, ANCESTRY)
Record = Mapping[str, str]
STATES = ("fresco", "descompuesto", "esqueleto", "fragmentos", "")
"""From the most reliable to the least; an unknown condition counts as the least."""


def found(evidence: Evidence, pairs: Sequence[tuple[Record, Record]]) -> list[str]:
    return findings(evidence, pairs, BODY)


def bits(evidence: Evidence, pairs: Sequence[tuple[Record, Record]]) -> list[float]:
    with_age = {"age": "30"}
    reached = found(evidence, [(with_age | dict(m), r) for m, r in pairs])
    return [0.0 if finding == UNKNOWN else evidence.level(finding).bits for finding in reached]


def measured(missing: Sequence[Record], remains: Sequence[Record]) -> Mapping[str, Mapping[str, float]]:
    """u of every level of the evidences of the body, measured on these registers."""
    con = records_of(missing, remains, BODY)
    u = measure_u(con, store(con, BODY), from_evidence("test", BODY), seed=1).u
    con.close()
    return u


def test_a_differing_sex_weighs_less_the_less_is_left_of_the_body() -> None:
    weights = bits(SEX, [({"sex": "hombre"}, {"sex": "mujer", "condition": state}) for state in STATES])
    assert weights == sorted(weights)
    assert weights[-1] == weights[-2] > -3
    assert weights[0] > -12


@pytest.mark.parametrize("text", ["indeterminado", "desconocido", "", "U", "no determinado"])
def test_a_sex_that_was_not_determined_says_nothing(text: str) -> None:
    assert bits(SEX, [({"sex": "hombre"}, {"sex": text})]) == [0.0]


def test_reports_overstate_and_men_more_than_women() -> None:
    """A man reported at 176 fits a body of 170 (4 cm past the bias of 2); a woman so reported is 1 cm further off."""
    remains = {"stature": "170 cm", "condition": "fresco"}
    reports = [{"stature": "175.5 cm", "sex": sex, "age": "30"} for sex in ("hombre", "mujer")]
    assert found(STATURE, [(report, remains) for report in reports]) == ["close_fresh", "near_fresh"]
    above, below = bits(STATURE, [({"stature": f"{cm} cm", "sex": "hombre"}, remains) for cm in (177, 163)])
    assert above > below


def test_stature_is_lost_with_age() -> None:
    """0.16 cm for each year after 45: 5.6 cm at 80."""
    remains = {"stature": "165 cm", "condition": "fresco"}
    young, old = found(STATURE, [({"stature": "174 cm", "age": age}, remains) for age in ("30", "80")])
    assert (young, old) == ("near_fresh", "close_fresh")


def test_statures_further_apart_weigh_less_and_bone_is_less_exact() -> None:
    for state in ("fresco", "esqueleto"):
        weights = bits(
            STATURE, [({"stature": f"{cm} cm"}, {"stature": "165 cm", "condition": state}) for cm in range(167, 205)]
        )
        assert weights == sorted(weights, reverse=True)
        assert weights[-1] > -8
    fresh, bone = bits(
        STATURE, [({"stature": "176 cm"}, {"stature": "165 cm", "condition": s}) for s in ("fresco", "esqueleto")]
    )
    assert fresh < bone < 0


def test_measured_bodies_reach_each_level_of_stature_as_often_as_is_written() -> None:
    """5,000 men reported as people report (2 cm too tall, sd 3.5, half of them rounded to 5 cm) and then measured."""
    rng = np.random.default_rng(5)
    true = rng.normal(167, 6.5, 5000)
    told = true + 2 + rng.normal(0, 3.5, 5000)
    told = np.where(rng.random(5000) < 0.5, 5 * np.round(told / 5), np.round(told))
    found_cm = np.round(true + rng.normal(0, 1.3, 5000))
    counts = Counter(zip(told, found_cm, strict=True))
    pairs = [
        ({"stature": f"{a:.0f} cm", "sex": "hombre", "age": "30"}, {"stature": f"{b:.0f} cm", "condition": "fresco"})
        for a, b in counts
    ]
    reached: Counter[str] = Counter()
    for finding, number in zip(found(STATURE, pairs), counts.values(), strict=True):
        reached[finding] += number
    for name in ("close_fresh", "near_fresh", "apart_fresh"):
        assert reached[name] / 5000 == pytest.approx(STATURE.level(name).m, abs=0.02), name


def test_a_bound_alone_and_a_wide_interval_say_little() -> None:
    low, wide, exact = bits(STATURE, [
        ({"stature": "172 cm"}, {"stature_low": "165 cm"}),
        ({"stature": "172 cm"}, {"stature": "160-180 cm"}),
        ({"stature": "172 cm"}, {"stature": "170 cm"}),
    ])  # fmt: skip
    assert 0 <= low == wide < exact


def test_units_and_slips_of_units_are_read() -> None:
    texts = ("1.72 m", "172", "5'8\"", "5 ft 8 in", "68 in", "172 cm.")
    weights = bits(STATURE, [({"stature": "174 cm"}, {"stature": text}) for text in texts])
    assert weights == [weights[0]] * len(texts)


def test_weight_counts_before_build_and_both_are_weak() -> None:
    alike, apart, build, both = bits(BUILD, [
        ({"weight": "70 kg"}, {"weight": "68 kg", "condition": "fresco"}),
        ({"weight": "70 kg"}, {"weight": "110 kg", "condition": "fresco"}),
        ({"build": "delgada"}, {"build": "obesa"}),
        ({"weight": "70 kg", "build": "delgada"}, {"weight": "68 kg", "build": "obesa", "condition": "fresco"}),
    ])  # fmt: skip
    assert alike == both
    assert all(-2 < weight < 1 for weight in (alike, apart, build))
    fresh, later = bits(
        BUILD, [({"weight": "70 kg"}, {"weight": "50 kg", "condition": s}) for s in ("fresco", "descompuesto")]
    )
    assert fresh < later < 0


@pytest.mark.parametrize(
    ("missing", "remains", "finding"),
    [
        ("negro", "canoso", "near"), ("castaño", "blanco", "near"), ("canoso", "negro", "near"),
        ("rubio", "teñido", "near"), ("teñido", "negro", "near"), ("con mechas", "castaño", "near"),
        ("negro", "castaño", "near"), ("rubio", "castaño", "near"), ("negro", "rubio", "far"),
        ("rubio", "negro", "far"), ("negro", "pelirrojo", "far"), ("negro", "calvo", UNKNOWN),
    ],
)  # fmt: skip
def test_hair_greys_and_is_dyed(missing: str, remains: str, finding: str) -> None:
    [reached] = found(PIGMENTATION, [({"hair": missing}, {"hair": remains, "condition": "fresco"})])
    assert (reached.rpartition("_")[0] or reached) == finding


@pytest.mark.parametrize(
    ("missing", "remains", "fresh", "decomposed", "bone"),
    [
        ("azules", "cafés", "far", "near", "near"),
        ("verdes", "negros", "far", "near", "near"),
        ("cafés", "azules", "far", "far", "near"),
        ("azules", "verdes", "near", "near", "near"),
        ("azules", "azules", "agree", "agree", "agree"),
    ],
)
def test_light_eyes_turn_brown_and_dark_ones_never_blue(
    missing: str, remains: str, fresh: str, decomposed: str, bone: str
) -> None:
    """Bone keeps no eyes: what is written of them never counts fully there, nor where the condition is not known."""
    states = ("fresco", "descompuesto", "esqueleto", "")
    reached = found(PIGMENTATION, [({"eyes": missing}, {"eyes": remains, "condition": state}) for state in states])
    assert [finding.rpartition("_")[0] for finding in reached] == [fresh, decomposed, bone, bone]


def test_the_commonest_colours_say_next_to_nothing_and_rare_ones_speak() -> None:
    common, both, rare = bits(PIGMENTATION, [
        ({"hair": "negro"}, {"hair": "negro"}),
        ({"hair": "negro", "eyes": "cafés"}, {"hair": "negro", "eyes": "cafés"}),
        ({"hair": "rubio", "eyes": "azules"}, {"hair": "rubio", "eyes": "azules"}),
    ])  # fmt: skip
    assert 0 < common <= both < 1 < 3 < rare


def test_hair_and_eyes_are_one_evidence() -> None:
    """Both agreeing weighs as the rarer of one joint level, not as the sum of two."""
    hair, eyes, both = bits(PIGMENTATION, [
        ({"hair": "rubio"}, {"hair": "rubio"}),
        ({"eyes": "azules"}, {"eyes": "azules"}),
        ({"hair": "rubio", "eyes": "azules"}, {"hair": "rubio", "eyes": "azules"}),
    ])  # fmt: skip
    assert both < hair + eyes


def test_stature_that_only_repeats_the_sex_is_not_counted_again() -> None:
    """All men 176, all women 160: among pairs of one sex every stature agrees, so an agreement says nothing more."""
    tall, small = (
        {"sex": "hombre", "stature": "176 cm", "age": "30"},
        {"sex": "mujer", "stature": "160 cm", "age": "30"},
    )
    u = measured([tall, small] * 100, [tall, small] * 100)["stature"]
    assert STATURE.level("close_bone").m / u["close_bone"] == pytest.approx(1, abs=0.03)


def test_ancestry_that_only_repeats_hair_and_eyes_is_not_counted_again() -> None:
    fair = {"hair": "rubio", "eyes": "azules", "ancestry": "blanca", "skin": "blanca"}
    dark = {"hair": "negro", "eyes": "cafés", "ancestry": "hispana", "skin": "morena"}
    u = measured([fair, dark] * 100, [fair, dark] * 100)["ancestry"]
    assert ANCESTRY.level("agrees").m / u["agrees"] == pytest.approx(1, abs=0.03)


def test_skin_speaks_only_where_ancestry_cannot() -> None:
    assert found(ANCESTRY, [
        ({"ancestry": "hispana", "skin": "blanca"}, {"ancestry": "hispana", "skin": "negra"}),
        ({"skin": "blanca"}, {"ancestry": "hispana", "skin": "negra"}),
    ]) == ["agrees", "skin_apart"]  # fmt: skip


def test_ancestry_is_off_unless_asked_for() -> None:
    assert not ANCESTRY.on
    assert all(field.sensitive for field in ANCESTRY.fields)
