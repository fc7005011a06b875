"""How long `linkage add` takes as a command for a few new reports, beside the whole work done again in the same run.

    python -m benchmarks.speed_add                # the demo's size and 12,000 x 7,000
    python -m benchmarks.speed_add 2000 800       # one size

Writes benchmarks/results/speed_add.json. Invented registers; the reports are of people whom the run does not know.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import linkage
from linkage.invent import invent

RESULT = Path(__file__).parent / "results" / "speed_add.json"
SIZES = [(2_000, 800), (12_000, 7_000)]
NEW = (1, 10, 100)
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "linkage-compiled")
}
WHOLE = """
import sys
from linkage.runs import adding
adding.increment = lambda con, kept: None
adding.go_on = lambda con, run, prior_bits: False
adding.add(sys.argv[1], sys.argv[2], missing=sys.argv[3])
"""
"""The same with the way to go by what was kept shut."""


def one(missing: int, remains: int) -> dict[str, Any]:
    """A run of this size, and what adding to it takes."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = invent(folder / "registers", missing=missing, remains=remains, overlap=0.1, seed=1)
        linkage.run(made.missing, made.remains, folder / "run")
        others = invent(folder / "others", missing=max(NEW), remains=10, overlap=0.1, seed=2)
        with others.missing.open(encoding="utf-8-sig", newline="") as file:
            reports = list(csv.DictReader(file))
        found: dict[str, Any] = {"missing": missing, "remains": remains, "new_reports": {}}
        for number in (NEW[0], *NEW):  # the first one compiles what it imports, and is told over
            shutil.rmtree(folder / f"run-{number}", ignore_errors=True)
            written(folder / f"{number}.csv", reports[:number])
            command = ["-m", "linkage.cli", "add", str(folder / "run"), f"--missing={folder / f'{number}.csv'}"]
            seconds, told = timed([*command, f"--out={folder / f'run-{number}'}", "--json"])
            found["new_reports"][number] = seconds | {"asked": json.loads(told)["asked"]} | load()
        arguments = [str(folder / "run"), str(folder / "whole"), str(folder / f"{NEW[0]}.csv")]
        found["whole_work_again"] = timed(["-c", WHOLE, *arguments])[0] | load()
        found["same_bytes"] = bytes_of(folder / "whole") == bytes_of(folder / f"run-{NEW[0]}")
        return found


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def written(path: Path, reports: list[dict[str, str]]) -> None:
    """A file of reports under numbers that no other has."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reports[0].keys())
        writer.writeheader()
        writer.writerows({**report, "id": f"NEW-{n:03d}"} for n, report in enumerate(reports))


def timed(words: list[str]) -> tuple[dict[str, float], str]:
    """Seconds of a process of its own, on the clock and of the processor, and what it says.

    Modules are compiled beforehand, as an installation does; so is what Numba compiles, by the run before.
    """
    start, before = time.monotonic(), used()
    done = subprocess.run([sys.executable, *words], check=True, stdout=subprocess.PIPE, text=True, env=COMPILED)
    return {"seconds": time.monotonic() - start, "processor_seconds": used() - before}, done.stdout


def used() -> float:
    """Processor seconds of all processes started from here that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def load() -> dict[str, float]:
    """How many processes want the cores, ours included."""
    return {"load": os.getloadavg()[0]}


def main(words: list[str]) -> None:
    """Every size; the result file."""
    found = []
    for size in [(int(words[0]), int(words[1]))] if words else SIZES:
        found.append(one(*size))  # written at once: what was measured is kept where the next size is interrupted
        RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
