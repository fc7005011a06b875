"""Make config/maps/outlines.txt: coasts and borders of the world, from the Natural Earth cut of world-atlas.

    python -m benchmarks.tables.outlines countries-50m.json

Natural Earth is in the public domain; world-atlas 2.0.2 (ISC) packs it as TopoJSON. Each line of the
file is one stretch of coast or border: the first point and then the steps, in hundredths of a degree.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from linkage.config import config_path

TOLERANCE = 2.0
"""Hundredths of a degree (about 2 km) that a simplified line may stray."""

NOTE = """\
# Coasts and borders of the world: Natural Earth 1:50m (public domain, naturalearthdata.com), from world-atlas 2.0.2.
# Borders are drawn to find one's way and state no view on them. One line a stretch: longitude latitude of its first
# point, then steps, all in hundredths of a degree. Made by benchmarks/tables/outlines.py.
"""


def main(source: Path) -> None:
    """Write the file."""
    world = json.loads(source.read_text(encoding="utf-8"))
    lines = [line for arc in world["arcs"] if (line := _line(arc, world["transform"]))]
    target = config_path("maps", "outlines.txt")
    target.write_text(NOTE + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} stretches, {target.stat().st_size / 1000:.0f} kB")


def _line(arc: list[list[int]], transform: dict[str, list[float]]) -> str:
    degrees = np.cumsum(np.array(arc, dtype=float), axis=0) * transform["scale"] + transform["translate"]
    points = np.rint(simplified(degrees * 100)).astype(int)
    steps = np.vstack([points[:1], np.diff(points, axis=0)])
    moved = steps[1:][np.any(steps[1:] != 0, axis=1)]
    return " ".join(str(n) for n in (*steps[0], *moved.ravel())) if len(moved) else ""


def simplified(points: np.ndarray) -> np.ndarray:
    """The points that a line within the tolerance of all of them needs (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return points
    along = points[-1] - points[0]
    length = np.hypot(*along)
    away = points - points[0]
    far = np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length if length else np.hypot(*away.T)
    split = int(np.argmax(far))
    if far[split] <= TOLERANCE:
        return points[[0, -1]]
    return np.vstack([simplified(points[: split + 1])[:-1], simplified(points[split:])])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
