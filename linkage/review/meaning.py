"""What two records have in common by meaning: "rosa" and "rose", "Fco." and "Francisco", 158 and 160 cm.

Marking is a help for the eye. What the pair weighs is worked out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from markupsafe import Markup, escape

from linkage.evidence.fields import Field
from linkage.records.belongings.vocabulary import vocabulary as belongings
from linkage.records.dental.vocabulary import vocabulary as dental
from linkage.records.fold import fold
from linkage.records.marks.vocabulary import vocabulary as marks
from linkage.records.names.meaning import meant
from linkage.records.names.sound import sound
from linkage.records.names.tables import tables
from linkage.records.phrases import TOGETHER, Lexicon, Token
from linkage.records.vocabulary import vocabulary
from linkage.words import Translator

Relation = Literal["same", "near", "apart"]
"""The two say the same; they can both be true; they cannot both be true as written."""

_WORD = re.compile(r"[^\W_]+(?:[.&'’][^\W_]+)*\.?")

_LEXICONS: Mapping[str, Callable[[], Lexicon]] = {
    "marks": lambda: marks().lexicon,
    "belongings": lambda: belongings().lexicon,
    "dental": lambda: dental().lexicon,
}
_TELLING = frozenset(("kind", "site", "motif", "item", "colour", "brand", "material", "condition", "tooth", "pattern"))
"""Categories of words that say something about a person; the others join them."""

LEAST_LETTERS = 4
"""A shorter word that both records hold ("con", "de") says nothing."""


@dataclass(frozen=True)
class Said:
    """How the values of one field go together: the relation and the words for it."""

    relation: Relation
    words: str


class Piece(NamedTuple):
    """A stretch of a written text and what it stands for."""

    start: int
    end: int
    meanings: frozenset[str]


def said(
    field: Field, missing: Mapping[str, Any], remains: Mapping[str, Any], _: Translator, language: str
) -> Said | None:
    """How the two typed values of a field go together; None where one is unknown, or only reading tells."""
    if field.kind.name == "code" and field.vocabulary:
        return _codes(field, missing, remains, _, language)
    if field.kind.name in ("number", "date"):
        return _intervals(field, missing, remains, _)
    return None


def _codes(
    field: Field, missing: Mapping[str, Any], remains: Mapping[str, Any], _: Translator, language: str
) -> Said | None:
    one, other = missing.get(f"typed_{field.name}"), remains.get(f"typed_{field.name}")
    if one is None or other is None:
        return None
    labels = vocabulary(str(field.vocabulary)).labels
    if one == other:
        return Said("same", _("both: {value}").format(value=_label(labels, one, language)))
    words = _("{one} and {other}").format(one=_label(labels, one, language), other=_label(labels, other, language))
    return Said("apart", words)


def _label(labels: Mapping[str, Mapping[str, str]], code: str, language: str) -> str:
    return labels.get(code, {}).get(language, code.replace("_", " "))


def _intervals(field: Field, missing: Mapping[str, Any], remains: Mapping[str, Any], _: Translator) -> Said | None:
    low, high = (f"typed_{column}" for column, _type in field.columns())
    one, other = (missing.get(low), missing.get(high)), (remains.get(low), remains.get(high))
    if one == (None, None) or other == (None, None):
        return None
    between = max(_above(one, other), _above(other, one), 0.0)
    if between:
        return Said("apart", _("{gap} apart").format(gap=_amount(between, field, _)))
    return Said("same", _("the same")) if one == other else Said("near", _("can be the same"))


def _above(one: tuple[Any, Any], other: tuple[Any, Any]) -> float:
    """By how much the first begins after the second ends; an open end never does."""
    if one[0] is None or other[1] is None:
        return 0.0
    gap = one[0] - other[1]
    return float(getattr(gap, "days", gap))


def _amount(gap: float, field: Field, _: Translator) -> str:
    n = f"{gap:.0f}"
    if field.kind.name == "date":
        return _("1 day") if n == "1" else _("{n} days").format(n=n)
    if field.unit == "years":
        return _("1 year") if n == "1" else _("{n} years").format(n=n)
    return f"{n} {field.unit}"


def marked(field: Field, one: str | None, other: str | None) -> tuple[Markup | None, Markup | None]:
    """Both texts, with the stretches that mean the same in each marked."""
    if not one or not other:
        return escape(one) if one else None, escape(other) if other else None
    left, right = _pieces(field.kind.name, one), _pieces(field.kind.name, other)
    shared = _meanings(left) & _meanings(right)
    return _marked(one, left, shared), _marked(other, right, shared)


def _meanings(pieces: Sequence[Piece]) -> frozenset[str]:
    return frozenset().union(*(piece.meanings for piece in pieces))


def _marked(text: str, pieces: Sequence[Piece], shared: frozenset[str]) -> Markup:
    out, at = Markup(""), 0
    for piece in pieces:
        if piece.meanings & shared:
            out += escape(text[at : piece.start]) + Markup("<mark>{}</mark>").format(text[piece.start : piece.end])
            at = piece.end
    return out + escape(text[at:])


def _pieces(kind: str, text: str) -> list[Piece]:
    found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
    if kind == "name":
        return [Piece(start, end, _sounds(fold(word))) for start, end, word in found]
    words = [fold(word).strip(".") for _, _, word in found]
    own = [Piece(start, end, _itself(word)) for (start, end, _), word in zip(found, words, strict=True)]
    return _phrases(_LEXICONS[kind](), own, words) if kind in _LEXICONS else own


def _itself(word: str) -> frozenset[str]:
    return frozenset([word]) if len(word) >= LEAST_LETTERS or word.isdigit() else frozenset()


@lru_cache(maxsize=10_000)
def _sounds(word: str) -> frozenset[str]:
    """How the names that a written word stands for sound; a lone letter is no name."""
    names = meant(word, "-", "", tables()) or (word,)
    return frozenset(sound(name) for name in names if len(name) > 1)


def _phrases(lexicon: Lexicon, own: Sequence[Piece], words: Sequence[str]) -> list[Piece]:
    """The pieces with what the vocabulary knows of them; a phrase of several words is one piece."""
    hits = lexicon.hits([Token(word, word, TOGETHER, False) for word in words])
    out: list[Piece] = []
    at = 0
    for hit in hits:
        out += own[at : hit.start]
        meanings = frozenset([f"{hit.category}:{hit.code}"]) if hit.category in _TELLING else frozenset[str]()
        at = min(hit.end, len(own))
        out.append(Piece(own[hit.start].start, own[at - 1].end, meanings))
    return [*out, *own[at:]]
