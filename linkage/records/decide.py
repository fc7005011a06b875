"""Deciding on every row of a file: accepted, accepted with a warning, rejected, or left out."""

from __future__ import annotations

import duckdb

from linkage.evidence import all_fields
from linkage.evidence.fields import Side
from linkage.records.arrow import BATCH
from linkage.records.canonical import CANONICAL
from linkage.records.mapped import Mapped, raw_columns
from linkage.records.typed import Typed

LOCATED_ALIVE = "The person was located alive."
REFUSED = "Consent was refused."

DECIDING = ("id", "agency", "status", "consent")
"""The fields that decide on a row."""


def prepare(con: duckdb.DuckDBPyConnection, side: Side) -> None:
    """Create the tables that registers add to, where they are not there yet."""
    raw = ", ".join(f"{column} VARCHAR" for column in raw_columns(side))
    typed = ", ".join(f"{column} {kind}" for field in all_fields() for column, kind in field.columns())
    con.execute(
        f'CREATE TABLE IF NOT EXISTS {side}_raw (unique_id VARCHAR, source VARCHAR, file VARCHAR, "row" BIGINT, {raw})'
    )
    con.execute(f"CREATE TABLE IF NOT EXISTS {side} (unique_id VARCHAR, {typed})")
    con.execute(
        'CREATE TABLE IF NOT EXISTS found_problems (side VARCHAR, file VARCHAR, "row" BIGINT, "column" VARCHAR, '
        '"value" VARCHAR, what VARCHAR, remedy VARCHAR, effect VARCHAR)'
    )
    con.execute(
        'CREATE TABLE IF NOT EXISTS rejected (side VARCHAR, file VARCHAR, "row" BIGINT, id VARCHAR, outcome VARCHAR, '
        "what VARCHAR, remedy VARCHAR)"
    )


def decide(con: duckdb.DuckDBPyConnection, side: Side, file: str, mapped: Mapped, keep_alive: bool = False) -> None:
    """Create `_verdict` (_row, id, label, outcome, what, remedy), one line for every row of `_typed`; note the reasons.

    The label says whose number it is (see `label_of`): the same number under the same label is the same record. Of
    several rows of one number the first is kept that is not located alive (who was found may be missing again), and
    none where any of them refuses consent.
    """
    number = " + ".join(mapped.used["id"])
    con.execute(
        f"""CREATE OR REPLACE TABLE _verdict AS
        WITH warned AS (SELECT DISTINCT "row" AS _row FROM problems),
        earlier AS (SELECT s.id, {label_of("r.source", "s.agency")} AS label, min(r.file) AS file
            FROM {side} s JOIN {side}_raw r USING (unique_id) GROUP BY ALL),
        labelled AS (SELECT *, {label_of("$source", "agency")} AS label,
            coalesce(status = 'located_alive', false) AND NOT $keep_alive AS is_alive FROM _typed),
        judged AS (
            SELECT t._row, t.id, t.label, earlier.file AS earlier, warned._row IS NOT NULL AS is_warned,
                coalesce(bool_or(NOT t.consent) OVER same, false) AS is_refused, is_alive,
                min(t._row) FILTER (WHERE NOT is_alive) OVER same AS first_row
            FROM labelled t LEFT JOIN warned ON warned._row = t._row
            LEFT JOIN earlier ON earlier.id = t.id AND earlier.label = t.label
            WINDOW same AS (PARTITION BY t.id)),
        decided AS (
            SELECT *, CASE WHEN id IS NULL THEN 'no number' WHEN is_refused THEN 'refused' WHEN is_alive THEN 'alive'
                WHEN first_row <> _row THEN 'twice' WHEN earlier IS NOT NULL THEN 'read before' END AS reason
            FROM judged)
        SELECT _row, id, label,
            CASE WHEN reason IN ('alive', 'refused') THEN 'left out' WHEN reason IS NOT NULL THEN 'rejected'
                WHEN is_warned THEN 'warned' ELSE 'accepted' END AS outcome,
            CASE reason WHEN 'no number' THEN 'The row has no number of its own (' || $number || ').'
                WHEN 'twice' THEN 'The same number stands in row ' || first_row || ' already; that row was kept.'
                WHEN 'read before' THEN 'The same record was read from ' || earlier || ' already.'
                WHEN 'alive' THEN '{LOCATED_ALIVE}' WHEN 'refused' THEN '{REFUSED}' END AS what,
            CASE reason WHEN 'no number' THEN 'Give every row its number.'
                WHEN 'alive' THEN 'Nothing to do. If that is wrong, correct the status.'
                WHEN 'refused' THEN 'Nothing to do. If that is wrong, correct the consent.'
                WHEN 'twice' THEN 'Give every record one number and one row.'
                WHEN 'read before' THEN 'Give each register once.' END AS remedy
        FROM decided ORDER BY _row""",
        {"source": mapped.recognised.source.name, "number": number, "keep_alive": keep_alive},
    )
    _note(con, side, file, number)


