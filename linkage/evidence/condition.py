"""The condition of the remains: it decides how reliable other evidence is, and weighs nothing itself.

`condition_class` (never NULL) is the group that condition-dependent levels use:
fresh (hours), decomposed (days to weeks, soft tissue left), skeletal (bone), partial (parts only
or burned), unknown.
"""

from __future__ import annotations

from linkage.evidence.fields import CODE, CODES, Field
from linkage.evidence.value import Derived

CONDITION_FIELDS: tuple[Field, ...] = (
    Field(
        "condition",
        CODE,
        "State of the remains when found, on the seven-step scale of the Pima County examiner "
        "(fleshed ... weathered skeleton), or burned, or partial (parts only).",
        "estado_restos",
        sides=("remains",),
        vocabulary="condition",
        example="esqueleto",
    ),
    Field(
        "parts_not_recovered",
        CODES,
        "Parts of the body that were not recovered: head, torso, arms, legs, hands, feet. Nothing is claimed about marks there.",
        "partes_no_recuperadas",
        sides=("remains",),
        vocabulary="body_parts",
        example="manos; pies",
    ),
)

CONDITION_CLASSES = ("fresh", "decomposed", "skeletal", "partial", "unknown")

CONDITION_DERIVED: tuple[Derived, ...] = (
    Derived(
        "condition_class",
        "VARCHAR",
        "CASE WHEN condition IN ('fleshed') THEN 'fresh'"
        " WHEN condition IN ('decomposed', 'partly_skeletal', 'mummified') THEN 'decomposed'"
        " WHEN condition IN ('skeletal_articulated', 'skeletal', 'weathered') THEN 'skeletal'"
        " WHEN condition IN ('partial', 'burned') THEN 'partial'"
        " ELSE 'unknown' END",
    ),
)
