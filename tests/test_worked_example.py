"""The worked example of the manual: its figures are the engine's own, and a reader can add them up."""

from __future__ import annotations

import re

import pytest

from benchmarks.worked_example import PAGE, Worked, page, worked


@pytest.fixture(scope="module")
def example() -> Worked:
    return worked()


def test_the_figures_of_the_page_are_those_of_the_engine(example: Worked) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text, example), "the numbers have changed: make docs"


def test_the_sum_on_the_page_adds_up() -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"<!-- example addition \w\w -->(.*?)<!-- end -->", text, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        *parts, total = (round(float(figure) * 10) for figure in re.findall(r"[+-]\d+\.\d", block))
        assert sum(parts) == total


def test_the_example_shows_what_the_page_says_of_it(example: Worked) -> None:
    x = example.explained("en")
    assert [line.evidence for line in x.of("contradicts")] == ["sex"]
    assert "marks" in {unknown.evidence for unknown in x.unknowns if unknown.values}
    first, second, woman, last = example.pairs
    assert (first["tie_size"], second["tie_size"], first["rank_in_remains"], second["rank_in_remains"]) == (2, 2, 1, 1)
    assert (woman["missing_id"], last["missing_id"]) == ("M-1", "M-4")


def test_the_chance_of_nobody_is_what_the_page_works_out(example: Worked) -> None:
    share = example.model.overlap
    masses = [2 ** (pair["total"] - example.prior_bits) for pair in example.pairs]
    assert example.nobody == pytest.approx((1 - share) / (1 - share + share / 4 * sum(masses)))
