"""The map of a pair: a small SVG made here, with coasts, borders, the places and a scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from markupsafe import Markup, escape

from linkage.review.outlines import Points, Window, outlines
from linkage.review.spots import Spot, drawn

WIDTH, HEIGHT = 480, 320
MARGIN = 1.4
KM_A_DEGREE = 111.2

LEAST_KM = 160.0
"""The map never shows less than this from side to side: coasts and borders are no finer."""

ROUND_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
NEAR_PIXELS = 12
"""Places closer than this on the map share one label."""

MOST_TOWNS, TOWN_ROOM = 5, 60
"""Towns named on a map, and how many pixels apart from one another and from the places."""


@dataclass(frozen=True)
class Town:
    """A town that shows where one is."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Chart:
    """A window of the world and how it becomes pixels."""

    window: Window
    across: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        w = self.window
        return (lon - w.west) / (w.east - w.west) * WIDTH, (w.north - lat) / (w.north - w.south) * HEIGHT

    @property
    def km_a_pixel(self) -> float:
        """How many km a pixel is, from side to side."""
        return self.across / WIDTH


def draw(spots: Sequence[Spot], towns: Callable[[Window], Sequence[Town]], label: str) -> Markup:
    """The places on a map, or nothing where none is known. `label` says what the map shows."""
    shown = drawn(spots)
    if not shown:
        return Markup("")
    chart = _chart(shown)
    named = _towns(chart, shown, towns(chart.window))
    parts = [_lines(chart), *named, *_ways(chart, shown), *_marks(chart, shown), _scale(chart)]
    return Markup(  # noqa: S704 -- numbers, single letters and the escaped label
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        + "".join(parts)
        + "</svg>"
    )


def _chart(shown: Sequence[Spot]) -> Chart:
    """The window around the places: everything with its radius, a margin of a fifth, in the shape of the map."""
    middle = radians((min(s.lat for s in shown) + max(s.lat for s in shown)) / 2)
    wide = max(cos(middle), 0.2)
    reach = [(s, min(s.radius_km, 400) / KM_A_DEGREE) for s in shown]
    west, east = min(s.lon - r / wide for s, r in reach), max(s.lon + r / wide for s, r in reach)
    south, north = min(s.lat - r for s, r in reach), max(s.lat + r for s, r in reach)
    wanted = max((east - west) * wide * MARGIN, LEAST_KM / KM_A_DEGREE)
    high = max((north - south) * MARGIN, wanted * HEIGHT / WIDTH)
    across = high * WIDTH / HEIGHT / wide
    lon, lat = (west + east) / 2, (south + north) / 2
    window = Window(lon - across / 2, lat - high / 2, lon + across / 2, lat + high / 2)
    return Chart(window, across * wide * KM_A_DEGREE)


def _lines(chart: Chart) -> str:
    """Coasts and borders as one path, cut to the window."""
    path = "".join(run for points in outlines().within(chart.window) for run in _runs(chart, points))
    return f'<path class="land" d="{path}"/>' if path else ""


def _runs(chart: Chart, points: Points) -> Iterator[str]:
    """The pieces of one stretch that are seen, in whole pixels, without steps that nobody sees."""
    pixels = [tuple(round(v) for v in chart.at(lat, lon)) for lon, lat in points]
    run: list[tuple[int, ...]] = []
    for a, b in pairwise(pixels):
        if not _seen(a, b):
            yield _path(run)
            run = []
        elif not run:
            run = [a, b]
        elif b != run[-1]:
            run.append(b)
    yield _path(run)


def _seen(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return not (max(a[0], b[0]) < 0 or min(a[0], b[0]) > WIDTH or max(a[1], b[1]) < 0 or min(a[1], b[1]) > HEIGHT)


def _path(run: Sequence[tuple[int, ...]]) -> str:
    if len(run) < 2:
        return ""
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(run))
    return f"M{run[0][0]} {run[0][1]}l" + " ".join(steps)


def _towns(chart: Chart, shown: Sequence[Spot], towns: Sequence[Town]) -> Iterator[str]:
    """The largest towns that do not crowd one another or the places, as small grey names."""
    taken = [chart.at(spot.lat, spot.lon) for spot in shown]
    left = MOST_TOWNS
    for town in towns:
        x, y = chart.at(town.lat, town.lon)
        inside = 10 < x < WIDTH - 90 and 15 < y < HEIGHT - 40
        if left and inside and all(hypot(x - a, y - b) > TOWN_ROOM for a, b in taken):
            taken.append((x, y))
            left -= 1
            yield f'<circle class="town" cx="{x:.0f}" cy="{y:.0f}" r="2"/>'
            yield f'<text class="town" x="{x + 5:.0f}" y="{y + 4:.0f}">{escape(town.name)}</text>'


def _ways(chart: Chart, shown: Sequence[Spot]) -> Iterator[str]:
    """From each place of the missing person a line to where the remains were found."""
    ends = [spot for spot in shown if spot.side == "remains"]
    for end in ends:
        for spot in shown:
            if spot.side == "missing" and spot.field != "destination_place":
                (x1, y1), (x2, y2) = chart.at(spot.lat, spot.lon), chart.at(end.lat, end.lon)
                yield f'<path class="way" d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"/>'


def _marks(chart: Chart, shown: Sequence[Spot]) -> Iterator[str]:
    """A circle for how far each place may stray, a point, and the letter; the two sides differ in shape."""
    placed: dict[tuple[float, float], list[Spot]] = {}
    for spot in shown:
        x, y = chart.at(spot.lat, spot.lon)
        radius = spot.radius_km / chart.km_a_pixel
        if radius > 6:
            yield f'<circle class="may" cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}"/>'
        near = next((at for at in placed if hypot(at[0] - x, at[1] - y) < NEAR_PIXELS), (x, y))
        placed.setdefault(near, []).append(spot)
    for (x, y), here in placed.items():
        yield from (_point(x, y, spot) for spot in here)
        letters = ", ".join(spot.letter for spot in here)
        yield f'<text x="{x + 9:.0f}" y="{y - 6:.0f}">{letters}</text>'


def _point(x: float, y: float, spot: Spot) -> str:
    if spot.side == "remains":
        return f'<path class="dead" d="M{x:.0f} {y - 6:.0f}l6 6-6 6-6-6z"/>'
    return f'<circle class="lost" cx="{x:.0f}" cy="{y:.0f}" r="5"/>'


def _scale(chart: Chart) -> str:
    """A bar of a round number of km."""
    km = max((km for km in ROUND_KM if km / chart.km_a_pixel <= WIDTH / 3), default=ROUND_KM[0])
    length = km / chart.km_a_pixel
    y = HEIGHT - 10
    return (
        f'<path class="scale" d="M10 {y - 4}v4h{length:.0f}v-4"/>'
        f'<text class="small" x="{length + 16:.0f}" y="{y}">{km} km</text>'
    )
