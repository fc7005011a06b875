"""Texts, lists of texts, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkage.records.parsing import Context, Conventions, Parsed, Parser, Problem, Texts, unknown
from linkage.records.unknown import is_unknown, known, plain
from linkage.records.vocabulary import vocabulary


def make_text(context: Context, values: Sequence[Texts]) -> Parser:
    """One text, without the lines that say nothing."""

    def parse(texts: Texts) -> Parsed:
        return Parsed((known(texts.get("")),))

    return parse


def make_texts(context: Context, values: Sequence[Texts]) -> Parser:
    """A list of texts, split where the source separates them; each once, in order."""

    def parse(texts: Texts) -> Parsed:
        return Parsed((pieces(texts.get(""), context.conventions) or None,))

    return parse


def pieces(text: str | None, conventions: Conventions) -> list[str]:
    """The pieces between the source's list separators that say something, each once, in order."""
    if text is None:
        return []
    split = re.split(f"[{re.escape(conventions.list_separators)}]", text)
    return list(dict.fromkeys(piece.strip() for piece in split if piece.strip() and not is_unknown(piece)))


def make_flag(context: Context, values: Sequence[Texts]) -> Parser:
    """Yes or no, in four languages or in the source's own words."""
    own = {plain(word): code for word, code in context.conventions.words.get(context.field.name, {}).items()}
    codes = {**vocabulary("flag").codes, **own}

    def parse(texts: Texts) -> Parsed:
        text = texts.get("")
        if text is None:
            return unknown(context)
        if plain(text) in codes:
            return Parsed((codes[plain(text)] == "yes",))
        return unknown(context, None if is_unknown(text) else _NOT_A_FLAG)

    return parse


_NOT_A_FLAG = Problem("This is neither yes nor no.", "Write yes or no (sí o no), or leave it blank.")
