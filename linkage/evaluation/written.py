"""The folder of an evaluation.

    evaluation.json     every figure
    index.html          the same for people, in Spanish, English, Portuguese and French, offline
    <chart>.<language>.svg
    true_pairs.csv      every true pair with its total and its ranks   (not with aggregate-only)
    unknown.csv         rows of the truth file that the run does not know   (not with aggregate-only)

It is there whole or not at all.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import duckdb

from linkage.errors import InputRejected
from linkage.evaluation.charts import charts
from linkage.evaluation.drawing import draw
from linkage.evaluation.page import render
from linkage.evaluation.values import Evaluation
from linkage.export import write_csv
from linkage.records.arrow import create_table
from linkage.words import translator

LANGUAGES = ("es", "en", "pt", "fr")
"""Of the page and the charts; the first is shown first."""


def write_evaluation(con: duckdb.DuckDBPyConnection, found: Evaluation, out: Path) -> None:
    """Write the folder `out`; InputRejected when it cannot be made there."""
    parent = out.resolve().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".linkage-", dir=parent) as scratch:
            folder = Path(scratch) / "evaluation"
            folder.mkdir()
            _write_figures(found, folder)
            if not found.setting.aggregate_only:
                _write_pairs(con, found, folder)
            folder.rename(parent / out.name)
    except OSError as error:
        raise InputRejected(f"{out} cannot be written ({error.strerror}): choose another --out.") from None


def _write_figures(found: Evaluation, folder: Path) -> None:
    told = json.dumps(found.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)
    _write(folder / "evaluation.json", told + "\n")
    _write(folder / "index.html", render(found, LANGUAGES))
    for language in LANGUAGES:
        for chart in charts(found, translator(language)):
            _write(folder / f"{chart.name}.{language}.svg", draw(chart))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_pairs(con: duckdb.DuckDBPyConnection, found: Evaluation, folder: Path) -> None:
    """Every true pair, and every row that could not be used: for the office alone."""
    pairs = "SELECT * REPLACE (round(total, 4) AS total) FROM ranked ORDER BY missing_id, remains_id"
    write_csv(con, pairs, folder / "true_pairs.csv")
    rows = [(unknown.row, unknown.side, unknown.id) for unknown in found.truth.unknown]
    create_table(con, "unknown_ids", [("row", "BIGINT"), ("side", "VARCHAR"), ("id", "VARCHAR")], rows)
    write_csv(con, "SELECT * FROM unknown_ids ORDER BY ALL", folder / "unknown.csv")
