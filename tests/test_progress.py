"""How far a job is, told honestly."""

from __future__ import annotations

import pytest

from linkage.runs import progress
from linkage.runs.progress import paced, shown
from linkage.runs.room import STAGES, estimate


def test_stages_weigh_as_long_as_they_take() -> None:
    told: list[tuple[str, float]] = []
    tell = paced(lambda stage, share: told.append((stage, share)), {"reading": 10.0, "scoring": 30.0})
    for stage, share in (("reading", 0.0), ("reading", 0.5), ("scoring", 0.0), ("scoring", 1.0)):
        tell(stage, share)
    assert told == [("reading", 0.0), ("reading", 0.125), ("scoring", 0.25), ("scoring", 1.0)]


def test_an_estimate_names_every_stage_and_grows_with_the_job() -> None:
    small, large = estimate(2_000, 800, 25), estimate(4_000, 1_600, 25)
    assert list(small.stages) == list(STAGES)
    for stage in STAGES:
        assert large.stages[stage] >= small.stages[stage] > 0
    assert small.candidates == 25 * 2_800
    assert estimate(3, 2, 25).candidates == 6


def test_lines_tell_each_stage_once_and_then_only_after_a_while(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with shown(quiet=False) as tell:
        for second, stage, share in (
            (1, "reading", 0.0),
            (2, "reading", 0.1),
            (20, "reading", 0.2),
            (21, "scoring", 0.5),
        ):
            now[0] = second
            tell(stage, share)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "  0%  reading",
        " 20%  reading, about 80 s left",
        " 50%  scoring, about 21 s left",
    ]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(quiet=True) as tell:
        tell("reading", 0.5)
    assert capsys.readouterr() == ("", "")
