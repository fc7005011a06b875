"""Marks of the body from free text, coded lists, or both."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.records.marks.keys import denied, keys, plain, regions, things
from linkage.records.marks.reading import Mark, read
from linkage.records.parsing import Context, Parsed, Parser, Texts, unknown
from linkage.records.unknown import known


def make_marks(context: Context, values: Sequence[Texts]) -> Parser:
    """A parser of marks. "No scars or tattoos" is an empty list; "unknown" and a text without marks are unknown."""
    seen = context.side == "remains"

    def parse(texts: Texts) -> Parsed:
        text = known(texts.get(""))
        if text is None:
            return unknown(context)
        found = read(text)
        if not found.marks and not found.denied:
            return unknown(context)
        return Parsed(
            (
                sorted({written(mark) for mark in found.marks}),
                keys(found.marks),
                things(found.marks),
                regions(found.marks, seen),
                plain(found.marks, seen),
                denied(found),
            )
        )

    return parse


def written(mark: Mark) -> str:
    """A mark as one line: "tattoo|forearm left|text:rosa|motif:cross"."""
    where = ", ".join(f"{site.place} {site.side}".strip() for site in mark.sites)
    return "|".join((mark.kind, where, *mark.contents))
