"""How two values side by side are told to go together."""

from __future__ import annotations

import pytest

from linkage.evidence.fields import Field
from linkage.explanation import Written
from linkage.review.look import FIELDS, Sides, _cell
from linkage.review.meaning import said


def test_a_gap_that_the_evidence_takes_for_agreement_is_not_shown_as_a_difference() -> None:
    field = FIELDS["stature"]
    sides = Sides(typed(field, 155, 155), typed(field, 154, 154), "en")
    row = Written("stature", "Stature", "155 cm", "154 cm", ("missing", "remains"))
    found = {polarity: _cell(row, field, sides, polarity).said for polarity in ("agrees", "contradicts")}
    assert {polarity: said.relation for polarity, said in found.items() if said} == {
        "agrees": "near", "contradicts": "apart",
    }  # fmt: skip


def typed(field: Field, low: float, high: float) -> dict[str, float]:
    return {f"typed_{column}": value for (column, _), value in zip(field.columns(), (low, high))}


@pytest.mark.parametrize(("gap", "told"), [(1, "1 year apart"), (2, "2 years apart")])
def test_one_is_no_plural(gap: float, told: str) -> None:
    field = FIELDS["age"]
    found = said(field, typed(field, 20, 20), typed(field, 20 + gap, 30), str, "en")
    assert found is not None and found.words == told
