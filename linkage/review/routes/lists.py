"""The queue, one case with its candidates, finding a record, and the next pair."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from linkage.evidence.fields import Side
from linkage.review.access import CanSee, OwnForm
from linkage.review.find import NO_SUCH, case_for, later_pair, next_pair, sees_side
from linkage.review.listing import as_case, as_queue
from linkage.review.page import desk_of, show, words
from linkage.review.queue import Filters

router = APIRouter(include_in_schema=False)

Code = Annotated[str, Query(max_length=20, pattern=r"^[A-Za-z_.0-9]*$")]
Year = Annotated[str, Query(max_length=4, pattern=r"^\d*$")]
Page = Annotated[int, Query(ge=1, le=100_000)]


def chosen(
    place: Code = "", start: Year = "", end: Year = "", condition: Code = "", held: Code = "", state: Code = ""
) -> Filters:
    """The filters that an address names."""
    return Filters(place, int(start) if start else None, int(end) if end else None, condition, held, state)


Chosen = Annotated[Filters, Depends(chosen)]


@router.get("/queue/{side}")
def queue(
    request: Request,
    reader: CanSee,
    side: Side,
    filters: Chosen,
    page: Page = 1,
) -> Response:
    """The cases of a side, what is worth most first."""
    if not sees_side(reader, side):
        raise HTTPException(404, NO_SUCH)
    answer = show(request, "queue.html.j2", reader, **as_queue(request, reader, side, filters, page))
    here = request.url.path + (f"?{filters.query(page=page if page > 1 else 0)}" if filters.query() or page > 1 else "")
    answer.set_cookie("left", here, max_age=30 * 24 * 3600, httponly=True, samesite="strict")
    return answer


@router.get("/cases/{side}/{number}")
def case(request: Request, reader: CanSee, side: Side, number: int) -> HTMLResponse:
    """One record and all its candidates."""
    found = case_for(desk_of(request), reader, side, number)
    return show(request, "case.html.j2", reader, **as_case(request, reader, side, found))


@router.get("/next")
def go_on(
    request: Request,
    reader: CanSee,
    filters: Chosen,
    side: Side = "remains",
    left: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Response:
    """The pair to look at next, or the list when there is none; `left` is one that was left for later."""
    side = side if sees_side(reader, side) else "missing"
    desk = desk_of(request)
    ahead = later_pair(desk, reader, side, filters, left) if left else next_pair(desk, reader, side, filters)
    return RedirectResponse(f"/pairs/{ahead['number']}?side={side}" if ahead else f"/queue/{side}", 303)


@router.post("/find", dependencies=[OwnForm])
def find(
    request: Request, reader: CanSee, side: Annotated[Side, Form()], record: Annotated[str, Form(max_length=200)]
) -> Response:
    """The case of a record by its own number, which is sent in the form and never in the address."""
    desk, _ = desk_of(request), words(request)
    try:
        number = int(desk.run.case_of(side, record.strip())["number"])
        case_for(desk, reader, side, number)
    except (KeyError, HTTPException):
        sentences = [_("No record of that number has candidates in this run.")]
        return show(
            request,
            "plain.html.j2",
            reader,
            status=404,
            heading=_("Not found"),
            sentences=sentences,
            wrong="",
            back="/",
        )
    return RedirectResponse(f"/cases/{side}/{number}", 303)
