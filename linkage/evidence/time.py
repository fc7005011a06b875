"""Time: does the death begin soon after the last contact, long after, or before it?

A person reported missing is mostly dead within weeks of the last contact, or lives on for years.
What is weighed is the wait: the days from the last contact to the last day on which the death can
have been. How telling a wait is depends on how narrowly the two moments are known, so the levels
stand in four groups by the wider of the two intervals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from linkage.evidence.moments import MOMENT_FIELDS
from linkage.evidence.value import Evidence, Example, Level, falling

GROUPS = {"narrow": 1, "medium": 2, "wide": 3, "open": 4}
"""Group to the wider of `contact_class` and `died_class` (see moments)."""

_M = (
    "share of true pairs: death follows last contact within 7 days in .35, 30 days .50, 90 days .60, a year .72,"
    " 3 years .83, 10 years .93, 30 years .985 (our assumption: no register publishes it), and the end of the"
    " examiner's interval lies evenly up to {width} after the death (4 million draws)"
)
_M_OPEN = (
    " or, where nothing bounds it, as far as counted in the NamUs export of 2024: found minus year of death has"
    " median 0, p75 1, p90 5, p95 10, p99 50 years"
)
_U = "; u counted on 10 million random pairs of the NamUs export of 2024 (15,109 remains, 2,553 missing persons)"
_EARLY = (
    "an opening case of NIJ Journal 264 was found three days before the recorded last contact, and DNA confirmed it; families"
    " give the day of the report for the day of the last call. No rate is published: we allow .004 to .011 of true pairs by"
    " days (four times what random pairs do: hardly any of them come so near), .002 to .004 by months, .003 by years (a mistyped year)"
)
_WIDTHS = {"narrow": "20 days", "medium": "a year", "wide": "5 years", "open": "5 years"}


@dataclass(frozen=True)
class _Rung:
    """A level's name, condition and numbers within one group."""

    name: str
    when: str
    m: float
    u: float
    says: str


_WAIT = "died_to_day_r - contact_to_day_l"
_FOUND_EARLY = "contact_from_day_l - found_by_day_r"
_DEAD_EARLY = "contact_from_day_l - died_to_day_r"


def _wait(name: str, low: int | None, high: int | None, m: float, u: float, says: str, also: str = "") -> _Rung:
    """A wait of more than `low` and up to `high` days, with the death not ending before the last contact."""
    parts = [f"{_DEAD_EARLY} <= 30", f"{_FOUND_EARLY} <= 0"]
    parts += [f"{_WAIT} > {low}"] if low is not None else []
    parts += [f"{_WAIT} <= {high}"] if high is not None else []
    return _Rung(name, " AND ".join([*parts, also] if also else parts), m, u, says)


_SOON = "The death can have been within {} of the last contact."
_LATER = "The death was {} after the last contact, or less: the person would have lived on for a while."
_LONG = "The death was more than ten years after the last contact: the person would have lived on all that time."
_POSSIBLE = "Found more than ten years after the last contact; nothing says how long before that the death was."

_WAITS: dict[str, tuple[_Rung, ...]] = {
    "narrow": (
        _wait("within_14_days", None, 14, 0.3172, 0.00067, _SOON.format("two weeks")),
        _wait("within_60_days", 14, 60, 0.2312, 0.00202, _SOON.format("two months")),
        _wait("within_a_year", 60, 366, 0.1653, 0.0151, _LATER.format("up to a year")),
        _wait("within_10_years", 366, 3653, 0.2104, 0.1412, _LATER.format("up to ten years")),
        _wait("later", 3653, None, 0.0697, 0.2023, _LONG),
    ),
    "medium": (
        _wait("within_a_year", None, 366, 0.6299, 0.0181, _SOON.format("a year")),
        _wait("within_3_years", 366, 1096, 0.1761, 0.0352, _LATER.format("up to three years")),
        _wait("within_10_years", 1096, 3653, 0.1140, 0.1080, _LATER.format("up to ten years")),
        _wait("later", 3653, None, 0.0737, 0.2148, _LONG),
    ),
    "wide": (
        _wait("within_3_years", None, 1096, 0.4360, 0.0636, _SOON.format("three years")),
        _wait("within_10_years", 1096, 3653, 0.4600, 0.1348, _SOON.format("ten years")),
        _wait("lived_on", 3653, None, 0.0945, 0.3477, _LONG, "died_from_day_r > contact_to_day_l + 366"),
    ),
    "open": (
        _wait("within_a_year", None, 366, 0.5060, 0.0333, "Found within a year of the last contact."),
        _wait("within_3_years", 366, 1096, 0.2520, 0.0687, "Found within three years of the last contact."),
        _wait("within_10_years", 1096, 3653, 0.2350, 0.2264, "Found within ten years of the last contact."),
    ),
}  # fmt: skip

