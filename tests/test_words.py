"""Words: found in the reader's language, and nothing left in English for a reader of Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2.ext import babel_extract

import linkage.evaluation
import linkage.explanation
import linkage.paper
from linkage.config import config_path, read_toml
from linkage.errors import UsageError
from linkage.evidence import EVIDENCES, Evidence, all_fields
from linkage.words import catalogue, default_language, languages, translator

EXPLAIN = Path(linkage.explanation.__file__).parent
PLACES = (EXPLAIN, *(Path(str(package.__file__)).parent for package in (linkage.paper, linkage.evaluation)))
PLACEHOLDER = re.compile(r"\{\w+\}")


def texts_of_code() -> Iterator[str]:
    for path in sorted(path for place in PLACES for path in place.rglob("*.py")):
        with path.open("rb") as file:
            yield from (message for _, message, *_ in extract("python", file, {"_": None}))


def texts_of_templates() -> Iterator[str]:
    for path in sorted(path for place in PLACES for path in place.rglob("*.j2")):
        with path.open("rb") as file:
            yield from (message for _, _, message, *_ in babel_extract(file, ["_"], [], {}))


def texts_of_evidence(evidence: Evidence) -> Iterator[str]:
    yield evidence.title or evidence.name
    yield evidence.question
    yield from (level.says for level in evidence.levels)


def untranslated(texts: Iterator[str], language: str) -> list[str]:
    return sorted({text for text in texts if text and text not in catalogue(language)})


EACH_LANGUAGE = pytest.mark.parametrize("language", ["es", "pt", "fr"])


@EACH_LANGUAGE
@pytest.mark.parametrize("evidence", EVIDENCES, ids=lambda e: e.name)
def test_every_word_of_an_evidence_is_translated(evidence: Evidence, language: str) -> None:
    assert untranslated(texts_of_evidence(evidence), language) == []


@EACH_LANGUAGE
def test_every_meaning_of_a_field_is_translated(language: str) -> None:
    assert untranslated((field.meaning for field in all_fields()), language) == []


@EACH_LANGUAGE
def test_every_name_of_a_field_and_of_its_parts_is_translated(language: str) -> None:
    parts = {part for field in all_fields() for part in field.kind.parts} - {"", "low", "high"}
    names = [*(field.name for field in all_fields()), *sorted(parts)]
    assert untranslated((name.replace("_", " ") for name in names), language) == []


@EACH_LANGUAGE
def test_every_word_of_explanation_report_dossier_and_evaluation_is_translated(language: str) -> None:
    texts = [*texts_of_code(), *texts_of_templates()]
    assert len(texts) > 80
    assert untranslated(iter(texts), language) == []


def test_no_word_hides_in_an_f_string_where_it_would_not_be_found() -> None:
    hidden = [path.name for path in EXPLAIN.rglob("*.py") if "{_(" in path.read_text(encoding="utf-8")]
    assert hidden == []


def test_english_renames_only_fields_and_their_parts() -> None:
    parts = {part for field in all_fields() for part in field.kind.parts}
    names = {name.replace("_", " ") for name in (*(field.name for field in all_fields()), *parts)}
    assert set(catalogue("en")) <= names


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    wrong = [
        text
        for text, said in catalogue(language).items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(said))
    ]
    assert wrong == []


def test_a_text_without_translation_stays_english() -> None:
    assert translator("es")("A sentence nobody has translated.") == "A sentence nobody has translated."


def test_a_text_with_translation_is_in_the_language() -> None:
    assert translator("es")("This is not an identification.") == "Esto no es una identificación."
    assert translator("en")("This is not an identification.") == "This is not an identification."


def test_an_unknown_language_says_which_there_are() -> None:
    with pytest.raises(UsageError, match=r"'xx'.*en, es"):
        translator("xx")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "es"),
        ({"LANG": ""}, "es"),
        ({"LANG": "C"}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "POSIX"}, "es"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_GT.UTF-8"}, "es"),
        ({"LANG": "es_HN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "es_HN.UTF-8", "LC_ALL": "C"}, "es"),
    ],
)
def test_the_language_is_the_systems_else_spanish(environ: dict[str, str], language: str) -> None:
    assert default_language(environ) == language


@pytest.mark.parametrize("path", sorted(config_path("vocabularies").glob("*.toml")), ids=lambda path: path.stem)
def test_every_code_of_a_vocabulary_has_its_word_in_four_languages(path: Path) -> None:
    codes = {code: table for code, table in read_toml(path).items() if isinstance(table, dict)}
    assert {code for code, table in codes.items() if not set(languages()) <= set(table)} == set()
