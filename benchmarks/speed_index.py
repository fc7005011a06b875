"""How long the warm index takes for a record, alone and fifty together, beside plain Splink in the same run.

    python -m benchmarks.speed_index              # up to 12,000 x 7,000
    python -m benchmarks.speed_index 2000 800     # one size

Writes benchmarks/results/speed_index.json. Each size is a process of its own on invented registers.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import linkage
from linkage.engine.score import score
from linkage.evidence.fields import SIDES, Side
from linkage.invent import invent
from linkage.runs.opened import opened

RESULT = Path(__file__).parent / "results" / "speed_index.json"
SIZES = [(2_000, 800), (12_000, 7_000)]
ALONE, TOGETHER, BATCHES = 40, 50, 3


def one(missing: int, remains: int) -> dict[str, Any]:
    """A run of this size, an index of it, and records that it does not know: those of other registers."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "run"
        apart("make", str(missing), str(remains), str(folder))
        strangers = invent(Path(scratch) / "others", missing=400, remains=400, overlap=0.1, seed=2)
        start = time.monotonic()
        with linkage.Index(folder) as index:
            built = time.monotonic() - start
            files: dict[Side, Path] = {"missing": strangers.missing, "remains": strangers.remains}
            return {
                "missing": missing, "remains": remains, "build_seconds": built,
                "memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "processor_milliseconds_a_record": {side: asked(index, side, rows_of(files[side])) for side in SIDES},
                "plain_processor_milliseconds_a_record": plain(folder), "load": os.getloadavg()[0],
            }  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    """The records of a file as texts."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def asked(index: linkage.Index, side: Side, rows: list[dict[str, str]]) -> dict[str, float]:
    """The first record, others alone, others together: milliseconds for each."""
    first = timed(index, side, rows[:1])
    alone = [timed(index, side, [row]) for row in rows[1 : ALONE + 1]]
    rest = rows[ALONE + 1 :]
    together = [timed(index, side, rest[TOGETHER * n : TOGETHER * (n + 1)]) / TOGETHER for n in range(BATCHES)]
    return {
        "first": first, "alone_median": median(alone), "alone_p95": quantiles(alone, n=20)[-1],
        "of_50_together": median(together),
    }  # fmt: skip


def timed(index: linkage.Index, side: Side, rows: list[dict[str, str]]) -> float:
    """Milliseconds of the processor until the best 25 of all these are known: what else runs is not counted."""
    start = time.process_time()
    index.candidates_of(rows, side)
    return 1000 * (time.process_time() - start)


def plain(folder: Path) -> float:
    """Plain Splink: one report against all remains, the registers standing ready."""
    with opened(folder) as run:
        for side in SIDES:
            run.con.execute(f"CREATE TABLE here AS SELECT * FROM {side}; DROP VIEW {side}")
            run.con.execute(f"ALTER TABLE here RENAME TO {side}")
        run.con.execute(
            "CREATE TABLE pairs AS SELECT m.unique_id AS missing_id, r.unique_id AS remains_id "
            "FROM (SELECT min(unique_id) AS unique_id FROM missing) m, remains r"
        )
        start = time.process_time()
        score(run.con, run.evidences, run.model, "pairs", "scored")
        return 1000 * (time.process_time() - start)


def apart(*words: str) -> str:
    """What this module says in a process of its own, so that its memory is not counted here."""
    command = [sys.executable, "-m", "benchmarks.speed_index", *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(words: list[str]) -> None:
    """Every size in a process of its own; the result file."""
    if words[:1] == ["make"]:
        made = invent(Path(f"{words[3]}-registers"), missing=int(words[1]), remains=int(words[2]), overlap=0.1, seed=1)
        linkage.run(made.missing, made.remains, words[3])
    elif words[:1] == ["one"]:
        print(json.dumps(one(int(words[1]), int(words[2]))))
    else:
        found = []
        for size in [(int(words[0]), int(words[1]))] if words else SIZES:
            found.append(json.loads(apart("one", *map(str, size))))  # written at once, and kept if the next is stopped
            RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
