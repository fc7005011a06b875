"""Age: the age at death that the family's dates give, against the examiner's interval.

Age at death is the age at last contact and the time from then to the death, an interval. Where
nothing bounds the death from below (bare bone, no estimate), the person may have lived on, so an
examiner's age that is higher than the age at last contact is unknown and not a contradiction.
"""

from __future__ import annotations

from linkage.evidence.documents import DOCUMENT_NUMBERS
from linkage.evidence.fields import CODE, NUMBER, Field
from linkage.evidence.moments import BIRTH_DATE, MOMENT_FIELDS, OPEN, OPEN_DRY
from linkage.evidence.value import Derived, Evidence, Example, Level, falling

AGE_GROUPS = {
    "fetus": (0, 0), "infant": (0, 3), "child": (2, 13), "minor": (0, 18), "adolescent": (10, 20),
    "young_adult": (15, 30), "adult": (17, 120), "middle_adult": (30, 65), "old_adult": (45, 120),
    "adult_before_20": (15, 20), "adult_before_30": (17, 30), "adult_before_40": (17, 40),
    "adult_before_50": (17, 50), "adult_before_60": (17, 60), "adult_before_70": (17, 70),
    "adult_before_80": (17, 80), "adult_before_90": (17, 90),
}  # fmt: skip
"""Years that a group of age covers; used only where the examiner gives no years."""

_YEAR = 365.25
_LATE_REPORT_DAYS = 3653
"""Where only the report is dated, the last contact may have been up to ten years before it."""

_COVERAGE = (
    "true age is inside the stated interval in 84-91 % of auricular-surface estimates (Forensic Sciences 2022, 2, 40051);"
    " outside it falls off with sd of a quarter of the width, at least 3 years for children and 6 for adults"
)
_COUNTED = (
    "counted on 1 million random pairs of the NamUs export of 2024 (12,220 stated intervals; 2,553 missing persons)"
)

_NUMBERS: dict[str, tuple[int, tuple[float, ...], tuple[float, ...]]] = {
    "narrow": (1, (0.840, 0.110, 0.040, 0.0100), (0.155, 0.179, 0.255, 0.411)),
    "medium": (2, (0.860, 0.106, 0.028, 0.0060), (0.273, 0.196, 0.280, 0.251)),
    "wide": (3, (0.890, 0.085, 0.021, 0.0040), (0.387, 0.173, 0.255, 0.185)),
    "vast": (4, (0.940, 0.051, 0.0085, 0.0005), (0.694, 0.164, 0.116, 0.026)),
}
"""Group: its `age_class`, then m and u of inside, near, off, far. Classes are widths of up to 9, 17, 31
and more years, of the examiner's interval and the interval of the death together."""

_LIVED_LOW = "greatest(age_then_low_l, (died_from_day_r - born_to_day_l) / 365.25)"
_LIVED_HIGH = (
    f"CASE WHEN died_class_r < {OPEN_DRY} THEN greatest(age_then_high_l, (died_to_day_r - born_from_day_l) / 365.25)"
    " ELSE greatest(age_then_high_l + 1, (died_from_day_r - born_to_day_l) / 365.25 + 1) END"
)
_MISSED = f"greatest(age_found_low_r - {_LIVED_HIGH}, {_LIVED_LOW} - age_found_high_r, 0)"
_MAY_HAVE_LIVED_ON = (
    f"((died_class_r >= {OPEN_DRY} OR NOT born_known_l) AND age_found_low_r > {_LIVED_HIGH}"
    " AND (NOT born_known_l OR died_to_day_r IS NULL OR age_found_low_r <= (died_to_day_r - born_from_day_l) / 365.25))"
)
_BANDS = (
    ("inside", f"{_MISSED} <= 0", "The age fits the examiner's estimate."),
    ("near", f"{_MISSED} > 0 AND {_MISSED} <= age_slack_r",
     "The age is a little outside the examiner's estimate, as it often is."),
    ("off", f"{_MISSED} > age_slack_r AND {_MISSED} <= 3 * age_slack_r",
     "The age is well outside the examiner's estimate."),
    ("far", f"{_MISSED} > 3 * age_slack_r", "The age is far outside the examiner's estimate."),
)  # fmt: skip


