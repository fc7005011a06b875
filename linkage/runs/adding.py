"""Adding to a run: new, changed and withdrawn records against everything, into a new folder that tells what moved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from linkage.engine.measure import MeasuredU
from linkage.errors import InputRejected, UsageError
from linkage.evidence.fields import SIDES, Side
from linkage.records.arrow import create_table
from linkage.records.decide import label_of, prepare
from linkage.records.kept import keep_rarities, standardised
from linkage.records.register import Register, read_register
from linkage.records.sensitive import blank_sensitive
from linkage.runs.answers import Kept
from linkage.runs.comparing import (
    Compared,
    Files,
    Search,
    Stores,
    find_pairs,
    hear_company,
    paths,
    size_of,
    weigh,
    workshop,
)
from linkage.runs.increment import increment
from linkage.runs.journey import finish, new_folder
from linkage.runs.judged import Judged, excluded_in, read_judged
from linkage.runs.moved import Change, tell_moved
from linkage.runs.opened import Written, read_written
from linkage.runs.progress import Progress, paced, silent
from linkage.runs.room import check_room, estimate
from linkage.runs.settings import Settings
from linkage.runs.travelled import go_on


@dataclass(frozen=True)
class Added:
    """What was added: the new folder (None where nothing had changed), what became of which record, what moved.

    `asked` records were compared with all of the other side again; None where everything was.
    """

    folder: Path | None
    registers: tuple[Register, ...]
    changes: tuple[Change, ...]
    moved: tuple[dict[str, Any], ...]
    asked: int | None

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {
            "folder": str(self.folder) if self.folder else None,
            "files": [register.to_dict() for register in self.registers],
            "records": [change.__dict__ for change in self.changes],
            "moved": list(self.moved),
            "asked": self.asked,
        }


def add(
    run: str | Path,
    out: str | Path,
    *,
    missing: Files = (),
    remains: Files = (),
    withdrawn: str | Path | None = None,
    missing_source: str | None = None,
    remains_source: str | None = None,
    judgements: str | Path | None = None,
    progress: Progress = silent,
) -> Added:
    """Compare the records of the files with everything in `run` and write the folder `out`; `run` stays as it is.

    Only what the change touches is compared again, where it is little: the outcome is that of the whole work.

    A record of the run with the same number (and source) is replaced; one that its file now calls located
    alive or without consent, or whose id stands in the file `withdrawn` (one a line), is taken out. Model,
    measured u and rarities stay those of `run`, so that weights can be compared. `moved.csv` tells what
    moved at or above the floor, and why. Pairs that people excluded in the store `judgements` stay away as in
    `run`. Nothing is written where no record has changed.
    """
    before = read_written(Path(run))
    settings = _settings_of(before)
    judged = read_judged(judgements)
    spare = judged.spare if judged else 0
    folder = new_folder(Path(out))
    with workshop(folder.parent, settings.memory) as (con, scratch):
        progress("reading", 0.0)
        registers = _read(con, settings, (missing, remains), (missing_source, remains_source))
        _open(con, before)
        changes = _changes(con, _ids(withdrawn))
        if not changes:
            return Added(None, registers, (), (), 0)
        job = estimate(size_of(con, "missing"), size_of(con, "remains"), settings.top + spare)
        check_room(job, folder.parent, settings.memory_bytes)
        told = paced(progress, job.stages)
        compared, asked = _compare(con, settings, before, told, judged, judgements)
        moved: list[dict[str, Any]] = []

        def also(con: duckdb.DuckDBPyConnection, partial: Path) -> None:
            moved.extend(tell_moved(con, before, changes, partial))

        finish(con, registers, settings, before.evidences, compared, judged, job, folder, scratch, told, also)
    return Added(folder, registers, changes, tuple(moved), asked)


def _settings_of(run: Written) -> Settings:
    said: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in run.facts["settings"].items()}
    return Settings(**said)


def _ids(withdrawn: str | Path | None) -> frozenset[str]:
    """The ids of a file, one a line; none without a file."""
    if withdrawn is None:
        return frozenset()
    try:
        lines = Path(withdrawn).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputRejected(f"{withdrawn} cannot be read ({type(error).__name__}): give one id a line.") from None
    return frozenset(line.strip() for line in lines if line.strip())


def _read(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    files: tuple[Files, Files],
    sources: tuple[str | None, str | None],
) -> tuple[Register, ...]:
    """The new files of both sides, read as any run reads them; a side may have none."""
    registers: list[Register] = []
    for side, named, source in zip(SIDES, files, sources, strict=True):
        prepare(con, side)
        keep_alive = settings.located_alive == "compare"
        registers += [read_register(con, path, side, source, keep_alive) for path in paths(named)]
    blank_sensitive(con, settings.evidences())
    columns = [("side", "VARCHAR"), ("file", "VARCHAR"), ("source", "VARCHAR")]
    create_table(con, "_files", columns, [(register.side, register.file, register.source) for register in registers])
    return tuple(registers)


def _open(con: duckdb.DuckDBPyConnection, run: Written) -> None:
    """The run's records and candidates as `run_...`, the new records standardised like them as `new_...`.

    These tables are temporary: nothing of them is written to disk, which takes twice the time.
    """
    for name in ("missing", "remains", "missing_raw", "remains_raw"):
        path = _quoted(run.folder / "records" / f"{name}.parquet")
        con.execute(f"CREATE TEMP TABLE run_{name} AS SELECT * FROM read_parquet('{path}')")
    path = _quoted(run.folder / "candidates.parquet")
    con.execute(f"CREATE VIEW run_candidates AS SELECT * FROM read_parquet('{path}')")
    keep_rarities(con, run.evidences, ("run_missing", "run_remains"))
    for side in SIDES:
        _number(con, side)
        # To plan the SQL that standardises takes long, for no record too; what it is for is done sooner without a plan.
        source = standardised(side, side, run.evidences) if size_of(con, side) else f"run_{side} LIMIT 0"
        con.execute("PRAGMA disable_optimizer")
        con.execute(f"CREATE TEMP TABLE new_{side} AS SELECT * FROM {source}")
        con.execute("PRAGMA enable_optimizer")
        con.execute(f"DROP TABLE {side}; ALTER TABLE {side}_raw RENAME TO new_{side}_raw")


def _number(con: duckdb.DuckDBPyConnection, side: Side) -> None:
    """New records take the id that the run gave the same record; a number that is another's gets its own label."""
    con.execute(
        f"""CREATE TEMP TABLE _renamed AS
        WITH known AS (SELECT k.id, {label_of("r.source", "k.agency")} AS label, unique_id
            FROM run_{side} k JOIN run_{side}_raw r USING (unique_id)),
        read AS (SELECT n.id, {label_of("r.source", "n.agency")} AS label, unique_id
            FROM {side} n JOIN {side}_raw r USING (unique_id))
        SELECT read.unique_id AS old, coalesce(known.unique_id, read.label || ':' || read.id) AS new
        FROM read LEFT JOIN known USING (id, label) WHERE read.id IN (SELECT id FROM known)"""
    )
    for table in (side, f"{side}_raw"):
        con.execute(f"UPDATE {table} SET unique_id = r.new FROM _renamed r WHERE {table}.unique_id = r.old")
    con.execute("DROP TABLE _renamed")


