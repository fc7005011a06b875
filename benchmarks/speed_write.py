"""How long ranking and writing take for a national number of candidates, stage by stage.

    python -m benchmarks.speed_write                 # 130,000 x 72,000: five million candidates
    python -m benchmarks.speed_write 12000 7000      # one size

Writes benchmarks/results/speed_write.json. The pairs are invented: each gets the weights and findings that some pair
of a small invented run has. Best 25 of every record; memory of DuckDB as a run is given it (3GB).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

import linkage
from linkage.engine.company import BY_WHOM
from linkage.engine.jointly import assign
from linkage.engine.rank import not_in_file, rank
from linkage.evidence.fields import SIDES
from linkage.runs.folder import write_candidates
from linkage.runs.opened import Written, read_written
from linkage.runs.settings import read_settings
from linkage.workshop import connect

RESULT = Path(__file__).parent / "results" / "speed_write.json"
SIZE = (130_000, 72_000)
TOP = 25


def one(missing: int, remains: int, folder: Path) -> dict[str, Any]:
    """Every stage after scoring but the report, which is of the same size for every run."""
    run = read_written(linkage.demo(folder / "small", missing=600, remains=300).folder or folder)
    con = connect(folder / "spill", "3GB", database=str(folder / "workshop.duckdb"))
    invented(con, run, missing, remains)
    settings = read_settings()
    stages: dict[str, Callable[[], object]] = {
        "ranks": lambda: rank(con, run.evidences, "scored", run.floor, "candidates", [BY_WHOM]),
        "not in file": lambda: not_in_file(con, run.model, "candidates", "not_in_file"),
        "one to one": lambda: assign(con, run.model, "candidates", "joint"),
        "parquet, csv, xlsx": lambda: write_candidates(con, folder, run.evidences, settings, number(con, "candidates")),
    }
    return {
        "missing": missing, "remains": remains, "candidates": number(con, "scored"),
        "stages": {name: measured(work) for name, work in stages.items()},
        "bytes": {path.name: path.stat().st_size for path in sorted(folder.glob("candidates.*"))},
    }  # fmt: skip


def invented(con: duckdb.DuckDBPyConnection, run: Written, missing: int, remains: int) -> None:
    """`scored`, the edges, `company` and both registers' ids: TOP pairs of every record, drawn by hash."""
    con.execute(
        "CREATE TEMP TABLE known AS SELECT row_number() OVER () - 1 AS k, total, COLUMNS('^[wf]_') "
        f"FROM read_parquet('{run.folder / 'candidates.parquet'}')"
    )
    con.execute(
        f"""CREATE TABLE scored AS
        WITH pairs AS (SELECT hash(r, j) % {missing} AS m, r FROM range({remains}) a(r), range({TOP}) b(j)
            UNION SELECT m, hash(m, j, 7) % {remains} FROM range({missing}) a(m), range({TOP}) b(j))
        SELECT format('M-{{:06d}}', m) AS missing_id, format('R-{{:06d}}', r) AS remains_id,
            total + hash(m, r) % 1000 / 1000 AS total, known.* EXCLUDE (k, total)
        FROM pairs JOIN known ON k = hash(m, r, 1) % (SELECT count(*) FROM known)"""
    )
    for side in SIDES:
        con.execute(
            f"CREATE TABLE {side}_edge AS SELECT {side}_id, min(total) AS kth_total, 1::BIGINT AS ties "
            f"FROM scored GROUP BY ALL ORDER BY ALL"
        )
        con.execute(f"CREATE TABLE {side} AS SELECT {side}_id AS unique_id FROM {side}_edge")
    con.execute(
        "CREATE TABLE company AS SELECT missing_id, remains_id, 'some' AS rung, missing_id AS company_missing_id, "
        "remains_id AS company_remains_id, 1.0::DOUBLE AS company_km FROM scored WHERE hash(missing_id) % 2000 = 0"
    )


def number(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows."""
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def measured(work: Callable[[], object]) -> dict[str, float]:
    """Seconds on the clock and of the processor, the most memory held meanwhile, and how many wanted the cores."""
    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            most[0] = max(most[0], pages * os.sysconf("SC_PAGE_SIZE"))

    watching = threading.Thread(target=watch)
    watching.start()
    start, before = time.monotonic(), time.process_time()
    work()
    seconds, processor = time.monotonic() - start, time.process_time() - before
    done.set()
    watching.join()
    return {"seconds": seconds, "processor_seconds": processor, "memory_bytes": most[0], "load": os.getloadavg()[0]}


def main(words: list[str]) -> None:
    """One size; the result file."""
    missing, remains = (int(words[0]), int(words[1])) if words else SIZE
    with tempfile.TemporaryDirectory() as folder:
        RESULT.write_text(json.dumps(one(missing, remains, Path(folder)), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
