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

NEEDED = ("manifest.json", "model.json", "candidates.parquet", *(f"records/{side}.parquet" for side in SIDES))


@dataclass(frozen=True)
class OpenRun:
    """`con` has the tables missing, remains and candidates of the run."""

    con: duckdb.DuckDBPyConnection
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


@contextmanager
def opened(folder: Path) -> Iterator[OpenRun]:
    """The run in `folder`; UsageError saying what it lacks when it is not whole."""
    lacking = [name for name in NEEDED if not (folder / name).is_file()]
    if lacking:
        raise UsageError(f"{folder} is not the folder of a whole run: it lacks {', '.join(lacking)}.")
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    model = from_json((folder / "model.json").read_text(encoding="utf-8"))
    evidences = tuple(evidence for evidence in EVIDENCES if evidence.name in facts["evidences"])
    model.check(evidences)
    with tempfile.TemporaryDirectory(prefix="linkage-") as scratch:
        con = connect(
            Path(scratch) / "spill", str(facts["settings"]["memory"]), database=str(Path(scratch) / "workshop.duckdb")
        )
        try:
            for file in (*(folder / "records" / f"{side}.parquet" for side in SIDES), folder / "candidates.parquet"):
                path = str(file).replace("'", "''")
                con.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM read_parquet('{path}')")
            yield OpenRun(con, facts, evidences, model)
        finally:
            con.close()
