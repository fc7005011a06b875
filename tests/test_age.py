"""Age: the age at death that dates give against the examiner's interval, as chances and not as yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from linkage.evidence import UNKNOWN
from linkage.evidence.age import AGE
from linkage.trial import findings

ONLY = (AGE,)
Record = Mapping[str, str]
BODY = {"found": "2005-08-10", "condition": "fresco"}
DAY = {"last_contact": "2005-06-10"}


def found(pairs: Sequence[tuple[Record, Record]]) -> list[str]:
    return findings(AGE, pairs, ONLY)


def bits(pairs: Sequence[tuple[Record, Record]]) -> list[float]:
    return [0.0 if finding == UNKNOWN else AGE.level(finding).bits for finding in found(pairs)]


AGES = range(1, 95)


def test_the_further_outside_the_interval_the_less_and_inside_is_best() -> None:
    weights = dict(zip(AGES, bits([({"age": str(age), **DAY}, {"age": "28-34", **BODY}) for age in AGES])))
    inside = [weights[age] for age in range(28, 35)]
    assert set(inside) == {max(weights.values())}
    below, above = [weights[age] for age in range(1, 28)], [weights[age] for age in range(35, 95)]
    assert below == sorted(below)
    assert above == sorted(above, reverse=True)


def test_near_misses_cost_little_and_nothing_is_cut() -> None:
    inside, near, off, far = bits([({"age": age, **DAY}, {"age": "28-34", **BODY}) for age in ("30", "37", "45", "80")])
    assert inside > 2
    assert -1 < near < 0
    assert far < off < near
    assert far > -6


def test_wide_intervals_say_little() -> None:
    intervals = ("28-34", "24-40", "20-45", "18-99")
    inside = bits([({"age": "30", **DAY}, {"age": interval, **BODY}) for interval in intervals])
    assert inside == sorted(inside, reverse=True)
    assert inside[-1] < 0.5
    grown = bits([({"age": str(age), **DAY}, {"age_group": "Adult", **BODY}) for age in range(18, 90)])
    assert set(grown) == {inside[-1]}


def test_the_share_of_true_ages_inside_is_what_casework_shows() -> None:
    """84 to 91 % of true ages lie in the stated interval; the widest hold a little more."""
    assert [AGE.level(f"inside_{g}").m for g in ("narrow", "medium", "wide")] == pytest.approx([0.84, 0.86, 0.89])
    assert AGE.level("inside_vast").m > 0.91


GONE = {"age": "30", "last_contact": "2005-06-10"}
LATER = {"found": "2015-06-10", "condition": "esqueleto"}


@pytest.mark.parametrize(
    ("missing", "remains", "finding"),
    [
        (GONE, {"found": "2015-06-10", "condition": "fresco", "age": "38-42"}, "inside_narrow"),
        (GONE, {"found": "2015-06-10", "death": "2014/2015", "age": "38-42"}, "inside_narrow"),
        (GONE, {**LATER, "age": "28-34"}, "inside_narrow"),
        (GONE, {**LATER, "age": "38-42"}, UNKNOWN),
        (GONE, {**LATER, "age": "55-60"}, "far_narrow"),
        (GONE, {**LATER, "age": "10-15"}, "far_narrow"),
        ({"age": "30"}, {**BODY, "age": "28-34"}, "inside_narrow"),
        ({"age": "30"}, {**BODY, "age": "50-60"}, UNKNOWN),
        ({"age": "30"}, {**BODY, "age": "10-15"}, "far_narrow"),
    ],
)
def test_the_years_since_the_last_contact_count(missing: Record, remains: Record, finding: str) -> None:
    """Where nothing says when the death was, the person may have lived on: older is unknown, younger is not."""
    assert found([(missing, remains)]) == [finding]


def test_a_date_of_birth_is_read_only_as_an_age() -> None:
    """The birth date and the age that it gives weigh the same, and both together no more."""
    remains = {"age": "28-34", **BODY}
    dated, stated, both, wide = bits([
        ({"birth_date": "1975-02-01", **DAY}, remains),
        ({"age": "30", **DAY}, remains),
        ({"birth_date": "1975-02-01", "age": "30", **DAY}, remains),
        ({"birth_date": "1970/1980", **DAY}, remains),
    ])  # fmt: skip
    assert dated == stated == both == wide > 0


def test_an_age_and_a_date_of_birth_that_differ_are_both_kept() -> None:
    remains = [{"age": age, **BODY} for age in ("28-32", "38-42")]
    report = {"age": "40", "birth_date": "1975-02-01", **DAY}
    assert found([(report, body) for body in remains]) == ["inside_narrow", "inside_narrow"]


def test_the_birth_that_an_identity_number_holds_fills_a_blank_and_nothing_else() -> None:
    number = {"documents": "CURP GOMA750201MVZXXX07", **DAY}
    two = {"documents": "CURP GOMA750201MVZXXX07; CURP RUZB500201MOCXXX08", **DAY}
    remains = {"age": "28-34", **BODY}
    assert found([(number, remains), ({**number, "birth_date": "1950"}, remains), (two, remains)]) == [
        "inside_narrow", "far_narrow", UNKNOWN,
    ]  # fmt: skip


def test_children_are_judged_more_narrowly() -> None:
    """An interval of four years misses by four: near for a grown person, well outside for a child."""
    child, grown = found([
        ({"age": "14", **DAY}, {"age": "5-9", **BODY}),
        ({"age": "44", **DAY}, {"age": "35-39", **BODY}),
    ])  # fmt: skip
    assert (child, grown) == ("off_narrow", "near_narrow")


def test_remains_without_an_age_are_unknown_and_no_infants() -> None:
    assert found([({"age": "30", **DAY}, BODY), ({"age": "30", **DAY}, {**BODY, "age": "unknown"})]) == [UNKNOWN] * 2
