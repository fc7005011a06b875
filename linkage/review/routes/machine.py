"""The same for other programs: JSON, described by OpenAPI at /api/openapi.json.

Whoever calls enters first, as a person does, and is bound by the same role: the weights of a pair
are told only after the caller's own first answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from linkage.errors import Refused
from linkage.evidence.fields import Side
from linkage.judgements.roles import Person
from linkage.review.access import CanAnswer, CanSee, CanSettle, SeesAgreement, reader_of
from linkage.review.answers import Answer, wrong_with
from linkage.review.decisions import LOOKS, act_of
from linkage.review.find import NO_SUCH, case_for, group_of, key_of, next_pair, pair_for, sees_side
from linkage.review.look import Block, look_at
from linkage.review.opened import Row
from linkage.review.page import desk_of, spoken, words
from linkage.review.queue import PAGE, Filters, cases
from linkage.review.routes.lists import Chosen
from linkage.review.routes.small import give_session

Number = Annotated[int, Path(ge=1, le=2**53)]

REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The token was made for another pair."},
    401: {"description": "Nobody has entered."},
    403: {"description": "The role does not allow it."},
    404: {"description": "There is no such thing, or it may not be seen."},
    409: {"description": "The rules of review do not allow it now."},
    413: {"description": "Too long."},
    421: {"description": "Not served under this name."},
    422: {"description": "It cannot be read, or something is lacking."},
}

router = APIRouter(prefix="/api", responses=REFUSALS)


class Strict(BaseModel):
    """Nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid")


class Entering(Strict):
    """Who enters; a password only where accounts are kept."""

    name: str = Field(min_length=1, max_length=100)
    password: str = Field("", max_length=200)


class Given(Strict):
    """One answer, with the token of the look it belongs to."""

    once: str = Field(max_length=300)
    answer: Literal["worth", "ruled_out", "cannot_say", "needs_fact"]
    method: str = Field("", max_length=40)
    fact: str = Field("", max_length=300)
    source: str = Field("", max_length=300)
    note: str = Field("", max_length=2000)


class Undoing(Strict):
    """Which entry to take back."""

    entry: int = Field(ge=1, le=2**53)


class Entered(BaseModel):
    """Who is in, and the role."""

    name: str
    role: str


class CaseLine(BaseModel):
    """One case of the queue."""

    number: int
    record: str
    candidates: int
    near: int
    from_year: int | None
    to_year: int | None
    country: str | None
    state: str | None
    condition: str
    held: list[str]


class Queue(BaseModel):
    """One page of the queue."""

    all: int
    cases: list[CaseLine]
    next_pair: int | None


class PairLine(BaseModel):
    """One candidate of a case; the total only where the reader has answered."""

    number: int
    missing: str
    remains: str
    total: float | None
    state: str


class Evidence(BaseModel):
    """One kind of evidence in words; the weight only after the first look."""

    title: str
    says: str
    bits: float | None


class Place(BaseModel):
    """A distance to where the remains were found, at least and at most."""

    field: str
    least_km: float
    most_km: float


class Pair(BaseModel):
    """One pair as the page shows it."""

    number: int
    missing: str
    remains: str
    look: Literal["first", "final"]
    once: str | None
    against: list[Evidence]
    agree: list[Evidence]
    neutral: list[Evidence]
    unknown: list[Evidence]
    distances: list[Place]
    standing: list[str]
    open_world: str | None
    total: float | None
    state: str
    stays_inside: bool = Field(description="One of the two records may not leave its office.")
    notice: str


class Kept(BaseModel):
    """An entry of the store."""

    entry: int
    look: str
    answer: str
    next_pair: int | None


class Agreement(BaseModel):
    """How often two people answered alike."""

    pairs: int
    alike: int
    kappa: float | None


@router.post("/enter")
def enter(request: Request, response: Response, who: Entering) -> Entered:
    """Enter; the session comes as a cookie."""
    session = desk_of(request).people.enter(" ".join(who.name.split()), who.password)
    if session is None:
        raise HTTPException(403, "The name or the password is not right.")
    reader = desk_of(request).people.reader(session)
    give_session(request, response, {"browser": secrets.token_urlsafe(12), **session})
    return Entered(name=reader.name if reader else who.name, role=reader.role if reader else "")


@router.get("/reader")
def reader(request: Request) -> Entered:
    """Who is in."""
    found = reader_of(request)
    if found is None:
        raise HTTPException(401, "Nobody has entered.")
    return Entered(name=found.name, role=found.role)


