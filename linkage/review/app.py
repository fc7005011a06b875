"""The application: its routes, its guard, and what it says when something is wrong."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from linkage.review.access import NotEntered, reader_of
from linkage.review.desk import Desk
from linkage.review.guard import Guard
from linkage.review.page import STATIC, show, words
from linkage.review.routes import accounts, exports, lists, machine, pairs, paper, small, together
from linkage.review.routes.pairs import wants_json

LEAST_BYTES = 500
"""Shorter answers are sent as they are."""

ROUTERS = tuple(part.router for part in (small, lists, exports, pairs, paper, together, accounts, machine))


def create_app(desk: Desk, hosts: tuple[str, ...]) -> FastAPI:
    """The application for one desk, which answers under these hosts (with their ports) only."""
    app = FastAPI(
        title="linkage review",
        description="Candidates for a forensic comparison, and what people answered. Nothing is identified here.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    for error, handler in (
        (NotEntered, _not_entered),
        (HTTPException, _refused),
        (RequestValidationError, _unreadable),
    ):
        app.add_exception_handler(error, handler)
    app.add_middleware(GZipMiddleware, minimum_size=LEAST_BYTES)
    app.add_middleware(Guard, hosts=hosts)
    return app


def _not_entered(request: Request, _: Exception) -> Response:
    """To the door, and back to the page that was asked for."""
    if _by_machine(request):
        return JSONResponse({"detail": "Nobody has entered."}, 401)
    back = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/enter?back={back}", 303)


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _problem(request, status, str(getattr(error, "detail", "")))


def _unreadable(request: Request, _error: Exception) -> Response:
    """What was asked cannot be read. What was sent is not repeated: it may name people."""
    _ = words(request)
    return _problem(request, 422, _("This cannot be read as it was sent."))


def _problem(request: Request, status: int, detail: str) -> Response:
    _ = words(request)
    if _by_machine(request):
        return JSONResponse({"detail": detail}, status)
    heading = {403: _("Not allowed"), 404: _("Not found")}.get(status, _("That did not work"))
    own = {404: _("There is no such page."), 405: _("There is no such page.")}
    told: dict[str, Any] = {"heading": heading, "sentences": [own.get(status, detail)], "wrong": "", "back": "/"}
    return show(request, "plain.html.j2", reader_of(request), status=status, **told)


def _by_machine(request: Request) -> bool:
    return request.url.path.startswith("/api/") or wants_json(request)
