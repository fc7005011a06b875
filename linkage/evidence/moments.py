"""When the person was last in contact and when the person found had died, as intervals.

These columns are worked out for every run; several kinds of evidence read them.
`contact_low`, `contact_high` and `died_low`, `died_high` are dates, NULL where that side is open.
The `_day` columns count days since 1970 and are never open: what is open is moved a century away.
"""

from __future__ import annotations

from linkage.evidence.fields import DATE, DURATION, Field
from linkage.evidence.value import Derived

LAST_CONTACT = Field(
    "last_contact", DATE, "When the person was last seen or heard of.", "fecha_ultimo_contacto",
    sides=("missing",), beside=("reported",), example="2019-05-31",
)  # fmt: skip
REPORTED = Field(
    "reported", DATE, "When the disappearance was reported. Last contact was on that day or before.",
    "fecha_reporte", sides=("missing",), example="2019-06-04",
)  # fmt: skip
FOUND = Field(
    "found", DATE, "When the remains were found, or else when they reached the office.", "fecha_hallazgo",
    sides=("remains",), example="2020-02-11",
)  # fmt: skip
DEATH = Field(
    "death", DATE, "When the person died, in the examiner's estimate: a date, years, or a first and a last.",
    "fecha_muerte", sides=("remains",), beside=("found",), example="2019/2020",
)  # fmt: skip
PMI = Field(
    "pmi", DURATION, "How long the person had been dead when found (the post-mortem interval), in words.",
    "intervalo_postmortem", sides=("remains",), example="6-8 meses",
)  # fmt: skip

BIRTH_DATE = Field(
    "birth_date", DATE, "Date of birth, or what is known of it.", "fecha_nacimiento",
    sides=("missing",), example="1990-05-04",
)  # fmt: skip
"""Of another journey, and so none of `MOMENT_FIELDS`: the age reads it, and the documents."""

MOMENT_FIELDS = (LAST_CONTACT, REPORTED, FOUND, DEATH, PMI)

DEAD_DAYS: dict[str, tuple[int, int | None]] = {
    "fleshed": (0, 21),
    "decomposed": (1, 60),
    "partly_skeletal": (3, 180),
    "mummified": (7, None),
    "skeletal_articulated": (14, 1096),
    "skeletal": (21, None),
    "weathered": (60, None),
}
"""Least and most days dead that each state of the remains allows; None where bones set no limit.

The Pima County examiner labels its seven states: under a day, a week, 3 weeks, 5 weeks, 3 months,
6-8 months, and more. We allow about a tenth to ten times the middle of each: deserts skeletonise a
body in weeks, cold and water keep one for months, and intervals should err on the inclusive side
(temperature explains 80 % of the variance of decomposition, Megyesi and others 2005, n=68).
"""

STATED_FACTOR = 2
"""A stated post-mortem interval is widened to half its least and twice its most: examiners' intervals
cover the truth less often than they say (84-91 % for the best-studied age ranges, and no better for time)."""

_CENTURY = 36525
_EPOCH = "DATE '1970-01-01'"


def _by_condition(place: int) -> str:
    cases = " ".join(
        f"WHEN '{condition}' THEN {days[place]}" for condition, days in DEAD_DAYS.items() if days[place] is not None
    )
    return f"CASE condition {cases} ELSE {'0' if place == 0 else 'NULL'} END"


_PMI_KNOWN = "(pmi_low_days IS NOT NULL OR pmi_high_days IS NOT NULL)"
_LEAST = f"CASE WHEN {_PMI_KNOWN} THEN coalesce(pmi_low_days, 0) / {STATED_FACTOR} ELSE {_by_condition(0)} END"
_MOST = f"CASE WHEN {_PMI_KNOWN} THEN pmi_high_days * {STATED_FACTOR} ELSE {_by_condition(1)} END"
_STATED = "coalesce(death_low <= found_high, true)"
"""An estimate of death that begins after the remains were found is a slip, and is not used."""

_DIED_LOW = (
    f"CASE WHEN death_low IS NOT NULL AND {_STATED} THEN death_low"
    f" WHEN found_low - CAST(ceil({_MOST}) AS INTEGER) <= coalesce(death_high, found_high)"
    f" THEN found_low - CAST(ceil({_MOST}) AS INTEGER) END"
)
_DIED_HIGH = (
    f"CASE WHEN death_high IS NOT NULL AND {_STATED} THEN least(death_high, found_high)"
    f" WHEN death_low IS NOT NULL AND {_STATED} THEN"
    f" CASE WHEN found_high IS NOT NULL THEN greatest(death_low, found_high - CAST(floor({_LEAST}) AS INTEGER)) END"
    f" ELSE found_high - CAST(floor({_LEAST}) AS INTEGER) END"
)


def _day(expression: str) -> str:
    return f"CAST({expression} - {_EPOCH} AS INTEGER)"


WIDTHS_DAYS = (30, 90, 200, 550, 7305)
"""How narrowly a moment is known: the greatest width in days of classes 1 to 5. A body, a decomposed body and a partly
skeletal one whose record says no more fall in the first three."""

OPEN_DRY, OPEN = 6, 7
"""Classes of moments that are open on one side: the death of a mummified body, and any other."""


def _class(low: str, high: str, open_: str = str(OPEN)) -> str:
    """The class of a moment by its width; `open_` is SQL for one that is open on a side."""
    rungs = " ".join(f"WHEN {high} - {low} <= {days} THEN {n}" for n, days in enumerate(WIDTHS_DAYS, 1))
    return f"CASE {rungs} ELSE {open_} END"


_OPEN_DEATH = f"CASE condition WHEN 'mummified' THEN {OPEN_DRY} ELSE {OPEN} END"


MOMENT_DERIVED: tuple[Derived, ...] = (
    Derived("contact_low", "DATE", "last_contact_low"),
    Derived("contact_high", "DATE", "coalesce(last_contact_high, reported_high)"),
    Derived("contact_class", "INTEGER", _class("contact_low", "contact_high")),
    Derived(
        "contact_from_day", "INTEGER",
        f"coalesce({_day('contact_low')}, {_day('contact_high')} - {_CENTURY})",
    ),
    Derived("contact_to_day", "INTEGER", f"coalesce({_day('contact_high')}, {_day('contact_low')})"),
    Derived("died_low", "DATE", _DIED_LOW),
    Derived("died_high", "DATE", _DIED_HIGH),
    Derived("died_class", "INTEGER", _class("died_low", "died_high", _OPEN_DEATH)),
    Derived(
        "died_from_day", "INTEGER",
        f"coalesce({_day('died_low')}, {_day('died_high')} - {_CENTURY})",
    ),
    Derived(
        "died_to_day", "INTEGER",
        f"coalesce({_day('died_high')}, {_day('died_low')} + {_CENTURY})",
    ),
    Derived(
        "found_by_day", "INTEGER",
        f"coalesce({_day('found_high')}, {_day('coalesce(died_high, died_low)')} + {_CENTURY})",
    ),
)  # fmt: skip
