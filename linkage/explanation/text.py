"""An explanation on the terminal: plain words, narrow enough for any window."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from textwrap import fill, wrap
from typing import TYPE_CHECKING

from linkage.explanation.numbers import signed
from linkage.explanation.values import Explanation, Line, Rung, Unknown, Written
from linkage.words import Translator, translator

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 88
COLUMNS = (24, 28, 28)
"""Width of a field's name and of what the two records say of it; with the margin they fill the window."""


def as_text(explanation: Explanation) -> str:
    """The whole explanation as text of at most 88 columns, without colour."""
    _ = translator(explanation.language)
    blocks = (_head, _lines, _unknowns, _sum, _standing, _next)
    text = "\n".join(line for block in blocks for line in (*block(explanation, _), ""))
    return re.sub(r"\n{3,}", "\n\n", text).rstrip()


def show(explanation: Explanation, console: Console) -> None:
    """Print the explanation; on a terminal that has colours, weights stand out (and keep their signs)."""
    from rich.text import Text

    text = Text(as_text(explanation))
    text.highlight_regex(r"(?m)(?<=\s)\+\d+\.\d\b", "bold blue")
    text.highlight_regex(r"(?m)(?<=\s)-\d+\.\d\b", "bold yellow")
    console.print(text, soft_wrap=True, end="")


def _head(x: Explanation, _: Translator) -> Iterator[str]:
    for title, record, about in (
        (_("Missing person"), x.missing_id, x.about_missing),
        (_("Unidentified remains"), x.remains_id, x.about_remains),
    ):
        yield f"{title}: {record}"
        for row in about:
            yield from _indented(f"{row.label}: {row.missing or row.remains}", deeper=-12)
    yield ""
    yield fill(x.notice, WIDTH)


def _lines(x: Explanation, _: Translator) -> Iterator[str]:
    headings = (
        ("contradicts", _("Speaks against")),
        ("agrees", _("Speaks for")),
        ("neutral", _("Says next to nothing")),
    )
    for polarity, heading in headings:
        lines = [line for line in x.lines if line.polarity == polarity]
        if lines:
            yield from _heading(heading, _)
        elif polarity == "contradicts":
            yield _("Nothing that was compared speaks against this pair.")
        for line in lines:
            yield from _line(line, _)
        yield ""


def _line(line: Line, _: Translator) -> Iterator[str]:
    yield _weight(line.bits, _("bits") + "  " + line.title)
    yield from _indented(line.says)
    yield from _values(line.values, _)
    yield from _rungs(line.rungs, _)


def _heading(heading: str, _: Translator) -> Iterator[str]:
    """The title of a block; what the two records say of a field stands in two columns below it."""
    yield heading.upper()
    yield from _columns("", _("Missing person"), _("Remains"))


def _values(rows: Iterable[Written], _: Translator) -> Iterator[str]:
    nothing = _("not written")
    for row in rows:
        sides = (("missing", row.missing), ("remains", row.remains))
        yield from _columns(
            row.label, *((text or nothing) if side in row.asked else "\N{EN DASH}" for side, text in sides)
        )


def _columns(*cells: str) -> Iterator[str]:
    """One row of the table of a block, each cell wrapped within its own column."""
    wrapped = [wrap(cell, width - 2) for cell, width in zip(cells, COLUMNS, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        line = "".join(part.ljust(width) for part, width in zip(parts, COLUMNS, strict=True))
        yield " " * (WIDTH - sum(COLUMNS)) + line.rstrip()


def _rungs(rungs: tuple[Rung, ...], _: Translator) -> Iterator[str]:
    """Every level of one evidence with its numbers, the one reached marked; then where the numbers come from."""
    origins = list(dict.fromkeys(origin for rung in rungs for origin in _origins(rung)))
    for rung in rungs:
        mark = ">" if rung.reached else " "
        notes = " ".join(f"[{origins.index(origin) + 1}]" for origin in _origins(rung))
        yield f"      {mark} {signed(rung.bits):>6}  {rung.name}  (m {rung.m:.4g}, u {rung.u:.4g}) {notes}"
        yield from _indented(rung.says, deeper=2)
    for number, origin in enumerate(origins, start=1):
        yield from _indented(f"[{number}] {origin}", deeper=-6)


def _origins(rung: Rung) -> tuple[str, ...]:
    if rung.because == rung.u_because:
        return (f"m, u: {rung.because}",)
    return f"m: {rung.because}", f"u: {rung.u_because}"


def _unknowns(x: Explanation, _: Translator) -> Iterator[str]:
    if not x.unknowns:
        return
    yield from _heading(_("Unknown: weighs nothing"), _)
    for unknown in x.unknowns:
        yield from _unknown(unknown, _)
    if x.worth_asking:
        yield ""
        yield fill(x.worth_asking, WIDTH)


def _unknown(unknown: Unknown, _: Translator) -> Iterator[str]:
    yield from wrap(f"{unknown.title}. {unknown.lacks}", WIDTH, initial_indent=" " * 14, subsequent_indent=" " * 14)
    yield from _values(unknown.values, _)
    yield from _rungs(unknown.rungs, _)


def _sum(x: Explanation, _: Translator) -> Iterator[str]:
    yield _("The addition, in bits").upper()
    yield _weight(x.prior_bits, _("before looking at anything"))
    for line in x.lines:
        yield _weight(line.bits, line.title)
    if x.rounding():
        yield _weight(x.rounding(), _("rounding"))
    yield "-------"
    yield _weight(x.total, _("total"))
    yield ""
    yield fill(x.prior_words, WIDTH)
    yield fill(x.total_words, WIDTH)


def _weight(bits: float, what: str) -> str:
    return f"{signed(bits):>7}  {what}"


def _standing(x: Explanation, _: Translator) -> Iterator[str]:
    for sentence in (*x.standing, x.open_world, x.claim):
        yield fill(sentence, WIDTH)


def _next(x: Explanation, _: Translator) -> Iterator[str]:
    yield _("Next comparison that can identify").upper()
    words = {"yes": _("possible"), "perhaps": _("perhaps possible"), "no": _("not possible")}
    for primary in x.primaries:
        yield from _indented(f"{primary.title}: {words[primary.possible]}. {primary.says}", deeper=-12)
    yield ""
    yield _("Model: {name}.").format(name=x.model)


def _indented(text: str, deeper: int = 0) -> Iterator[str]:
    margin = " " * (14 + deeper)
    return iter(wrap(text, WIDTH, initial_indent=margin, subsequent_indent=margin + "  ", break_on_hyphens=False))
