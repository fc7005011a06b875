"""Two registers read and compared in the workshop: what a run and a training have in common."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from linkage.engine.company import find_company, tell_company, travellers
from linkage.engine.levels import check_levels
from linkage.engine.measure import MeasuredU, measure_u
from linkage.engine.score import score
from linkage.errors import InputRejected, NoRoom
from linkage.evidence import COMPANY, Evidence
from linkage.evidence.fields import SIDES, Side
from linkage.model import Model
from linkage.records.register import Register, read_register
from linkage.records.sensitive import blank_sensitive
from linkage.records.standardise import standardise
from linkage.runs.progress import Progress, silent
from linkage.runs.settings import Settings
from linkage.screen import Screened, Store, screen, store
from linkage.screen.limits import LIMITS
from linkage.screen.machine import MachineFor, machine_for
from linkage.workshop import connect

EDGES = (
    "SELECT 'missing' AS side, missing_id AS id, kth_total, ties FROM missing_edge "
    "UNION ALL SELECT 'remains', remains_id, kth_total, ties FROM remains_edge ORDER BY side, id"
)
"""SQL: where the list of each record ends, and how many of all its pairs have that total."""

Files = str | Path | Iterable[str | Path]


@dataclass(frozen=True)
class Compared:
    """What comparing gave, besides the tables `scored`, `remains_edge` and `missing_edge`.

    `screened` is None where only what had changed was compared.
    """

    model: Model
    measured: MeasuredU
    prior_bits: float
    screened: Screened | None


@contextmanager
def workshop(beside: Path, memory: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A DuckDB file and a folder to write in, both in `beside` and gone at the end; NoRoom when either is full."""
    with tempfile.TemporaryDirectory(prefix=".linkage-", dir=beside) as scratch:
        con = connect(Path(scratch) / "spill", memory, database=str(Path(scratch) / "workshop.duckdb"))
        try:
            yield con, Path(scratch)
        except duckdb.OutOfMemoryException as error:
            raise NoRoom(f"The workshop ran out of memory ({memory}): give more with --memory.") from error
        except (duckdb.IOException, OSError) as error:
            raise _no_disk(error, beside) from error
        finally:
            con.close()


def _no_disk(error: Exception, folder: Path) -> Exception:
    """A full disk becomes NoRoom; any other trouble stays what it is."""
    full = getattr(error, "errno", None) == 28 or "No space left" in str(error)
    return NoRoom(f"The disk is full: free some space in {folder} and run again.") if full else error


def read_files(
    con: duckdb.DuckDBPyConnection,
    files: tuple[Files, Files],
    sources: tuple[str | None, str | None],
    progress: Progress,
    keep_alive: bool = False,
) -> tuple[Register, ...]:
    """Read every file of both sides (people located alive too if `keep_alive`); InputRejected when one has no row."""
    registers: list[Register] = []
    for side, named, source in zip(SIDES, files, sources, strict=True):
        for path in paths(named):
            registers.append(read_register(con, path, side, source, keep_alive))
            progress("reading", 0.02 * len(registers))
        if size_of(con, side) == 0:
            raise InputRejected(
                f"No usable row of {side} in {', '.join(p.name for p in paths(named))}: nothing to compare."
            )
    return tuple(registers)


def paths(files: Files) -> Sequence[Path]:
    """The paths of one file or of several."""
    return [Path(files)] if isinstance(files, str | Path) else [Path(file) for file in files]


