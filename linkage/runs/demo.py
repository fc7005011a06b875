"""The demonstration: two invented registers, compared."""

from __future__ import annotations

from pathlib import Path

from linkage.invent import invent
from linkage.runs.journey import Run, run
from linkage.runs.progress import Progress, silent


def demo(
    out: str | Path,
    *,
    profile: str = "border",
    missing: int = 2000,
    remains: int = 800,
    seed: int = 7,
    progress: Progress = silent,
) -> Run:
    """Invent registers of a part of the world in `<out>-registers` and run the engine on them into `out`."""
    folder = Path(out)
    registers = folder.with_name(f"{folder.name}-registers")
    made = invent(registers, missing=missing, remains=remains, profile=profile, seed=seed)
    return run(made.missing, made.remains, folder, seed=seed, progress=progress)
