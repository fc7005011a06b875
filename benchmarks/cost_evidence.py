"""What each kind of evidence costs: seconds of processor for a million pairs, and how many times what sex costs.

Every pair of two invented registers goes through the levels of one evidence in DuckDB, as when u is measured and
when the plain way scores. (The exact screen spares most of this: it works on distinct values.)

Run: python -m benchmarks.cost_evidence
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import duckdb

from linkage.engine.settings import finding_case
from linkage.evidence import EVIDENCES, Evidence
from linkage.evidence.fields import SIDES
from linkage.invent import invent
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.workshop import connect

OUT = Path(__file__).parent / "results" / "cost_evidence.json"
RECORDS = 1000
"""On either side: a million pairs."""

TIMES = 3
"""The quickest of so many is taken: a busy machine only makes things slower."""

SEED = 7


def registers(folder: Path) -> duckdb.DuckDBPyConnection:
    """Invented registers, standardised, with the columns named as level conditions name them."""
    made = invent(folder, missing=RECORDS, remains=RECORDS, seed=SEED)
    con = connect(folder / "spill", threads=1)
    for side, path in zip(SIDES, (made.missing, made.remains), strict=True):
        read_register(con, path, side)
    standardise(con, EVIDENCES)
    for side, suffix in zip(SIDES, "lr", strict=True):
        columns = [row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()]
        con.execute(f"CREATE TABLE {suffix} AS SELECT {', '.join(f'{c} AS {c}_{suffix}' for c in columns)} FROM {side}")
    return con


def seconds(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> float:
    """Seconds of one processor for a million pairs, the quickest of several runs."""
    pairs = con.execute("SELECT (SELECT count(*) FROM l) * (SELECT count(*) FROM r)").fetchall()[0][0]
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        con.execute(f"SELECT {finding_case(evidence)} AS f, count(*) FROM l, r GROUP BY f").fetchall()
        taken.append(time.process_time() - start)
    return min(taken) / pairs * 1e6


def main() -> None:
    """Measure every evidence and write the result."""
    with tempfile.TemporaryDirectory() as folder:
        con = registers(Path(folder))
        cost = {evidence.name: seconds(con, evidence) for evidence in EVIDENCES}
    result = {
        "pairs": RECORDS * RECORDS,
        "threads": 1,
        "duckdb": duckdb.__version__,
        "evidence": {
            name: {"seconds_per_million_pairs": round(s, 4), "times_sex": round(s / cost["sex"], 1)}
            for name, s in cost.items()
        },
    }
    OUT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    for name, said in result["evidence"].items():
        print(f"{name:<14} {said['seconds_per_million_pairs']:8.3f} s  {said['times_sex']:6.1f} x sex")


if __name__ == "__main__":
    main()
