"""The queue: which cases to look at next, filtered, counted, and in the order of what a look is worth.

A case comes first when one look at it is likeliest to be at the right pair: by the model, the chance
that its first candidate is the one, among all of its candidates and the chance that nobody in the file
is. Twenty candidates alike share that chance, so they come late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from linkage.evidence.fields import SIDES, Side
from linkage.review.opened import ReviewedRun, Row

PAGE = 25
"""Cases on one page."""

STATES = ("todo", "begun", "done", "waiting")
"""Nothing answered yet; some of the nearest answered; all of them; an answer waits for somebody else."""


@dataclass(frozen=True)
class Filters:
    """What to show of a side's queue. Codes and years only: they may stand in an address."""

    place: str = ""
    start: int | None = None
    end: int | None = None
    condition: str = ""
    held: str = ""
    state: str = ""

    def query(self, **more: object) -> str:
        """The filters as the query of an address."""
        own = {field.name: value for field in fields(self) if (value := getattr(self, field.name))}
        return urlencode(own | {name: value for name, value in more.items() if value})


def cases(run: ReviewedRun, side: Side, filters: Filters, group: str | None) -> list[dict[str, object]]:
    """The cases of a side that the filters leave, what is worth most first; a group's own where one is named."""
    where, values = _where(side, filters, group)
    return run.rows(f"SELECT * FROM cases WHERE {where} ORDER BY worth DESC, number", values)


def _where(side: Side, filters: Filters, group: str | None) -> tuple[str, list[object]]:
    """SQL of the filters with its values."""
    clauses: list[tuple[str, object]] = [("side = ?", side), *_clauses(filters)]
    if group is not None:
        clauses.append(("agency = ?", group))
    return " AND ".join(clause for clause, _ in clauses), [value for _, value in clauses]


def _clauses(filters: Filters) -> Iterable[tuple[str, object]]:
    """The filters as SQL. A case without a date or condition is left out only where one is asked for."""
    if filters.place:
        column = "state" if "." in filters.place else "country"
        yield f"{column} = ?", filters.place
    if filters.start is not None:
        yield "to_year >= ?", filters.start
    if filters.end is not None:
        yield "from_year <= ?", filters.end
    if filters.condition:
        yield "condition_class = ?", filters.condition
    if filters.held:
        yield "list_contains(held, ?)", filters.held


def choices(run: ReviewedRun, side: Side, group: str | None) -> Mapping[str, list[dict[str, Any]]]:
    """What there is to filter by, each with how many cases have it."""
    own = "side = ? AND (? IS NULL OR agency = ?)"
    asked = [side, group, group]
    return {
        "place": run.rows(
            f"SELECT country, state, count(*) AS n FROM cases WHERE {own} AND country IS NOT NULL "
            "GROUP BY GROUPING SETS ((country, state), (country)) "
            "HAVING GROUPING(state) = 1 OR state IS NOT NULL ORDER BY country, state NULLS FIRST",
            asked,
        ),
        "condition": run.rows(
            f"SELECT condition_class AS value, count(*) AS n FROM cases WHERE {own} GROUP BY ALL ORDER BY n DESC", asked
        ),
        "held": run.rows(
            f"SELECT value, count(*) AS n FROM (SELECT unnest(held) AS value FROM cases WHERE {own}) "
            "GROUP BY ALL ORDER BY n DESC, value",
            asked,
        ),
        "years": run.rows(f"SELECT min(from_year) AS low, max(to_year) AS high FROM cases WHERE {own}", asked),
    }


def other(side: Side) -> Side:
    """The side that is compared with this one."""
    return SIDES[1 - SIDES.index(side)]


def near_pairs(run: ReviewedRun, side: Side, filters: Filters, group: str | None) -> Iterator[Row]:
    """The candidates worth a look, case by case in the order of the queue."""
    where, values = _where(side, filters, group)
    sql = (
        f"SELECT pairs.number, missing_id, remains_id FROM (SELECT id, worth, number AS n FROM cases WHERE {where}) c "
        f"JOIN pairs ON {side}_id = c.id WHERE near_{side} ORDER BY worth DESC, n, share_{side} DESC, pairs.number"
    )
    return run.stream(sql, values)
