"""Who is asking, and whether they may: every route names the action it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Request

from linkage.judgements.roles import Action, Person
from linkage.review.page import desk_of, words


class NotEntered(Exception):
    """Nobody has said who they are."""


def reader_of(request: Request) -> Person | None:
    """Who is at the page; None before they entered."""
    desk = desk_of(request)
    session = desk.session(request)
    return desk.people.reader(session) if session else None


def needs(action: Action) -> Callable[[Request], Person]:
    """A dependency that gives the reader, who must be allowed the action."""

    def allowed(request: Request) -> Person:
        reader = reader_of(request)
        if reader is None:
            raise NotEntered
        if not reader.may(action):
            _ = words(request)
            raise HTTPException(403, _("Your role does not allow this."))
        desk_of(request).decisions.refresh()
        return reader

    return allowed


def own_form(request: Request, csrf: Annotated[str, Form(max_length=500)] = "") -> None:
    """Refuse a form that no page of ours gave to this browser."""
    if not desk_of(request).is_own_form(request, csrf):
        _ = words(request)
        raise HTTPException(403, _("This page was open for too long. Load it again and repeat."))


CanSee = Annotated[Person, Depends(needs("see_cases"))]
CanAnswer = Annotated[Person, Depends(needs("answer"))]
CanSettle = Annotated[Person, Depends(needs("settle"))]
SeesAgreement = Annotated[Person, Depends(needs("see_agreement"))]
SeesLog = Annotated[Person, Depends(needs("verify_chain"))]
ManagesAccounts = Annotated[Person, Depends(needs("manage_accounts"))]
OwnForm = Depends(own_form)
