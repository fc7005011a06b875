"""Every rate that people are invented with says where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.rates import STEPS, rates, sources
from linkage.config import config_path
from linkage.invent.profile import HABITS, profiles

FILES = [*(config_path("profiles", f"{name}.toml") for name in profiles()), HABITS]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rate_says_where_it_comes_from(path: Path) -> None:
    found = list(rates(path))
    assert len(found) > 10
    assert [rate.name for rate in found if not rate.said] == []


def test_rates_without_a_source_are_counted_apart_from_those_with_one_for_a_part(tmp_path: Path) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(
        "[person]\nmale = 0.8 # Pima: 80 %\n[noise]\nimperial = false\nslip = 0.1   # no source: ours\n"
        "wrong = [0.1, 0.2] # counted on bone; of flesh: no source\n[places]\nx = 1\n"
    )
    said = [(rate.step, rate.name, rate.without_source, rate.in_part) for rate in rates(file)]
    assert said == [
        ("the person", "male", False, False),
        ("errors of either", "slip", True, False),
        ("errors of either", "wrong", False, True),
    ]


@pytest.mark.parametrize("profile", profiles())
def test_every_step_is_counted_in_every_profile(profile: str) -> None:
    counted = sources(profile)
    assert set(counted) == set(STEPS.values())
    assert all(0 < none + part <= every for none, part, every in counted.values())
