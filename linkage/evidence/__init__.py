"""Evidence: what is compared between a missing person's record and unidentified remains.

One file per kind. `EVIDENCES` is the order of computing, of display and of the columns written.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from linkage.evidence.age import AGE
from linkage.evidence.ancestry import ANCESTRY
from linkage.evidence.belongings import BELONGINGS
from linkage.evidence.build import BUILD
from linkage.evidence.company import COMPANY
from linkage.evidence.condition import CONDITION_DERIVED, CONDITION_FIELDS
from linkage.evidence.dental import DENTAL
from linkage.evidence.documents import DOCUMENTS_AND_PHONES
from linkage.evidence.fields import Field
from linkage.evidence.marks import MARKS
from linkage.evidence.moments import MOMENT_DERIVED, MOMENT_FIELDS
from linkage.evidence.names import NAMES
from linkage.evidence.origin import ORIGIN
from linkage.evidence.pigmentation import PIGMENTATION
from linkage.evidence.place import PLACE
from linkage.evidence.record import RECORD_FIELDS
from linkage.evidence.sex import SEX
from linkage.evidence.stature import STATURE
from linkage.evidence.time import TIME
from linkage.evidence.value import UNKNOWN, Derived, Evidence, Example, Level, Rarity

EVIDENCES: tuple[Evidence, ...] = (
    NAMES,
    DOCUMENTS_AND_PHONES,
    TIME,
    AGE,
    PLACE,
    ORIGIN,
    SEX,
    STATURE,
    BUILD,
    PIGMENTATION,
    ANCESTRY,
    MARKS,
    BELONGINGS,
    DENTAL,
    COMPANY,
)

COMMON_DERIVED: tuple[Derived, ...] = (*CONDITION_DERIVED, *MOMENT_DERIVED)


def all_fields(evidences: tuple[Evidence, ...] = EVIDENCES) -> tuple[Field, ...]:
    """Every field a record may have, each once, in the order of the template."""
    fields = [*RECORD_FIELDS, *CONDITION_FIELDS, *MOMENT_FIELDS]
    for evidence in evidences:
        fields += [field for field in evidence.fields if field not in fields]
    return tuple(fields)


__all__ = [
    "COMMON_DERIVED", "COMPANY", "EVIDENCES", "UNKNOWN", "Derived", "Evidence", "Example", "Field", "Level", "Rarity",
    "all_fields",
]


class _Verb(ModuleType):
    """Makes `linkage.evidence(...)` the verb of that name, although this package bears the name too."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """See `linkage.runs.listing.evidence`."""
        return import_module("linkage.runs.listing").evidence(*args, **options)


sys.modules[__name__].__class__ = _Verb
