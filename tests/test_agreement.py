"""Kappa is Cohen's, counted by hand and against scikit-learn."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from stores import ANA, BETO, CARLA, judge

from linkage.judgements import Store
from linkage.judgements.agreement import agreement, kappa
from linkage.judgements.standing import by_pair
from linkage.judgements.values import ANSWERS

GIVEN = st.lists(st.tuples(st.sampled_from(ANSWERS), st.sampled_from(ANSWERS)), min_size=1, max_size=30)

W, R = "worth", "ruled_out"
BY_HAND = (
    ("full agreement", [(W, W), (R, R)], 1.0),
    ("none at all", [(W, R), (R, W)], -1.0),
    ("as chance alone would", [(W, W), (W, R), (R, W), (R, R)], 0.0),
    ("Cohen's 20, 5, 10, 15 of 50", [(W, W)] * 20 + [(W, R)] * 5 + [(R, W)] * 10 + [(R, R)] * 15, 0.4),
    ("one answer always", [(W, W), (W, W)], None),
    ("nothing judged", [], None),
)


@pytest.mark.parametrize(("case", "pairs", "expected"), BY_HAND, ids=[case for case, _, _ in BY_HAND])
def test_kappa_by_hand(case: str, pairs: list, expected: float | None) -> None:
    assert kappa(pairs) == (None if expected is None else pytest.approx(expected))


@given(GIVEN)
def test_kappa_is_that_of_scikit_learn(pairs: list) -> None:
    ours = kappa(pairs)
    if ours is None:
        assert len({answer for pair in pairs for answer in pair}) == 1
        return
    theirs = cohen_kappa_score([a for a, _ in pairs], [b for _, b in pairs], labels=ANSWERS)
    assert math.isclose(ours, theirs, abs_tol=1e-12)


def test_agreement_is_told_for_every_two_people_and_for_blind_answers_apart(store: Store) -> None:
    said = (
        ("M-1", ANA, "worth", "worth"), ("M-1", BETO, "ruled_out", "worth"),
        ("M-2", ANA, "worth", "worth"), ("M-2", BETO, "worth", "ruled_out"),
        ("M-3", BETO, "worth", "worth"), ("M-3", CARLA, "worth", "worth"),
    )  # fmt: skip
    for missing, person, blind, final in said:
        store.add(judge("first", blind, missing_id=missing), person)
        store.add(judge("final", final, missing_id=missing), person)
    judged = by_pair(store.since())
    told = [(a.first, a.second, a.pairs, a.agreed) for a in agreement(judged)]
    assert told == [("ana", "beto", 2, 1), ("beto", "carla", 1, 1)]
    assert [(a.pairs, a.agreed) for a in agreement(judged, "first")] == [(2, 1), (1, 1)]
