"""An explanation on the terminal: plain words, narrow enough for any window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import fill, wrap

from rich.console import Console
from rich.text import Text

from linkage.explanation.numbers import signed
from linkage.explanation.values import Explanation, Line, Rung, Unknown, Written
from linkage.words import Translator, translator

WIDTH = 88


def as_text(explanation: Explanation) -> str:
    """The whole explanation as text of at most 88 columns, without colour."""
    _ = translator(explanation.language)
    blocks = (_head, _lines, _unknowns, _sum, _standing, _next)
    text = "\n".join(line for block in blocks for line in (*block(explanation, _), ""))
    return re.sub(r"\n{3,}", "\n\n", text).rstrip()


def show(explanation: Explanation, console: Console) -> None:
    """Print the explanation; on a terminal that has colours, weights stand out (and keep their signs)."""
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
            yield heading.upper()
        elif polarity == "contradicts":
            yield _("Nothing that was compared speaks against this pair.")
        for line in lines:
            yield from _line(line, _)
        yield ""


def _line(line: Line, _: Translator) -> Iterator[str]:
    yield _weight(line.bits, _("bits") + "  " + line.title)
    yield from _indented(line.says)
    for row in line.values:
        yield from _values(row, _)
    yield from _rungs(line.rungs, _)


def _values(row: Written, _: Translator) -> Iterator[str]:
    names = {"missing": _("missing person"), "remains": _("remains")}
    texts = {"missing": row.missing, "remains": row.remains}
    nothing = _("not written")
    told = [f"{names[side]}: {texts[side] or nothing}" for side in row.asked]
    yield from _indented(f"{row.label} | " + " | ".join(told), deeper=2)


def _rungs(rungs: tuple[Rung, ...], _: Translator) -> Iterator[str]:
    """Every level of one evidence with its numbers and their origin; the one reached is marked."""
    for rung in rungs:
        mark = ">" if rung.reached else " "
        yield f"      {mark} {signed(rung.bits):>6}  {rung.name}  (m {rung.m:.4g}, u {rung.u:.4g})"
        yield from _indented(rung.says, deeper=6)
        yield from _indented(f"m: {rung.because}", deeper=6)
        if rung.u_because != rung.because:
            yield from _indented(f"u: {rung.u_because}", deeper=6)


def _unknowns(x: Explanation, _: Translator) -> Iterator[str]:
    if not x.unknowns:
        return
    yield _("Unknown: weighs nothing").upper()
    for unknown in x.unknowns:
        yield from _unknown(unknown, _)


def _unknown(unknown: Unknown, _: Translator) -> Iterator[str]:
    yield from wrap(f"{unknown.title}. {unknown.lacks}", WIDTH, initial_indent=" " * 14, subsequent_indent=" " * 14)
    for row in unknown.values:
        yield from _values(row, _)
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
