"""Teeth, from a family's words or an examiner's chart in words."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.records.dental.keys import claims, contradictions, keys, parts
from linkage.records.dental.reading import read
from linkage.records.dental.teeth import zones
from linkage.records.parsing import Context, Parsed, Parser, Texts, unknown
from linkage.records.unknown import known


def make_dental(context: Context, values: Sequence[Texts]) -> Parser:
    """A parser of teeth. A text that says nothing of them ("charting available") is unknown."""
    clashes = claims if context.side == "missing" else contradictions

    def parse(texts: Texts) -> Parsed:
        text = known(texts.get(""))
        facts = read(text) if text is not None else ()
        if not facts:
            return unknown(context)
        written = sorted({f"{fact.condition}|{zones(fact.teeth)[0]}" for fact in facts})
        return Parsed((written, keys(facts), parts(facts), clashes(facts)))

    return parse
