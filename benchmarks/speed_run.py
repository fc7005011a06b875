"""How long a whole run takes, stage by stage, with the memory it takes, beside the plain way in the same run.

    python -m benchmarks.speed_run            # up to 25,743 x 15,457
    python -m benchmarks.speed_run --national # and 130,000 x 72,000
    python -m benchmarks.speed_run files MISSING REMAINS NAME   # two files at hand, their times kept under a name

Writes benchmarks/results/speed_run.json. Each size is a process of its own on invented registers; of files at hand
only sizes and times are written.
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
from typing import Any

from linkage.engine.cartesian import score_all
from linkage.evidence import EVIDENCES
from linkage.invent import invent
from linkage.model import load
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.runs.journey import run
from linkage.workshop import connect

RESULT = Path(__file__).parent / "results" / "speed_run.json"
SIZES = [(2_000, 800), (4_000, 1_600), (12_000, 7_000), (25_743, 15_457)]
NATIONAL = (130_000, 72_000)
PLAIN = (2_000, 800)
"""Size at which plain Splink scores every pair for comparison."""


def one(missing: int, remains: int) -> dict[str, Any]:
    """One run on invented registers of this size."""
    with tempfile.TemporaryDirectory() as scratch:
        made = invent(scratch, missing=missing, remains=remains, overlap=0.1, seed=1)
        return timed(made.missing, made.remains)


def timed(missing: Path, remains: Path) -> dict[str, Any]:
    """One run: seconds of each stage and of all, peak memory, what had been expected, how busy the machine was."""
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        marks: list[tuple[str, float]] = []
        mark = lambda stage, _: marks.append((stage, time.monotonic()))  # noqa: E731  one line, used once
        done = run(missing, remains, Path(scratch) / "run", progress=mark)
    ends = [*(at for _, at in marks[1:]), marks[-1][1]]
    seconds: dict[str, float] = {}
    for (stage, start), end in zip(marks, ends, strict=True):
        seconds[stage] = seconds.get(stage, 0.0) + end - start
    return {
        "missing": done.estimate.missing, "remains": done.estimate.remains, "candidates": done.candidates,
        "stages": seconds, "seconds": marks[-1][1] - marks[0][1], "expected_seconds": done.estimate.seconds,
        "processor_seconds": time.process_time(), "load_before": load_before,
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "expected_memory_bytes": done.estimate.memory_bytes,
    }  # fmt: skip


def plain(missing: int, remains: int) -> dict[str, Any]:
    """Plain Splink on the same registers: seconds for scoring every pair, reading and standardising left out."""
    with tempfile.TemporaryDirectory() as scratch:
        made = invent(scratch, missing=missing, remains=remains, overlap=0.1, seed=1)
        con = connect(Path(scratch) / "spill")
        read_register(con, made.missing, "missing", None)
        read_register(con, made.remains, "remains", None)
        used = [evidence for evidence in EVIDENCES if evidence.on]
        standardise(con, used)
        start = time.monotonic()
        score_all(con, used, load("baseline"), "every")
        return {"missing": missing, "remains": remains, "seconds": time.monotonic() - start}


def apart(*words: str) -> dict[str, Any]:
    """The same in a process of its own, with the seconds of the whole process as a person waits for it."""
    start = time.monotonic()
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed_run", *words], check=True, stdout=subprocess.PIPE, text=True
    )
    result: dict[str, Any] = json.loads(said.stdout) | {"whole_process_seconds": time.monotonic() - start}
    print(*words[:1], result)
    return result


def sizes(national: bool) -> dict[str, Any]:
    """Every size, and plain Splink."""
    chosen = [*SIZES, NATIONAL] if national else SIZES
    apart("one", *map(str, SIZES[0]))  # what is compiled once is compiled now
    runs = [apart("one", *map(str, size)) for size in chosen]
    compared = apart("plain", *map(str, PLAIN))
    here = next(r for r in runs if (r["missing"], r["remains"]) == PLAIN)
    ours = here["stages"]["screening"] + here["stages"]["scoring"]
    return {"runs": runs, "plain": compared, "screen_and_score_to_plain": ours / compared["seconds"]}


def main(words: list[str]) -> None:
    """What the words ask for, written beside what was measured before."""
    if words[:1] == ["one"] or words[:1] == ["plain"]:
        print(json.dumps((one if words[0] == "one" else plain)(int(words[1]), int(words[2]))))
        return
    if words[:1] == ["timed"]:
        print(json.dumps(timed(Path(words[1]), Path(words[2]))))
        return
    before = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    if words[:1] == ["files"]:
        files = before.get("files", {}) | {words[3]: apart("timed", words[1], words[2])}
        facts = before | {"files": files}
    else:
        facts = before | sizes("--national" in words)
    RESULT.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
