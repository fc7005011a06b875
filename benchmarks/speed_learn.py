"""What expectation-maximisation costs on the histogram of up to ten million pairs, beside Splink's on the same pairs.

    python -m benchmarks.speed_learn

Every pair of two invented registers, their findings known beforehand to both. Splink counts patterns as well
(estimate_without_term_frequencies); its closed world asks less than our open one, where the candidates of one
remains share the probability. Processor seconds, each size in a process of its own. Writes
benchmarks/results/speed_learn.json.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from benchmarks.speed_screen import USED, registers
from linkage.engine.findings import counts_of
from linkage.engine.histogram import histogram_of
from linkage.engine.learn import Lesson, World
from linkage.engine.levels import find_levels
from linkage.engine.settings import comparison, settings
from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model, load

RESULT = Path(__file__).parent / "results" / "speed_learn.json"
SIZES = ((500, 200), (2_000, 500), (5_000, 2_000))
ROUNDS = 5
"""Rounds that are timed; of Splink's after a first one, which needs the patterns counted."""

SHARE = 0.001
"""The share of true pairs that Splink supposes; it is held."""


def every_pair(con: duckdb.DuckDBPyConnection) -> None:
    """Create `levels`, the number of each level of every pair for Splink, and `every`, the findings for us."""
    ids = "m.unique_id AS missing_id, r.unique_id AS remains_id"
    find_levels(con, USED, f"(SELECT {ids} FROM missing m, remains r)", "levels")
    con.execute(f"CREATE TABLE every AS SELECT remains_id, {', '.join(map(finding, USED))} FROM levels")


def finding(evidence: Evidence) -> str:
    """SQL from the number of a level to its name, one of those that there are."""
    names = [level.name for level in evidence.levels]
    listed = ", ".join(f"'{name}'" for name in (*names, UNKNOWN))
    found = f"coalesce({names!r}[level_{evidence.name}::INTEGER + 1], '{UNKNOWN}')"
    return f"{found}::ENUM ({listed}) AS f_{evidence.name}"


def seconds(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gives, and the processor seconds that it took."""
    start = time.process_time()
    done = work()
    return done, round(time.process_time() - start, 3)


def ours(con: duckdb.DuckDBPyConnection, model: Model, world: World) -> dict[str, Any]:
    """The histogram, and rounds on it."""
    made, histogram = seconds(lambda: histogram_of(con, USED, "every"))
    solved = {name: 0 * counts for name, counts in counts_of(made.patterns, USED).items()}
    lesson = Lesson(model, USED, made, solved, world)

    def rounds() -> None:
        learned = model
        for _ in range(ROUNDS):
            learned, _ = lesson.improved(learned)

    return {
        "patterns": len(made.patterns[USED[0].name]), "entries": len(made.pattern),
        "histogram_seconds": histogram, "rounds_seconds": seconds(rounds)[1],
    }  # fmt: skip


def splinks(con: duckdb.DuckDBPyConnection, model: Model, rounds: int) -> None:
    """Splink's rounds, from the levels on; to it a pair is one record that is linked with itself, as in scoring."""
    found = ", ".join(f"level_{evidence.name}" for evidence in USED)
    con.execute(f"CREATE OR REPLACE TABLE numbered AS SELECT row_number() OVER () AS unique_id, {found} FROM levels")
    asked = settings([comparison(evidence, model, f"level_{evidence.name}_l") for evidence in USED], SHARE)
    asked |= {"em_convergence": 0.0, "max_iterations": rounds}
    api = DuckDBAPI(con)
    sides = [api.register("numbered", dataset_display_name=side) for side in ("missing", "remains")]
    linker = Linker(sides, asked, log_level=logging.ERROR, validate_settings=False)
    linker.training.estimate_parameters_using_expectation_maximisation(
        "l.unique_id = r.unique_id",
        estimate_without_term_frequencies=True,
        fix_probability_two_random_records_match=True,
    )
    linker.table_management.delete_tables_created_by_splink_from_db()


def one(missing: int, remains: int, cache: Path) -> dict[str, Any]:
    """Both on every pair of registers of this size."""
    con, model = registers(cache, (missing, remains)), load("baseline")
    every_pair(con)
    told = ours(con, model, World(missing, remains, model.overlap))
    first, all_ = (seconds(lambda n=rounds: splinks(con, model, n))[1] for rounds in (1, 1 + ROUNDS))
    return {
        "pairs": missing * remains, **told, "splink_first_round_seconds": first,
        "splink_rounds_seconds": round(all_ - first, 3), "load": os.getloadavg()[0],
    }  # fmt: skip


def main(words: list[str]) -> None:
    """Every size in a process of its own; the result file."""
    if words[:1] == ["one"]:
        print(json.dumps(one(int(words[1]), int(words[2]), Path(words[3]))))
        return
    told = []
    with tempfile.TemporaryDirectory() as cache:
        for size in SIZES:
            command = [sys.executable, "-m", "benchmarks.speed_learn", "one", *map(str, size), cache]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            told.append(json.loads(done.stdout))
    RESULT.write_text(json.dumps({"rounds": ROUNDS, "sizes": told}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
