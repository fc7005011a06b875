"""The how-to on adding evidence works as it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import linkage.config
from linkage.engine.cartesian import score_all
from linkage.evidence.value import UNKNOWN, Evidence
from linkage.model import from_evidence
from linkage.trial import findings, records_of

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "how-to" / "add-an-evidence.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def blood_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """The evidence of the page, with its vocabulary among the shipped ones."""
    config = tmp_path / "config"
    (config / "vocabularies").mkdir(parents=True)
    for path in (ROOT / "config").iterdir():
        if path.name != "vocabularies":
            (config / path.name).symlink_to(path)
    for path in (ROOT / "config" / "vocabularies").iterdir():
        (config / "vocabularies" / path.name).symlink_to(path)
    (config / "vocabularies" / "blood_group.toml").write_text(block("toml"), encoding="utf-8")
    monkeypatch.setattr(linkage.config, "folder", lambda name: tmp_path / name)
    names: dict[str, Any] = {}
    exec(compile(block("python"), "blood_group.py", "exec"), names)
    evidence: Evidence = names["BLOOD_GROUP"]
    return evidence


def test_the_examples_of_the_page_give_their_findings(blood_group: Evidence) -> None:
    found = findings(blood_group, [(e.missing, e.remains) for e in blood_group.examples], (blood_group,))
    assert found == [e.finding for e in blood_group.examples]
    assert {*found} == {level.name for level in blood_group.levels} | {UNKNOWN}


def test_it_is_scored_without_a_line_elsewhere(blood_group: Evidence) -> None:
    con = records_of([{"blood_group": "O+"}, {"blood_group": "B-"}], [{"blood_group": "o rh+"}], (blood_group,))
    score_all(con, [blood_group], from_evidence("test", [blood_group]), "scored")
    rows = con.execute("SELECT missing_id, round(w_blood_group, 3) FROM scored ORDER BY 1").fetchall()
    assert rows == [("M-1", round(blood_group.levels[0].bits, 3)), ("M-2", round(blood_group.levels[1].bits, 3))]