def _levels(group: str) -> list[Level]:
    number, ms, us = _NUMBERS[group]
    return [
        Level(f"{name}_{group}", f"age_class_r = {number} AND {when}", m, u, f"{_COVERAGE}; {_COUNTED}", says, group)
        for (name, when, says), m, u in zip(_BANDS, ms, us, strict=True)
    ]


def _group_case(place: int) -> str:
    cases = " ".join(f"WHEN '{code}' THEN {years[place]}" for code, years in AGE_GROUPS.items())
    return f"CASE age_group {cases} END"


_STATED = "(age_low_years IS NOT NULL OR age_high_years IS NOT NULL)"
_BOTH_DATED = "contact_low IS NOT NULL AND born_low IS NOT NULL AND born_high IS NOT NULL"
_CONTACT_LOW = f"coalesce(contact_low, contact_high - {_LATE_REPORT_DAYS})"
_BIRTH_LOW_DAY = "CAST(born_low - DATE '1970-01-01' AS INTEGER)"
_BIRTH_HIGH_DAY = "CAST(born_high - DATE '1970-01-01' AS INTEGER)"


def _born(end: str) -> str:
    """SQL: that end of the date of birth; where none is written, the one that the identity number holds."""
    blank = "birth_date_low IS NULL AND birth_date_high IS NULL"
    held = "CASE WHEN len(documents_births) = 1 THEN CAST(left(documents_births[1], 10) AS DATE) END"
    return f"CASE WHEN {blank} THEN {held} ELSE birth_date_{end} END"


DERIVED = (
    Derived("born_low", "DATE", _born("low")),
    Derived("born_high", "DATE", _born("high")),
    Derived(
        "age_then_low", "DOUBLE",
        f"least(CASE WHEN {_STATED} THEN coalesce(age_low_years, 0) END,"
        f" CASE WHEN {_BOTH_DATED} THEN greatest((contact_from_day - {_BIRTH_HIGH_DAY}) / {_YEAR}, 0) END)",
    ),
    Derived(
        "age_then_high", "DOUBLE",
        f"greatest(CASE WHEN {_STATED} THEN coalesce(age_high_years, 119) + 1 END,"
        f" CASE WHEN {_BOTH_DATED} THEN greatest((contact_to_day - {_BIRTH_LOW_DAY}) / {_YEAR}, 0) END)",
    ),
    Derived(
        "born_from_day", "INTEGER",
        f"coalesce({_BIRTH_LOW_DAY},"
        f" CAST({_CONTACT_LOW} - DATE '1970-01-01' AS INTEGER) - CAST(age_then_high * {_YEAR} AS INTEGER))",
    ),
    Derived(
        "born_to_day", "INTEGER",
        f"coalesce({_BIRTH_HIGH_DAY}, contact_to_day - CAST(age_then_low * {_YEAR} AS INTEGER))",
    ),
    Derived("born_known", "BOOLEAN", "born_from_day IS NOT NULL AND born_to_day IS NOT NULL"),
    Derived("age_found_low", "DOUBLE", f"CASE WHEN {_STATED} THEN coalesce(age_low_years, 0) ELSE {_group_case(0)} END"),
    Derived(
        "age_found_high", "DOUBLE",
        f"CASE WHEN {_STATED} THEN coalesce(age_high_years, 119) + 1 ELSE {_group_case(1)} + 1 END",
    ),
    Derived(
        "age_slack", "DOUBLE",
        "greatest((age_found_high - age_found_low) / 4, CASE WHEN age_found_high <= 18 THEN 3 ELSE 6 END)",
    ),
    Derived(
        "age_width", "DOUBLE",
        "age_found_high - age_found_low"
        f" + CASE WHEN died_class < {OPEN_DRY} THEN (died_to_day - died_from_day) / {_YEAR} ELSE 0 END",
    ),
    Derived(
        "age_class", "INTEGER",
        "CASE WHEN age_width <= 9 THEN 1 WHEN age_width <= 17 THEN 2 WHEN age_width <= 31 THEN 3 ELSE 4 END",
    ),
)  # fmt: skip

