"""The pages of the manual that come from the code say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import review_figures
from benchmarks.manual import PAGES, REFERENCE

ROOT = Path(__file__).parent.parent
MARKDOWN = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "models").rglob("*.md")])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name](), "run: make docs"


def test_the_figures_of_the_review_page_are_those_measured() -> None:
    text = review_figures.PAGE.read_text(encoding="utf-8")
    assert "<!-- figures -->\n- " in text
    assert review_figures.written(text) == text, "run: make docs"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert lost == []