class Stores:
    """Both registers, standardised, as the screen reads them; worked out when it is first asked for."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, evidences: tuple[Evidence, ...]) -> None:
        self.con, self.evidences = con, evidences
        self._limits = LIMITS.within(settings.memory_bytes)
        self._alone: Store | None = None

    def alone(self, progress: Callable[[float], None] = lambda share: None) -> Store:
        """All that records tell by themselves: everything but company."""
        if self._alone is None:
            asked = [evidence for evidence in self.evidences if evidence is not COMPANY]
            self._alone = store(self.con, asked, self._limits, progress=progress)
        return self._alone

    def whole(self) -> Store:
        """Everything, once it is known what company tells; asked for once, for it is not kept: it takes much memory."""
        company = [evidence for evidence in self.evidences if evidence is COMPANY]
        held = self.alone().ordered(self.evidences, store(self.con, company, self._limits))
        self._alone = None
        return held


def measure(
    con: duckdb.DuckDBPyConnection, settings: Settings, stores: Stores, numbers: Model, progress: Progress
) -> MeasuredU:
    """Standardise both registers, and count how common each finding is among all pairs."""
    progress("standardising", 0.0)
    blank_sensitive(con, stores.evidences)
    standardise(con, stores.evidences)
    stage = "measuring how common each finding is"
    progress(stage, 0.0)
    held = stores.alone(lambda share: progress(stage, share))
    return measure_u(con, held, with_overlap(numbers, settings), settings.seed)


@dataclass(frozen=True)
class Search:
    """By what pairs are found: what is stored of both registers, and a model with u as measured here.

    `spare` places are kept beyond the best K of each record: for the pairs that people excluded. `machine_of` makes
    the machine that scans.
    """

    settings: Settings
    stores: Stores
    model: Model
    prior_bits: float
    progress: Progress = silent
    spare: int = 0
    machine_of: MachineFor = machine_for

    @property
    def evidences(self) -> tuple[Evidence, ...]:
        """What pairs are compared by."""
        return self.stores.evidences


def shortlist(con: duckdb.DuckDBPyConnection, search: Search) -> Screened:
    """From standardised registers: `pairs`, `remains_edge`, `missing_edge`: every pair that can be among the best K
    or reach the floor, with what company tells.
    """
    return find_pairs(con, search, hear_company(con, search))


def hear_company(con: duckdb.DuckDBPyConnection, search: Search, go_on: Callable[[], bool] = lambda: False) -> float:
    """The tables `company`, `travellers` and `travellers_edge`, and the column `company` where anybody has any.

    `travellers` are the best pairs of those who travelled with others, as they weigh before company is heard. `go_on`
    makes `scored` and the edges of both sides from what another run kept, where it can. What part of all screening
    this was.
    """
    con.execute("CREATE TABLE travellers (missing_id VARCHAR, remains_id VARCHAR)")
    con.execute("CREATE TABLE travellers_edge (side VARCHAR, id VARCHAR, kth_total DOUBLE, ties BIGINT)")
    if find_company(con) and COMPANY in search.evidences:
        return _compare_travellers(con, search, go_on)
    return 0.0


def find_pairs(con: duckdb.DuckDBPyConnection, search: Search, done: float = 0.0) -> Screened:
    """`pairs`, `remains_edge` and `missing_edge`, once it is known what company tells; a part of that has been done."""
    return _screen(con, search, search.stores.whole(), (done, 1.0))


def _screen(con: duckdb.DuckDBPyConnection, search: Search, held: Store, part: tuple[float, float]) -> Screened:
    """One pass, which is the screening from one share of it to another."""
    settings, (done, end) = search.settings, part
    return screen(
        con, held, search.model, search.prior_bits, settings.floor, settings.top + search.spare,
        progress=lambda share: search.progress("screening", done + (end - done) * share),
        machine_of=search.machine_of,
    )  # fmt: skip


def weigh(con: duckdb.DuckDBPyConnection, search: Search) -> None:
    """From `pairs` to `scored`; a sample of the screen's levels is asked of the evidence's own SQL before."""
    search.progress("scoring", 0.0)
    check_levels(con, search.evidences, "pairs")
    score(con, search.evidences, search.model, "pairs", "scored")


def _compare_travellers(con: duckdb.DuckDBPyConnection, search: Search, go_on: Callable[[], bool]) -> float:
    """Those who travelled with others against all remains first: what their candidates say of their companions."""
    search.progress("screening", 0.0)
    alone = tuple(e for e in search.evidences if e is not COMPANY)
    with travellers(con):
        gone_on = go_on()
    done = 0.0 if gone_on else _weigh_travellers(con, replace(search, spare=0))
    _keep_travellers(con, alone)
    tell_company(con, alone, search.model, "travellers")
    return done


def _weigh_travellers(con: duckdb.DuckDBPyConnection, search: Search) -> float:
    """By the prior of the whole registers: of those who travel alone too. What part of all screening this was."""
    everybody = search.stores.alone()
    with travellers(con) as who:
        held, done = everybody.of(who), len(who) / (len(who) + everybody.sizes[0])
        _screen(con, search, held, (0.0, done))
        alone = [stored.evidence for stored in held.evidences]
        score(con, alone, search.model, "pairs", "scored", everybody.sizes)
    con.execute("DROP TABLE pairs")
    return done


def _keep_travellers(con: duckdb.DuckDBPyConnection, evidences: tuple[Evidence, ...]) -> None:
    """`travellers` and `travellers_edge` from `scored` and the edges of both sides, which are gone then."""
    told = ", ".join(f"w_{evidence.name}, f_{evidence.name}" for evidence in evidences)
    con.execute(
        f"CREATE OR REPLACE TABLE travellers AS SELECT missing_id, remains_id, total, {told} FROM scored "
        "ORDER BY missing_id, remains_id"
    )
    con.execute(f"CREATE OR REPLACE TABLE travellers_edge AS {EDGES}")
    for table in ("scored", *(f"{side}_edge" for side in SIDES)):
        con.execute(f"DROP TABLE {table}")


def with_measured(numbers: Model, measured: MeasuredU, settings: Settings) -> Model:
    """The model with u as measured here, and the overlap that the settings say."""
    because = "counted on the registers at hand, blended with the model's own"
    return with_overlap(numbers.with_u(measured.u, because), settings)


def with_overlap(model: Model, settings: Settings) -> Model:
    """The model with the overlap that the settings say, if they say one."""
    return replace(model, overlap=settings.overlap) if settings.overlap else model


def size_of(con: duckdb.DuckDBPyConnection, side: Side) -> int:
    """Records of one side read so far; 0 while its table is not there."""
    there = con.execute("SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [side]).fetchall()[0][0]
    return int(con.execute(f"SELECT count(*) FROM {side}").fetchall()[0][0]) if there else 0
