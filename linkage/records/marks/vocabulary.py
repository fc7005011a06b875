"""The words of marks: kinds, places on the body and motifs, from config/marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from linkage.config import config_path, read_toml
from linkage.records.phrases import Entry, Lexicon, lexicon

PARTS = ("head", "torso", "arms", "hands", "legs", "feet")
"""The parts of the body in which an examiner says what was not recovered."""

SOFT, HARD = "soft", "hard"

_LANGUAGES = ("en", "es", "pt", "fr")


@dataclass(frozen=True)
class Vocabulary:
    """`lexicon` finds kind, site, motif and small words; the tables say what the codes stand for."""

    lexicon: Lexicon
    tissues: Mapping[str, str]
    kin: Mapping[str, str]
    usual_site: Mapping[str, str]
    parents: Mapping[str, str | None]
    parts: Mapping[str, str]
    segments: Mapping[tuple[str, str], str]
    motif_classes: Mapping[str, str]
    not_inscriptions: frozenset[str]

    def places(self, site: str) -> tuple[str, ...]:
        """The site and the larger places that hold it: forearm, arm, upper_limb."""
        chain = [site]
        while (parent := self.parents[chain[-1]]) is not None:
            chain.append(parent)
        return tuple(chain)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of config/marks."""
    kinds, sites, motifs, words = (
        read_toml(config_path("marks", f"{name}.toml")) for name in ("kinds", "sites", "motifs", "words")
    )
    return Vocabulary(
        lexicon=lexicon(_entries(kinds, sites, motifs, words)),
        tissues={code.split(":")[0]: table["tissue"] for code, table in kinds.items()},
        kin={code: table["as"] for code, table in kinds.items() if "as" in table},
        usual_site={code: table["site"] for code, table in kinds.items() if "site" in table},
        parents={code: table.get("parent") for code, table in sites.items()},
        parts={code: table["part"] for code, table in sites.items()},
        segments={(code, s): table[s] for code, table in sites.items() for s in ("upper", "lower") if s in table},
        motif_classes={code: table["class"] for code, table in motifs.items()},
        not_inscriptions=frozenset(words["not_inscriptions"]["words"]),
    )


def _entries(
    kinds: Mapping[str, Any], sites: Mapping[str, Any], motifs: Mapping[str, Any], words: Mapping[str, Any]
) -> Iterator[tuple[str, Entry]]:
    """Small words first, then kinds, places and motifs: the first to claim a phrase has it."""
    for category, table in words.items():
        if category != "not_inscriptions":
            for code, listed in table.items():
                yield from ((word, (category, code)) for word in listed)
    for category, tables in (("kind", kinds), ("site", sites), ("motif", motifs)):
        for code, table in tables.items():
            labels = [table[x] for x in _LANGUAGES if x in table]
            yield from ((word, (category, code)) for word in (*labels, *table["words"]))
