"""Settings of a run, and whether a job fits the machine."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from linkage.cli import main
from linkage.errors import NoRoom, UsageError
from linkage.invent import invent
from linkage.runs import journey, room
from linkage.runs.settings import read_settings


def test_the_call_overrides_the_file_and_the_file_what_is_shipped(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[run]\ntop = 7\nfloor = -3\n[evidence]\nask_for = ["ancestry"]\n', encoding="utf-8")
    settings = read_settings(path, top=9, floor=None)
    assert (settings.top, settings.floor, settings.seed) == (9, -3, read_settings().seed)
    assert "ancestry" in {evidence.name for evidence in settings.evidences()}


def test_ancestry_is_off_unless_asked_for() -> None:
    assert "ancestry" not in {evidence.name for evidence in read_settings().evidences()}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[runn]\ntop = 1\n", r"no table \[runn\]. There are: run"),
        ("[run]\ntopp = 1\n", r"\[run\] has no 'topp'. It has: top"),
        ('[run]\ntop = "many"\n', r"\[run\] top = 'many' is not of the expected type"),
        ("[run]\ntop = true\n", "not of the expected type"),
        ("[run]\ntop = 0\n", "top must be at least 1"),
        ('[input]\nlocated_alive = "yes"\n', "located_alive is 'leave out' or 'compare'"),
        ("[model]\noverlap = 1.5\n", "overlap must lie between 0 and 1"),
        ("[run\n", "settings.toml"),
        ('[evidence]\nleave_out = ["smell"]\n', "No evidence 'smell'. There are: "),
    ],
)
def test_a_wrong_setting_is_told_with_what_would_be_right(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_settings(path).evidences()


def test_a_settings_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere.toml"):
        read_settings(tmp_path / "nowhere.toml")


def test_too_little_room_is_said_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    national = room.estimate(130_000, 72_000, 25)
    monkeypatch.setattr(room, "available_memory", lambda: 10**12)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: SimpleNamespace(free=national.disk_bytes))
    room.check_room(national, tmp_path, 3 * 10**9)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**6))
    with pytest.raises(NoRoom, match="of disk in .*Free some space"):
        room.check_room(national, tmp_path, 3 * 10**9)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**15))
    monkeypatch.setattr(room, "available_memory", lambda: 10**8)
    with pytest.raises(NoRoom, match="of memory.*Close other programs"):
        room.check_room(national, tmp_path, 3 * 10**9)
    monkeypatch.setattr(room, "available_memory", lambda: 10**12)
    with pytest.raises(NoRoom, match=r"at least 2\.\d GB of memory in the workshop.*--memory.*allows 1\.0 GB"):
        room.check_room(national, tmp_path, 10**9)


def test_a_command_with_too_little_memory_for_its_registers_ends_before_they_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = invent(tmp_path / "made", missing=5, remains=5, overlap=0.5, seed=3)
    monkeypatch.setattr(room, "BYTES_A_RECORD", 10**9)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**15))
    monkeypatch.setattr(journey, "measure", None)
    with pytest.raises(SystemExit) as done:
        main(
            [
                "run",
                f"--missing={made.missing}",
                f"--remains={made.remains}",
                f"--out={tmp_path / 'run'}",
                "--memory=1GB",
            ]
        )
    assert done.value.code == 6
    assert "at least 1.4 GB of memory" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_system_that_does_not_say_its_memory_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "available_memory", lambda: 0)
    room.check_room(room.estimate(10, 10, 5), tmp_path, 10**9)
