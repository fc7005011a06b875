"""Coasts and borders of the world, from config/maps/outlines.txt, for a map that asks nobody for anything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from linkage.config import config_path

Points = np.ndarray
"""Longitude and latitude in degrees, one row a point."""


@dataclass(frozen=True)
class Window:
    """The part of the world that is drawn, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Outlines:
    """All stretches, and the box of each (west, south, east, north)."""

    stretches: tuple[Points, ...]
    boxes: np.ndarray

    def within(self, window: Window) -> list[Points]:
        """The stretches that may touch the window."""
        west, south, east, north = self.boxes.T
        near = (west <= window.east) & (east >= window.west) & (south <= window.north) & (north >= window.south)
        return [self.stretches[n] for n in np.flatnonzero(near)]


@lru_cache(maxsize=1)
def outlines() -> Outlines:
    """The shipped outlines, read once."""
    lines = config_path("maps", "outlines.txt").read_text(encoding="utf-8").splitlines()
    stretches = tuple(_stretch(line) for line in lines if not line.startswith("#"))
    boxes = np.array([(*points.min(axis=0), *points.max(axis=0)) for points in stretches])
    return Outlines(stretches, boxes)


def _stretch(line: str) -> Points:
    steps = np.array(line.split(), dtype=float).reshape(-1, 2)
    return np.cumsum(steps, axis=0) / 100
