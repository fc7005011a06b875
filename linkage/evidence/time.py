"""Time: does the death begin soon after the last contact, long after, or before it?

A person reported missing is mostly dead within weeks of the last contact, or lives on for years.
What is weighed is the wait: the days from the last contact to the last day on which the death can
have been. How telling a wait is depends on how narrowly the two moments are known, so the levels
stand in groups by the wider of the two intervals. A mummified body that nothing else dates has a
group of its own: it is weeks or months old, where bare bone may be of any age.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from linkage.evidence.moments import MOMENT_FIELDS, OPEN, OPEN_DRY
from linkage.evidence.value import Evidence, Example, Level, falling

GROUPS = {"exact": 1, "narrow": 2, "fair": 3, "medium": 4, "wide": 5, "open_dry": OPEN_DRY, "open": OPEN}
"""Group to the greater of `contact_class` and `died_class` (see moments)."""

_M = (
    "share of true pairs: death follows last contact within 7 days in .35, 30 days .50, 90 days .60, a year .72,"
    " 3 years .83, 10 years .93, 30 years .985 (our assumption: no register publishes it; evenly between these on a scale"
    " of logarithms), and the end of the examiner's interval lies evenly up to {width} after the death (2 million draws);"
    " where a shorter wait came out as weighing less than a longer one, both got the same weight"
)
_M_OPEN = (
    " or, where nothing bounds it, as far as counted in the NamUs export of 2024: found minus year of death has"
    " median 0, p75 1, p90 5, p95 10, p99 50 years"
)
_U = (
    "; u counted on 39 million random pairs of the NamUs export of 2024 (15,109 remains, 2,553 missing persons);"
    " .0001 is allowed for a death estimated before the last contact where none was counted (our assumption)"
)
_EARLY = (
    "an opening case of NIJ Journal 264 was found three days before the recorded last contact, and DNA confirmed it; families"
    " give the day of the report for the day of the last call. No rate is published: we allow .004 to .011 of true pairs by"
    " days (six times what random pairs do within a week, and 3.4 times within a month: hardly any of them come so near),"
    " .002 to .004 by months, .003 by years (a mistyped year)"
)
_WIDTHS = {"exact": "15 days", "narrow": "45 days", "fair": "100 days", "medium": "275 days", "wide": "5 years"}


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
_FOUND = "Found within {} of the last contact."
_POSSIBLE = "Found more than ten years after the last contact; nothing says how long before that the death was."

_SPANS = {
    3: ("within_3_days", "three days"), 7: ("within_7_days", "a week"), 14: ("within_14_days", "two weeks"),
    30: ("within_30_days", "a month"), 60: ("within_60_days", "two months"), 120: ("within_120_days", "four months"),
    366: ("within_a_year", "a year"), 1096: ("within_3_years", "three years"), 3653: ("within_10_years", "ten years"),
}  # fmt: skip
"""Longest wait of a rung in days: its name, and in words."""

_NUMBERS: dict[str, tuple[tuple[int, ...], tuple[float, ...], tuple[float, ...]]] = {
    "exact": (
        (3, 7, 14, 30, 60, 366, 3653),
        (0.0252, 0.0794, 0.1798, 0.1788, 0.0813, 0.1654, 0.2093, 0.0692),
        (0.000194, 0.000163, 0.000324, 0.0008, 0.00147, 0.0155, 0.148, 0.232),
    ),
    "narrow": (
        (7, 14, 30, 60, 120, 366, 3653),
        (0.0349, 0.0600, 0.1638, 0.2485, 0.0919, 0.1074, 0.2128, 0.0695),
        (0.000405, 0.00033, 0.000697, 0.00123, 0.00271, 0.0119, 0.137, 0.200),
    ),
    "fair": (
        (14, 30, 60, 120, 366, 1096, 3653),
        (0.0427, 0.0738, 0.1592, 0.2852, 0.1382, 0.1170, 0.1025, 0.0702),
        (0.000777, 0.000784, 0.00149, 0.00283, 0.0122, 0.0349, 0.109, 0.229),
    ),
    "medium": (
        (30, 60, 120, 366, 1096, 3653),
        (0.0423, 0.0578, 0.1294, 0.4369, 0.1409, 0.1095, 0.0723),
        (0.00155, 0.0015, 0.00307, 0.0119, 0.0352, 0.110, 0.232),
    ),
    "wide": (
        (60, 120, 366, 1096, 3653),
        (0.0151, 0.0195, 0.0907, 0.3104, 0.4593, 0.0943),
        (0.00412, 0.00345, 0.0139, 0.0405, 0.134, 0.361),
    ),
    "open": (
        (30, 60, 120, 366, 1096, 3653),
        (0.0354, 0.0451, 0.0882, 0.2982, 0.2657, 0.2492),
        (0.00287, 0.0027, 0.00545, 0.0227, 0.0685, 0.229),
    ),
}  # fmt: skip
"""Longest wait of each rung in days, then m and u of the rungs and, last, of what is longer (counted apart where open)."""

_SAYS = {
    "exact": (60, _LATER), "narrow": (120, _LATER), "fair": (120, _LATER), "medium": (366, _LATER),
    "wide": (3653, _LATER), "open": (0, _FOUND),
}  # fmt: skip
"""Up to what wait the death can have been near the last contact, and the words for longer ones."""


def _says(group: str, days: int) -> str:
    span, (soon, later) = _SPANS[days][1], _SAYS[group]
    if days <= soon:
        return _SOON.format(span)
    return later.format(span if later is _FOUND else f"up to {span}")


def _waits(group: str) -> list[_Rung]:
    """The rungs by wait; the last has no longest wait, and in `wide` only speaks where the death was late as well."""
    spans, ms, us = _NUMBERS[group]
    rungs = [
        _wait(_SPANS[high][0], low, high, m, u, _says(group, high))
        for low, high, m, u in zip((None, *spans), spans, ms, us, strict=False)
    ]
    if group == "wide":
        rungs.append(_wait("lived_on", spans[-1], None, ms[-1], us[-1], _LONG, _BEGUN_LATE))
    elif group != "open":
        rungs.append(_wait("later", spans[-1], None, ms[-1], us[-1], _LONG))
    return rungs


_BEGUN_LATE = "died_from_day_r > contact_to_day_l + 366"

_EARLY_U = {
    "exact": (0.00832, 0.00026, 0.0010, 0.0173, 0.574),
    "narrow": (0.0001, 0.00035, 0.0012, 0.0162, 0.628),
    "fair": (0.0001, 0.00036, 0.0012, 0.0167, 0.591),
    "medium": (0.0001, 0.00034, 0.0011, 0.0168, 0.586),
    "wide": (0.0157, 0.00019, 0.0006, 0.0188, 0.407),
    "open": (0.0028, 0.00062, 0.0021, 0.0297, 0.633),
}
"""Random pairs whose death is estimated before the last contact, or found a week, a month, months and years before it."""

_EARLIER = (
    ("estimated_before", 0.2, f"{_DEAD_EARLY} > 30 AND {_FOUND_EARLY} <= 30",
     "The examiner's estimate puts the death before the last contact; such estimates are often wrong."),
    ("found_week_before", 6.0, f"{_FOUND_EARLY} > 0 AND {_FOUND_EARLY} <= 7 AND {_DEAD_EARLY} <= 30",
     "Found up to a week before the last contact: one of the two dates may be recorded wrongly."),
    ("found_month_before", 3.4, f"{_FOUND_EARLY} > 7 AND {_FOUND_EARLY} <= 30 AND {_DEAD_EARLY} <= 30",
     "Found one to four weeks before the last contact: one of the two dates may be recorded wrongly."),
    ("found_months_before", 0.125, f"{_FOUND_EARLY} > 30 AND {_FOUND_EARLY} <= 365",
     "Found months before the last contact: possible only if a date is wrong."),
    ("found_years_before", 0.005, f"{_FOUND_EARLY} > 365",
     "Found years before the last contact: possible only if a date is wrong."),
)  # fmt: skip
"""Name, m as a multiple of u (the same in every group, so that a blank never makes it worse), condition, words.
Some days before is near the last contact, and so speaks for the pair, far less than some days after."""


def _early(numbers: str) -> list[_Rung]:
    return [
        _Rung(name, when, u * ratio, u, says)
        for (name, ratio, when, says), u in zip(_EARLIER, _EARLY_U[numbers], strict=True)
    ]


def _shares(waits: list[_Rung], early: list[_Rung]) -> list[_Rung]:
    """The rungs by wait, sharing out what the early ones leave of m and u; a shorter wait weighs no less than a longer one."""
    m, u = ((1 - sum(before)) / sum(shares) for before, shares in (
        ([r.m for r in early], [r.m for r in waits]), ([r.u for r in early], [r.u for r in waits]),
    ))  # fmt: skip
    pools: list[list[_Rung]] = []
    for rung in waits:
        pools.append([replace(rung, m=rung.m * m, u=rung.u * u)])
        while len(pools) > 1 and _ratio(pools[-2]) < _ratio(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    return [replace(rung, m=rung.u * _ratio(pool)) for pool in pools for rung in pool]


def _ratio(pool: list[_Rung]) -> float:
    return sum(rung.m for rung in pool) / sum(rung.u for rung in pool)


def _group_levels(group: str) -> list[Level]:
    """The levels of one group."""
    numbers = "open" if group.startswith("open") else group
    early = _early(numbers)
    width = _M.format(width="5 years") + _M_OPEN if numbers == "open" else _M.format(width=_WIDTHS[group])
    because = f"{width}; {_EARLY}{_U}"
    rungs = [*_shares(_waits(numbers), early), *early]
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
    *(_late(group, "") for group in GROUPS if group.startswith("open")),
])  # fmt: skip

_CONTACT = {"last_contact": "2005-06-10"}
_FRESH, _DECAYED, _PARTLY = ({"condition": text} for text in ("fresco", "descompuesto", "parcialmente esqueletizado"))
_OPEN_FOUND = (
    ("within_30_days", "2005-07-01"), ("within_60_days", "2005-08-15"), ("within_120_days", "2005-10-15"),
    ("within_a_year", "2006-05-20"), ("within_3_years", "2008-01-20"), ("within_10_years", "2014-01-20"), ("later", "2019-01-20"),
    ("estimated_before", "2005-05-25"), ("found_week_before", "2005-06-07"), ("found_month_before", "2005-06-01"),
    ("found_months_before", "2005-02-01"), ("found_years_before", "1999-02-01"),
)  # fmt: skip
_DRY_FOUND = (*(row for row in _OPEN_FOUND if row[0] != "estimated_before"), ("estimated_before", "2005-05-15"))
_EARLY_FOUND = (
    ("found_week_before", "2005-06-07"),
    ("found_month_before", "2005-05-20"),
    ("found_months_before", "2005-02-01"),
    ("found_years_before", "1999-02-01"),
)


def _dated(rows: tuple[tuple[str, str], ...], state: dict[str, str]) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((name, {"found": day, **state}) for name, day in rows)


_STATES: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "exact": (
        *_dated((
            ("within_3_days", "2005-06-12"), ("within_7_days", "2005-06-15"), ("within_14_days", "2005-06-22"),
            ("within_30_days", "2005-07-05"), ("within_60_days", "15 de julio de 2005"), ("within_a_year", "2006-03-01"),
            ("within_10_years", "2011-03-01"), ("later", "2018-03-01"), *_EARLY_FOUND,
        ), _FRESH),
        ("estimated_before", {"found": "2005-08-01", "death_low": "2005-01-05", "death_high": "2005-01-20"}),
    ),
    "narrow": (
        *_dated((
            ("within_7_days", "2005-06-15"), ("within_14_days", "2005-06-22"), ("within_30_days", "2005-07-05"),
            ("within_60_days", "2005-08-05"), ("within_120_days", "2005-09-20"), ("within_a_year", "2006-03-01"),
            ("within_10_years", "2011-03-01"), ("later", "2018-03-01"), *_EARLY_FOUND,
        ), _DECAYED),
        ("estimated_before", {"found": "2005-08-01", "death_low": "2005-01-05", "death_high": "2005-03-15"}),
    ),
    "fair": (
        *_dated((
            ("within_14_days", "2005-06-22"), ("within_30_days", "2005-07-05"), ("within_60_days", "2005-08-05"),
            ("within_120_days", "2005-09-20"), ("within_a_year", "2006-03-01"), ("within_3_years", "2007-03-01"),
            ("within_10_years", "2011-03-01"), ("later", "2018-03-01"), *_EARLY_FOUND,
        ), _PARTLY),
        ("estimated_before", {"found": "2005-08-01", "death_low": "2004-11", "death_high": "2005-03"}),
    ),
    "medium": (
        *((name, {"found": "2012-01-20", "death_low": low, "death_high": high}) for name, low, high in (
            ("within_30_days", "2004-08-01", "2005-07-01"), ("within_60_days", "2004-08-01", "2005-08-01"),
            ("within_120_days", "2004-10-01", "2005-10-01"),
        )),
        ("within_a_year", {"found": "2012-01-20", "death": "2005"}),
        ("within_3_years", {"found": "2012-01-20", "death": "2007"}),
        ("within_10_years", {"found": "2012-01-20", "pmi": "6-8 months"}),
        ("later", {"found": "2019-01-20", "death": "2018"}),
        ("estimated_before", {"found": "2012-01-20", "death": "2004"}),
        ("found_week_before", {"found": "2005-06-05", "death": "2004/2005-05", "condition": "esqueleto"}),
        ("found_month_before", {"found": "2005-06-01", "death": "2004/2005-05", "condition": "esqueleto"}),
        ("found_months_before", {"found": "2005-02-01", "death": "2004"}),
        ("found_years_before", {"found": "2001-02-01", "death": "2000"}),
    ),
    "wide": (
        *((name, {"found": "2012-01-20", "death_low": "2001", "death_high": high}) for name, high in (
            ("within_60_days", "2005-08-01"), ("within_120_days", "2005-10-01"), ("within_a_year", "2006-03-01"),
            ("within_3_years", "2007"),
        )),
        ("within_10_years", {"found": "2012-01-20", "pmi": "2 Years"}),
        ("later", {"found": "2019-01-20", "death": "entre 2004 y 2018"}),
        ("lived_on", {"found": "2019-01-20", "death": "entre 2010 y 2018"}),
        ("estimated_before", {"found": "2012-01-20", "death": "1999/2003"}),
        ("found_week_before", {"found": "2005-06-05", "death": "2002/2005"}),
        ("found_month_before", {"found": "2005-05-28", "death": "2002/2005"}),
        ("found_months_before", {"found": "2005-02-01", "death": "1999/2003"}),
        ("found_years_before", {"found": "2003-12-01", "death": "1999/2003"}),
    ),
    "open_dry": _dated(_DRY_FOUND, {"condition": "momificado"}),
    "open": (
        *_dated(_OPEN_FOUND, {"condition": "esqueleto"}),
        ("within_10_years", {"found": "2014-01-20", "pmi": "más de un año"}),
    ),
}  # fmt: skip

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
        Example({"reported": "2005-06-14"}, {"found": "2004-06-15", "condition": "fresco"}, "within_30_days_open",
                "only the report is dated: the last contact was before it"),
        Example({"last_contact": "hace tres meses", "reported": "10/09/2005"},
                {"found": "2005-06-20", "condition": "fresco"}, "within_7_days_narrow",
                "three months before the report, which could be September or October"),
        Example({}, {"found": "2005-06-15"}, "unknown"),
        Example(_CONTACT, {"condition": "fresco"}, "unknown"),
    ),
)  # fmt: skip
