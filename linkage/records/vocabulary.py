"""Vocabularies: the words in four languages that mean one code, from config/vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from linkage.config import config_path, read_toml
from linkage.records.unknown import plain

LANGUAGES = ("en", "es", "pt", "fr")

SAYS_NOTHING = "unknown"
"""The table of a vocabulary whose words mean unknown in that field only ("x", "trans" for sex)."""


@dataclass(frozen=True)
class Beside:
    """A word that means something else where its column also holds one of `with_words`.

    `m` is masculine, but mujer in a column that says `h` for hombre; where the column holds one
    of `unless` too, nobody can tell.
    """

    word: str
    means: str
    with_words: frozenset[str]
    unless: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """`codes` by plain word, `labels` by code and language; a code of None says nothing."""

    name: str
    codes: Mapping[str, str | None]
    labels: Mapping[str, Mapping[str, str]]
    beside: tuple[Beside, ...] = ()

    def accepted(self) -> str:
        """The words to put in a message: each code's English and Spanish word."""
        pairs = [(labels.get("en", code), labels.get("es", code)) for code, labels in self.labels.items()]
        return "; ".join(en if en == es else f"{en} / {es}" for en, es in pairs)


@lru_cache(maxsize=64)
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary config/vocabularies/<name>.toml."""
    tables = read_toml(config_path("vocabularies", f"{name}.toml"))
    beside = tables.pop("beside", [])
    codes: dict[str, str | None] = {}
    labels = {}
    for code, table in tables.items():
        words = [code, code.replace("_", " "), *(table[x] for x in LANGUAGES if x in table), *table.get("words", [])]
        for word in words:
            codes.setdefault(plain(word), None if code == SAYS_NOTHING else code)
        if code != SAYS_NOTHING:
            labels[code] = {x: table[x] for x in LANGUAGES if x in table}
    return Vocabulary(name, codes, labels, tuple(_beside(rule) for rule in beside))


def _beside(rule: Mapping[str, object]) -> Beside:
    def words(key: str) -> frozenset[str]:
        listed = rule.get(key, [])
        return frozenset(plain(str(word)) for word in listed) if isinstance(listed, list) else frozenset()

    return Beside(plain(str(rule["word"])), str(rule["means"]), words("with"), words("unless"))
