"""What the pages of the queue and of a case show, from the run, the decisions and the reader's filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from linkage.evidence import EVIDENCES, all_fields
from linkage.evidence.fields import Side
from linkage.explanation.markup import bits
from linkage.explanation.numbers import count
from linkage.explanation.written import both
from linkage.judgements.roles import Person
from linkage.review.answers import state_words, told
from linkage.review.areas import area_name
from linkage.review.desk import Desk
from linkage.review.find import group_of, key_of, next_pair
from linkage.review.look import FOLDED, plain_record, readable
from linkage.review.opened import Row
from linkage.review.page import desk_of, spoken, words
from linkage.review.queue import PAGE, STATES, Filters, cases, choices, other
from linkage.words import Translator, translator

TELLING = ("names", "documents", "origin", "marks", "belongings", "dental", "company")
"""Evidence whose presence in a record says that a look is worth it; sex, age or stature nearly all records have."""


@dataclass(frozen=True)
class Option:
    """One entry of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Select:
    """One filter."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Teller:
    """The words for codes and numbers of lists, in one language."""

    language: str

    @property
    def translate(self) -> Translator:
        """From English to the reader's language."""
        return translator(self.language)

    def condition(self, code: str) -> str:
        """The state of the remains."""
        _ = self.translate
        return {
            "fresh": _("recent"),
            "decomposed": _("decomposed"),
            "skeletal": _("bone"),
            "partial": _("parts, or burned"),
            "unknown": _("not known"),
        }[code]

    def state(self, code: str) -> str:
        """How far the reader is with a case."""
        _ = self.translate
        return {
            "todo": _("to look at"),
            "begun": _("begun"),
            "done": _("looked at"),
            "waiting": _("somebody else looked at it"),
        }[code]

    def evidence(self, name: str) -> str:
        """The title of a kind of evidence."""
        return self.translate(next(e.title or e.name for e in EVIDENCES if e.name == name))

    def years(self, case: Row) -> str:
        """The year, or the first and the last."""
        low, high = case["from_year"], case["to_year"]
        if low is None or high is None or low == high:
            return str(low or high or "")
        return f"{low}\N{EN DASH}{high}"

    def candidates(self, case: Row) -> str:
        """How many there are, and how many of them are worth a look."""
        near, all_ = case["near"], case["candidates"]
        return self.translate("{near} of {all}").format(near=count(near), all=count(all_))


def as_queue(request: Request, reader: Person, side: Side, filters: Filters, page: int) -> Mapping[str, Any]:
    """What the template of the queue needs."""
    desk, _ = desk_of(request), words(request)
    tell = Teller(spoken(request))
    every = cases(desk.run, side, filters, group_of(reader))
    states = progress(desk, reader, side)
    counted = {code: sum(states.get(str(case["id"]), "todo") == code for case in every) for code in STATES}
    listed = _in_state(every, states, filters)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    first = (page - 1) * PAGE + 1
    return {
        "side": side,
        "other_side": other(side),
        "heading": side_words(side, _),
        "other_heading": side_words(other(side), _),
        "queue": {
            "counts": _counts(counted, tell),
            "rows": [_row(case, states.get(str(case["id"]), "todo"), tell) for case in shown],
            "next": next_pair(desk, reader, side, filters),
            "go_on": _("Go on where you left") if counted["begun"] or counted["done"] else _("Begin"),
            "query": filters.query(side=side),
            "own": filters.query(),
            "filtered": bool(filters.query()),
            "fields": list(_selects(desk, reader, side, filters, tell)),
            "before": filters.query(page=page - 1) if page > 1 else "",
            "after": filters.query(page=page + 1) if page * PAGE < len(listed) else "",
            "shown": _("{first} to {last} of {all}").format(
                first=count(first), last=count(first + len(shown) - 1), all=count(len(listed))
            ),
        },
    }


def listed_cases(desk: Desk, reader: Person, side: Side, filters: Filters) -> list[dict[str, object]]:
    """The cases that the filters leave of a side, in order; all the pages of the list."""
    return _in_state(cases(desk.run, side, filters, group_of(reader)), progress(desk, reader, side), filters)


def _in_state(listed: list[dict[str, object]], states: Mapping[str, str], filters: Filters) -> list[dict[str, object]]:
    if filters.state not in STATES:
        return listed
    return [case for case in listed if states.get(str(case["id"]), "todo") == filters.state]


def side_words(side: Side, _: Translator) -> str:
    """The people of a side."""
    return _("Deceased persons without a name") if side == "remains" else _("Missing persons")


def _counts(counted: Mapping[str, int], tell: Teller) -> str:
    _ = tell.translate
    told = _("Cases listed: {all}. To look at: {todo}; begun: {begun}; looked at: {done}; by others only: {waiting}.")
    return told.format(all=count(sum(counted.values())), **{code: count(n) for code, n in counted.items()})


