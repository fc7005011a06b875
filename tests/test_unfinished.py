"""A run that is interrupted after any stage is gone on with, to the same bytes; one of another job is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import linkage
from linkage.cli import main
from linkage.errors import InputRejected
from linkage.evidence import EVIDENCES
from linkage.invent import Invented, invent
from linkage.runs import journey
from linkage.runs.unfinished import STAGES, Unfinished, finished_stages, folder_of

USED = ("sex", "stature", "time")
"""What an interruption does is the same whatever is compared; fewer kinds of evidence are quicker."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return invent(tmp_path_factory.mktemp("made"), missing=20, remains=10, overlap=0.5, seed=3)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("config") / "settings.toml"
    unused = json.dumps([evidence.name for evidence in EVIDENCES if evidence.name not in USED])
    path.write_text(f"[evidence]\nleave_out = {unused}\n[report]\nremains = 2\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(made: Invented, config: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nobody interrupted."""
    out = tmp_path_factory.mktemp("runs") / "whole"
    return linkage.run(made.missing, made.remains, out, config=config).folder or Path()


def stopping_after(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C as soon as a stage is kept."""
    keep = Unfinished._keep

    def stop(self: Unfinished, con: object, name: str, *rest: object) -> None:
        keep(self, con, name, *rest)  # type: ignore[arg-type]  passed on as it came
        if name == stage:
            raise KeyboardInterrupt

    monkeypatch.setattr(Unfinished, "_keep", stop)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_run_goes_on_after_each_stage_to_the_same_bytes(
    made: Invented, config: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "run"
    done_once = dict(zip(STAGES, ("measure", "shortlist", "weigh"), strict=True))
    for number, stage in enumerate(STAGES):
        with monkeypatch.context() as patch:
            stopping_after(stage, patch)
            with pytest.raises(KeyboardInterrupt):
                linkage.run(made.missing, made.remains, out, config=config)
        assert finished_stages(out) == STAGES[: number + 1]
        assert not out.exists()
        monkeypatch.setattr(journey, done_once[stage], None)  # doing it again would be a fault
    linkage.run(made.missing, made.remains, out, config=config)
    assert bytes_of(out) == bytes_of(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_the_command_says_how_to_go_on_and_that_it_does(
    made: Invented, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", f"--missing={made.missing}", f"--remains={made.remains}", f"--out={tmp_path / 'run'}"]
    command.append(f"--config={config}")
    with monkeypatch.context() as patch:
        stopping_after("prepared", patch)
        with pytest.raises(SystemExit) as stopped:
            main(command)
    assert stopped.value.code == 130
    assert "Finished and kept in" in capsys.readouterr().err
    with pytest.raises(SystemExit) as done:
        main([*command, "--memory=2GB"])
    assert done.value.code == 0
    assert "Going on with the interrupted run" in capsys.readouterr().err


def test_an_interrupted_run_of_other_files_or_settings_is_refused(
    made: Invented, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "run"
    with monkeypatch.context() as patch:
        stopping_after("prepared", patch)
        with pytest.raises(KeyboardInterrupt):
            linkage.run(made.missing, made.remains, out, config=config)
    with pytest.raises(InputRejected, match="cannot be gone on with"):
        linkage.run(made.missing, made.remains, out, config=config, top=3)
    with made.missing.open(encoding="utf-8-sig", newline="") as file:
        header, first, *_ = csv.reader(file)
    with (tmp_path / made.missing.name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, first])
    with pytest.raises(InputRejected, match="cannot be gone on with"):
        linkage.run(tmp_path / made.missing.name, made.remains, out, config=config)
    assert finished_stages(out) == ("prepared",)
    assert folder_of(out).is_dir()
