"""The folder of a run that was interrupted: what its finished stages gave, so that it can be gone on with.

Beside OUT lies OUT.unfinished while a run is at work, with a folder for each finished stage: its tables as Parquet
files, and facts.json. `job.json` tells by hash of what job: files, settings, model, vocabularies, versions.
It is gone when the run is done.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from linkage.config import folder as data_folder
from linkage.errors import InputRejected
from linkage.export import write_parquet

Facts = Mapping[str, Any]

STAGES = ("prepared", "screened", "scored")
"""Registers read and standardised and u measured; the pairs found that matter; those pairs scored."""


@dataclass(frozen=True)
class Unfinished:
    """The finished stages of one job in `folder`, which is there only once a stage is finished."""

    folder: Path
    job: str

    def stage(
        self,
        con: duckdb.DuckDBPyConnection,
        name: str,
        tables: Sequence[str],
        work: Callable[[], Facts],
    ) -> Facts:
        """What `work` gives as facts and as `tables`: from the folder if it was finished before, else done and kept."""
        kept = self.folder / name
        if kept.is_dir():
            for table in tables:
                path = str(kept / f"{table}.parquet").replace("'", "''")
                con.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet('{path}')")
            facts: Facts = json.loads((kept / "facts.json").read_text(encoding="utf-8"))
            return facts
        done = work()
        self._keep(con, name, tables, done)
        return done

    def _keep(self, con: duckdb.DuckDBPyConnection, name: str, tables: Sequence[str], facts: Facts) -> None:
        part = self.folder / f"{name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for table in tables:
            write_parquet(con, f"SELECT * FROM {table}", part / f"{table}.parquet")
        (part / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
        (self.folder / "job.json").write_text(json.dumps({"sha256": self.job}) + "\n", encoding="utf-8")
        part.rename(self.folder / name)

    def remove(self) -> None:
        """The run is done: nothing is left of what it kept."""
        shutil.rmtree(self.folder, ignore_errors=True)


def folder_of(out: Path) -> Path:
    """Where the unfinished run of `out` lies."""
    return out.with_name(f"{out.name}.unfinished")


def finished_stages(out: Path) -> tuple[str, ...]:
    """The stages that an interrupted run into `out` had finished; none where there was none."""
    return tuple(stage for stage in STAGES if (folder_of(out) / stage).is_dir())


def unfinished(out: Path, job: str) -> Unfinished:
    """The unfinished run into `out`, or the empty beginning of one; InputRejected where it is of another job."""
    folder = folder_of(out)
    if finished_stages(out) and _job_in(folder) != job:
        raise InputRejected(
            f"{folder} holds an interrupted run of other files, settings, model, vocabularies or versions: "
            "it cannot be gone on with. Give what was given then, remove that folder, or choose another --out."
        )
    return Unfinished(folder, job)


def _job_in(folder: Path) -> str:
    try:
        return str(json.loads((folder / "job.json").read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError):
        return ""


def job_of(files: Iterable[Path], *decides: object) -> str:
    """A hash of all that decides the result: the files and what else is named, vocabularies, versions."""
    vocabularies = sorted(path for path in data_folder("config").rglob("*") if path.is_file())
    parts = [[path.name, _hash(path)] for path in (*files, *vocabularies)]
    versions = [version("linkage-engine"), version("splink"), duckdb.__version__]
    return hashlib.sha256(repr((parts, decides, versions)).encode()).hexdigest()


def _hash(path: Path) -> str:
    """The hash of a file; empty where it cannot be read, which reading will tell."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
