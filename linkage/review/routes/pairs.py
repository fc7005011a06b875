"""One pair: the look, the answer, taking it back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from linkage.errors import Refused
from linkage.evidence.fields import Side
from linkage.judgements.roles import Person
from linkage.review.access import CanAnswer, CanSee, OwnForm
from linkage.review.answers import Answer, answer_of, wrong_with
from linkage.review.decisions import LOOKS, act_of
from linkage.review.find import next_pair, pair_for
from linkage.review.opened import Row
from linkage.review.page import desk_of, show, words
from linkage.review.queue import Filters
from linkage.review.telling import as_pair
from linkage.words import Translator

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2000)]
Short = Annotated[str, Form(max_length=300)]
News = Literal["undone", "before"]


def sent_answer(
    answer: Short = "", method: Short = "", fact: Short = "", source: Short = "", note: Text = ""
) -> Answer:
    """The answer that a form carries; what belongs to another answer is left out."""
    return Answer(
        answer,
        method if answer == "ruled_out" else "",
        fact.strip() if answer == "needs_fact" else "",
        source.strip() if answer == "needs_fact" else "",
        note.strip(),
    )


SentAnswer = Annotated[Answer, Depends(sent_answer)]


@router.get("/pairs/{number}")
def pair_page(
    request: Request, reader: CanSee, number: int, side: Side = "remains", news: News | None = None
) -> HTMLResponse:
    """Two records side by side: blind at first, with the weights once the reader has answered."""
    desk = desk_of(request)
    pair = pair_for(desk, reader, number)
    desk.decisions.store.note(reader.name, "pair opened", f"{pair['missing_id']} / {pair['remains_id']}")
    values: dict[str, Any] = dict(as_pair(request, reader, pair, side))
    return show(request, "pair.html.j2", reader, **values | {"news": _news(news, words(request))})


def _news(news: News | None, _: Translator) -> str:
    """What happened to the answer that led to this page, where the page itself does not show it."""
    return {
        "undone": _("Taken back. The answer stays in the log and no longer counts."),
        "before": _("You had already answered this pair. That answer is kept; change it here if need be."),
        None: "",
    }[news]


@router.post("/pairs/{number}/answer", dependencies=[OwnForm])
def answer(
    request: Request,
    reader: CanAnswer,
    number: int,
    given: SentAnswer,
    once: Short = "",
    side: Annotated[Side, Form()] = "remains",
) -> Response:
    """Keep one answer to one rendered pair, however often it is sent."""
    desk, _ = desk_of(request), words(request)
    pair = pair_for(desk, reader, number)
    look = act_of(desk.look_of(once, number), LOOKS)
    if look is None:
        raise HTTPException(400, _("This page was made for another pair. Load it again and repeat."))
    wrong = wrong_with(given, _)
    if wrong:
        return _to_mend(request, reader, pair, side, wrong, given)
    try:
        kept = desk.decisions.keep(reader, pair, look, given, once)
    except Refused:
        return _to_mend(request, reader, pair, side, _("The rules of review do not allow this now."), given)
    if answer_of(kept) != given:
        return go_to(request, f"/pairs/{number}?side={side}&news=before")
    return go_to(request, _after(request, reader, pair, side, kept.act, kept.number))


def _to_mend(request: Request, reader: Person, pair: Row, side: Side, wrong: str, given: Answer) -> Response:
    """The same page with what is wrong, nothing lost of what was written."""
    if wants_json(request):
        return JSONResponse({"detail": wrong}, 422)
    values: dict[str, Any] = dict(as_pair(request, reader, pair, side, given))
    return show(request, "pair.html.j2", reader, status=422, **values | {"wrong": wrong})


def _after(request: Request, reader: Person, pair: Row, side: Side, look: str, kept: int) -> str:
    """After the first look the same pair with its weights; after the second the next pair, or the list."""
    if look == "first":
        return f"/pairs/{pair['number']}?side={side}"
    ahead = next_pair(desk_of(request), reader, side, Filters(), after=pair)
    return f"/pairs/{ahead['number']}?side={side}&kept={kept}" if ahead else f"/queue/{side}?kept={kept}"


@router.post("/undo", dependencies=[OwnForm])
def undo(request: Request, reader: CanAnswer, entry: Annotated[int, Form(ge=1, le=2**53)]) -> Response:
    """Take the reader's own answer back: it stays in the store, and so does that it was taken back."""
    desk = desk_of(request)
    undone = desk.decisions.undo(reader, entry)
    number = undone and desk.run.number_of(*undone.pair)
    if number is None:
        _ = words(request)
        raise HTTPException(404, _("There is nothing to undo."))
    return go_to(request, f"/pairs/{number}?news=undone")


def wants_json(request: Request) -> bool:
    """Whether our own script is asking, which goes on by itself."""
    return "application/json" in request.headers.get("accept", "")


def go_to(request: Request, path: str) -> Response:
    """Lead on to a page: by an answer to our script, else by a redirection."""
    return JSONResponse({"next": path}) if wants_json(request) else RedirectResponse(path, 303)
