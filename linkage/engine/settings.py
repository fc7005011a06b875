"""From evidence and a model to Splink's settings. The order of levels is the evidence's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linkage.evidence import UNKNOWN, Evidence
from linkage.model import Model


def comparison(evidence: Evidence, model: Model) -> dict[str, Any]:
    """One Splink comparison: the rule for unknowns first, then the levels in order."""
    numbers = model.evidences[evidence.name].levels
    levels: list[dict[str, Any]] = [
        {"sql_condition": evidence.unknown_when(), "label_for_charts": UNKNOWN, "is_null_level": True}
    ]
    for level in evidence.levels:
        levels.append(
            {
                "sql_condition": level.when,
                "label_for_charts": level.name,
                "m_probability": numbers[level.name].m,
                "u_probability": numbers[level.name].u,
            }
        )
    return {"output_column_name": evidence.name, "comparison_levels": levels}


def settings(evidences: Iterable[Evidence], model: Model, prior_probability: float) -> dict[str, Any]:
    """Splink's settings for scoring pairs of the tables `missing` (left) and `remains` (right)."""
    return {
        "link_type": "link_only",
        "unique_id_column_name": "unique_id",
        "blocking_rules_to_generate_predictions": [],
        "probability_two_random_records_match": prior_probability,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "comparisons": [comparison(evidence, model) for evidence in evidences],
    }


def finding_case(evidence: Evidence) -> str:
    """SQL that gives the finding of a pair: the level's name, or "unknown"."""
    rungs = [f"WHEN {evidence.unknown_when()} THEN '{UNKNOWN}'"]
    for level in evidence.levels:
        if level.when == "ELSE":
            return f"CASE {' '.join(rungs)} ELSE '{level.name}' END"
        rungs.append(f"WHEN {level.when} THEN '{level.name}'")
    raise ValueError(f"evidence {evidence.name}: the last level must be ELSE")
