"""A machine as one file: written once, read by many processes, its arrays shared among those of one computer."""

from __future__ import annotations

import mmap
import pickle
from dataclasses import dataclass
from pathlib import Path

from linkage.screen.machine import Machine

LINE = 64
"""Every array begins on a cache line, as NumPy's own do."""


@dataclass(frozen=True)
class Shipped:
    """What a reader needs besides the file: the machine without its arrays, and where in the file these lie."""

    name: str
    head: bytes
    places: tuple[tuple[int, int], ...]
    """(start, bytes) of each array."""


def ship(machine: Machine, path: Path) -> Shipped:
    """Write the arrays of a machine to `path`."""
    arrays: list[pickle.PickleBuffer] = []
    head = pickle.dumps(machine, protocol=5, buffer_callback=arrays.append)
    places = []
    with path.open("wb") as file:
        for array in arrays:
            file.write(bytes(-file.tell() % LINE))
            places.append((file.tell(), array.raw().nbytes))
            file.write(array.raw())
        file.write(bytes(LINE))  # a file of nothing cannot be mapped
    return Shipped(path.name, head, tuple(places))


def receive(shipped: Shipped, path: Path) -> Machine:
    """The machine again: its arrays are the file, which is read where it is looked at, and never written."""
    with path.open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    arrays = [mapped[start : start + size] for start, size in shipped.places]
    machine: Machine = pickle.loads(shipped.head, buffers=arrays)  # noqa: S301  written by the driver of this very job
    return machine
