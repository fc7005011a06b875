"""Clothing, jewellery and things carried, from free text or lists."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.records.belongings.keys import compared
from linkage.records.belongings.reading import read
from linkage.records.parsing import Context, Parsed, Parser, Texts, unknown
from linkage.records.unknown import known


def make_belongings(context: Context, values: Sequence[Texts]) -> Parser:
    """A parser of belongings. A text that names no thing ("unclothed", "N/A") is unknown."""

    def parse(texts: Texts) -> Parsed:
        text = known(texts.get(""))
        things = read(text) if text is not None else ()
        if not things:
            return unknown(context)
        return Parsed(tuple(compared(things)))

    return parse
