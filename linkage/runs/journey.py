"""The journey: two registers in, a folder of ranked and explained candidates out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from linkage.engine.measure import MeasuredU, measure_u
from linkage.engine.rank import not_in_file, rank
from linkage.engine.score import score
from linkage.errors import InputRejected, NoRoom
from linkage.evidence import Evidence
from linkage.evidence.fields import SIDES, Side
from linkage.model import Model, load
from linkage.records.register import Register, read_register
from linkage.records.sensitive import blank_sensitive
from linkage.records.standardise import standardise
from linkage.runs.folder import write_folder
from linkage.runs.progress import Progress, paced, silent
from linkage.runs.room import Estimate, check_room, estimate
from linkage.runs.settings import Settings, read_settings
from linkage.screen import Screened, screen
from linkage.workshop import connect

Files = str | Path | Iterable[str | Path]


@dataclass(frozen=True)
class Run:
    """What a run did: its folder (None after a dry run), what went in, what came out."""

    folder: Path | None
    registers: tuple[Register, ...]
    settings: Settings
    estimate: Estimate
    candidates: int
    screened: Screened | None
    first: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """The run as plain values, for JSON."""
        return {
            "folder": str(self.folder) if self.folder else None,
            "report": str(self.folder / "report.html") if self.folder else None,
            "files": [register.to_dict() for register in self.registers],
            "pairs": self.estimate.pairs,
            "candidates": self.candidates,
            "estimate": self.estimate.__dict__ | {"seconds": self.estimate.seconds},
            "first": list(self.first),
        }


def run(
    missing: Files,
    remains: Files,
    out: str | Path,
    *,
    config: str | Path | None = None,
    model: str | None = None,
    top: int | None = None,
    floor: float | None = None,
    seed: int | None = None,
    memory: str | None = None,
    missing_source: str | None = None,
    remains_source: str | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Run:
    """Compare the register(s) `missing` with `remains` and write the folder `out`.

    `top` best candidates are kept for every record of both sides, and every pair whose total is
    at least `floor` bits. Raises InputRejected, UsageError or NoRoom; whatever happens, no
    half-written folder is left. The same inputs, settings, model and seed give the same bytes.
    """
    settings = read_settings(
        Path(config) if config else None, model=model, top=top, floor=floor, seed=seed, memory=memory
    )
    evidences = settings.evidences()
    numbers = load(settings.model)
    numbers.check(evidences)
    folder = _new_folder(Path(out))
    with tempfile.TemporaryDirectory(prefix=".linkage-", dir=folder.parent) as scratch:
        con = connect(Path(scratch) / "spill", settings.memory, database=str(Path(scratch) / "workshop.duckdb"))
        try:
            progress("reading", 0.0)
            registers = _read(con, (missing, remains), (missing_source, remains_source), progress)
            job = estimate(_size(con, "missing"), _size(con, "remains"), settings.top)
            told = paced(progress, job.stages)
            if dry_run:
                return Run(None, registers, settings, job, 0, None, ())
            check_room(job, folder.parent)
            return _compare(con, registers, settings, evidences, numbers, job, folder, Path(scratch), told)
        except duckdb.OutOfMemoryException as error:
            raise NoRoom(f"The workshop ran out of memory ({settings.memory}): give more with --memory.") from error
        except (duckdb.IOException, OSError) as error:
            raise _no_disk(error, folder) from error
        finally:
            con.close()


def _no_disk(error: Exception, folder: Path) -> Exception:
    """A full disk becomes NoRoom; any other trouble stays what it is."""
    full = getattr(error, "errno", None) == 28 or "No space left" in str(error)
    return NoRoom(f"The disk is full: free some space in {folder.parent} and run again.") if full else error


def _new_folder(out: Path) -> Path:
    """The folder to create; InputRejected if it exists or cannot be made there."""
    if out.exists():
        raise InputRejected(f"{out} exists already. A run is never changed: choose another --out.")
    parent = out.resolve().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputRejected(f"{parent} cannot be created ({error.strerror}): choose another --out.") from None
    return parent / out.name


def _read(
    con: duckdb.DuckDBPyConnection,
    files: tuple[Files, Files],
    sources: tuple[str | None, str | None],
    progress: Progress,
) -> tuple[Register, ...]:
    """Read every file of both sides; InputRejected when a side ends up without any record."""
    registers: list[Register] = []
    for side, named, source in zip(SIDES, files, sources, strict=True):
        for path in _paths(named):
            registers.append(read_register(con, path, side, source))
            progress("reading", 0.02 * len(registers))
        if _size(con, side) == 0:
            raise InputRejected(
                f"No usable row of {side} in {', '.join(p.name for p in _paths(named))}: nothing to compare."
            )
    return tuple(registers)


def _paths(files: Files) -> Sequence[Path]:
    return [Path(files)] if isinstance(files, str | Path) else [Path(file) for file in files]


def _compare(
    con: duckdb.DuckDBPyConnection,
    registers: tuple[Register, ...],
    settings: Settings,
    evidences: tuple[Evidence, ...],
    numbers: Model,
    job: Estimate,
    folder: Path,
    scratch: Path,
    progress: Progress,
) -> Run:
    progress("standardising", 0.0)
    blank_sensitive(con, evidences)
    standardise(con, evidences)
    progress("measuring how common each finding is", 0.0)
    measured = measure_u(con, evidences, numbers, settings.seed)
    model = _with_measured(numbers, measured, settings)
    prior_bits = model.prior_bits(job.missing, job.remains)
    screened = screen(
        con, evidences, model, prior_bits, settings.floor, settings.top,
        progress=lambda share: progress("screening", share),
    )  # fmt: skip
    progress("scoring", 0.0)
    score(con, evidences, model, "pairs", "scored")
    progress("ranking", 0.0)
    rank(con, evidences, "scored", settings.floor, "candidates")
    not_in_file(con, model, "candidates", "not_in_file")
    progress("writing", 0.0)
    partial = scratch / "run"
    candidates, first = write_folder(con, partial, registers, settings, evidences, model, measured, prior_bits)
    progress("writing", 1.0)
    con.close()
    partial.rename(folder)
    return Run(folder, registers, settings, job, candidates, screened, first)


def _with_measured(numbers: Model, measured: MeasuredU, settings: Settings) -> Model:
    because = f"measured on {measured.sampled} random pairs of the registers at hand, blended with the model's own"
    model = numbers.with_u(measured.u, because)
    return replace(model, overlap=settings.overlap) if settings.overlap else model


def _size(con: duckdb.DuckDBPyConnection, side: Side) -> int:
    """Records of one side read so far; 0 while its table is not there."""
    there = con.execute("SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [side]).fetchall()[0][0]
    return int(con.execute(f"SELECT count(*) FROM {side}").fetchall()[0][0]) if there else 0
