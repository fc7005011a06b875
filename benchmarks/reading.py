"""What reading, standardising and measuring cost on invented registers, in processor seconds, each size by itself.

    python -m benchmarks.reading

Writes benchmarks/results/reading.json: for each size the seconds on the clock and of processor (of the processes that
help too), thousandths of a second a record, and the memory at the most. Load before says how busy the machine was.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from linkage.engine.count import count_levels
from linkage.evidence import EVIDENCES
from linkage.evidence.fields import SIDES
from linkage.invent import invent
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.runs.comparing import workshop
from linkage.screen import store

RESULT = Path(__file__).parent / "results" / "reading.json"
SIZES = ((2_000, 800), (12_000, 7_000), (40_000, 22_000), (130_000, 72_000))


def one(missing: int, remains: int) -> dict[str, object]:
    """The steps of one size, as a run takes them."""
    records = missing + remains
    used = [evidence for evidence in EVIDENCES if evidence.on]
    facts: dict[str, object] = {"missing": missing, "remains": remains, "load_before": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as scratch:
        made = invent(scratch, missing=missing, remains=remains, overlap=0.1, seed=1)
        with workshop(Path(scratch), "3GB") as (con, _):

            def read() -> None:
                for side, path in zip(SIDES, (made.missing, made.remains), strict=True):
                    read_register(con, path, side)

            facts["reading"] = _cost(read, records)
            facts["standardising"] = _cost(lambda: standardise(con, used), records)
            facts["measuring"] = _cost(lambda: count_levels(con, store(con, used), seed=1), records)
    facts["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return facts


def _cost(work: Callable[[], object], records: int) -> dict[str, float]:
    """What a piece of work costs, altogether and a record."""
    clock, processor = time.monotonic(), _processor()
    work()
    seconds, used = time.monotonic() - clock, _processor() - processor
    return {
        "seconds": round(seconds, 2),
        "processor_seconds": round(used, 2),
        "ms_a_record": round(1000 * seconds / records, 3),
        "processor_ms_a_record": round(1000 * used / records, 3),
    }


def _processor() -> float:
    """Processor seconds of this process and of those it started and that have ended."""
    return sum(
        sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )  # fmt: skip


def main(words: list[str]) -> None:
    """Measure every size in a process of its own and write the result."""
    if words:
        print(json.dumps(one(int(words[0]), int(words[1]))))
        return
    lines = []
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.reading", *map(str, size)]
        lines.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
    RESULT.write_text(json.dumps({"cores": os.cpu_count(), "sizes": lines}, indent=1) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
