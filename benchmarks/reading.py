"""How long `linkage check` takes on invented registers, each in a process of its own.

Run: python -m benchmarks.reading
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from linkage.evidence.fields import SIDES
from linkage.invent import invent

RESULT = Path(__file__).parent / "results" / "reading.json"
SIZES = (15_000, 100_000)


def measure(size: int, folder: Path) -> list[dict[str, object]]:
    """One line for each side: rows, seconds on the clock, seconds of processor, memory at the most."""
    made = invent(folder / str(size), missing=size, remains=size)
    return [_one(side, path, size) for side, path in zip(SIDES, (made.missing, made.remains), strict=True)]


def _one(side: str, path: Path, rows: int) -> dict[str, object]:
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "linkage.cli", "check", str(path), "--side", side, "--json"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "side": side,
        "rows": rows,
        "seconds": round(time.monotonic() - started, 1),
        "processor_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "memory_mb_of_the_largest_so_far": after.ru_maxrss // 1024,
    }


def main() -> None:
    """Measure every size and write the result."""
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for size in SIZES for line in measure(size, Path(folder))]
    RESULT.write_text(json.dumps({"cores": os.cpu_count(), "registers": lines}, indent=1) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
