"""Charts as SVG: lines and points on two axes, readable on a phone, in black and white, and aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 360, 280
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 46
INK, SOFT, LINE = "#22282e", "#55606b", "#d5d9dd"
COLOURS = ("#2b5d8a", "#8a5a12", "#55606b")
DASHES = ("", "6 3", "2 3")
"""Each line has its own colour and its own dashes, for print and for eyes that see colours otherwise."""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axis:
    """One axis: what it measures, from where to where, and its marks (where they stand, what they say)."""

    title: str
    low: float
    high: float
    marks: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Line:
    """One line of a chart; `dots` marks its points. An empty name is not told beside the chart."""

    name: str
    points: Points
    dots: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart; `says` is its content in a sentence, for who cannot see it."""

    name: str
    title: str
    says: str
    x: Axis
    y: Axis
    lines: Sequence[Line]


def draw(chart: Chart) -> Markup:
    """The chart as an SVG element that stands alone or in a page."""
    legend = [line for line in chart.lines if line.name]
    height = HEIGHT + 18 * len(legend)
    body = "\n".join([
        *(_x_mark(chart.x, *mark) for mark in chart.x.marks),
        *(_y_mark(chart.y, *mark) for mark in chart.y.marks),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, chart.x.title, "middle"),
        f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="{INK}"/>',
        *(_line(chart, n) for n in range(len(chart.lines))),
        *(_key(n, line) for n, line in enumerate(legend)),
    ])  # fmt: skip
    return Markup(  # noqa: S704 -- numbers, and texts that were escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="{INK}">\n'
        f"<title>{escape(chart.title)}</title>\n<desc>{escape(chart.says)}</desc>\n{body}\n</svg>\n"
    )


def _x(axis: Axis, value: float) -> float:
    share = (min(max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low)
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(axis: Axis, value: float) -> float:
    share = (min(max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'


def _x_mark(axis: Axis, value: float, says: str) -> str:
    x = _x(axis, value)
    grid = f'<path d="M{x:g} {TOP}V{HEIGHT - BOTTOM}" stroke="{LINE}"/>'
    return grid + _text(x, HEIGHT - BOTTOM + 16, says, "middle")


def _y_mark(axis: Axis, value: float, says: str) -> str:
    y = _y(axis, value)
    return f'<path d="M{LEFT} {y:g}H{WIDTH - RIGHT}" stroke="{LINE}"/>' + _text(LEFT - 6, y + 4, says, "end")


def _line(chart: Chart, n: int) -> str:
    line = chart.lines[n]
    places = [(_x(chart.x, x), _y(chart.y, y)) for x, y in line.points]
    path = " ".join(f"{x:g},{y:g}" for x, y in places)
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="3" fill="{COLOURS[n]}"/>' for x, y in places) if line.dots else ""
    return f'<polyline points="{path}" {_stroke(n)}/>{dots}'


def _stroke(n: int) -> str:
    dashes = f' stroke-dasharray="{DASHES[n]}"' if DASHES[n] else ""
    return f'fill="none" stroke="{COLOURS[n]}" stroke-width="2"{dashes}'


def _key(n: int, line: Line) -> str:
    y = HEIGHT + 18 * n + 4
    return f'<path d="M{LEFT} {y}h28" {_stroke(n)}/>' + _text(LEFT + 36, y + 4, line.name, "start")
