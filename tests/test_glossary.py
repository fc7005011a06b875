"""One word for one thing: the translations keep to the glossary of the manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linkage.records.fold import fold
from linkage.words import catalogue

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "glossary.md"
LANGUAGES = ("en", "es", "pt", "fr")

HELD = (
    "missing person", "unidentified deceased person, remains", "record", "office", "pair", "candidate, possible match",
    "weight", "bit", "identification", "fingerprints", "teeth, dental chart", "DNA, reference sample",
    "condition of the remains", "last contact", "belongings", "circumstances", "model",
)  # fmt: skip
"""Terms that every text keeps. Others ("floor", "run", "unknown") are plain words too, and may be said otherwise."""

OTHERWISE = ("did not record", "dental records", "dentist's record")
"""Where a word of the glossary is another one."""

PLACEHOLDER = re.compile(r"\{\w+\}")

STEM = 5
"""Letters that all forms of a word have."""


def rows() -> dict[str, dict[str, str]]:
    """The terms in each language, by the English one."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: dict(zip(LANGUAGES, row)) for row in cells}


def told_otherwise(text: str) -> bool:
    return any(words in text for words in OTHERWISE)


def stems(terms: str) -> list[str]:
    return [fold(word)[:STEM] for word in re.findall(r"\w+", terms) if len(word) > 2]


def test_every_term_is_there_in_four_languages() -> None:
    assert len(rows()) > 40
    assert [term for term, row in rows().items() if not all(row.values())] == []


@pytest.mark.parametrize("language", ["es", "pt", "fr"])
@pytest.mark.parametrize("term", HELD)
def test_a_term_is_translated_as_the_glossary_says(term: str, language: str) -> None:
    asked = re.compile("|".join(rf"\b{re.escape(one)}s?\b" for one in term.split(", ")), re.IGNORECASE)
    texts = {
        text: said
        for text, said in catalogue(language).items()
        if asked.search(PLACEHOLDER.sub("", text)) and not told_otherwise(text)
    }
    wanted = stems(rows()[term][language])
    assert texts
    assert {text: said for text, said in texts.items() if not any(stem in fold(said) for stem in wanted)} == {}