def _changes(con: duckdb.DuckDBPyConnection, withdrawn: frozenset[str]) -> tuple[Change, ...]:
    """Make `missing` and `remains` as they are now; every record that is new, changed or withdrawn."""
    found: list[Change] = []
    strange = withdrawn - {
        row[0] for side in SIDES for row in con.execute(f"SELECT unique_id FROM run_{side}").fetchall()
    }
    if strange:
        raise UsageError(f"Withdrawn, but not in the run: {', '.join(sorted(strange)[:5])}.")
    for side in SIDES:
        found += _changed(con, side, sorted(withdrawn))
        for name, columns in ((side, _not_yet_told(con, side)), (f"{side}_raw", "*")):
            con.execute(
                f"CREATE TABLE {name} AS SELECT {columns} FROM (FROM run_{name} ANTI JOIN run_changed_{side} "
                f"USING (unique_id) UNION ALL BY NAME FROM new_{name} SEMI JOIN run_changed_{side} USING (unique_id))"
            )
        if not size_of(con, side):
            raise InputRejected(f"No record of {side} is left: nothing to compare.")
    return tuple(found)


def _not_yet_told(con: duckdb.DuckDBPyConnection, side: Side) -> str:
    """SQL of the columns of a record before anything is known of its company."""
    columns = {row[0] for row in con.execute(f"DESCRIBE run_{side}").fetchall()}
    return "* REPLACE (NULL::VARCHAR[] AS company)" if "company" in columns else "*"


