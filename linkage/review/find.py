"""Pairs and cases by their numbers, within what the reader may see; and which pair to look at next."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import HTTPException

from linkage.evidence.fields import Side
from linkage.judgements.roles import Person
from linkage.review.desk import Desk
from linkage.review.opened import Row
from linkage.review.queue import Filters, near_pairs

NO_SUCH = "There is no such page."


def key_of(pair: Row) -> tuple[str, str]:
    """The records of a pair."""
    return str(pair["missing_id"]), str(pair["remains_id"])


def pair_for(desk: Desk, reader: Person, number: int) -> Row:
    """A pair that the reader may see; 404 otherwise, which does not tell whether it exists."""
    pair = desk.run.pair(number)
    if pair is None or not _own(desk, reader, str(pair["missing_id"])):
        raise HTTPException(404, NO_SUCH)
    return pair


def case_for(desk: Desk, reader: Person, side: Side, number: int) -> Row:
    """A case that the reader may see; a group sees the missing persons whom it looks for, no list of remains."""
    case = desk.run.case(side, number)
    if case is None or not sees_side(reader, side) or (side == "missing" and not _own(desk, reader, str(case["id"]))):
        raise HTTPException(404, NO_SUCH)
    return case


def sees_side(reader: Person, side: Side) -> bool:
    """Whether the reader may go through the lists of that side."""
    return reader.may("see_all_cases") or side == "missing"


def group_of(reader: Person) -> str | None:
    """The group whose cases are all that the reader sees; None for whoever sees all."""
    return None if reader.may("see_all_cases") else reader.group


def _own(desk: Desk, reader: Person, missing_id: str) -> bool:
    return reader.may("see_all_cases") or desk.run.case_of("missing", missing_id)["agency"] == reader.group


def next_pair(desk: Desk, person: Person, side: Side, filters: Filters, after: Row | None = None) -> Row | None:
    """The pair to look at next: the rest of the case at hand, then the first of the queue that is still to do."""
    done = desk.decisions.answered(person.name)
    if after is not None:
        for pair in desk.run.pairs_of(side, str(after[f"{side}_id"])):
            if pair[f"near_{side}"] and key_of(pair) not in done:
                return pair
    return next(_ahead(desk, person, side, filters), None)


def later_pair(desk: Desk, person: Person, side: Side, filters: Filters, left: int) -> Row | None:
    """The pair that follows one that was left for later; the first to do where it was the last."""
    passed = False
    for pair in _ahead(desk, person, side, filters):
        if passed:
            return pair
        passed = pair["number"] == left
    return next((pair for pair in _ahead(desk, person, side, filters) if pair["number"] != left), None)


def _ahead(desk: Desk, person: Person, side: Side, filters: Filters) -> Iterator[Row]:
    """What is still to do, in the order of the queue."""
    done = desk.decisions.answered(person.name)
    return (pair for pair in near_pairs(desk.run, side, filters, group_of(person)) if key_of(pair) not in done)
