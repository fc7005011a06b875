"""The plain way: Splink scores every pair by the SQL of every level.

The measure of the exact screen, for tests and benchmarks.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from linkage.engine.settings import comparison, settings
from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model

if TYPE_CHECKING:
    from splink import DuckDBAPI  # half a second to import


def score_all(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, out: str) -> None:
    """Score every pair of the tables `missing` and `remains` into the table `out`, with the columns of `score`.

    Splink puts the dataset whose name sorts first on the left.
    """
    from splink import Linker

    sizes = con.execute("SELECT (SELECT count(*) FROM missing), (SELECT count(*) FROM remains)").fetchall()[0]
    api = _narrow_api(con, evidences)
    linker = Linker(
        [api.register(side, dataset_display_name=side) for side in ("missing", "remains")],
        settings((comparison(evidence, model) for evidence in evidences), model.prior_probability(*sizes)),
        log_level=logging.ERROR,
        validate_settings=False,
    )
    scored = linker.inference.predict()
    con.execute(f"CREATE OR REPLACE TABLE {out} AS FROM {scored.physical_name}")
    scored.drop_table_from_database_and_remove_from_cache()


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


def shortlist(con: duckdb.DuckDBPyConnection, scored: str, floor: float, top: int) -> None:
    """From every scored pair: the tables `pairs`, `remains_edge` and `missing_edge`, as the screen makes them."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _placed AS SELECT missing_id, remains_id, total, round(total, 9) AS t,
            row_number() OVER (PARTITION BY remains_id ORDER BY round(total, 9) DESC, missing_id) AS in_remains,
            row_number() OVER (PARTITION BY missing_id ORDER BY round(total, 9) DESC, remains_id) AS in_missing
            FROM {scored}"""
    )
    con.execute(
        f"CREATE TABLE pairs AS SELECT missing_id, remains_id FROM _placed "
        f"WHERE total >= {floor!r} OR in_remains <= {top} OR in_missing <= {top}"
    )
    for side in ("remains", "missing"):
        con.execute(
            f"""CREATE TABLE {side}_edge AS
            WITH kth AS (SELECT {side}_id, min(t) AS kth_total FROM _placed WHERE in_{side} <= {top} GROUP BY ALL)
            SELECT {side}_id, kth_total, count(*) AS ties FROM kth JOIN _placed p USING ({side}_id)
            WHERE p.t = kth_total GROUP BY ALL"""
        )
    con.execute("DROP TABLE _placed")
