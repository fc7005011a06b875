"""Which fields are told beside an evidence, and what of them is not written."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.evidence import Evidence
from linkage.evidence.condition import CONDITION_FIELDS
from linkage.evidence.fields import Field
from linkage.evidence.moments import MOMENT_FIELDS
from linkage.explanation.values import Written
from linkage.words import Translator

ELSEWHERE = (*CONDITION_FIELDS, *MOMENT_FIELDS)
"""Fields that many evidences read. They are told once: the condition with its record, the moments under time."""


def told_fields(evidence: Evidence) -> tuple[Field, ...]:
    """The fields shown beside what was found: all that it compares, but for those told elsewhere."""
    return tuple(field for field in evidence.fields if field not in ELSEWHERE) or evidence.fields


def own_fields(evidence: Evidence) -> tuple[Field, ...]:
    """The fields that the evidence's own question is about: all it tells but those it borrows."""
    return tuple(field for field in told_fields(evidence) if field.name not in evidence.borrows)


def lacking(values: Sequence[Written], _: Translator) -> str:
    """On which side nothing is written; or that what is written does not allow a comparison."""
    missing, remains = any(row.missing for row in values), any(row.remains for row in values)
    if not missing and not remains:
        return _("Not written on either side.")
    if not missing:
        return _("Not written for the missing person.")
    if not remains:
        return _("Not written for the remains.")
    return _("Written on both sides, but it cannot be compared as it stands.")
