"""The accounts of a shared server: an administrator opens and closes them, and sees no case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from linkage.errors import Refused
from linkage.judgements.accounts import LEAST, Account
from linkage.judgements.roles import ROLES, Person
from linkage.review.access import ManagesAccounts, OwnForm
from linkage.review.find import NO_SUCH
from linkage.review.page import desk_of, show, words
from linkage.review.people import Accounts, role_words
from linkage.words import Translator

router = APIRouter(include_in_schema=False)

Name = Annotated[str, Form(max_length=100)]


@router.get("/people")
def people(request: Request, reader: ManagesAccounts) -> HTMLResponse:
    """Who may enter."""
    return _people(request, reader, "")


def _people(request: Request, reader: Person, wrong: str) -> HTMLResponse:
    _ = words(request)
    listed = [
        {
            "name": one.name,
            "role": role_words(one.role, _),
            "group": one.group or _("all"),
            "exact": _("yes") if one.exact else _("no"),
            "active": _("no") if one.closed else _("yes"),
            "close": not one.closed and one.name != reader.name,
        }
        for one in _accounts(request).all()
    ]
    roles = [{"value": role, "label": role_words(role, _)} for role in ROLES]
    return show(
        request, "people.html.j2", reader, status=422 if wrong else 200, people=listed, roles=roles, wrong=wrong
    )


def _accounts(request: Request) -> Accounts:
    """The accounts; on one's own machine there are none."""
    people = desk_of(request).people
    if not isinstance(people, Accounts):
        raise HTTPException(404, NO_SUCH)
    return people


@router.post("/people", dependencies=[OwnForm])
def add(
    request: Request,
    reader: ManagesAccounts,
    name: Name = "",
    role: Name = "",
    password: Annotated[str, Form(max_length=200)] = "",
    group: Annotated[str, Form(max_length=200)] = "",
    exact: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Open an account."""
    opened, _ = _accounts(request), words(request)
    if role not in ROLES:
        return _people(request, reader, _("Choose a role."))
    new = Account(" ".join(name.split()), role, group.strip(), exact == "yes")
    try:
        opened.add(reader, new, password)
    except Refused:
        return _people(request, reader, _wrong(new, password, _))
    return RedirectResponse("/people", 303)


def _wrong(new: Account, password: str, _: Translator) -> str:
    """What an account that was refused lacks."""
    if len(password) < LEAST:
        return _("A password has at least {n} characters.").format(n=LEAST)
    if new.role == "search_group" and not new.group:
        return _("A search group's account needs its group: the office or group whose cases it sees.")
    return _("That name is taken, or cannot be used.")


@router.post("/people/close", dependencies=[OwnForm])
def close(request: Request, reader: ManagesAccounts, name: Name = "") -> Response:
    """Close an account; its judgements stay."""
    if name == reader.name or not _accounts(request).close(reader, name):
        _ = words(request)
        raise HTTPException(404, _("There is no such account to close."))
    return RedirectResponse("/people", 303)
