"""Texts, codes and numbers (placeholder made complete by its owner)."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.records.parsing import Context, Parsed, Parser, Texts, unknown

_WORDS = {
    "sex": {"mujer": "female", "female": "female", "f": "female", "hombre": "male", "male": "male", "m": "male"},
    "condition": {"esqueleto": "skeletal", "fresco": "fleshed", "fragmentos": "partial", "descompuesto": "decomposed"},
}


def make_text(context: Context, values: Sequence[Texts]) -> Parser:
    return lambda texts: Parsed((texts[""],))


def make_code(context: Context, values: Sequence[Texts]) -> Parser:
    words = _WORDS.get(context.field.vocabulary or "", {})

    def parse(texts: Texts) -> Parsed:
        text = (texts[""] or "").lower()
        return Parsed((words[text],)) if text in words else unknown(context)

    return parse
