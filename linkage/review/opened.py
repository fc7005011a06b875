"""A run opened for review: its folder read once into memory, so that every page is a matter of milliseconds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from linkage.evidence import Evidence, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.explanation import Reading
from linkage.explanation.cases import may_be_shown
from linkage.explanation.guide import NEAR_BITS
from linkage.review.areas import list_towns, note_areas
from linkage.review.chart import Town
from linkage.review.outlines import Window
from linkage.runs.opened import Written, read_written
from linkage.workshop import connect

Row = Mapping[str, Any]

TYPED = ("code", "codes", "flag", "number", "date", "duration", "place")
"""Kinds whose typed columns the pages read: what was written says the rest better."""


@dataclass(frozen=True)
class ReviewedRun(Written):
    """A run in memory. Nothing of its folder is written."""

    con: duckdb.DuckDBPyConnection

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[dict[str, Any]]:
        """The rows of a query, as dictionaries; any thread may ask."""
        with self.con.cursor() as cursor:
            result = cursor.execute(sql, list(values))
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def stream(self, sql: str, values: Iterable[object] = ()) -> Iterator[Row]:
        """The rows of a query one by one, for those who stop early."""
        with self.con.cursor() as cursor:
            result = cursor.execute(sql, list(values))
            names = [column[0] for column in result.description or ()]
            while batch := result.fetchmany(200):
                yield from (dict(zip(names, row, strict=True)) for row in batch)

    def pair(self, number: int) -> Row | None:
        """One pair by its number, with the chance that nobody in the file is these remains; None when there is none."""
        found = self.rows("SELECT * FROM pairs WHERE number = ?", [number])
        return found[0] if found else None

    def row_of(self, missing_id: str, remains_id: str) -> Row | None:
        """A pair by its records; None when it is no candidate of this run."""
        found = self.rows("SELECT * FROM pairs WHERE missing_id = ? AND remains_id = ?", [missing_id, remains_id])
        return found[0] if found else None

    def number_of(self, missing_id: str, remains_id: str) -> int | None:
        """The number of a pair by its records; None when it is no candidate of this run."""
        found = self.row_of(missing_id, remains_id)
        return int(found["number"]) if found else None

    def case(self, side: Side, number: int) -> Row | None:
        """One case by its number on its side; None when there is none."""
        found = self.rows("SELECT * FROM cases WHERE side = ? AND number = ?", [side, number])
        return found[0] if found else None

    def case_of(self, side: Side, record_id: str) -> Row:
        """The case of a record; KeyError when it is in no pair of the run."""
        found = self.rows("SELECT * FROM cases WHERE side = ? AND id = ?", [side, record_id])
        if not found:
            raise KeyError(side)
        return found[0]

    def record(self, side: Side, record_id: str) -> Row:
        """A record as it was written, with every typed column beside it as `typed_<column>`."""
        return self.rows(f"SELECT * FROM {side}_records WHERE unique_id = ?", [record_id])[0]

    def pairs_of(self, side: Side, record_id: str) -> list[dict[str, Any]]:
        """The candidates of one record, best first."""
        return self.rows(f"SELECT * FROM pairs WHERE {side}_id = ? ORDER BY share_{side} DESC, number", [record_id])

    def pairs_of_all(self, side: Side, records: Sequence[str]) -> list[dict[str, Any]]:
        """The candidates of some records, in the order of the records, best first, with both places in that order."""
        return self.rows(
            f"""WITH asked AS (SELECT unnest(?::VARCHAR[]) AS id, unnest(range(1, ?)) AS place)
            SELECT place, row_number() OVER (PARTITION BY place ORDER BY share_{side} DESC, number) AS among,
                number, missing_id, remains_id, total, near_{side} AS near
            FROM asked JOIN pairs ON {side}_id = id ORDER BY place, among""",
            [list(records), len(records) + 1],
        )

    def ids(self, side: Side) -> Set[str]:
        """Every record of a side that took part."""
        return {str(record["unique_id"]) for record in self.rows(f"SELECT unique_id FROM {side}_records")}

    def kept_inside(self, side: Side) -> Set[str]:
        """The records of a side that may not leave their office."""
        if "publication" not in _columns(self.con, f"{side}_records"):
            return frozenset()
        texts = self.rows(f"SELECT DISTINCT publication FROM {side}_records WHERE publication IS NOT NULL")
        refusals = [text["publication"] for text in texts if not may_be_shown(text, side)]
        found = self.rows(f"SELECT unique_id FROM {side}_records WHERE list_contains(?, publication)", [refusals])
        return {str(record["unique_id"]) for record in found}

    def near_keys(self, side: Side, records: Iterable[str]) -> list[tuple[str, str]]:
        """The candidates of some records that are worth a look, as pairs of records."""
        near = self.rows(
            f"SELECT missing_id, remains_id FROM pairs WHERE near_{side} AND {side}_id IN (SELECT unnest(?))",
            [list(records)],
        )
        return [(str(pair["missing_id"]), str(pair["remains_id"])) for pair in near]

    def towns(self, window: Window) -> list[Town]:
        """The largest towns of a part of the world, largest first."""
        found = self.rows(
            "SELECT name, lat, lon FROM towns WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ? "
            "ORDER BY population DESC, name LIMIT 24",
            [window.west, window.east, window.south, window.north],
        )
        return [Town(town["name"], town["lat"], town["lon"]) for town in found]

    def reading(self, language: str) -> Reading:
        """How the pairs of this run are explained in one language."""
        return Reading(self.evidences, self.model, self.prior_bits, self.top, language)


def open_run(folder: str | Path) -> ReviewedRun:
    """Read the folder of a run into memory; UsageError when it is none."""
    written = read_written(Path(folder))
    run, evidences = written.folder, written.evidences
    con = connect(Path(tempfile.mkdtemp(prefix="linkage-review-")))
    _read_records(con, run)
    _read_pairs(con, run)
    for side in SIDES:
        _list_cases(con, side, evidences)
    note_areas(con)
    list_towns(con)
    con.execute("CREATE INDEX cases_by_id ON cases (id)")
    con.execute("SET threads = 1")  # every query of a page is small: sharing it out costs more than it saves
    return ReviewedRun(run, written.facts, evidences, written.model, con)


def _source(file: Path) -> str:
    path = str(file).replace("'", "''")
    return f"read_parquet('{path}')"


def _read_records(con: duckdb.DuckDBPyConnection, run: Path) -> None:
    """Both registers as written, the measures read from them, and the typed columns that pages compare."""
    measures = {column for field in all_fields() if field.unit for column, _ in field.columns()}
    typed = [column for field in all_fields() if field.kind.name in TYPED for column, _ in field.columns()]
    listed = [f"t.{column} AS typed_{column}" for column in typed]
    for side in SIDES:
        raw, read = _source(run / "records" / f"{side}_raw.parquet"), _source(run / "records" / f"{side}.parquet")
        columns = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {raw}").fetchall()]
        own = [f"t.{column}" for column in sorted(measures) if column not in columns]
        con.execute(
            f"CREATE TABLE {side}_records AS SELECT r.*, {', '.join([*own, *listed, 't.condition_class'])} "
            f"FROM {raw} r JOIN {read} t USING (unique_id) ORDER BY unique_id"
        )
        con.execute(f"CREATE INDEX {side}_by_id ON {side}_records (unique_id)")


def _read_pairs(con: duckdb.DuckDBPyConnection, run: Path) -> None:
    """The candidates, numbered so that a number tells neither record nor rank, with what a look at each is worth.

    `share_<side>` is the chance, by the model, that of all records of the other file and "none of
    them" this pair is the one: the odds of its total among those of the record's candidates.
    """
    shares = ", ".join(
        f"(1 - {side}_none.probability) * pow(2, total - {side}_best)"
        f" / sum(pow(2, total - {side}_best)) OVER (PARTITION BY {side}_id) AS share_{side},"
        f" total >= {side}_best - {NEAR_BITS} AS near_{side}"
        for side in SIDES
    )
    con.execute(
        f"""CREATE TABLE pairs AS
        WITH candidates AS (FROM {_source(run / "candidates.parquet")}),
        not_in_file AS (FROM {_source(run / "records" / "not_in_file.parquet")}),
        listed AS (
            SELECT missing_id, remains_id, total, max(total) OVER (PARTITION BY missing_id) AS missing_best,
                max(total) OVER (PARTITION BY remains_id) AS remains_best
            FROM candidates),
        weighed AS (  -- narrow: the many columns of the candidates join at the end
            SELECT row_number() OVER (ORDER BY md5(missing_id || chr(31) || remains_id), missing_id, remains_id)
                AS number, missing_id, remains_id, remains_none.probability AS p_not_in_file, {shares}
            FROM listed
            LEFT JOIN not_in_file remains_none ON remains_none.side = 'remains' AND remains_none.id = remains_id
            LEFT JOIN not_in_file missing_none ON missing_none.side = 'missing' AND missing_none.id = missing_id)
        SELECT number, candidates.*, weighed.* EXCLUDE (number, missing_id, remains_id)
        FROM candidates JOIN weighed USING (missing_id, remains_id) ORDER BY number"""
    )
    for column in ("number", "missing_id", "remains_id"):
        con.execute(f"CREATE INDEX pairs_{column} ON pairs ({column})")


def _list_cases(con: duckdb.DuckDBPyConnection, side: Side, evidences: Sequence[Evidence]) -> None:
    """One row for each record that has candidates: what the queue filters and orders by."""
    day, place = ("found", "recovery_place") if side == "remains" else ("last_contact", "last_contact_place")
    columns = _columns(con, f"{side}_records")
    held = ", ".join(f"CASE WHEN {_written(columns, evidence)} THEN '{evidence.name}' END" for evidence in evidences)
    xyz = ", ".join(f"typed_{place}_{axis} AS {axis}" for axis in "xyz")
    agency = "agency" if "agency" in columns else "NULL"
    kind = "CREATE TABLE cases AS" if side == SIDES[0] else "INSERT INTO cases"
    con.execute(
        f"""{kind}
        WITH counted AS (
            SELECT {side}_id AS id, count(*) AS candidates, count(*) FILTER (near_{side}) AS near,
                max(share_{side}) AS worth
            FROM pairs GROUP BY ALL)
        SELECT '{side}' AS side, row_number() OVER (ORDER BY md5(counted.id), counted.id) AS number, counted.id,
            candidates, near, worth,
            condition_class, year(typed_{day}_low) AS from_year, year(typed_{day}_high) AS to_year,
            typed_{place}_country AS country, typed_{place}_state AS state, {agency} AS agency, {xyz},
            list_filter([{held}], lambda e: e IS NOT NULL) AS held
        FROM counted JOIN {side}_records ON unique_id = counted.id"""
    )


def _written(columns: Set[str], evidence: Evidence) -> str:
    """SQL: something is written in this record of what the evidence is about."""
    own = [column for field in evidence.fields if field.name not in evidence.borrows for column in field.raw_columns()]
    return " OR ".join(f"{column} IS NOT NULL" for column in own if column in columns) or "false"


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> Set[str]:
    """The columns of a table: registers hold only those that their files had."""
    return {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}