_EARLY_U = {
    "narrow": (0.0002, 0.0016, 0.0161, 0.6208),
    "medium": (0.0005, 0.0014, 0.0168, 0.6052),
    "wide": (0.0146, 0.0010, 0.0191, 0.4192),
    "open": (0.0030, 0.0027, 0.0297, 0.6359),
}
"""Random pairs whose death is estimated before the last contact, or found days, months and years before it."""

_EARLIER = (
    ("estimated_before", 0.2, f"{_DEAD_EARLY} > 30 AND {_FOUND_EARLY} <= 30",
     "The examiner's estimate puts the death before the last contact; such estimates are often wrong."),
    ("found_days_before", 4.0, f"{_FOUND_EARLY} > 0 AND {_FOUND_EARLY} <= 30 AND {_DEAD_EARLY} <= 30",
     "Found up to thirty days before the last contact: one of the two dates may be recorded wrongly."),
    ("found_months_before", 0.125, f"{_FOUND_EARLY} > 30 AND {_FOUND_EARLY} <= 365",
     "Found months before the last contact: possible only if a date is wrong."),
    ("found_years_before", 0.005, f"{_FOUND_EARLY} > 365",
     "Found years before the last contact: possible only if a date is wrong."),
)  # fmt: skip
"""Name, m as a multiple of u (the same in every group, so that a blank never makes it worse), condition, words.
Some days before is near the last contact, and so speaks for the pair, far less than some days after."""


def _early(group: str) -> list[_Rung]:
    return [
        _Rung(name, when, u * ratio, u, says)
        for (name, ratio, when, says), u in zip(_EARLIER, _EARLY_U[group], strict=True)
    ]


def _group_levels(group: str) -> list[Level]:
    """The levels of one group; what is left of m and u by rounding goes to the first rung."""
    rungs = [*_WAITS[group], *_early(group)]
    rungs[0] = replace(rungs[0], m=1 - sum(r.m for r in rungs[1:]), u=1 - sum(r.u for r in rungs[1:]))
    because = _M.format(width=_WIDTHS[group]) + (_M_OPEN if group == "open" else "") + f"; {_EARLY}{_U}"
    return [Level(f"{r.name}_{group}", _in(group, r.when), r.m, r.u, because, r.says, group) for r in rungs]


def _late(group: str, also: str) -> Level:
    """A late find whose death may have been early: it says nothing, so it is a group of its own, of one level."""
    rung = _wait("later", 3653, None, 1.0, 1.0, _POSSIBLE, also)
    because = "nothing bounds the death from below, so a late find must not weigh against the pair"
    return Level(f"later_{group}", _in(group, rung.when), 1.0, 1.0, because, rung.says, f"late_{group}")


def _in(group: str, when: str) -> str:
    return f"greatest(contact_class_l, died_class_r) = {GROUPS[group]} AND {when}"


LEVELS = falling([
    *(level for group in GROUPS for level in _group_levels(group)),
    _late("wide", "died_from_day_r <= contact_to_day_l + 366"),
    _late("open", ""),
])  # fmt: skip

