"""The pages of the manual that come from the code say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import figures
from benchmarks.manual import PAGES, REFERENCE

ROOT = Path(__file__).parent.parent
MARKDOWN = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "models").rglob("*.md")])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name](), "run: make docs"


@pytest.mark.parametrize("told", figures.ALL, ids=lambda told: told.name)
def test_the_figures_within_a_page_are_those_measured(told: figures.Figures) -> None:
    text = told.page.read_text(encoding="utf-8")
    assert f"<!-- {told.name} -->\n" in text and f"<!-- {told.name} -->\n<!-- end -->" not in text
    assert told.written(text) == text, "run: make docs"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert lost == []
