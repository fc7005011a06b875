"""Trying evidence on records written by hand: examples, tests and the manual use it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from linkage.engine.settings import finding_case
from linkage.evidence import EVIDENCES, Evidence, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.records.arrow import create_table
from linkage.records.parsing import Conventions
from linkage.records.standardise import standardise
from linkage.records.typed import type_fields
from linkage.workshop import connect

RawRecord = Mapping[str, str]
"""A record as it is written: raw column to text. `id` is made up where it is not given."""


def records_of(
    missing: Sequence[RawRecord],
    remains: Sequence[RawRecord],
    evidences: Sequence[Evidence] = EVIDENCES,
) -> duckdb.DuckDBPyConnection:
    """A connection with the standardised tables `missing` and `remains` of these records."""
    con = connect(Path(tempfile.gettempdir()) / "linkage-trial", memory_limit="1GB")
    for side, rows in zip(SIDES, (missing, remains), strict=True):
        _raw_table(con, side, rows)
        type_fields(con, f"_raw_{side}", f"_typed_{side}", side, all_fields(tuple(evidences)), Conventions())
        con.execute(f"CREATE TABLE {side} AS SELECT id AS unique_id, * FROM _typed_{side} ORDER BY id")
    standardise(con, evidences)
    return con


def _raw_table(con: duckdb.DuckDBPyConnection, side: Side, rows: Sequence[RawRecord]) -> None:
    numbered = [{"id": f"{side[0].upper()}-{n + 1}", **row} for n, row in enumerate(rows)]
    columns = sorted({column for row in numbered for column in row})
    create_table(
        con,
        f"_raw_{side}",
        [("_row", "BIGINT"), *((c, "VARCHAR") for c in columns)],
        [[n + 1, *(row.get(c) for c in columns)] for n, row in enumerate(numbered)],
    )


def findings(
    evidence: Evidence,
    pairs: Sequence[tuple[RawRecord, RawRecord]],
    evidences: Sequence[Evidence] = EVIDENCES,
) -> list[str]:
    """The finding of `evidence` for each pair (missing record, remains record), in order."""
    con = records_of(
        [{"id": f"{n:09d}", **missing} for n, (missing, _) in enumerate(pairs)],
        [{"id": f"{n:09d}", **remains} for n, (_, remains) in enumerate(pairs)],
        evidences,
    )
    columns = [row[0] for row in con.execute("DESCRIBE missing").fetchall()]
    sides = {
        s: f"SELECT {', '.join(f'{c} AS {c}_{s}' for c in columns)} FROM {table}"
        for s, table in (("l", "missing"), ("r", "remains"))
    }
    rows = con.execute(
        f"SELECT {finding_case(evidence)} FROM ({sides['l']}) JOIN ({sides['r']}) "
        "ON unique_id_l = unique_id_r ORDER BY unique_id_l"
    ).fetchall()
    con.close()
    return [row[0] for row in rows]
