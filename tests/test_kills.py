"""A process killed while it decides loses nothing that it acknowledged; two processes write side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stores import ANA, BETO, judge

from linkage.judgements import open_store

ROOT = Path(__file__).parent.parent


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "counted.json"
    command = [sys.executable, "-m", "benchmarks.judgements", "--kills", "25", "--out", str(out)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    counted = json.loads(out.read_text())
    assert (counted["kills"], counted["lost"], counted["twice"]) == (26, 0, 0)
    assert counted["acknowledged"] <= counted["lines_in_chain"]
    assert counted["acknowledged"] > 25


def test_the_thousand_kills_that_were_recorded_lost_nothing() -> None:
    counted = json.loads((ROOT / "benchmarks" / "results" / "judgements.json").read_text())
    assert counted["kills"] > 1000
    assert (counted["lost"], counted["twice"]) == (0, 0)


def test_several_threads_and_stores_write_one_chain(where: str) -> None:
    stores = [open_store(where), open_store(where)]
    people = (ANA, BETO)

    def decide(n: int) -> None:
        stores[n % 2].add(judge(answer="worth", missing_id=f"M-{n}", token=f"thread-{n // 2}"), people[n % 2])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(decide, range(80)))
    assert stores[0].verify()[0].lines == 40 == stores[1].count()
    for store in stores:
        store.close()