def _changed(con: duckdb.DuckDBPyConnection, side: Side, withdrawn: list[str]) -> list[Change]:
    """Create `run_changed_<side>` (unique_id, what)."""
    texts = 'SELECT * EXCLUDE (file, "row") FROM {}_{}_raw'
    con.execute(
        f"""CREATE TABLE run_changed_{side} AS
        WITH differing AS ({texts.format("new", side)} EXCEPT {texts.format("run", side)}),
        gone AS (SELECT unique_id FROM run_{side} k JOIN run_{side}_raw r USING (unique_id)
            WHERE unique_id IN (SELECT unnest(?::VARCHAR[]))
            OR (k.id, r.source) IN (SELECT (l.id, f.source) FROM rejected l JOIN _files f USING (side, file)
                WHERE side = '{side}' AND outcome = 'left out'))
        SELECT unique_id, CASE WHEN k.unique_id IS NULL THEN 'new' ELSE 'changed' END AS what
        FROM differing LEFT JOIN run_{side} k USING (unique_id) WHERE unique_id NOT IN (SELECT unique_id FROM gone)
        UNION ALL SELECT unique_id, 'withdrawn' FROM gone ORDER BY unique_id""",
        [withdrawn],
    )
    rows = con.execute(f"SELECT unique_id, what FROM run_changed_{side} ORDER BY unique_id").fetchall()
    return [Change(side, *row) for row in rows]


def _compare(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    run: Written,
    progress: Progress,
    judged: Judged | None,
    store: str | Path | None,
) -> tuple[Compared, int | None]:
    """By the numbers of the run: what has changed against everything, or everything again where that is quicker.

    Also how many records were asked again; None after everything.
    """
    prior_bits = run.model.prior_bits(size_of(con, "missing"), size_of(con, "remains"))
    measured = MeasuredU({}, run.facts["u_comparable_pairs"], run.facts["u_counted_on_pairs"])
    spare = judged.spare if judged else 0
    kept = _kept(con, run, prior_bits, judged, store)
    progress("screening", 0.0)
    search = Search(settings, Stores(con, settings, run.evidences), run.model, prior_bits, progress, spare)
    done = hear_company(con, search, lambda: go_on(con, run, prior_bits))
    asked = increment(con, kept) if kept else None
    if asked is not None:
        return Compared(run.model, measured, prior_bits, None), asked
    screened = find_pairs(con, search, done)
    weigh(con, search)
    return Compared(run.model, measured, prior_bits, screened), None


def _kept(
    con: duckdb.DuckDBPyConnection, run: Written, prior_bits: float, judged: Judged | None, store: str | Path | None
) -> Kept | None:
    """What the run kept, with `run_edges`; None where it does not tell enough to go on from it."""
    edges = run.folder / "records" / "edges.parquet"
    then = excluded_in(run.facts, store)
    if then is None or not edges.is_file():
        return None
    con.execute(f"CREATE TABLE run_edges AS SELECT * FROM read_parquet('{_quoted(edges)}')")
    now = {exclusion.pair for exclusion in judged.exclusions} if judged else set()
    spare = judged.spare if judged else 0
    return Kept(run.evidences, run.model, run.prior_bits, prior_bits, run.floor, run.top, spare, then | now)


def _quoted(path: Path) -> str:
    """A path within quotes of SQL."""
    return str(path).replace("'", "''")
