"""From evidence and a model to Splink's settings. The order of levels is the evidence's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model
from linkage.screen.sql import UNKNOWN_LEVEL


def comparison(evidence: Evidence, model: Model, known: str = "") -> dict[str, Any]:
    """One Splink comparison: the rule for unknowns first, then the levels in order.

    `known` names a column that holds the number of the level; without it the level's own SQL decides.
    """
    numbers, last = model.evidences[evidence.name].levels, len(evidence.levels) - 1
    unknown = f"{known} = {UNKNOWN_LEVEL}" if known else evidence.unknown_when()
    levels: list[dict[str, Any]] = [{"sql_condition": unknown, "label_for_charts": UNKNOWN, "is_null_level": True}]
    for number, level in enumerate(evidence.levels):
        condition = f"{known} = {number}" if known else level.when
        levels.append(
            {
                "sql_condition": condition if number < last else "ELSE",
                "label_for_charts": level.name,
                "m_probability": numbers[level.name].m,
                "u_probability": numbers[level.name].u,
            }
        )
    return {"output_column_name": evidence.name, "comparison_levels": levels}


def settings(comparisons: Iterable[dict[str, Any]], prior: float, rule: str | None = None) -> dict[str, Any]:
    """Splink's settings for scoring the pairs of the tables `missing` (left) and `remains` (right) that `rule` links.

    Without a rule every pair is scored, and what was compared is kept beside the findings.
    """
    return {
        "link_type": "link_only",
        "unique_id_column_name": "unique_id",
        "blocking_rules_to_generate_predictions": [rule] if rule else [],
        "probability_two_random_records_match": prior,
        "retain_matching_columns": rule is None,
        "retain_intermediate_calculation_columns": True,
        "comparisons": list(comparisons),
    }


def finding_case(evidence: Evidence) -> str:
    """SQL that gives the finding of a pair: the level's name, or "unknown"."""
    rungs = [f"WHEN {evidence.unknown_when()} THEN '{UNKNOWN}'"]
    for level in evidence.levels:
        if level.when == "ELSE":
            return f"CASE {' '.join(rungs)} ELSE '{level.name}' END"
        rungs.append(f"WHEN {level.when} THEN '{level.name}'")
    raise ValueError(f"evidence {evidence.name}: the last level must be ELSE")