@router.get("/queue/{side}")
def queue(
    request: Request,
    reader: CanSee,
    side: Side,
    filters: Chosen,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Queue:
    """The cases of a side, what is worth most first."""
    if not sees_side(reader, side):
        raise HTTPException(404, NO_SUCH)
    listed = cases(desk_of(request).run, side, filters, group_of(reader))
    ahead = next_pair(desk_of(request), reader, side, filters)
    return Queue(
        all=len(listed),
        cases=[_case(case) for case in listed[(page - 1) * PAGE : page * PAGE]],
        next_pair=ahead["number"] if ahead else None,
    )


def _case(case: Row) -> CaseLine:
    same = ("number", "candidates", "near", "from_year", "to_year", "country", "state", "held")
    return CaseLine(record=case["id"], condition=case["condition_class"], **{name: case[name] for name in same})


@router.get("/cases/{side}/{number}")
def case(request: Request, reader: CanSee, side: Side, number: Number) -> list[PairLine]:
    """The candidates of one case, the likeliest first."""
    desk = desk_of(request)
    found = case_for(desk, reader, side, number)
    return [
        PairLine(
            number=pair["number"],
            missing=pair["missing_id"],
            remains=pair["remains_id"],
            total=pair["total"] if desk.decisions.mine(key_of(pair), reader.name) else None,
            state=desk.decisions.state(key_of(pair)),
        )
        for pair in desk.run.pairs_of(side, str(found["id"]))
    ]


@router.get("/pairs/{number}")
def pair(request: Request, reader: CanSee, number: Number) -> Pair:
    """One pair, as far as this reader may see it."""
    desk = desk_of(request)
    found = pair_for(desk, reader, number)
    desk.decisions.store.note(reader.name, "pair opened", f"{found['missing_id']} / {found['remains_id']}")
    blind = not desk.decisions.mine(key_of(found), reader.name) and reader.may("answer")
    look = look_at(desk.run, found, spoken(request), blind=blind, exact=reader.may("see_exact_place"))
    stage: Literal["first", "final"] = "first" if blind else "final"
    return Pair(
        number=number,
        missing=found["missing_id"],
        remains=found["remains_id"],
        look=stage,
        once=desk.once(request, number, stage) if reader.may("answer") else None,
        against=_told(look.against, blind),
        agree=_told(look.agree, blind),
        neutral=_told(look.neutral, blind),
        unknown=_told(look.unknown, blind),
        distances=[Place(field=d.spot.field, least_km=d.least_km, most_km=d.most_km) for d in look.distances],
        standing=[] if blind else list(look.x.standing),
        open_world=None if blind else look.x.open_world,
        total=None if blind else look.x.total,
        state=desk.decisions.state(key_of(found)),
        stays_inside=look.stays_inside,
        notice=look.x.notice,
    )


def _told(blocks: Sequence[Block], blind: bool) -> list[Evidence]:
    return [Evidence(title=b.title, says=b.says, bits=None if blind else b.bits) for b in blocks]


@router.post("/pairs/{number}/answers")
def answer(request: Request, reader: CanAnswer, number: Number, given: Given) -> Kept:
    """Keep one answer; the same token twice is one answer."""
    desk = desk_of(request)
    found = pair_for(desk, reader, number)
    look = act_of(desk.look_of(given.once, number), LOOKS)
    if look is None:
        raise HTTPException(400, "The token was made for another pair.")
    told = Answer(given.answer, given.method, given.fact.strip(), given.source.strip(), given.note.strip())
    wrong = wrong_with(told, words(request))
    if wrong:
        raise HTTPException(422, wrong)
    try:
        kept = desk.decisions.keep(reader, found, look, told, given.once)
    except Refused:
        raise HTTPException(409, "The rules of review do not allow this now.") from None
    return Kept(entry=kept.number, look=kept.act, answer=str(kept.answer), next_pair=_ahead(request, reader, found))


def _ahead(request: Request, reader: Person, after: Row) -> int | None:
    side: Side = "remains" if sees_side(reader, "remains") else "missing"
    ahead = next_pair(desk_of(request), reader, side, Filters(), after=after)
    return int(ahead["number"]) if ahead else None


@router.post("/undo")
def undo(request: Request, reader: CanAnswer, which: Undoing) -> Kept:
    """Take one's own answer back."""
    undone = desk_of(request).decisions.undo(reader, which.entry)
    if undone is None:
        raise HTTPException(404, "There is nothing to undo.")
    return Kept(entry=undone.number, look=undone.act, answer=str(undone.answer), next_pair=None)


@router.get("/agreement")
def agreement(request: Request, reader: SeesAgreement) -> Agreement:
    """How often two people answered alike."""
    found = desk_of(request).decisions.agreement()
    return Agreement(pairs=found.pairs, alike=found.alike, kappa=found.kappa)


@router.get("/disagreements")
def disagreements(request: Request, reader: CanSettle) -> list[int]:
    """The numbers of the pairs that two people answered differently."""
    desk = desk_of(request)
    numbers = (desk.run.number_of(*key) for key in desk.decisions.disagreements())
    return [number for number in numbers if number is not None]