def progress(desk: Desk, reader: Person, side: Side) -> Mapping[str, str]:
    """How far the reader is with each case of a side of which anything was answered: its state by record."""
    mine = desk.decisions.begun(reader.name)
    others = desk.decisions.looked_at() - mine
    place = 0 if side == "missing" else 1
    begun, waiting = {key[place] for key in mine}, {key[place] for key in others}
    left = {key[place] for key in desk.run.near_keys(side, begun) if key not in desk.decisions.answered(reader.name)}
    return {
        **dict.fromkeys(waiting, "waiting"), **dict.fromkeys(begun, "done"), **dict.fromkeys(begun & left, "begun"),
    }  # fmt: skip


def _row(case: Row, state: str, tell: Teller) -> Mapping[str, str]:
    held = [tell.evidence(name) for name in case["held"] if name in TELLING]
    return {
        "number": case["number"],
        "id": case["id"],
        "place": area_name(case["country"], case["state"], tell.language),
        "years": tell.years(case),
        "condition": tell.condition(str(case["condition_class"])),
        "held": ", ".join(held),
        "candidates": tell.candidates(case),
        "state": tell.state(state),
    }


def _selects(desk: Desk, reader: Person, side: Side, filters: Filters, tell: Teller) -> Iterator[Select]:
    """The filters with what there is to choose from."""
    _, found = tell.translate, choices(desk.run, side, group_of(reader))

    def options(name: str, rows: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
        return tuple(Option(value, label, str(getattr(filters, name) or "") == value) for value, label in rows)

    yield Select("place", _("Place"), options("place", list(_places(found["place"], tell))))
    years = _years(found["years"][0])
    yield Select("start", _("From the year"), options("start", years))
    yield Select("end", _("To the year"), options("end", years))
    if side == "remains":
        conditions = [(r["value"], f"{tell.condition(r['value'])} ({count(r['n'])})") for r in found["condition"]]
        yield Select("condition", _("Condition"), options("condition", conditions))
    held = [
        (r["value"], f"{tell.evidence(r['value'])} ({count(r['n'])})") for r in found["held"] if r["value"] in TELLING
    ]
    yield Select("held", _("Written in the record"), options("held", held))
    yield Select("state", _("State"), options("state", [(code, tell.state(code)) for code in STATES]))


def _places(rows: Sequence[Row], tell: Teller) -> Iterator[tuple[str, str]]:
    for row in rows:
        name = area_name(row["country"], row["state"], tell.language)
        yield row["state"] or row["country"], f"{name} ({count(row['n'])})"


def _years(row: Row) -> list[tuple[str, str]]:
    if row["low"] is None or row["high"] is None:
        return []
    return [(str(year), str(year)) for year in range(int(row["low"]), int(row["high"]) + 1)]


def as_case(request: Request, reader: Person, side: Side, case: Row) -> Mapping[str, Any]:
    """What the template of a case needs."""
    desk, _ = desk_of(request), words(request)
    tell, record_id = Teller(spoken(request)), str(case["id"])
    record = readable(desk.run, side, record_id, reader.may("see_exact_place"), tell.language)
    pairs = desk.run.pairs_of(side, record_id)
    done = desk.decisions.answered(reader.name)
    left = [pair for pair in pairs if pair[f"near_{side}"] and key_of(pair) not in done]
    written, nothing = plain_record(record), dict[str, Any]()
    sides = (written, nothing) if side == "missing" else (nothing, written)
    shown = [field for field in all_fields() if field.name not in (*FOLDED, "id")]
    return {
        "side": side,
        "case": {"number": case["number"]},
        "heading": f"{one_words(side, _)} {record_id}",
        "other_heading": one_words(other(side), _),
        "summary": _("To look at, because close enough to the first: {near}, of {all} listed.").format(
            near=count(case["near"]), all=count(case["candidates"])
        ),
        "written": both(shown, sides[0], sides[1], _),
        "order_words": _("The likeliest first. Totals are shown once you have answered."),
        "pairs": [_candidate(desk, reader, pair, other(side), _) for pair in pairs],
        "next_pair": left[0]["number"] if left else None,
    }


def one_words(side: Side, _: Translator) -> str:
    """One person of a side."""
    return _("Unidentified deceased person") if side == "remains" else _("Missing person")


def _candidate(desk: Desk, reader: Person, pair: Row, side: Side, _: Translator) -> Mapping[str, Any]:
    """One line of the candidates. The total is told only of pairs that the reader has looked at."""
    mine = desk.decisions.mine(key_of(pair), reader.name)
    last = mine.get("final") or mine.get("first")
    return {
        "number": pair["number"],
        "id": pair[f"{side}_id"],
        "total": bits(pair["total"]) if last else "",
        "mine": told(last, _) if last else "",
        "state": state_words(desk.decisions.state(key_of(pair)), _),
    }
