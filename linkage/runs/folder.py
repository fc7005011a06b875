"""The folder of a run: what is written there, and reading it again.

    candidates.parquet / .csv / .xlsx   the ranked pairs
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
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from linkage.engine.measure import MeasuredU
from linkage.engine.score import score
from linkage.errors import UsageError
from linkage.evidence import EVIDENCES, Evidence, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.explanation import Explanation, Reading, explain_pair, write_report
from linkage.export import write_csv, write_parquet, write_xlsx
from linkage.model import Model, from_json, to_json
from linkage.records.register import Register
from linkage.runs.judged import Heeded
from linkage.runs.settings import Settings
from linkage.workshop import connect

FIRST = 10
"""Candidates shown on the terminal."""

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
    model: Model,
    measured: MeasuredU,
    prior_bits: float,
    heeded: Heeded | None,
) -> tuple[int, tuple[dict[str, Any], ...]]:
    """Write everything of a run into `folder`; returns the number of candidates and the first of them."""
    (folder / "records").mkdir(parents=True)
    for side in SIDES:
        write_parquet(con, f"SELECT * FROM {side} ORDER BY unique_id", folder / "records" / f"{side}.parquet")
        write_parquet(con, f"SELECT * FROM {side}_raw ORDER BY unique_id", folder / "records" / f"{side}_raw.parquet")
    write_parquet(con, "SELECT * FROM not_in_file ORDER BY side, id", folder / "records" / "not_in_file.parquet")
    write_parquet(con, "SELECT * FROM company ORDER BY ALL", folder / "records" / "company.parquet")
    candidates = _write_candidates(con, folder, evidences, settings)
    write_csv(con, "SELECT * FROM rejected ORDER BY ALL", folder / "rejected.csv")
    (folder / "model.json").write_text(to_json(model), encoding="utf-8")
    facts = _facts(con, folder, registers, settings, evidences, model, measured, prior_bits, candidates)
    facts |= {"judgements": asdict(heeded)} if heeded else {}
    (folder / "manifest.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_report(
        folder / "report.html", _strongest(con, settings), _raw(con), evidences, model, facts,
    )  # fmt: skip
    return candidates, tuple(_rows(con, f"SELECT * FROM candidates LIMIT {FIRST}"))


def _write_candidates(
    con: duckdb.DuckDBPyConnection, folder: Path, evidences: Sequence[Evidence], settings: Settings
) -> int:
    number = _count(con, "candidates")
    write_parquet(con, "SELECT * FROM candidates", folder / "candidates.parquet")
    rounded = ", ".join(f"round(w_{e.name}, 4) AS w_{e.name}" for e in evidences)
    readable = f"SELECT * REPLACE (round(total, 4) AS total, {rounded}) FROM candidates"
    write_csv(con, readable, folder / "candidates.csv")
    shown = min(number, settings.xlsx_rows)
    note = XLSX_NOTE.format(n=shown, all=number)
    write_xlsx(con, readable, folder / "candidates.xlsx", "candidatas", settings.xlsx_rows, [note])
    return number


def _facts(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    registers: Sequence[Register],
    settings: Settings,
    evidences: Sequence[Evidence],
    model: Model,
    measured: MeasuredU,
    prior_bits: float,
    candidates: int,
) -> dict[str, Any]:
    """The manifest: everything that decides the result, and nothing that changes from run to run."""
    sizes = {side: _count(con, side) for side in SIDES}
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
        "prior_bits": prior_bits,
        "u_measured_on_pairs": measured.sampled,
        "u_comparable_pairs": measured.comparable,
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Rows as dictionaries: only ever the few that a person looks at."""
    result = con.execute(sql, list(values))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _strongest(con: duckdb.DuckDBPyConnection, settings: Settings) -> list[dict[str, Any]]:
    """The pairs for the report: of the remains with the strongest candidates, the first few each."""
    return _rows(
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


def _raw(con: duckdb.DuckDBPyConnection) -> Callable[[Side, str], Mapping[str, Any]]:
    """Looks one record up as it was read, with the measures that were read from its texts."""
    measures = [f"t.{column}" for field in all_fields() if field.unit for column, _ in field.columns()]
    listed = ", ".join(("r.*", *measures))

    def look_up(side: Side, unique_id: str) -> Mapping[str, Any]:
        found = _rows(
            con, f"SELECT {listed} FROM {side}_raw r JOIN {side} t USING (unique_id) WHERE unique_id = ?", [unique_id]
        )
        if not found:
            raise UsageError(f"No record '{unique_id}' on the side of {side} in this run.")
        return found[0]

    return look_up


def explain(
    folder: str | Path, missing_id: str, remains_id: str, *, language: str = "es", levels: bool = False
) -> Explanation:
    """One pair of a run in words and bits, whether or not it is among the candidates.

    UsageError when `folder` is no run or an id is not in it.
    """
    run = Path(folder)
    if not (run / "manifest.json").is_file():
        raise UsageError(f"{run} is not the folder of a run: it holds no manifest.json.")
    facts = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    model = from_json((run / "model.json").read_text(encoding="utf-8"))
    evidences = [evidence for evidence in EVIDENCES if evidence.name in facts["evidences"]]
    model.check(evidences)
    with tempfile.TemporaryDirectory(prefix="linkage-") as scratch:
        con = connect(Path(scratch))
        try:
            _open_records(con, run)
            raw = _raw(con)
            missing, remains = raw("missing", missing_id), raw("remains", remains_id)
            pair = _pair(con, evidences, model, missing_id, remains_id)
            reading = Reading(evidences, model, facts["prior_bits"], facts["settings"]["top"], language, levels)
            return explain_pair(pair, missing, remains, reading)
        finally:
            con.close()


def _open_records(con: duckdb.DuckDBPyConnection, run: Path) -> None:
    names = (*SIDES, *(f"{side}_raw" for side in SIDES), "not_in_file", "company")
    for file in (*(run / "records" / f"{name}.parquet" for name in names), run / "candidates.parquet"):
        path = str(file).replace("'", "''")
        con.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM read_parquet('{path}')")


def _pair(
    con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, missing_id: str, remains_id: str
) -> Mapping[str, Any]:
    """The pair as written among the candidates, else scored now, without ranks; and the chance of no counterpart."""
    ids = [missing_id, remains_id]
    listed = _rows(con, "SELECT * FROM candidates WHERE missing_id = ? AND remains_id = ?", ids)
    if not listed:
        con.execute("CREATE TEMP TABLE asked AS SELECT ? AS missing_id, ? AS remains_id", ids)
        score(con, evidences, model, "asked", "asked_scored")
        listed = _rows(con, "SELECT * FROM asked_scored LEFT JOIN company USING (missing_id, remains_id)")
    chance = "SELECT probability AS p_not_in_file FROM not_in_file WHERE side = 'remains' AND id = ?"
    return listed[0] | _rows(con, chance, [remains_id])[0]
