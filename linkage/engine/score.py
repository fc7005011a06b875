"""Scoring pairs: Splink's own arithmetic, in DuckDB, on the pairs that are asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from linkage.engine.settings import settings
from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model

if TYPE_CHECKING:
    from splink import DuckDBAPI  # half a second to import

CHUNK = 500_000
"""Pairs scored at a time: Splink keeps about 43 bytes a pair besides the columns, as measured on Splink 5."""


def score(
    con: duckdb.DuckDBPyConnection,
    evidences: Sequence[Evidence],
    model: Model,
    pairs: str,
    out: str,
) -> None:
    """Score the table `pairs` (missing_id, remains_id) into the table `out`.

    `out` has missing_id, remains_id, total, and for each evidence w_<name> (bits) and f_<name>
    (finding). total = prior + the weights, in Splink's order. The tables `missing` and `remains`
    must stand in `con`; Splink puts the dataset whose name sorts first on the left.
    """
    from splink import Linker

    sizes = con.execute("SELECT (SELECT count(*) FROM missing), (SELECT count(*) FROM remains)").fetchall()[0]
    api = _narrow_api(con, evidences)
    linker = Linker(
        [
            api.register("missing", dataset_display_name="missing"),
            api.register("remains", dataset_display_name="remains"),
        ],
        settings(evidences, model, model.prior_probability(*sizes)),
        log_level=logging.ERROR,
        validate_settings=False,  # the promises of the evidence hold them; looking again takes seconds
    )
    number = con.execute(f"SELECT count(*) FROM {pairs}").fetchall()[0][0]
    con.execute(f"CREATE OR REPLACE TEMP TABLE _numbered AS SELECT row_number() OVER () - 1 AS n, * FROM {pairs}")
    con.execute(f"DROP TABLE IF EXISTS {out}")
    for start in range(0, max(number, 1), CHUNK):
        con.execute(
            "CREATE OR REPLACE TABLE _blocked AS SELECT '0' AS match_key, "
            "'missing-__-' || missing_id AS join_key_l, 'remains-__-' || remains_id AS join_key_r "
            f"FROM _numbered WHERE n >= {start} AND n < {start + CHUNK}"
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register("_blocked"))
        scored = linker.inference.predict()
        verb = f"INSERT INTO {out}" if start else f"CREATE TABLE {out} AS"
        con.execute(f"{verb} FROM {scored.physical_name}")
        scored.drop_table_from_database_and_remove_from_cache()
    con.execute("DROP TABLE IF EXISTS _blocked")
    con.execute("DROP TABLE _numbered")


def _narrow_api(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence]) -> DuckDBAPI:
    """Splink's door to DuckDB, which of a prediction writes down only the columns of `out`.

    Splink gives findings only together with every compared column of both records; writing those
    (lists and maps, for each pair) took more than half of the time of scoring.
    """
    from splink import DuckDBAPI

    weights = ", ".join(f"mw_{e.name} AS w_{e.name}" for e in evidences)
    findings = ", ".join(_finding(e) for e in evidences)
    kept = f"unique_id_l AS missing_id, unique_id_r AS remains_id, match_weight AS total, {weights}, {findings}"

    class NarrowAPI(DuckDBAPI):
        def _setup_for_execute_sql(self, sql: str, physical_name: str) -> str:
            if physical_name.startswith("__splink__df_predict"):
                sql = f"SELECT {kept} FROM ({sql})"
            return super()._setup_for_execute_sql(sql, physical_name)

    return NarrowAPI(con)


def _finding(evidence: Evidence) -> str:
    """SQL from Splink's comparison vector value (-1 unknown, then highest first) to the level's name."""
    names = [level.name for level in reversed(evidence.levels)]
    rungs = " ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(names))
    return f"CASE gamma_{evidence.name} {rungs} ELSE '{UNKNOWN}' END AS f_{evidence.name}"
