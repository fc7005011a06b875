"""The journey: two registers in, a folder of ranked and explained candidates out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from linkage.engine.company import BY_WHOM
from linkage.engine.jointly import assign
from linkage.engine.measure import MeasuredU
from linkage.engine.rank import not_in_file, rank
from linkage.errors import InputRejected
from linkage.evidence import Evidence
from linkage.model import Model, load, to_json
from linkage.records.register import Register, register_of
from linkage.runs.comparing import (
    Compared,
    Files,
    Search,
    Stores,
    measure,
    paths,
    read_files,
    shortlist,
    size_of,
    weigh,
    with_measured,
    workshop,
)
from linkage.runs.folder import write_folder
from linkage.runs.judged import Heeded, Judged, heed, read_judged
from linkage.runs.progress import Progress, paced, silent
from linkage.runs.room import Estimate, check_room, estimate
from linkage.runs.settings import Settings, read_settings
from linkage.runs.unfinished import Facts, Unfinished, job_of, unfinished
from linkage.screen import Screened
from linkage.screen.engines import Engine, engine_of


@dataclass(frozen=True)
class Run:
    """What a run did: its folder (None after a dry run), what went in, what came out."""

    folder: Path | None
    registers: tuple[Register, ...]
    settings: Settings
    estimate: Estimate
    candidates: int
    screened: Screened | None
    heeded: Heeded | None
    first: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """The run as plain values, for JSON."""
        return {
            "folder": str(self.folder) if self.folder else None,
            "report": str(self.folder / "report.html") if self.folder else None,
            "files": [register.to_dict() for register in self.registers],
            "pairs": self.estimate.pairs,
            "candidates": self.candidates,
            "judgements": asdict(self.heeded) if self.heeded else None,
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
    judgements: str | Path | None = None,
    engine: str = "local",
    master: str | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Run:
    """Compare the register(s) `missing` with `remains` and write the folder `out`.

    `top` best candidates are kept for every record of both sides, and every pair whose total is
    at least `floor` bits. Pairs that people excluded in the store `judgements` stay away unless their
    evidence has changed since; the candidate then says how. `engine` is where pairs are scanned: "local", or "spark"
    with the `master` of its cluster; nothing of the result tells which. Raises InputRejected, UsageError or
    NoRoom; whatever happens, `out` is there whole or not at all. A run that was interrupted is gone on with
    after its last finished stage when it is called again in the same way (see `unfinished`). The same inputs,
    settings, model, seed and judgements give the same bytes.
    """
    settings = read_settings(
        Path(config) if config else None, model=model, top=top, floor=floor, seed=seed, memory=memory
    )
    place = engine_of(engine, master)
    evidences = settings.evidences()
    numbers = load(settings.model)
    numbers.check(evidences)
    folder = new_folder(Path(out))
    judged = read_judged(judgements)
    sources = missing_source, remains_source
    spare = judged.spare if judged else 0
    kept = unfinished(folder, _job((missing, remains), sources, settings, evidences, numbers, spare))
    with workshop(folder.parent, settings.memory) as (con, scratch):
        stores = Stores(con, settings, evidences)
        progress("reading", 0.0)
        if dry_run:
            registers = _read(con, settings, (missing, remains), sources, progress)
            return Run(None, registers, settings, _estimate(con, settings, spare), 0, None, None, ())

        def prepare() -> Facts:
            registers = _read(con, settings, (missing, remains), sources, progress)
            job = _checked(con, settings, spare, folder)
            measured = measure(con, settings, stores, numbers, paced(progress, job.stages))
            return {"registers": [asdict(register) for register in registers], "measured": asdict(measured)}

        facts = kept.stage(con, "prepared", PREPARED, prepare)
        registers = tuple(register_of(said) for said in facts["registers"])
        job = _checked(con, settings, spare, folder)
        told = paced(progress, job.stages)
        measured = MeasuredU(**facts["measured"])
        compared = _compare(con, kept, settings, stores, numbers, measured, spare, told, place)
        done = finish(con, registers, settings, evidences, compared, judged, job, folder, scratch, told)
    kept.remove()
    return done


PREPARED = ("missing", "remains", "missing_raw", "remains_raw", "rejected")
SCREENED = (
    "missing", "remains", "company", "travellers", "travellers_edge", "pairs", "missing_edge", "remains_edge",
)  # fmt: skip
"""The tables that a stage leaves to the next ones; company adds to both registers."""


def _job(
    files: tuple[Files, Files],
    sources: tuple[str | None, str | None],
    settings: Settings,
    evidences: tuple[Evidence, ...],
    numbers: Model,
    spare: int,
) -> str:
    """The hash of what is asked. On memory depends at most how u is counted, once: one may go on with more."""
    named = [paths(side) for side in files]
    prints = [evidence.fingerprint() for evidence in evidences]
    decides = [len(side) for side in named], sources, replace(settings, memory=""), prints, to_json(numbers), spare
    return job_of([path for side in named for path in side], *decides)


def _read(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    files: tuple[Files, Files],
    sources: tuple[str | None, str | None],
    progress: Progress,
) -> tuple[Register, ...]:
    return read_files(con, files, sources, progress, settings.located_alive == "compare")


def _estimate(con: duckdb.DuckDBPyConnection, settings: Settings, spare: int) -> Estimate:
    return estimate(size_of(con, "missing"), size_of(con, "remains"), settings.top + spare)


def _checked(con: duckdb.DuckDBPyConnection, settings: Settings, spare: int, folder: Path) -> Estimate:
    """What the job is expected to take; NoRoom where it cannot have that."""
    job = _estimate(con, settings, spare)
    check_room(job, folder.parent, settings.memory_bytes)
    return job


def _compare(
    con: duckdb.DuckDBPyConnection,
    kept: Unfinished,
    settings: Settings,
    stores: Stores,
    numbers: Model,
    measured: MeasuredU,
    spare: int,
    progress: Progress,
    place: Engine,
) -> Compared:
    """Find the pairs that matter and score them, by the numbers of the model and what was measured here."""
    model = with_measured(numbers, measured, settings)
    prior_bits = model.prior_bits(size_of(con, "missing"), size_of(con, "remains"))

    search = Search(settings, stores, model, prior_bits, progress, spare)

    def find() -> Facts:
        with place() as machine_of:
            return asdict(shortlist(con, replace(search, machine_of=machine_of)))

    def add_up() -> Facts:
        weigh(con, search)
        return {}

    screened = kept.stage(con, "screened", SCREENED, find)
    kept.stage(con, "scored", ("scored",), add_up)
    return Compared(model, measured, prior_bits, Screened(**screened))


def new_folder(out: Path) -> Path:
    """The folder to create; InputRejected if it exists or cannot be made there."""
    if out.exists():
        raise InputRejected(f"{out} exists already. A run is never changed: choose another --out.")
    parent = out.resolve().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputRejected(f"{parent} cannot be created ({error.strerror}): choose another --out.") from None
    return parent / out.name


def finish(
    con: duckdb.DuckDBPyConnection,
    registers: tuple[Register, ...],
    settings: Settings,
    evidences: tuple[Evidence, ...],
    compared: Compared,
    judged: Judged | None,
    job: Estimate,
    folder: Path,
    scratch: Path,
    progress: Progress,
    also: Callable[[duckdb.DuckDBPyConnection, Path], None] | None = None,
) -> Run:
    """Rank what was scored and write the folder, and what `also` adds; it is there whole or not at all."""
    progress("ranking", 0.0)
    heeded = heed(con, judged, evidences, settings)
    beside = [BY_WHOM, "reopened"] if heeded else [BY_WHOM]
    rank(con, evidences, "scored", settings.floor, "candidates", beside)
    not_in_file(con, compared.model, "candidates", "not_in_file")
    assign(con, compared.model, "candidates", "joint")
    progress("writing", 0.0)
    partial = scratch / "run"
    candidates, first = write_folder(con, partial, registers, settings, evidences, compared, heeded)
    if also:
        also(con, partial)
    progress("writing", 1.0)
    con.close()
    partial.rename(folder)
    return Run(folder, registers, settings, job, candidates, compared.screened, heeded, first)
