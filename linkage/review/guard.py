"""What every request must pass and every answer carries: this machine's name, our own pages, no traces left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

MOST_BYTES = 65_536
"""Of what a form may send: a note of some pages."""

SAFE = ("GET", "HEAD", "OPTIONS")
OWN_PAGES = ("same-origin", "none")
"""What a browser says of requests that our own pages, or the reader's own hand, made."""


@dataclass(frozen=True)
class Guard:
    """Wraps the application. `hosts` are the names under which it answers, with their ports."""

    app: ASGIApp
    hosts: Sequence[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is not for us, pass on the rest."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        answer: ASGIApp = PlainTextResponse(refused[1], refused[0]) if refused else self.app
        await answer(scope, _limited(receive), _signed(scope["path"], send))

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            return 421, "This address is not served here."
        if scope["method"] not in SAFE and not _own(headers):
            return 403, "Sent from another page."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "Too long."
        return None


def _own(headers: Headers) -> bool:
    """Whether a request that changes something was made by a page of ours."""
    if headers.get("sec-fetch-site", "none") not in OWN_PAGES:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _limited(receive: Receive) -> Receive:
    """The same body, cut off when it grows beyond what a form may send."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return {"type": "http.disconnect"} if read > MOST_BYTES else message

    return limited


def _signed(path: str, send: Send) -> Send:
    """Answers with our headers; pages leave no copy on the machine, style and script may be kept."""
    kept = "private, max-age=31536000, immutable" if path.startswith("/static/") else "no-store"

    async def signed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = kept
            if "server" in headers:
                del headers["server"]
        await send(message)

    return signed
