"""Invented candidates for the tests of explanations and of the report, put together from worked examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from linkage.evidence import EVIDENCES, UNKNOWN, Evidence, Example
from linkage.evidence.fields import Side
from linkage.explanation import Reading
from linkage.explanation.written import RawRecord
from linkage.model import Model, from_evidence

PRIOR = -18.25
MODEL = from_evidence("baseline", EVIDENCES)
TOP = 25
FACTS = {
    "prior_bits": PRIOR,
    "settings": {"top": TOP, "report_remains": 50, "report_candidates": 5},
    "missing": 1950,
    "remains": 780,
    "pairs": 1950 * 780,
    "files": [
        {
            "side": "missing",
            "file": "desaparecidas.csv",
            "source": "canonical",
            "rows": 2000,
            "accepted": 1930,
            "warned": 45,
            "rejected": 25,
            "left_out": {"located alive": 20, "consent refused": 3},
        },
        {
            "side": "remains",
            "file": "restos.xlsx",
            "source": "canonical",
            "rows": 800,
            "accepted": 770,
            "warned": 10,
            "rejected": 20,
            "left_out": {},
        },
    ],
}


@dataclass(frozen=True)
class Book:
    """Pairs, and the records they speak of."""

    pairs: list[dict[str, Any]]
    records: dict[tuple[str, str], dict[str, str | None]]

    def raw(self, side: Side, record_id: str) -> RawRecord:
        return self.records[side, record_id]


def reading(language: str = "en", levels: bool = False, model: Model = MODEL) -> Reading:
    return Reading(EVIDENCES, model, PRIOR, TOP, language, levels)


def weight(evidence: Evidence, finding: str, model: Model = MODEL) -> float:
    return 0.0 if finding == UNKNOWN else model.bits(evidence.name, finding)


def pair(findings: dict[str, str], evidences: Sequence[Evidence] = EVIDENCES, **more: Any) -> dict[str, Any]:
    """A row of the candidates with these findings; what is not named is unknown."""
    row: dict[str, Any] = {
        "missing_id": "M-1",
        "remains_id": "R-1",
        "rank_in_remains": 1,
        "rank_in_missing": 1,
        "tie_size": 1,
    }
    for evidence in evidences:
        finding = findings.get(evidence.name, UNKNOWN)
        row[f"f_{evidence.name}"], row[f"w_{evidence.name}"] = finding, weight(evidence, finding)
    row["total"] = PRIOR + sum(row[f"w_{e.name}"] for e in evidences)
    return row | more


def book(remains: int, candidates: int, evidences: Sequence[Evidence] = EVIDENCES) -> Book:
    """`remains` sets of remains with `candidates` each: example after example of every evidence, in turn."""
    pairs, records = [], {}
    for r in range(remains):
        rows = [_row(r, c, evidences) for c in range(candidates)]
        rows.sort(key=lambda row: -row[0]["total"])
        for rank, (row, missing, found) in enumerate(rows, start=1):
            row["rank_in_remains"] = rank
            pairs.append(row)
            records["missing", row["missing_id"]] = missing
            records["remains", row["remains_id"]] = records.get(("remains", row["remains_id"]), {}) | found
    return Book(pairs, records)


def _row(r: int, c: int, evidences: Sequence[Evidence]) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    shown = {e.name: _example(e, 7 * r + 3 * c + place) for place, e in enumerate(evidences)}
    row = pair({name: example.finding for name, example in shown.items()}, evidences)
    row |= {"missing_id": f"M-{r:04d}{c}", "remains_id": f"R-{r:04d}", "rank_in_missing": 1 + c, "tie_size": 1 + r % 3}
    missing = {"agency": "Fiscalía de ejemplo", "circumstances": "Salió de su casa y no volvió."}
    found = {"agency": "Servicio forense de ejemplo", "circumstances": "Hallazgo junto a un camino."}
    for example in shown.values():
        missing |= example.missing
        found |= example.remains
    return row, missing, found


def _example(evidence: Evidence, number: int) -> Example:
    return evidence.examples[number % len(evidence.examples)]
