"""What takes more than one person: agreement, disagreements, states with their signatures, the log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from linkage.errors import Refused
from linkage.judgements.roles import NEEDED
from linkage.judgements.values import ANSWERS, METHODS
from linkage.review.access import CanSee, CanSettle, OwnForm, SeesAgreement, SeesLog
from linkage.review.answers import Answer, answer_words, method_words, wrong_with
from linkage.review.decisions import SIGNED, act_of
from linkage.review.find import pair_for
from linkage.review.jointly import as_agreement, as_log, as_settling
from linkage.review.page import desk_of, show, words
from linkage.review.routes.pairs import SentAnswer, Short, Text, go_to, wants_json
from linkage.review.telling import Choice

router = APIRouter(include_in_schema=False)

PAGE = 100


@router.get("/agreement")
def agreement(request: Request, reader: SeesAgreement) -> HTMLResponse:
    """How often two people answered alike, and where they did not."""
    return show(request, "agreement.html.j2", reader, **as_agreement(request, reader))


@router.get("/disagreements/{number}")
def disagreement(request: Request, reader: CanSettle, number: int) -> HTMLResponse:
    """Both answers to one pair, side by side."""
    return _settling(request, reader, number, "")


@router.post("/disagreements/{number}", dependencies=[OwnForm])
def settle(request: Request, reader: CanSettle, number: int, given: SentAnswer, once: Short = "") -> Response:
    """Say what holds."""
    desk, _ = desk_of(request), words(request)
    pair = pair_for(desk, reader, number)
    if desk.look_of(once, number) != "settled":
        raise HTTPException(400, _("This page was made for another pair. Load it again and repeat."))
    wrong = wrong_with(given, _) or ("" if given.note else _("Write the reason."))
    if not wrong:
        try:
            desk.decisions.keep(reader, pair, "settled", given, once)
        except Refused:
            wrong = _("There is no disagreement to settle.")
    if wrong:
        return (
            JSONResponse({"detail": wrong}, 422) if wants_json(request) else _settling(request, reader, number, wrong)
        )
    return go_to(request, "/agreement")


def _settling(request: Request, reader: CanSettle, number: int, wrong: str) -> HTMLResponse:
    desk, _ = desk_of(request), words(request)
    pair = pair_for(desk, reader, number)
    return show(
        request,
        "settle.html.j2",
        reader,
        status=422 if wrong else 200,
        **as_settling(request, pair),
        wrong=wrong,
        once=desk.once(request, number, "settled"),
        choices=[Choice(code, answer_words(code, _)) for code in ANSWERS],
        methods=[Choice(code, method_words(code, _)) for code in METHODS],
    )


@router.post("/pairs/{number}/state", dependencies=[OwnForm])
def sign(
    request: Request,
    reader: CanSee,
    number: int,
    to: Short = "",
    reason: Text = "",
    method: Short = "",
    once: Short = "",
) -> Response:
    """Put a signature under a state; the last two states need a second one, from somebody else."""
    desk, _ = desk_of(request), words(request)
    pair, act = pair_for(desk, reader, number), act_of(to, SIGNED)
    if act is None or not reader.may(NEEDED[act]):
        raise HTTPException(403, _("Your role does not allow this."))
    if desk.look_of(once, number) != "state":
        raise HTTPException(400, _("This page was made for another pair. Load it again and repeat."))
    if not reason.strip():
        raise HTTPException(422, _("Write the reason."))
    if act == "exclude" and method not in METHODS:
        raise HTTPException(422, _("Say by what the pair is ruled out."))
    given = Answer("", method if act == "exclude" else "", note=reason.strip())
    try:
        desk.decisions.keep(reader, pair, act, given, once)
    except Refused:
        raise HTTPException(422, _("The rules of review do not allow this now.")) from None
    return go_to(request, f"/pairs/{number}#state")


@router.get("/log")
def log(request: Request, reader: SeesLog, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> HTMLResponse:
    """Every entry by number, without the people whom it is about; and whether the chain is whole."""
    told = as_log(request, page, PAGE)
    return show(request, "log.html.j2", reader, **told, may_export=reader.may("export_judgements"))
