"""The page speaks four languages: no text of it, of an explanation or of an evidence is left in another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2.ext import babel_extract

import linkage.explanation
import linkage.review
from linkage.evidence import EVIDENCES, all_fields
from linkage.words import catalogue, languages

PLACES = tuple(Path(str(package.__file__)).parent for package in (linkage.review, linkage.explanation))


def texts() -> Iterator[str]:
    for place in PLACES:
        for path in sorted(place.rglob("*.py")):
            with path.open("rb") as file:
                yield from (message for _, message, *_ in extract("python", file, {"_": None, "translate": None}))
        for path in sorted(place.rglob("*.j2")):
            with path.open("rb") as file:
                yield from (message for _, _, message, *_ in babel_extract(file, ["_"], [], {}))
    for evidence in EVIDENCES:
        yield from (evidence.title or evidence.name, evidence.question, *(level.says for level in evidence.levels))
    for field in all_fields():
        yield from (field.name.replace("_", " "), field.meaning)
        yield from (part.replace("_", " ") for part in field.kind.parts if part not in ("", "low", "high"))


def test_there_are_four_languages() -> None:
    assert languages() == ("en", "es", "fr", "pt")


@pytest.mark.parametrize("language", ["es", "pt", "fr"])
def test_no_text_is_left_in_english(language: str) -> None:
    assert len(set(texts())) > 400
    assert sorted({text for text in texts() if text and text not in catalogue(language)}) == []


def test_no_word_hides_where_it_would_not_be_found() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PLACES[0].rglob("*.py")]
    assert not [source for source in sources if "{_(" in source or 'words(request)("' in source]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ("cadáver", "N.N.", "identificado como", "coincidencia encontrada")),
        ("pt", ("cadáver", "identificado como", "coincidência encontrada")),
        ("fr", ("cadavre", "identifié comme", "correspondance trouvée")),
    ],
)
def test_words_that_hurt_or_claim_are_not_used(language: str, words: tuple[str, ...]) -> None:
    said = " ".join(catalogue(language).values()).lower()
    assert [word for word in words if word.lower() in said] == []
