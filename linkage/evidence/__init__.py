"""Evidence: what is compared between a missing person's record and unidentified remains.

One file per kind. `EVIDENCES` is every kind found in this folder, in the order of computing, of display and of the
columns written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from linkage.evidence.company import COMPANY
from linkage.evidence.condition import CONDITION_DERIVED, CONDITION_FIELDS
from linkage.evidence.fields import Field
from linkage.evidence.moments import MOMENT_DERIVED, MOMENT_FIELDS
from linkage.evidence.record import RECORD_FIELDS
from linkage.evidence.value import UNKNOWN, Derived, Evidence, Example, Level, Rarity

ORDER = (
    "names", "documents", "time", "age", "place", "origin", "sex", "stature", "build", "pigmentation", "ancestry",
    "marks", "belongings", "dental", "...", "company",
)  # fmt: skip
"""The order by name. A kind that is not named here stands at the dots, before company, which reads all others."""


def _kinds() -> Iterator[Evidence]:
    """The evidence that the files of this folder hold: a new kind is a new file, and no line elsewhere."""
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        yield from (value for value in vars(module).values() if isinstance(value, Evidence))


def _place(evidence: Evidence) -> tuple[int, str]:
    return ORDER.index(evidence.name if evidence.name in ORDER else "..."), evidence.name


EVIDENCES: tuple[Evidence, ...] = tuple(sorted({kind.name: kind for kind in _kinds()}.values(), key=_place))

COMMON_DERIVED: tuple[Derived, ...] = (*CONDITION_DERIVED, *MOMENT_DERIVED)


def all_fields(evidences: tuple[Evidence, ...] = EVIDENCES) -> tuple[Field, ...]:
    """Every field a record may have, each once, in the order of the template."""
    fields = [*RECORD_FIELDS, *CONDITION_FIELDS, *MOMENT_FIELDS]
    for evidence in evidences:
        fields += [field for field in evidence.fields if field not in fields]
    return tuple(fields)


__all__ = [
    "COMMON_DERIVED",
    "COMPANY",
    "EVIDENCES",
    "UNKNOWN",
    "Derived",
    "Evidence",
    "Example",
    "Field",
    "Level",
    "Rarity",
    "all_fields",
]


class _Verb(ModuleType):
    """Makes `linkage.evidence(...)` the verb of that name, although this package bears the name too."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """See `linkage.runs.listing.evidence`."""
        return import_module("linkage.runs.listing").evidence(*args, **options)


sys.modules[__name__].__class__ = _Verb
