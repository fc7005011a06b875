"""Trying evidence on records written by hand: examples, tests and the manual use it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from linkage.engine.company import find_company, tell_company, travellers
from linkage.engine.settings import finding_case
from linkage.evidence import EVIDENCES, Evidence, Example, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.model import Model, from_evidence
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
        fields = all_fields(tuple(evidences))
        typed = type_fields(con, f"_raw_{side}", side, fields, Conventions())
        typed.create(con, f"_typed_{side}", [field.name for field in fields])
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
    found = _findings(con, evidence, "unique_id_l = unique_id_r")
    con.close()
    return found


def finding_of(example: Example, evidence: Evidence, evidences: Sequence[Evidence] = EVIDENCES) -> str:
    """The finding of `evidence` for an example, among the other records that stand beside it."""
    con = records_of(
        [{**example.missing, "id": "M-1"}, *example.others_missing],
        [{**example.remains, "id": "R-1"}, *example.others_remains],
        evidences,
    )
    model = from_evidence("trial", evidences)
    if find_company(con):
        with travellers(con):
            _weigh(con, evidences, model)
        tell_company(con, evidences, model, "_weighed")
    [found] = _findings(con, evidence, "unique_id_l = 'M-1' AND unique_id_r = 'R-1'")
    con.close()
    return found


def _findings(con: duckdb.DuckDBPyConnection, evidence: Evidence, on: str) -> list[str]:
    """The finding of each pair of records for which `on` holds, in the order of the missing."""
    rows = con.execute(f"SELECT {finding_case(evidence)} {_pairs(con)} WHERE {on} ORDER BY unique_id_l").fetchall()
    return [row[0] for row in rows]


def _weigh(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model) -> None:
    """Table _weighed: the weight of every evidence for every pair, by the numbers of the model."""
    findings = ", ".join(f"{finding_case(e)} AS f_{e.name}" for e in evidences)
    weights = ", ".join(f"{_bits(e, model)} AS w_{e.name}" for e in evidences)
    con.execute(
        "CREATE TEMP TABLE _found AS SELECT unique_id_l AS missing_id, unique_id_r AS remains_id, "
        f"{findings} {_pairs(con)}"
    )
    con.execute(f"CREATE TEMP TABLE _weighed AS SELECT missing_id, remains_id, {weights} FROM _found")


def _bits(evidence: Evidence, model: Model) -> str:
    rungs = " ".join(f"WHEN '{lv.name}' THEN {model.bits(evidence.name, lv.name)!r}" for lv in evidence.levels)
    return f"CASE f_{evidence.name} {rungs} ELSE 0.0 END"


def _pairs(con: duckdb.DuckDBPyConnection) -> str:
    """SQL, from FROM on: every pair of the two tables, the columns with their suffixes."""
    columns = [row[0] for row in con.execute("DESCRIBE missing").fetchall()]
    sides = [
        f"(SELECT {', '.join(f'{c} AS {c}_{s}' for c in columns)} FROM {table})"
        for s, table in (("l", "missing"), ("r", "remains"))
    ]
    return f"FROM {sides[0]}, {sides[1]}"
