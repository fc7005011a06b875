"""Whether a job fits this machine: said before the start, in memory and disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from linkage.errors import NoRoom

BYTES_A_RECORD = 20_000
"""Texts, typed and standardised columns of one record in the workshop, with copies while it works."""

BYTES_A_CANDIDATE = 2_500
"""One candidate scored, ranked and written three times."""

BYTES_ANYWAY = 400_000_000
"""What a job takes however small it is. Half of the records and candidates are in memory at a time where there is room;
with less the workshop spills, which it does not with all of them: at least a tenth is asked for, a cautious guess."""

STAGES: Mapping[str, tuple[float, float, float, float]] = {
    "reading": (1.5, 2.5e-4, 0.0, 0.0),
    "standardising": (1.0, 1.3e-4, 0.0, 0.0),
    "measuring how common each finding is": (4.0, 1e-4, 3e-9, 0.0),
    "screening": (2.0, 3e-4, 7e-9, 0.0),
    "scoring": (4.0, 0.0, 0.0, 1.2e-5),
    "ranking": (0.2, 0.0, 0.0, 3e-6),
    "writing": (3.0, 1e-4, 0.0, 2e-5),
}
"""Seconds of each stage: anyway, a record, a pair, a candidate. From benchmarks/speed_run.py on two cores, the first
three from the processor seconds of benchmarks/reading.py on a busy machine
(benchmarks/results/speed_run.json); another machine is faster or slower, and the bar corrects itself on the way."""


@dataclass(frozen=True)
class Estimate:
    """What a job of this size is expected to take; `stages` are the seconds of each stage in their order."""

    missing: int
    remains: int
    pairs: int
    candidates: int
    stages: Mapping[str, float]
    memory_bytes: int
    least_memory_bytes: int
    disk_bytes: int

    @property
    def seconds(self) -> float:
        """The whole job."""
        return sum(self.stages.values())


def estimate(missing: int, remains: int, top: int) -> Estimate:
    """Seconds, memory and disk for comparing every missing person with all remains."""
    records, pairs = missing + remains, missing * remains
    candidates = min(pairs, top * records)
    size = BYTES_A_RECORD * records + BYTES_A_CANDIDATE * candidates
    stages = {
        stage: anyway + a_record * records + a_pair * pairs + a_candidate * candidates
        for stage, (anyway, a_record, a_pair, a_candidate) in STAGES.items()
    }
    return Estimate(
        missing, remains, pairs, candidates, stages, BYTES_ANYWAY + size // 2, BYTES_ANYWAY + size // 10, size
    )


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


def check_room(job: Estimate, folder: Path, allowed: int) -> None:
    """Raise NoRoom, before anything starts, when memory (the machine's, or what is `allowed`) or disk would not do."""
    free = shutil.disk_usage(folder).free
    if free < job.disk_bytes:
        raise NoRoom(
            f"The job needs about {_size(job.disk_bytes)} of disk in {folder}, and {_size(free)} are free. "
            "Free some space, choose another --out, or lower --top."
        )
    if allowed < job.least_memory_bytes:
        raise NoRoom(
            f"The job needs at least {_size(job.least_memory_bytes)} of memory in the workshop, and --memory (or the "
            f"settings) allows {_size(allowed)}. Give it more, lower --top, or split the remains into several files "
            "and runs."
        )
    memory = available_memory()
    if memory and memory < job.memory_bytes:
        raise NoRoom(
            f"The job needs about {_size(job.memory_bytes)} of memory, and {_size(memory)} are available. "
            "Close other programs, lower --top, or split the remains into several files and runs."
        )


def _size(number: int) -> str:
    return f"{number / 1e9:.1f} GB"
