"""Code words: the source's own first, then the vocabulary of the field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from linkage.records.parsers.values import pieces
from linkage.records.parsing import Context, Parsed, Parser, Problem, Texts, unknown
from linkage.records.unknown import is_unknown, plain
from linkage.records.vocabulary import Vocabulary, vocabulary

UNCLEAR = "?"
"""The code of a word that nobody can read in this column (see `Beside`)."""


def make_code(context: Context, values: Sequence[Texts]) -> Parser:
    """One code."""
    words = code_words(context, values)

    def parse(texts: Texts) -> Parsed:
        text = texts.get("")
        if text is None:
            return unknown(context)
        found, problem = read_code(text, words, context)
        return Parsed((found,), problem)

    return parse


def make_codes(context: Context, values: Sequence[Texts]) -> Parser:
    """A list of codes, each once, in order; words that are not recognised are left out with a warning."""
    words = code_words(context, values)

    def parse(texts: Texts) -> Parsed:
        found: list[str] = []
        problem: Problem | None = None
        for piece in _code_pieces(texts.get(""), words, context):
            code, wrong = read_code(piece, words, context)
            problem = problem or wrong
            if code is not None and code not in found:
                found.append(code)
        if problem is not None and found:
            problem = Problem(problem.what, problem.remedy, problem.part, kept=True)
        return Parsed((found or None,), problem)

    return parse


def code_words(context: Context, values: Sequence[Texts]) -> Mapping[str, str | None]:
    """Plain word to code, for this column: the source's words win over the vocabulary's."""
    own = context.conventions.words.get(context.field.name, {})
    shared = vocabulary(context.field.vocabulary) if context.field.vocabulary else Vocabulary("", {}, {})
    held = {plain(text) for texts in values if (text := texts.get("")) is not None}
    codes = {**shared.codes, **_beside_words(shared, held)}
    return {**codes, **{plain(word): code or None for word, code in own.items()}}


def _beside_words(shared: Vocabulary, held: set[str]) -> dict[str, str]:
    """The words that mean something else because of what stands in the same column."""
    return {
        rule.word: UNCLEAR if held & rule.unless else rule.means for rule in shared.beside if held & rule.with_words
    }


def read_code(text: str, words: Mapping[str, str | None], context: Context) -> tuple[str | None, Problem | None]:
    """The code of one word, or None with the problem (no problem where the word says that nothing is known)."""
    word = plain(text)
    if words.get(word) == UNCLEAR:
        return None, Problem(
            f"'{text}' can be read in two ways in this column, which mixes two sets of letters.",
            "Write the whole word, or name the source's words in its file in config/sources.",
        )
    if word in words:
        return words[word], None
    return (None, None) if is_unknown(text) else (None, _not_recognised(context))


def _not_recognised(context: Context) -> Problem:
    name = context.field.vocabulary
    accepted = vocabulary(name).accepted() if name else "the source's own code words"
    return Problem("This word is not recognised.", f"Accepted: {accepted}; or leave it blank.")


def _code_pieces(text: str | None, words: Mapping[str, str | None], context: Context) -> list[str]:
    """The pieces of a list of codes; a piece that is no word is split at commas, slashes and "and" too."""
    found: list[str] = []
    for piece in pieces(text, context.conventions):
        whole = plain(piece) in words
        found += [piece] if whole else re.split(r"\s*[,/]\s*|\s+(?:y|e|and|et)\s+", piece)
    return [piece for piece in found if piece.strip()]
