"""The folder of a run: what is written there.

    candidates.parquet / .csv / .xlsx   the ranked pairs
    joint.csv                           the best one-to-one assignment of the candidates
    rejected.csv                        rows that did not take part, each with its reason
    report.html                         the strongest candidates, for people
    manifest.json                       what went in, by hash, and how it was compared
    model.json                          the numbers used, with u as measured here
    records/                            both registers as read and as compared, for explaining pairs

A run folder is never changed after it is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from linkage.evidence import Evidence
from linkage.evidence.fields import SIDES
from linkage.explanation import write_report
from linkage.export import write_csv, write_parquet, write_xlsx
from linkage.model import to_json
from linkage.records.register import Register
from linkage.runs.comparing import EDGES, Compared
from linkage.runs.judged import Heeded
from linkage.runs.looking import records_of_pairs, rows_of
from linkage.runs.settings import Settings

FIRST = 10
"""Candidates shown on the terminal."""

JOINT = (
    "SELECT * REPLACE (round(gain_bits, 4) AS gain_bits, round(other_remains_total, 4) AS other_remains_total, "
    "round(other_missing_total, 4) AS other_missing_total) FROM joint "
    "ORDER BY joint.gain_bits DESC, missing_id, remains_id"
)

XLSX_NOTE = (
    "Las {n} candidatas más fuertes de {all}; todas están en candidates.csv y candidates.parquet. "
    "Esto no es una identificación. / The {n} strongest of {all} candidates; all of them are in "
    "candidates.csv and candidates.parquet. This is not an identification."
)


def write_folder(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    registers: Sequence[Register],
    settings: Settings,
    evidences: Sequence[Evidence],
    compared: Compared,
    heeded: Heeded | None,
) -> tuple[int, tuple[dict[str, Any], ...]]:
    """Write everything of a run into `folder`; returns the number of candidates and the first of them."""
    (folder / "records").mkdir(parents=True)
    for side in SIDES:
        write_parquet(con, f"SELECT * FROM {side} ORDER BY unique_id", folder / "records" / f"{side}.parquet")
        write_parquet(con, f"SELECT * FROM {side}_raw ORDER BY unique_id", folder / "records" / f"{side}_raw.parquet")
    write_parquet(con, "SELECT * FROM not_in_file ORDER BY side, id", folder / "records" / "not_in_file.parquet")
    write_parquet(con, EDGES, folder / "records" / "edges.parquet")
    write_parquet(con, "SELECT * FROM company ORDER BY ALL", folder / "records" / "company.parquet")
    for name in ("travellers", "travellers_edge"):
        write_parquet(con, f"SELECT * FROM {name} ORDER BY ALL", folder / "records" / f"{name}.parquet")
    candidates = _count(con, "candidates")
    with con.cursor() as own, ThreadPoolExecutor(1) as beside:  # tables leave Python's lock to the report
        tables = beside.submit(write_candidates, own, folder, evidences, settings, candidates)
        _write_papers(con, folder, registers, settings, evidences, compared, heeded, candidates)
        tables.result()
    return candidates, tuple(rows_of(con, f"SELECT * FROM candidates LIMIT {FIRST}"))


def _write_papers(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    registers: Sequence[Register],
    settings: Settings,
    evidences: Sequence[Evidence],
    compared: Compared,
    heeded: Heeded | None,
    candidates: int,
) -> None:
    """What tells of the run, beside its candidates: the assignment, rejected rows, model, manifest, report."""
    write_csv(con, JOINT, folder / "joint.csv")
    write_csv(con, "SELECT * FROM rejected ORDER BY ALL", folder / "rejected.csv")
    (folder / "model.json").write_text(to_json(compared.model), encoding="utf-8")
    facts = _facts(con, folder, registers, settings, evidences, compared, candidates)
    facts |= {"judgements": asdict(heeded)} if heeded else {}
    (folder / "manifest.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shown = _strongest(con, settings)
    write_report(folder / "report.html", shown, records_of_pairs(con, shown), evidences, compared.model, facts)


def write_candidates(
    con: duckdb.DuckDBPyConnection, folder: Path, evidences: Sequence[Evidence], settings: Settings, number: int
) -> None:
    """Write the table `candidates`, of so many rows, as Parquet, CSV and workbook."""
    write_parquet(con, "SELECT * FROM candidates", folder / "candidates.parquet")
    rounded = ", ".join(f"round(w_{e.name}, 4) AS w_{e.name}" for e in evidences)
    readable = f"SELECT * REPLACE (round(total, 4) AS total, {rounded}) FROM candidates"
    write_csv(con, readable, folder / "candidates.csv")
    shown = min(number, settings.xlsx_rows)
    note = XLSX_NOTE.format(n=shown, all=number)
    write_xlsx(con, readable, folder / "candidates.xlsx", "candidatas", settings.xlsx_rows, [note])


def _facts(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    registers: Sequence[Register],
    settings: Settings,
    evidences: Sequence[Evidence],
    compared: Compared,
    candidates: int,
) -> dict[str, Any]:
    """The manifest: everything that decides the result, and nothing that changes from run to run."""
    sizes, model = {side: _count(con, side) for side in SIDES}, compared.model
    return {
        "engine": {"linkage": version("linkage-engine"), "splink": version("splink"), "duckdb": duckdb.__version__},
        "files": [register.to_dict() for register in registers],
        "settings": {k: list(v) if isinstance(v, tuple) else v for k, v in settings.__dict__.items()},
        "model": {"name": model.name, "overlap": model.overlap, "sha256": _sha256(folder / "model.json")},
        "evidences": [evidence.name for evidence in evidences],
        "missing": sizes["missing"],
        "remains": sizes["remains"],
        "pairs": sizes["missing"] * sizes["remains"],
        "candidates": candidates,
        "prior_bits": compared.prior_bits,
        "u_counted_on_pairs": compared.measured.looked_at,
        "u_comparable_pairs": compared.measured.comparable,
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _strongest(con: duckdb.DuckDBPyConnection, settings: Settings) -> list[dict[str, Any]]:
    """The pairs for the report: of the remains with the strongest candidates, the first few each."""
    return rows_of(
        con,
        f"""WITH best AS (
            SELECT remains_id, max(round(total, 9)) AS best FROM candidates
            WHERE rank_in_remains IS NOT NULL GROUP BY remains_id
            ORDER BY best DESC, remains_id LIMIT {settings.report_remains}),
        shown AS (
            SELECT c.*, best.best, n.probability AS p_not_in_file,
                row_number() OVER (PARTITION BY c.remains_id ORDER BY round(total, 9) DESC, missing_id) AS n
            FROM candidates c JOIN best USING (remains_id)
            LEFT JOIN not_in_file n ON n.side = 'remains' AND n.id = c.remains_id
            WHERE c.rank_in_remains IS NOT NULL)
        SELECT * EXCLUDE (best, n) FROM shown WHERE n <= {settings.report_candidates}
        ORDER BY best DESC, remains_id, n""",
    )
