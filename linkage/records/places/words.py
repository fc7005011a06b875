"""The words around names of places: abbreviations, kinds, vagueness, nationalities (config/places)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from linkage.config import config_path, read_toml
from linkage.records.fold import fold

_DOTTED = re.compile(r"\b([a-z])\.\s*(?=[a-z]\b)")
_SINGLE = re.compile(r"\b([a-z]) (?=[a-z]\b)")
_ARTICLE = re.compile(r"^(?:de|del|en|of|the)\b ?(?:la|el|los|las)?\b ?")
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """The form in which places are compared: folded, no marks, single letters drawn together.

    >>> plain("Cd. Juárez"), plain("S. L. P.")
    ('cd juarez', 'slp')
    """
    folded = _DOTTED.sub(r"\1", fold(text)).replace("'", "")
    return _SINGLE.sub(r"\1", _OTHER.sub(" ", folded).strip())


@dataclass(frozen=True)
class Around:
    """Words that stand before or after a name, with the space between."""

    words: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Around:
        """From words as they are written in the file."""
        forms = frozenset(plain(w) for w in words)
        return cls(forms, tuple(f"{w} " for w in sorted(forms)), tuple(f" {w}" for w in sorted(forms)))

    def stands_by(self, name: str) -> bool:
        """Whether the name begins or ends with one of the words."""
        return name.startswith(self.before) or name.endswith(self.after)


@dataclass(frozen=True)
class Words:
    """What config/places/*.toml say, in plain form."""

    abbreviations: Mapping[str, str]
    kinds: Around
    municipality: Around
    common: frozenset[str]
    vague: tuple[tuple[float, frozenset[str]], ...]
    precision: Mapping[str, float]
    states: Mapping[str, tuple[str, ...]]
    nations: Mapping[str, str]

    def expanded(self, name: str) -> str:
        """The name with its abbreviations written out: "cd juarez" -> "ciudad juarez"."""
        return " ".join(self.abbreviations.get(token, token) for token in name.split())

    def bare(self, name: str) -> str:
        """The name without the words that only say what kind of place it is."""
        before, after = self.kinds.before, self.kinds.after
        if name.startswith(before):
            return self.bare(name[max(len(w) for w in before if name.startswith(w)) :])
        if name.endswith(after):
            return self.bare(name[: -max(len(w) for w in after if name.endswith(w))])
        return name

    def without_vague(self, name: str) -> str:
        """The name without the vague words before it ("cerca de altar" -> "altar"); "" where nothing else is left."""
        for word in sorted((w for _, listed in self.vague for w in listed), key=len, reverse=True):
            if name.startswith(f"{word} "):
                return self.without_vague(_ARTICLE.sub("", name[len(word) + 1 :]))
        return name

    def vagueness_km(self, text: str) -> float:
        """How much wider the words around a name make it; 0 when there are none."""
        padded = f" {text} "
        return max((km for km, words in self.vague if any(f" {w} " in padded for w in words)), default=0.0)


@lru_cache(maxsize=1)
def words() -> Words:
    """The shipped words, read once."""
    data = read_toml(config_path("places", "words.toml"))
    states: dict[str, tuple[str, ...]] = {}
    for code, names in read_toml(config_path("places", "states.toml")).items():
        for name in names:
            states[plain(name)] = (*states.get(plain(name), ()), code)
    nations = read_toml(config_path("places", "nationalities.toml"))
    return Words(
        abbreviations=data["abbreviations"],
        kinds=Around.of(data["kinds"]["words"]),
        municipality=Around.of(data["kinds"]["municipality"]),
        common=frozenset(data["common"]["words"]),
        vague=tuple((float(v["km"]), frozenset(plain(w) for w in v["words"])) for v in data["vague"]),
        precision={plain(w): float(km) for w, km in data["precision"].items()},
        states=states,
        nations={plain(w): code for code, names in nations.items() for w in names},
    )
