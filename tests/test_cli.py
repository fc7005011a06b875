"""The command line as people call it: words, exit codes, nothing but results on standard output."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import linkage
from linkage.invent import Invented, invent

MISSING = "folio,nombre,sexo,fecha_contacto\n"


def called(*words: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "linkage.cli", *map(str, words)], capture_output=True, text=True, encoding="utf-8",
        cwd=cwd, env=os.environ | {"LANG": "C.UTF-8"} | env, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return invent(tmp_path_factory.mktemp("made"), missing=40, remains=20, overlap=0.5, seed=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, made: Invented) -> Path:
    out = tmp_path_factory.mktemp("cli") / "run"
    done = called("run", "--missing", made.missing, "--remains", made.remains, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "20 remains = 800 pairs" in done.stdout
    assert "None of them is an identification" in done.stdout
    assert "100%" not in done.stdout
    assert "100%" in done.stderr
    return out


def test_help_is_quick_and_names_every_command() -> None:
    called("--help")  # the files are in the cache of the disk now
    start = time.monotonic()
    said = called("--help")
    assert time.monotonic() - start < 1.0  # 0.4 s are the goal on a machine that does nothing else
    assert said.returncode == 0
    for command in ("check", "run", "explain", "evidence", "sources", "demo"):
        assert f"\n  {command} " in said.stdout


def test_every_verb_is_a_function_of_the_same_name() -> None:
    for verb in ("check", "run", "explain", "evidence", "sources", "demo"):
        assert callable(getattr(linkage, verb)), verb


def test_results_are_json_where_asked_for(made: Invented, folder: Path, tmp_path: Path) -> None:
    pair = json.loads(called("run", "--missing", made.missing, "--remains", made.remains, "--out", tmp_path / "r",
                             "--top", "1", "--json").stdout)["first"][0]  # fmt: skip
    for words in (
        ["check", made.missing, "--side", "missing", "--out", tmp_path],
        ["explain", folder, pair["missing_id"], pair["remains_id"]],
        ["evidence"],
        ["evidence", "age"],
        ["sources"],
        ["run", "--missing", made.missing, "--remains", made.remains, "--out", tmp_path / "x", "--dry-run"],
    ):
        said = called(*words, "--json")
        assert said.returncode == 0, said.stderr
        assert json.loads(said.stdout)
        assert said.stderr == ""


def test_explain_speaks_the_language_asked_for(folder: Path) -> None:
    with (folder / "candidates.csv").open(encoding="utf-8-sig", newline="") as file:
        first = list(csv.reader(file))[1][:2]
    spanish = called("explain", folder, *first, "--language", "es").stdout
    english = called("explain", folder, *first, "--language", "en").stdout
    assert "no es una identificación" in spanish
    assert "not an identification" in english
    assert called("explain", folder, *first, LANG="en_GB.UTF-8").stdout == english
    assert called("explain", folder, *first, LANG="C").stdout == spanish


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fly"], "No such command 'fly'"),
        (["run", "--missing", "a.csv"], "Missing option"),
        (["check", "a.csv", "--side", "both"], "'both' is not one of"),
        (["explain", ".", "a", "b"], "not the folder of a whole run"),
        (["evidence", "smell"], "No evidence 'smell'"),
        (["sources", "nowhere"], "No source 'nowhere'"),
        (["run", "--missing", "a.csv", "--remains", "b.csv", "--out", "o", "--top", "0"], "top must be at least 1"),
        (["run", "--missing", "a.csv", "--remains", "b.csv", "--out", "o", "--model", "none"], "No model 'none'"),
        (["run", "--missing", "a.csv", "--remains", "b.csv", "--out", "o", "--memory", "3blah"], "not '3blah'"),
        (["run", "--missing", "a.csv", "--remains", "b.csv", "--out", "o", "--memory", "10MB"], "at least 800MB"),
    ],
)
def test_wrong_usage_leaves_with_2_and_says_what_is_right(words: list[str], message: str, tmp_path: Path) -> None:
    said = called(*words, cwd=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert message in said.stderr
    assert "Traceback" not in said.stderr


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


BAD = {
    "empty file": (b"", "empty"),
    "header only": (MISSING, "no row"),
    "no id column": ("nombre,sexo\nAna Rueda,mujer\n", "folio"),
    "a zip that is no spreadsheet": (b"PK\x05\x06" + b"\0" * 18, "zip"),
    "not text": (bytes(range(256)) * 40, ""),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("verb", ["check", "run"])
def test_bad_input_leaves_with_3_and_names_the_file(verb: str, case: str, tmp_path: Path, made: Invented) -> None:
    content, word = BAD[case]
    bad = write(tmp_path / "registro.csv", content)
    words = ["check", bad, "--side", "missing"] if verb == "check" else [
        "run", "--missing", bad, "--remains", made.remains, "--out", tmp_path / "out"]  # fmt: skip
    said = called(*words)
    assert said.returncode == 3, said.stderr
    assert said.stdout == ""
    assert "registro.csv" in said.stderr
    assert word in said.stderr.lower()
    assert not (tmp_path / "out").exists()


def test_a_directory_and_a_file_that_is_not_there_leave_with_3(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.csv"):
        said = called("check", path, "--side", "missing")
        assert said.returncode == 3, said.stderr
        assert path.name in said.stderr


def test_the_wrong_side_leaves_with_3(tmp_path: Path, made: Invented) -> None:
    header = "Case,ME/C Case,DBF,Age From,Age To,City,County,State,Biological Sex,Race,Date Modified"
    row = "UP900001,,01/02/2019,20,30,Tucson,Pima,Arizona,Male,Uncertain,05/02/2020"
    export = write(tmp_path / "up.csv", f"{header}\n{row}\n")
    said = called("check", export, "--side", "missing")
    assert said.returncode == 3
    assert "remains" in said.stderr


def test_an_output_folder_that_exists_leaves_with_3(folder: Path, made: Invented) -> None:
    said = called("run", "--missing", made.missing, "--remains", made.remains, "--out", folder)
    assert said.returncode == 3
    assert "exists already" in said.stderr


def test_a_machine_that_is_too_small_leaves_with_6(made: Invented, tmp_path: Path) -> None:
    code = (
        "import linkage.runs.room as room, linkage.cli as cli\n"
        "room.available_memory = lambda: 1000\n"
        f"cli.main(['run', '--missing', {str(made.missing)!r}, '--remains', {str(made.remains)!r}, '--out', 'out'])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 6
    assert "of memory" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_with_130_and_nothing_half_written(tmp_path: Path) -> None:
    made = invent(tmp_path / "made", missing=1500, remains=600, seed=3)
    words = ["run", "--missing", made.missing, "--remains", made.remains, "--out", tmp_path / "runs" / "one"]
    with subprocess.Popen(
        [sys.executable, "-m", "linkage.cli", *map(str, words)], stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if "standardising" in line:
                break
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()
        assert running.wait(timeout=60) == 130
    assert "Interrupted" in said
    assert list((tmp_path / "runs").iterdir()) == []


def test_an_error_of_ours_leaves_with_1_and_shows_no_data(tmp_path: Path) -> None:
    code = (
        "import linkage, linkage.cli as cli\n"
        "def fails(*a, **k): raise RuntimeError('Ana Rueda')\n"
        "linkage.sources = fails\n"
        "cli.main(['sources'])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "RuntimeError" in said.stderr
    assert "Ana Rueda" not in said.stderr


def test_a_reader_that_stops_reading_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m linkage.cli evidence age | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
