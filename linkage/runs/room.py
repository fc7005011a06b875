"""Whether a job fits this machine: said before the start, in memory and disk."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from linkage.errors import NoRoom

BYTES_A_RECORD = 20_000
"""Texts, typed and standardised columns of one record in the workshop, with copies while it works."""

BYTES_A_CANDIDATE = 2_500
"""One candidate scored, ranked and written three times."""

SECONDS_A_RECORD = 0.0009
SECONDS_A_MILLION_PAIRS = 0.4
SECONDS_ANYWAY = 8.0
"""Measured with benchmarks/speed_run.py on two cores of 2026; the progress bar corrects them on the way."""


@dataclass(frozen=True)
class Estimate:
    """What a job of this size is expected to take."""

    missing: int
    remains: int
    pairs: int
    seconds: float
    memory_bytes: int
    disk_bytes: int


def estimate(missing: int, remains: int, top: int) -> Estimate:
    """Seconds, memory and disk for comparing every missing person with all remains."""
    pairs = missing * remains
    candidates = min(pairs, top * (missing + remains))
    size = BYTES_A_RECORD * (missing + remains) + BYTES_A_CANDIDATE * candidates
    seconds = SECONDS_ANYWAY + SECONDS_A_RECORD * (missing + remains) + SECONDS_A_MILLION_PAIRS * pairs / 1e6
    return Estimate(missing, remains, pairs, seconds, 400_000_000 + size // 2, size)


def available_memory() -> int:
    """Bytes of memory that may be taken now; 0 where the system does not say."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        return int(next(line for line in text.splitlines() if line.startswith("MemAvailable")).split()[1]) * 1024
    except (OSError, StopIteration, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0


def check_room(job: Estimate, folder: Path) -> None:
    """Raise NoRoom, before anything starts, when memory or disk would not do."""
    free = shutil.disk_usage(folder).free
    if free < job.disk_bytes:
        raise NoRoom(
            f"The job needs about {_size(job.disk_bytes)} of disk in {folder}, and {_size(free)} are free. "
            "Free some space, choose another --out, or lower --top."
        )
    memory = available_memory()
    if memory and memory < job.memory_bytes:
        raise NoRoom(
            f"The job needs about {_size(job.memory_bytes)} of memory, and {_size(memory)} are available. "
            "Close other programs, lower --top, or split the remains into several files and runs."
        )


def _size(number: int) -> str:
    return f"{number / 1e9:.1f} GB"