_GONE = {"age": "30", "last_contact": "2005-06-10"}
_BODY = {"found": "2005-08-10", "condition": "fresco"}

AGE = Evidence(
    name="age",
    title="Age",
    question="Is the person's age at death inside the interval that the examiner gives?",
    fields=(
        Field("age", NUMBER, "Age at last contact; of remains, the examiner's interval of age at death.",
              "edad", unit="years", example="30-40"),
        Field("age_group", CODE, "Group of age of the remains, where the examiner gives no years.",
              "grupo_edad", sides=("remains",), vocabulary="age_group", example="adulto"),
        BIRTH_DATE,
        DOCUMENT_NUMBERS,
        *MOMENT_FIELDS,
    ),
    borrows=("documents",),
    derived=DERIVED,
    needs=(),
    unknown=(
        "age_found_low_r IS NULL OR (age_then_low_l IS NULL AND NOT born_known_l)"
        f" OR (age_then_low_l IS NULL AND coalesce(died_class_r, {OPEN}) >= {OPEN_DRY})"
        f" OR coalesce({_MAY_HAVE_LIVED_ON}, false)"
    ),
    levels=falling(level for group in _NUMBERS for level in _levels(group)),
    examples=(
        Example(_GONE, _BODY | {"age": "28-34"}, "inside_narrow"),
        Example({"age": "16", "last_contact": "2005-06-10"}, {"found": "2005-06-07", "age": "18-22", "condition": "fresco"}, "near_narrow",
                "the opening case of NIJ Journal 264: two years younger than estimated"),
        Example(_GONE, _BODY | {"age": "40-46"}, "off_narrow"),
        Example(_GONE, _BODY | {"age": "60-65"}, "far_narrow"),
        Example({"birth_date": "1975-02-01", "last_contact": "2005-06-10"}, _BODY | {"age": "25-40"}, "inside_medium"),
        Example(_GONE, _BODY | {"age": "35-50"}, "near_medium"),
        Example(_GONE, _BODY | {"age": "10-20"}, "off_medium"),
        Example(_GONE, _BODY | {"age": "55-70"}, "far_medium"),
        Example({"documents": "CURP GOMA750201MVZXXX07", "last_contact": "2005-06-10"}, _BODY | {"age": "25-40"}, "inside_medium",
                "no date of birth is written, but the CURP holds it"),
        Example({"birth_date": "1975"}, {"found": "2015-02-01", "death": "2013/2014", "age": "30-50"}, "inside_wide"),
        Example(_GONE, _BODY | {"age": "35-60"}, "near_wide"),
        Example(_GONE, _BODY | {"age": "45-70"}, "off_wide"),
        Example({"age": "70", "last_contact": "2005-06-10"}, _BODY | {"age": "17-40"}, "far_wide"),
        Example(_GONE, _BODY | {"age_group": "Adult"}, "inside_vast", "18 or older says little"),
        Example({"age": "14", "last_contact": "2005-06-10"}, _BODY | {"age_group": "Adult"}, "near_vast"),
        Example({"age": "70", "last_contact": "2005-06-10"}, _BODY | {"age_low": "1", "age_high": "40"}, "off_vast"),
        Example({"age": "85", "last_contact": "2005-06-10"}, _BODY | {"age_low": "1", "age_high": "40"}, "far_vast"),
        Example(_GONE, {"found": "2025-06-10", "age": "45-55", "condition": "esqueleto"}, "unknown",
                "twenty years later, bare bone: the person may have lived on"),
        Example(_GONE, {"found": "2025-06-10", "condition": "fresco", "age": "48-52"}, "inside_narrow",
                "fifty by then"),
        Example(_GONE, _BODY, "unknown", "remains without an age are unknown, not infants"),
    ),
)  # fmt: skip
