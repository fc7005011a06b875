"""Which fields are told beside an evidence, and what of them is not written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from linkage.evidence import Derived, Evidence
from linkage.evidence.condition import CONDITION_FIELDS
from linkage.evidence.fields import SIDES, Field
from linkage.evidence.moments import MOMENT_FIELDS
from linkage.explanation.values import Written
from linkage.words import Translator

_WORD = re.compile(r"\w+")

ELSEWHERE = (*CONDITION_FIELDS, *MOMENT_FIELDS)
"""Fields that many evidences read. They are told once: the condition with its record, the moments under time."""


def told_fields(evidence: Evidence) -> tuple[Field, ...]:
    """The fields shown beside what was found: all that it compares, but for those told elsewhere."""
    return tuple(field for field in evidence.fields if field not in ELSEWHERE) or evidence.fields


def compared_fields(evidence: Evidence, finding: str) -> tuple[Field, ...]:
    """The fields told beside a finding: those it borrows only where its level reads them.

    A telephone says nothing of the sex; an identity number that holds one does.
    """
    level = evidence.level(finding)
    others = [other.when for other in evidence.levels if level.group and other.group == level.group]
    read = _columns_read((*evidence.derived, *evidence.after), " ".join([level.when, *others]))
    return tuple(
        field
        for field in told_fields(evidence)
        if field.name not in evidence.borrows or read & {name for name, _ in field.columns()}
    )


@lru_cache  # the same few levels are told on every page of a report
def _columns_read(derived: tuple[Derived, ...], sql: str) -> frozenset[str]:
    """The columns of one record that a level's SQL leads to, through the derived ones."""
    read = {word.removesuffix("_l").removesuffix("_r") for word in _WORD.findall(sql)}
    for column in reversed(derived):
        if column.column in read:
            read |= {word for side in SIDES for word in _WORD.findall(column.expression(side))}
    return frozenset(read)


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
