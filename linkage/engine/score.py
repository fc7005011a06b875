"""Scoring pairs: Splink's own arithmetic, in DuckDB, on the levels of the pairs that are asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import duckdb

from linkage.engine.levels import find_levels
from linkage.engine.settings import comparison, settings
from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model
from linkage.screen.sql import UNKNOWN_LEVEL

CHUNK = 1_000_000
"""Pairs scored at a time: Splink keeps about 300 bytes for each."""


def score(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    model: Model,
    pairs: str,
    out: str,
    sizes: tuple[int, int] | None = None,
) -> None:
    """Score the table `pairs` (missing_id, remains_id) into the table `out`.

    `out` has missing_id, remains_id, total, and for each evidence w_<name> (bits) and f_<name>
    (finding). total = prior + the weights, in Splink's order. The tables `missing` and `remains`
    must stand in `con`; the prior is that of registers of these `sizes`, or else of those tables.
    Levels that stand in `pairs`, as the screen writes them (level_<name>), are taken as they are; else the
    evidence's SQL is asked.
    """
    levelled = pairs
    if not _has_levels(con, pairs, evidences):
        levelled = "_levelled"
        find_levels(con, evidences, pairs, levelled)
    prior = model.prior_probability(*(sizes or _sizes(con)))
    con.execute(f"CREATE OR REPLACE TABLE _numbered AS SELECT row_number() OVER () - 1 AS unique_id, * FROM {levelled}")
    number = con.execute("SELECT count(*) FROM _numbered").fetchall()[0][0]
    con.execute(f"DROP TABLE IF EXISTS {out}")
    for start in range(0, max(number, 1), CHUNK):
        _score_part(con, evidences, model, prior, (start, start + CHUNK), out)
    con.execute("DROP TABLE _numbered; DROP TABLE IF EXISTS _levelled")


def _sizes(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    counted = con.execute("SELECT (SELECT count(*) FROM missing), (SELECT count(*) FROM remains)").fetchall()
    return counted[0][0], counted[0][1]


def _has_levels(con: duckdb.DuckDBPyConnection, pairs: str, evidences: Sequence[Evidence]) -> bool:
    columns = {row[0] for row in con.execute(f"DESCRIBE {pairs}").fetchall()}
    return columns.issuperset(f"level_{evidence.name}" for evidence in evidences)


def _score_part(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    model: Model,
    prior: float,
    part: tuple[int, int],
    out: str,
) -> None:
    """Add the numbered pairs from `part[0]` up to `part[1]` to `out`.

    To Splink a pair is one record that stands in both tables and is linked with itself: so it gets the
    levels as they are known, and does no more than look up their weights and add them up.
    """
    from splink import DuckDBAPI, Linker  # half a second to import

    con.execute(
        "CREATE OR REPLACE TABLE _part AS SELECT * EXCLUDE (missing_id, remains_id) FROM _numbered "
        f"WHERE unique_id >= {part[0]} AND unique_id < {part[1]}"
    )
    api = DuckDBAPI(con)
    comparisons = [comparison(evidence, model, f"level_{evidence.name}_l") for evidence in evidences]
    linker = Linker(
        [api.register("_part", dataset_display_name=side) for side in ("missing", "remains")],
        settings(comparisons, prior, "l.unique_id = r.unique_id"),
        log_level=logging.ERROR,
        validate_settings=False,  # the promises of the evidence hold them; looking again takes seconds
    )
    scored = linker.inference.predict()
    weights = ", ".join(f"mw_{e.name} AS w_{e.name}" for e in evidences)
    findings = ", ".join(_finding(e) for e in evidences)
    verb = f"INSERT INTO {out}" if part[0] else f"CREATE TABLE {out} AS"
    con.execute(
        f"{verb} SELECT missing_id, remains_id, match_weight AS total, {weights}, {findings} "
        f"FROM {scored.physical_name} JOIN _numbered ON unique_id = unique_id_l"
    )
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    con.execute("DROP TABLE _part")


def _finding(evidence: Evidence) -> str:
    """SQL from the number of a level to its name."""
    rungs = " ".join(f"WHEN {n} THEN '{level.name}'" for n, level in enumerate(evidence.levels))
    return f"CASE level_{evidence.name} {rungs} WHEN {UNKNOWN_LEVEL} THEN '{UNKNOWN}' END AS f_{evidence.name}"
