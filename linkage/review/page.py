"""A page: the words, the reader and the frame that every template needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel import Locale
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from linkage.explanation.markup import bar, bits, compact
from linkage.explanation.numbers import count
from linkage.explanation.standing import notice
from linkage.judgements.roles import Person
from linkage.review.desk import Desk
from linkage.words import Translator, languages, translator

HERE = Path(__file__).parent
STATIC = HERE / "static"

SIGNS = {"same": "=", "near": "≈", "apart": "≠"}
"""How two values go together, for the eye; the words stand beside it."""


@dataclass(frozen=True)
class Link:
    """One entry of the menu."""

    path: str
    title: str
    here: bool


@dataclass(frozen=True)
class Tongue:
    """A language and its own name for itself."""

    code: str
    name: str


@dataclass(frozen=True)
class Page:
    """What the frame of every page shows."""

    language: str
    languages: tuple[Tongue, ...]
    reader: Person | None
    links: tuple[Link, ...]
    back: str
    keys: bool
    server: bool
    version: str


def words(request: Request) -> Translator:
    """From English to the language of this request."""
    return translator(spoken(request))


def spoken(request: Request) -> str:
    """The language of this request: as the reader chose, else as the server was started."""
    chosen = request.cookies.get("language", "")
    return chosen if chosen in languages() else str(desk_of(request).language)


def desk_of(request: Request) -> Desk:
    """What this application serves."""
    desk: Desk = request.app.state.desk
    return desk


def show(request: Request, template: str, reader: Person | None, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as a page in the reader's language."""
    desk, _ = desk_of(request), words(request)
    frame: Mapping[str, Any] = {
        "_": _,
        "page": _frame(request, reader),
        "notice": notice(_),
        "signs": SIGNS,
        "token": lambda: _hidden("csrf", desk.form_token(request)),
        "said": lambda: _said(request, reader),
    }
    html = environment().get_template(template).render({**frame, **values})
    return HTMLResponse(compact(html) + "\n", status)


def sections(reader: Person, _: Translator) -> Iterator[tuple[str, str]]:
    """The menu, as far as the role goes."""
    if reader.may("see_cases") and reader.may("see_all_cases"):
        yield "/queue/remains", _("Deceased persons")
    if reader.may("see_cases"):
        yield "/queue/missing", _("Missing persons")
    if reader.may("see_agreement"):
        yield "/agreement", _("Agreement")
    if reader.may("verify_chain"):
        yield "/log", _("Log")
    if reader.may("manage_accounts"):
        yield "/people", _("People")


def _frame(request: Request, reader: Person | None) -> Page:
    desk, _ = desk_of(request), words(request)
    path = request.url.path
    links = tuple(Link(to, title, path.startswith(to)) for to, title in sections(reader, _)) if reader else ()
    back = path + (f"?{request.url.query}" if request.url.query else "")
    own = request.method == "GET"
    return Page(
        language=spoken(request),
        languages=tuple(Tongue(code, str(Locale(code).get_display_name(code)).capitalize()) for code in languages()),
        reader=reader,
        links=links,
        back=quote(back if own else "/", safe="/"),
        keys=request.cookies.get("keys") != "off",
        server=desk.server,
        version=version(),
    )


def _said(request: Request, reader: Person | None) -> Markup:
    """What was just kept, with the button that takes it back."""
    done = desk_of(request).just_done(request, reader)
    if done is None:
        return Markup("")
    _ = words(request)
    undo = Markup(
        '<form method="post" action="/undo">{}{}<button class="plain" data-key="u">{}{}</button></form>'
    ).format(
        _hidden("csrf", desk_of(request).form_token(request)),
        _hidden("entry", str(done.entry)),
        _("Undo"),
        Markup('<kbd aria-hidden="true">u</kbd>') if request.cookies.get("keys") != "off" else "",
    )
    return Markup('<div class="said" role="status"><p>{}</p>{}</div>').format(done.words(_), undo if done.entry else "")


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, with everything written by people escaped."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"bits": bits, "bar": bar, "count": count}
    return env


@lru_cache(maxsize=1)
def version() -> str:
    """Changes with the style sheet or the script, so that a browser keeps neither too long."""
    return sha256(b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))).hexdigest()[:8]
