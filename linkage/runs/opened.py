"""A run opened again: its records and candidates as tables, and how it was compared."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from linkage.errors import UsageError
from linkage.evidence import EVIDENCES, Evidence
from linkage.evidence.fields import SIDES
from linkage.model import Model, from_json
from linkage.workshop import connect

NEEDED = ("manifest.json", "model.json")
TABLES = (
    *(f"records/{side}.parquet" for side in SIDES),
    *(f"records/{side}_raw.parquet" for side in SIDES),
    "records/not_in_file.parquet",
    "records/company.parquet",
    "candidates.parquet",
)
"""Each becomes a view under its own name."""

OTHER_ENGINE = "The run was made by another version of the engine: make it again, or open it with that version."


@dataclass(frozen=True)
class Written:
    """How a run was compared: its manifest, its evidence and the numbers it used."""

    folder: Path
    facts: Mapping[str, Any]
    evidences: tuple[Evidence, ...]
    model: Model

    @property
    def top(self) -> int:
        """Best candidates kept for each record."""
        return int(self.facts["settings"]["top"])

    @property
    def floor(self) -> float:
        """Every pair of at least this total is among the candidates."""
        return float(self.facts["settings"]["floor"])

    @property
    def prior_bits(self) -> float:
        """What a pair weighs before anything is compared."""
        return float(self.facts["prior_bits"])


@dataclass(frozen=True)
class OpenRun(Written):
    """A run with its records and candidates: `con` has a view of each of TABLES."""

    con: duckdb.DuckDBPyConnection


def read_written(folder: Path) -> Written:
    """How the run in `folder` was compared; UsageError saying what it lacks, or that another engine made it."""
    lacking = [name for name in (*NEEDED, *TABLES) if not (folder / name).is_file()]
    if lacking:
        raise UsageError(f"{folder} is not the folder of a whole run: it lacks {', '.join(lacking)}.")
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    model = from_json((folder / "model.json").read_text(encoding="utf-8"))
    evidences = tuple(evidence for evidence in EVIDENCES if evidence.name in facts["evidences"])
    model.check(evidences, OTHER_ENGINE)
    return Written(folder, facts, evidences, model)


@contextmanager
def opened(folder: Path) -> Iterator[OpenRun]:
    """The run in `folder`, its tables to be asked and nothing of it changed; UsageError when it is not whole."""
    written = read_written(folder)
    with tempfile.TemporaryDirectory(prefix="linkage-") as scratch:
        con = connect(
            Path(scratch) / "spill",
            str(written.facts["settings"]["memory"]),
            database=str(Path(scratch) / "workshop.duckdb"),
        )
        try:
            for name in TABLES:
                path = str(folder / name).replace("'", "''")
                con.execute(f"CREATE VIEW {Path(name).stem} AS SELECT * FROM read_parquet('{path}')")
            yield OpenRun(written.folder, written.facts, written.evidences, written.model, con)
        finally:
            con.close()
