"""The how-to on adding evidence works as it is written."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "how-to" / "add-an-evidence.md").read_text(encoding="utf-8")
FILES = {
    "toml": "config/vocabularies/blood_group.toml",
    "python": "linkage/evidence/blood_group.py",
    "po": "config/words/es/blood_group.po",
}
"""The language of each block of the page, and the file that the page says it is."""


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the three files of the page, and its numbers written into the model."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("linkage", "config", "models", "benchmarks"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "results"))
    (root / "tests").mkdir()
    for name in ("test_promises.py", "test_words.py"):
        shutil.copy(ROOT / "tests" / name, root / "tests" / name)
    for language, path in FILES.items():
        assert f"`{path}`" in PAGE
        assert not (root / path).exists()
        (root / path).write_text(block(language), encoding="utf-8")
    done(root, "-m", "benchmarks.baseline")
    return root


def done(root: Path, *command: str) -> str:
    """What a command of Python prints in that project; it must succeed."""
    said = subprocess.run(
        [sys.executable, *command], cwd=root, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(root)},
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout


def test_the_three_files_keep_the_promises_and_speak_spanish(project: Path) -> None:
    words = "tests/test_words.py::test_every_"
    asked = (
        f"{words}word_of_an_evidence_is_translated[blood_group-es]",
        f"{words}meaning_of_a_field_is_translated[es]",
        f"{words}name_of_a_field_and_of_its_parts_is_translated[es]",
    )
    quiet = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert "3 passed" in done(project, *quiet, *asked)
    said = done(project, *quiet, "tests/test_promises.py", "-k", "blood_group")
    assert re.search(r"\d\d? passed", said)
    assert "failed" not in said


def test_it_is_read_scored_and_listed_without_a_line_elsewhere(project: Path, tmp_path: Path) -> None:
    (tmp_path / "missing.csv").write_text("id,blood_group\nM-1,O+\nM-2,B-\n", encoding="utf-8")
    (tmp_path / "remains.csv").write_text("folio,grupo_sanguineo\nR-1,O Rh+\n", encoding="utf-8")
    files = [text for side in ("missing", "remains") for text in (f"--{side}", str(tmp_path / f"{side}.csv"))]
    done(project, "-m", "linkage.cli", "run", *files, "--out", str(tmp_path / "run"), "--quiet")
    with (tmp_path / "run" / "candidates.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {row["missing_id"]: (row["f_blood_group"], float(row["w_blood_group"])) for row in csv.DictReader(file)}
    assert {who: finding for who, (finding, _) in found.items()} == {"M-1": "agrees", "M-2": "differs"}
    assert found["M-1"][1] > 0 > found["M-2"][1]
    assert "blood_group" in done(project, "-m", "linkage.cli", "evidence")
