"""Lines of a form that were left blank: "Scar/mark: nan", "Tatuajes: ninguno"."""

from __future__ import annotations

import re

from linkage.records.marks.vocabulary import vocabulary
from linkage.records.phrases import tokens
from linkage.records.unknown import is_unknown, plain

_ENDS = re.compile(r"([;|\n])")


def without_blanks(text: str) -> str:
    """The text without the lines that name a kind of mark and then say nothing of it.

    They tell neither that there is such a mark nor that there is none.

    >>> without_blanks("Scar/mark: nan; Tattoo: rose")
    '; Tattoo: rose'
    """
    if ":" not in text:
        return text
    return "".join(piece for piece in _ENDS.split(text) if not _is_blank(piece))


def _is_blank(piece: str) -> bool:
    """True where a word for unknown stands behind the colon, and no place on the body before it.

    A tattoo of an X is a tattoo, so a single letter is not taken for "unknown".
    """
    label, colon, said = piece.rpartition(":")
    return bool(colon) and len(plain(said)) > 1 and is_unknown(said) and not _names_a_place(label)


def _names_a_place(label: str) -> bool:
    return any(hit.category == "site" for hit in vocabulary().lexicon.hits(tokens(label)))
