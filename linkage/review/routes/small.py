"""Entering and leaving, the language, the keys, how to read a pair."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from linkage.explanation.guide import guide
from linkage.judgements.values import ANSWERS
from linkage.review.access import OwnForm, reader_of
from linkage.review.answers import answer_meaning, answer_words
from linkage.review.desk import SESSION, SESSION_SECONDS
from linkage.review.page import desk_of, show, words
from linkage.words import languages

router = APIRouter(include_in_schema=False)

YEAR = 365 * 24 * 3600
Back = Annotated[str, Query(max_length=300)]


def within(path: str) -> str:
    """The path if it is one of ours, else the beginning: nobody is sent elsewhere."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"


@router.get("/")
def beginning(request: Request) -> Response:
    """Where the reader left: the list with its filters, or whatever the role allows."""
    reader = reader_of(request)
    if reader is None:
        return RedirectResponse("/enter", 303)
    if reader.may("see_cases"):
        return RedirectResponse(_left(request, "missing" if not reader.may("see_all_cases") else "remains"), 303)
    return RedirectResponse("/people" if reader.may("manage_accounts") else "/log", 303)


def _left(request: Request, side: str) -> str:
    left = request.cookies.get("left", "")
    return within(left) if left.startswith("/queue/") else f"/queue/{side}"


@router.get("/enter")
def enter_page(request: Request, back: Back = "/") -> HTMLResponse:
    """The form that asks who one is."""
    return _enter(request, back, "")


def _enter(request: Request, back: str, wrong: str, status: int = 200) -> HTMLResponse:
    _ = words(request)
    told = (
        _("Your name and password.")
        if desk_of(request).server
        else _("Your name is kept with every answer you give. Nothing leaves this machine.")
    )
    new = not desk_of(request).session(request)
    if new:
        request.state.browser = secrets.token_urlsafe(12)
    page = show(
        request, "enter.html.j2", None, status=status, heading=_("Enter"), words=told, back=within(back), wrong=wrong
    )
    if new:
        give_session(request, page, {"browser": request.state.browser})
    return page


def give_session(request: Request, answer: Response, content: dict[str, object]) -> None:
    """Give the browser a session: a number of its own, and what is known of the reader."""
    cookie = desk_of(request).session_cookie(content)
    secure = request.url.scheme == "https"
    answer.set_cookie(SESSION, cookie, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=secure)


@router.post("/enter", dependencies=[OwnForm])
def enter(
    request: Request,
    name: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
    back: Annotated[str, Form(max_length=300)] = "/",
) -> Response:
    """Enter, or be told that it did not work."""
    _ = words(request)
    session = desk_of(request).people.enter(" ".join(name.split()), password)
    if session is None:
        return _enter(request, back, _("The name or the password is not right."), 403)
    answer = RedirectResponse(within(back), 303)
    give_session(request, answer, {"browser": secrets.token_urlsafe(12), **session})
    return answer


@router.post("/leave", dependencies=[OwnForm])
def leave(request: Request) -> Response:
    """Leave; the session ends."""
    answer = RedirectResponse("/enter", 303)
    answer.delete_cookie(SESSION, httponly=True, samesite="strict")
    return answer


@router.get("/language/{code}")
def language(code: str, back: Back = "/") -> Response:
    """The same page in another language."""
    answer = RedirectResponse(within(back), 303)
    if code in languages():
        answer.set_cookie("language", code, max_age=YEAR, httponly=True, samesite="lax")
    return answer


@router.get("/keys/{choice}")
def keys(choice: str, back: Back = "/") -> Response:
    """Turn the one-key commands on or off."""
    answer = RedirectResponse(within(back), 303)
    answer.set_cookie("keys", "off" if choice == "off" else "on", max_age=YEAR, httponly=True, samesite="lax")
    return answer


@router.get("/help")
def help_page(request: Request) -> HTMLResponse:
    """How to read a pair, the answers, the keys."""
    _, run = words(request), desk_of(request).run
    pressed = [(str(n), answer_words(code, _)) for n, code in enumerate(ANSWERS, 1)]
    pressed += [("0", _("keep the answer or send it")), ("u", _("undo")), ("n", _("the next one, or leave for later"))]
    return show(
        request,
        "help.html.j2",
        reader_of(request),
        guide=list(guide(float(run.facts["prior_bits"]), run.model, _))[:-1],  # the last speaks of the printed report
        answers=[{"label": answer_words(code, _), "words": answer_meaning(code, _)} for code in ANSWERS],
        keys=[{"key": key, "words": told} for key, told in pressed],
    )
