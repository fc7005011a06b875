"""The report's small pieces of HTML: numbers, bars, shortened texts, and the templates set up."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from linkage.explanation.numbers import count, signed
from linkage.words import translator

TEMPLATES = Path(__file__).parent / "templates"

LEAST_BITS, MOST_BITS = -12, 20
"""The scale of every bar. No level is heavier against than about -12 bits; what goes beyond is cut at the end."""

LONGEST = 400
"""Characters shown of one written value; the register holds the rest."""


def environment() -> Environment:
    """The templates, with everything written by people escaped."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"bits": bits, "plain": plain, "bar": bar, "cut": cut, "count": count}
    return env


def bits(weight: float) -> str:
    """A weight with a true minus sign."""
    return signed(weight).replace("-", "\N{MINUS SIGN}")


def plain(weight: float) -> str:
    """A difference without a sign."""
    return f"{abs(round(weight, 1)):.1f}"


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning with an ellipsis when it is long."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def bar(weight: float) -> Markup:
    """A bar from the middle line: filled to the right when it speaks for, hollow to the left when against.

    Ten units a bit. It is decoration for the eye: the number and the word stand beside it.
    """
    length = round(min(max(weight, LEAST_BITS + 0.1), MOST_BITS) * 10)
    zero, width = -LEAST_BITS * 10, (MOST_BITS - LEAST_BITS) * 10
    start, kind = (zero + length, "m") if length < 0 else (zero, "p")
    rect = f'<rect class="{kind}" x="{start}" y="2" width="{abs(length)}" height="7"/>' if length else ""
    return Markup(  # noqa: S704 -- numbers only
        f'<svg class="bar" viewBox="0 0 {width} 11" aria-hidden="true">{rect}'
        f'<path class="x" d="M0 10.5h{width}M{zero} 0v11"/></svg>'
    )


def stylesheet(languages: Sequence[str]) -> Markup:
    """The style sheet, with the rules that show one language at a time, the first unless another is chosen.

    The choice is the address's own (report.html#en); a browser too old for it shows them one after the other.
    """
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    chosen = {language: f":is(#{language}:target, #{language} :target)" for language in languages[1:]}
    rules = [
        f"body:has({target}) .edition:not(#{language}) {{ display: none; }}" for language, target in chosen.items()
    ]
    if chosen:
        none = "".join(f":not(:has({target}))" for target in chosen.values())
        rules.append(f"body{none} .edition:not(#{languages[0]}) {{ display: none; }}")
    rules += [_foot(language) for language in languages]
    return Markup(compact(css + "\n".join(rules)))  # noqa: S704 -- our own file and language codes


def _foot(language: str) -> str:
    """At the foot of every printed page: that this is not an identification, and the page's number."""
    text = translator(language)("This is not an identification.").replace('"', "'")
    foot = f'@bottom-left {{ content: "{text}"; }} @bottom-right {{ content: counter(page) " / " counter(pages); }}'
    return f"@page {language} {{ {foot} }}\n#{language} {{ page: {language}; }}"


def compact(text: str) -> str:
    """The same lines without blank ones and without the spaces they begin with."""
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def style_hash(style: str) -> str:
    """The hash by which the page's own policy admits this style sheet and no other."""
    return b64encode(sha256(style.encode()).digest()).decode()
