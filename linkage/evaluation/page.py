"""The page: the evaluation for people, in every language, in one file that is read offline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader
from markupsafe import Markup

from linkage.evaluation.charts import charts
from linkage.evaluation.drawing import draw
from linkage.evaluation.values import Evaluation, Number
from linkage.explanation.markup import compact, environment, style_hash, stylesheet
from linkage.words import Translator, translator

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Edition:
    """The page in one language; each chart is its title and its drawing."""

    language: str
    translate: Translator
    charts: tuple[tuple[str, Markup], ...]


def render(found: Evaluation, languages: Sequence[str]) -> str:
    """The page as text; the first language is shown first."""
    env = environment().overlay(loader=FileSystemLoader(TEMPLATES))
    env.filters |= {"of_100": of_100, "figure": figure}
    css = (TEMPLATES / "evaluation.css").read_text(encoding="utf-8")
    style = stylesheet(languages) + Markup("\n" + compact(css))  # noqa: S704 -- our own file
    html = env.get_template("index.html.j2").render(
        editions=[_edition(found, language) for language in languages],
        e=found,
        style=style,
        style_hash=style_hash(style),
    )
    return compact(html) + "\n"


def _edition(found: Evaluation, language: str) -> Edition:
    _ = translator(language)
    return Edition(language, _, tuple((chart.title, draw(chart)) for chart in charts(found, _)))


def of_100(number: Number) -> str:
    """A share as a count of 100, with its interval: "83.0 (79.1; 87.2)"."""
    return _told(number, 100, 1)


def figure(number: Number) -> str:
    """A figure with its interval: "0.312 (0.280; 0.345)"."""
    return _told(number, 1, 3)


def _told(number: Number, times: float, places: int) -> str:
    """The interval is one word: a line breaks before it, not within."""
    if number.value is None:
        return "–"
    value, low, high = (
        None if n is None else f"{n * times:.{places}f}".replace("-", "\N{MINUS SIGN}")
        for n in (number.value, number.low, number.high)
    )
    return f"{value}" if low is None else f"{value} ({low};\N{NO-BREAK SPACE}{high})"
