"""What moved from one run to the next, and why: `moved.csv`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from linkage.evidence import Evidence
from linkage.evidence.fields import Side
from linkage.export import write_csv
from linkage.runs.looking import rows_of
from linkage.runs.opened import Written


@dataclass(frozen=True)
class Change:
    """A record that is `what`: new, changed or withdrawn."""

    side: Side
    id: str
    what: str


MATERIAL_BITS = 1.0
"""A weight that moved by less than this changes nobody's mind: odds that are less than doubled or halved."""


def tell_moved(
    con: duckdb.DuckDBPyConnection, before: Written, changes: Sequence[Change], folder: Path
) -> list[dict[str, Any]]:
    """Write `moved.csv` into the folder and what was added into its manifest; the rows of `moved.csv`."""
    con.execute(f"CREATE TABLE moved AS {_moved(before.evidences, before.floor)}")
    write_csv(con, "SELECT * FROM moved ORDER BY ALL", folder / "moved.csv")
    path = folder / "manifest.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["added_to"] = {
        "manifest_sha256": hashlib.sha256((before.folder / "manifest.json").read_bytes()).hexdigest(),
        "records": dict(sorted(Counter(f"{change.side} {change.what}" for change in changes).items())),
    }
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return rows_of(con, "SELECT * FROM moved ORDER BY ALL")


def _moved(evidences: Sequence[Evidence], floor: float) -> str:
    """SQL: every pair at or above the floor, now or before, that is new, gone, heavier, lighter or first no more."""
    bits = {name: " + ".join(f"{name}.w_{e.name}" for e in evidences) for name in ("b", "n")}
    findings = ", ".join(
        f"CASE WHEN b.f_{e.name} <> n.f_{e.name} THEN '{e.name}: ' || b.f_{e.name} || ' -> ' || n.f_{e.name} END"
        for e in evidences
    )
    first = " OR ".join(
        f"(coalesce(b.{rank} = 1, false) <> coalesce(n.{rank} = 1, false))"
        for rank in ("rank_in_remains", "rank_in_missing")
    )
    return f"""
        WITH both_runs AS (
            SELECT missing_id, remains_id, b.missing_id IS NULL AS is_new, n.missing_id IS NULL AS is_gone,
                abs(({bits["n"]}) - ({bits["b"]})) >= {MATERIAL_BITS} AS weighs_otherwise, ({first}) AS first_moved,
                b.total AS total_before, n.total AS total_now,
                b.rank_in_remains AS rank_in_remains_before, n.rank_in_remains AS rank_in_remains_now,
                b.rank_in_missing AS rank_in_missing_before, n.rank_in_missing AS rank_in_missing_now,
                concat_ws('; ', {findings}) AS findings
            FROM run_candidates b FULL JOIN candidates n USING (missing_id, remains_id)
            WHERE b.total >= {floor!r} OR n.total >= {floor!r})
        SELECT CASE WHEN is_new THEN 'new candidate' WHEN is_gone THEN 'no candidate any more'
                WHEN weighs_otherwise THEN 'evidence changed' ELSE 'first rank moved' END AS what,
            p.missing_id, p.remains_id,
            CASE WHEN is_gone AND away.total IS NOT NULL THEN 'excluded'
                ELSE coalesce(nullif(concat_ws('; ', 'missing record ' || m.what, 'remains record ' || r.what), ''),
                    'other records moved') END AS why, p.findings,
            round(total_before, 4) AS total_before, round(total_now, 4) AS total_now,
            rank_in_remains_before, rank_in_remains_now, rank_in_missing_before, rank_in_missing_now
        FROM both_runs p LEFT JOIN run_changed_missing m ON m.unique_id = p.missing_id
        LEFT JOIN run_changed_remains r ON r.unique_id = p.remains_id
        LEFT JOIN away USING (missing_id, remains_id)
        WHERE is_new OR is_gone OR weighs_otherwise OR first_moved"""


SHOWN = 20
"""Lines of what moved on the terminal; all of them are in moved.csv."""


def describe(changes: Sequence[Change], moved: Sequence[dict[str, Any]], folder: Path | None) -> str:
    """The result for the terminal, in a screenful."""
    if folder is None:
        return "Nothing material moved: no record is new, changed or withdrawn. Nothing was written."
    counted = Counter((change.side, change.what) for change in changes)
    lines = [f"{n:,} {side} {what}" for (side, what), n in sorted(counted.items())]
    if not moved:
        return "\n".join([*lines, f"Nothing material moved. The run as it is now: {folder}"])
    lines.append(f"{len(moved):,} candidates moved:")
    lines += [
        f"  {row['what']}: {row['missing_id']} - {row['remains_id']} ({row['why']}"
        f"{'; ' + row['findings'] if row['findings'] else ''})"
        for row in moved[:SHOWN]
    ]
    lines.append("These are proposals for a forensic comparison. None of them is an identification.")
    return "\n".join([*lines, f"All of them: {folder / 'moved.csv'}"])