def label_of(source: str, agency: str) -> str:
    """SQL: the source; for our own template, which many offices use, with the office."""
    ours = f"{source} = '{CANONICAL}' AND {agency} IS NOT NULL"
    return f"CASE WHEN {ours} THEN {source} || '/' || {agency} ELSE {source} END"


def _note(con: duckdb.DuckDBPyConnection, side: Side, file: str, number: str) -> None:
    """Put the reasons of this file into `rejected` (no values: it goes with the results) and `found_problems`."""
    con.execute(
        "INSERT INTO rejected SELECT ?, ?, _row, id, outcome, what, remedy FROM _verdict WHERE what IS NOT NULL "
        "UNION ALL SELECT ?, ?, _row, NULL, 'rejected', what, remedy FROM _file_rejected ORDER BY _row",
        [side, file, side, file],
    )
    con.execute(
        """INSERT INTO found_problems
        WITH found AS (
            SELECT "row", header AS "column", "value", what, remedy,
                CASE WHEN kept THEN 'read as well as possible' ELSE 'taken as unknown' END AS effect FROM problems
            UNION ALL SELECT _row, ?, id, what, remedy, 'row ' || outcome FROM _verdict WHERE what IS NOT NULL
            UNION ALL SELECT _row, NULL, line, what, remedy, 'row rejected' FROM _file_rejected)
        SELECT ?, ?, * REPLACE (upper(what[1]) || what[2:] AS what) FROM found ORDER BY "row", "column", what""",
        [number, side, file],
    )


def add_rows(con: duckdb.DuckDBPyConnection, side: Side, file: str, mapped: Mapped, typed: Typed) -> None:
    """Add the taken rows to `<side>_raw` and `<side>`.

    Where another file holds the same number, both records get their label before it: "namus:17".
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _taken AS
        SELECT v._row, CASE WHEN v.id IN (SELECT id FROM {side}) THEN v.label || ':' ELSE '' END || v.id AS unique_id
        FROM _verdict v WHERE v.outcome IN ('accepted', 'warned')"""
    )
    _label_earlier(con, side)
    names, texts = "".join(f", {c}" for c in mapped.filled), "".join(f", m.{c}" for c in mapped.filled)
    con.execute(
        f'INSERT INTO {side}_raw (unique_id, source, file, "row"{names}) SELECT t.unique_id, ?, ?, t._row{texts} '
        "FROM _taken t JOIN _mapped m USING (_row) ORDER BY t._row",
        [mapped.recognised.source.name, file],
    )
    _add_typed(con, side, typed)
    con.execute("DROP TABLE _taken")


def _add_typed(con: duckdb.DuckDBPyConnection, side: Side, typed: Typed) -> None:
    """Add the typed columns of the taken rows to `<side>`, some thousands at a time."""
    taken = con.sql("SELECT _row, unique_id FROM _taken ORDER BY _row").to_arrow_table()
    places = typed.places(taken["_row"].to_numpy())
    con.execute("BEGIN")  # one change of the file, and not one for each batch
    for first in range(0, len(places), BATCH):
        batch = typed.of(places[first : first + BATCH], [field.name for field in all_fields()])
        con.register("_some", batch.set_column(0, "unique_id", taken["unique_id"].slice(first, BATCH)))
        con.execute(f"INSERT INTO {side} FROM _some")
        con.unregister("_some")
    con.execute("COMMIT")


def _label_earlier(con: duckdb.DuckDBPyConnection, side: Side) -> None:
    """Give the records of earlier files their label too, where a number is now shared."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _renamed AS
        SELECT s.unique_id AS old, {label_of("r.source", "s.agency")} || ':' || s.id AS new
        FROM {side} s JOIN {side}_raw r USING (unique_id)
        WHERE s.unique_id = s.id
            AND s.id IN (SELECT id FROM _verdict WHERE outcome IN ('accepted', 'warned'))"""
    )
    for table in (side, f"{side}_raw"):
        con.execute(f"UPDATE {table} SET unique_id = n.new FROM _renamed n WHERE {table}.unique_id = n.old")
    con.execute("DROP TABLE _renamed")
