"""The words people read, in their language: gettext translations from config/words.

English is written in the code; `config/words/<language>/*.po` hold the others, one file per
evidence, `fields.po` for the fields of a record and `report.po` for explanations and the report.
What is not translated stays as it is in the code; `en` holds the few names that the code shortens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from babel.messages.pofile import read_po

from linkage.config import config_path
from linkage.errors import UsageError

Translator = Callable[[str], str]
"""From an English text to the same text in one language."""

SOURCE = "en"
"""The language the texts are written in."""

NO_SAY = ("", "C", "POSIX")
"""Locales that say nothing about the reader's language."""


def languages() -> tuple[str, ...]:
    """The languages there are words for: the folders of config/words."""
    return tuple(sorted(folder.name for folder in config_path("words").iterdir() if folder.is_dir()))


def default_language(environ: Mapping[str, str]) -> str:
    """The reader's language: as the system says, else Spanish; English when we lack the system's language."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environ.get(variable, "").split(".")[0].split("@")[0]
        if locale not in NO_SAY:
            language = locale.split("_")[0].split("-")[0].lower()
            return language if language in languages() else SOURCE
    return "es"


@lru_cache
def translator(language: str) -> Translator:
    """From the texts in the code to the words of `language` ("es", "en"); UsageError when there are none."""
    if language not in languages():
        raise UsageError(f"No words for the language '{language}'. There are: {', '.join(languages())}.")
    words = catalogue(language)
    return lambda text: words.get(text, text)


@lru_cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every English text that has a translation, with it; all files of the language's folder together."""
    words: dict[str, str] = {}
    for path in sorted(config_path("words", language).glob("*.po")):
        with path.open("rb") as file:
            messages = read_po(file, locale=language, abort_invalid=True)
        words |= {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}
    return words
