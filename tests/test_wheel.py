"""The built package carries its settings, vocabularies and models, and finds them where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_an_installed_wheel_finds_what_a_checkout_finds(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "dist")],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import linkage, pathlib\n"
        "assert str(pathlib.Path(linkage.__file__).parent.parent) == SITE, linkage.__file__\n"
        "print(len(linkage.evidence()), len(linkage.sources()), linkage.config.folder('models'))"
    ).replace("SITE", repr(str(tmp_path / "site")))
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert said.stdout.split()[2].startswith(str(tmp_path / "site"))
    assert (tmp_path / "site" / "linkage" / "data" / "models" / "baseline" / "model.json").is_file()