_CONTACT = {"last_contact": "2005-06-10"}
_STATES: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "narrow": (
        ("within_14_days", {"found": "2005-06-15", "condition": "fresco"}),
        ("within_60_days", {"found": "15 de julio de 2005", "condition": "fresco"}),
        ("within_a_year", {"found": "2006-03-01", "pmi": "2 semanas"}),
        ("within_10_years", {"found": "2011-03-01", "condition": "fresco"}),
        ("later", {"found": "2018-03-01", "pmi": "< 1 day"}),
        ("estimated_before", {"found": "2005-08-01", "death": "2005-01"}),
        ("found_days_before", {"found": "2005-06-07", "condition": "fresco"}),
        ("found_months_before", {"found": "2005-02-01", "condition": "fresco"}),
        ("found_years_before", {"found": "1999-02-01", "condition": "fresco"}),
    ),
    "medium": (
        ("within_a_year", {"found": "2012-01-20", "death": "2005"}),
        ("within_3_years", {"found": "2012-01-20", "death": "2007"}),
        ("within_10_years", {"found": "2012-01-20", "pmi": "6-8 months"}),
        ("later", {"found": "2019-01-20", "death": "2018"}),
        ("estimated_before", {"found": "2012-01-20", "death": "2004"}),
        ("found_days_before", {"found": "2005-06-01", "death": "2004/2005-05", "condition": "esqueleto"}),
        ("found_months_before", {"found": "2005-02-01", "death": "2004"}),
        ("found_years_before", {"found": "2001-02-01", "death": "2000"}),
    ),
    "wide": (
        ("within_3_years", {"found": "2012-01-20", "death_low": "2003", "death_high": "2006"}),
        ("within_10_years", {"found": "2012-01-20", "pmi": "2 Years"}),
        ("later", {"found": "2019-01-20", "death": "entre 2004 y 2018"}),
        ("lived_on", {"found": "2019-01-20", "death": "entre 2010 y 2018"}),
        ("estimated_before", {"found": "2012-01-20", "death": "1999/2003"}),
        ("found_days_before", {"found": "2005-06-01", "death": "2002/2005"}),
        ("found_months_before", {"found": "2005-02-01", "death": "1999/2003"}),
        ("found_years_before", {"found": "2003-12-01", "death": "1999/2003"}),
    ),
    "open": (
        ("within_a_year", {"found": "2006-01-20"}),
        ("within_3_years", {"found": "2008-01-20", "condition": "esqueleto"}),
        ("within_10_years", {"found": "2014-01-20", "pmi": "más de un año"}),
        ("later", {"found": "2019-01-20", "condition": "esqueleto"}),
        ("estimated_before", {"found": "2005-06-20", "condition": "esqueleto degradado"}),
        ("found_days_before", {"found": "2005-06-07"}),
        ("found_months_before", {"found": "2005-02-01"}),
        ("found_years_before", {"found": "1999-02-01"}),
    ),
}

TIME = Evidence(
    name="time",
    title="Time",
    question="Can the death of the person found have followed the last contact, and how soon?",
    fields=MOMENT_FIELDS,
    needs=(),
    unknown="contact_to_day_l IS NULL OR died_to_day_r IS NULL",
    levels=LEVELS,
    examples=(
        *(Example(_CONTACT, r, f"{n}_{g}") for g, states in _STATES.items() for n, r in states),
        Example({"reported": "2005-06-14"}, {"found": "2004-06-15", "condition": "fresco"}, "within_a_year_open",
                "only the report is dated: the last contact was before it"),
        Example({"last_contact": "hace tres meses", "reported": "10/09/2005"},
                {"found": "2005-06-20", "condition": "fresco"}, "within_14_days_narrow",
                "three months before the report, which could be September or October"),
        Example({}, {"found": "2005-06-15"}, "unknown"),
        Example(_CONTACT, {"condition": "fresco"}, "unknown"),
    ),
)  # fmt: skip
