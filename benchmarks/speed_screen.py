"""How long the exact screen takes, stage by stage, and how much memory; beside Splink scoring every pair.

    python -m benchmarks.speed_screen --cache FOLDER             # up to 100 million pairs, and Splink on 25 million
    python -m benchmarks.speed_screen --cache FOLDER --all       # and 25,743 x 15,457, 1e9 pairs, 130,000 x 72,000

Invented registers are read and standardised once, and kept in FOLDER until the evidence changes. Every
figure is a process of its own; wall seconds stand beside processor seconds, which a busy machine stretches less.
Writes benchmarks/results/speed_screen.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from linkage.engine.cartesian import score_all
from linkage.engine.score import score
from linkage.evidence import EVIDENCES
from linkage.invent import invent
from linkage.model import load
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.screen import screen, store
from linkage.workshop import connect

RESULT = Path(__file__).parent / "results" / "speed_screen.json"
Size = tuple[int, int]
DOUBLED: tuple[Size, Size] = ((6_250, 4_000), (12_500, 8_000))
"""A job, and the one with both sides doubled: 25 million and 100 million pairs. Splink scores the first."""
LARGE: tuple[Size, ...] = ((25_743, 15_457), (40_000, 25_000), (130_000, 72_000))
USED = tuple(evidence for evidence in EVIDENCES if evidence.on)
SIDES = ("missing", "remains")


def registers(cache: Path, size: Size) -> duckdb.DuckDBPyConnection:
    """The standardised registers of that size, made where they are not there yet."""
    mark = hashlib.sha256("".join(evidence.fingerprint() for evidence in USED).encode()).hexdigest()[:8]
    folder = cache / f"{size[0]}x{size[1]}-{mark}"
    con = connect(cache / "spill")
    if not (folder / "remains.parquet").exists():
        _make(con, folder, size)
        con.execute("DROP TABLE missing; DROP TABLE remains")
    for side in SIDES:
        con.execute(f"CREATE TABLE {side} AS FROM '{folder}/{side}.parquet'")
    return con


def _make(con: duckdb.DuckDBPyConnection, folder: Path, size: Size) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        made = invent(scratch, missing=size[0], remains=size[1], overlap=0.1, seed=1)
        read_register(con, made.missing, "missing")
        read_register(con, made.remains, "remains")
    standardise(con, USED)
    for side in SIDES:
        con.execute(f"COPY (FROM {side} ORDER BY unique_id) TO '{folder}/{side}.parquet'")


def screened(cache: Path, size: Size, top: int, floor: float) -> dict[str, Any]:
    """Screening and rescoring: wall and processor seconds, and the peak of memory."""
    con, model = registers(cache, size), load("baseline")
    before = _memory()
    done, screening = _timed(lambda: screen(con, store(con, USED), model, model.prior_bits(*size), floor, top))
    _, scoring = _timed(lambda: score(con, USED, model, "pairs", "scored"))
    return {
        "missing": size[0], "remains": size[1], "pairs": done.pairs, "top": top, "floor": floor,
        "looked_at": done.looked_at, "survivors": done.survivors, "storage": done.storage,
        "compiling_seconds": done.seconds_compiling, "scanning_seconds": done.seconds_scanning,
        "screening": screening, "scoring": scoring,
        "memory_before_bytes": before, "peak_memory_bytes": _memory(),
    }  # fmt: skip


def splinked(cache: Path, size: Size, top: int, floor: float) -> dict[str, Any]:
    """Splink scoring every pair, a part of the remains at a time, and only those of the floor kept."""
    con, model = registers(cache, size), load("baseline")
    seconds: dict[str, float] = {"wall": 0.0, "processor": 0.0}
    con.execute("ALTER TABLE remains RENAME TO all_remains")
    for part in range(_parts(size)):
        con.execute(f"CREATE TABLE remains AS FROM all_remains WHERE hash(unique_id) % {_parts(size)} = {part}")
        _, taken = _timed(lambda: score_all(con, USED, model, "every"))
        con.execute("DROP TABLE remains; DROP TABLE every")
        seconds = {key: seconds[key] + taken[key] for key in seconds}
    return {"missing": size[0], "remains": size[1], "scoring": seconds, "peak_memory_bytes": _memory()}


def _parts(size: Size) -> int:
    return -(-size[0] * size[1] // 5_000_000)


def _timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    wall, processor = time.monotonic(), time.process_time()
    result = work()
    return result, {"wall": time.monotonic() - wall, "processor": time.process_time() - processor}


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def apart(what: str, given: argparse.Namespace, size: Size) -> dict[str, Any]:
    """One figure, in a process of its own."""
    options = [f"--{name}={getattr(given, name)}" for name in ("cache", "top", "floor")]
    words = [sys.executable, "-m", "benchmarks.speed_screen", *options, "--one", what, *map(str, size)]
    said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(said.stdout)
    print(what, result, flush=True)
    return result


def _facts(given: argparse.Namespace) -> dict[str, Any]:
    apart("screened", given, DOUBLED[0])  # what is compiled once is compiled now
    small, large = (apart("screened", given, size) for size in DOUBLED)
    facts: dict[str, Any] = {
        "screened": [small, large],
        "doubling_costs": {key: large["screening"][key] / small["screening"][key] for key in large["screening"]},
    }
    if given.all:
        facts["screened"] += [apart("screened", given, size) for size in LARGE]
    if not given.no_splink:
        plain = facts["splink"] = apart("splinked", given, DOUBLED[0])
        for clock in ("wall", "processor"):
            ours = small["screening"][clock] + small["scoring"][clock]
            facts[f"splink_to_ours_{clock}"] = plain["scoring"][clock] / ours
    return facts


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed_screen")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--no-splink", action="store_true")
    parser.add_argument("--top", type=int, default=25)
    parser.add_argument("--floor", type=float, default=0.0)
    parser.add_argument("--one", nargs=3, metavar=("WHAT", "MISSING", "REMAINS"))
    return parser.parse_args()


def main() -> None:
    """One figure for the parent process, or all of them into the results."""
    given = _given()
    if given.one:
        figure = {"screened": screened, "splinked": splinked}[given.one[0]]
        size = int(given.one[1]), int(given.one[2])
        print(json.dumps(figure(given.cache, size, given.top, given.floor)))
        return
    RESULT.write_text(json.dumps(_facts(given), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
