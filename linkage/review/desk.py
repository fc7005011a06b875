"""What the application serves: a run, the decisions about it, and who may do what."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from linkage.judgements import Judgement, Person
from linkage.review.answers import told
from linkage.review.decisions import Decisions
from linkage.review.opened import ReviewedRun
from linkage.review.people import People
from linkage.words import Translator

SESSION = "linkage_session"
SESSION_SECONDS = 12 * 3600

FORM_SECONDS = 7 * 24 * 3600
"""A page may lie open for days on a bad line; its answer is still good."""


@dataclass(frozen=True)
class Done:
    """What was just kept, to be told on the next page; `entry` is its number, or 0 where it cannot be undone."""

    entry: int
    pair: int
    kept: Judgement

    def words(self, _: Translator) -> str:
        """The sentence."""
        return _("Kept: pair {n}, {answer}.").format(n=self.pair, answer=told(self.kept, _))


@dataclass(frozen=True)
class Desk:
    """One run laid out for review."""

    run: ReviewedRun
    decisions: Decisions
    people: People
    server: bool
    language: str
    secret: str

    def session(self, request: Request) -> Mapping[str, Any]:
        """What the signed cookie of this browser says; empty when it says nothing or is too old."""
        read = self._read("session", request.cookies.get(SESSION, ""), SESSION_SECONDS)
        return read if isinstance(read, dict) else {}

    def session_cookie(self, content: Mapping[str, Any]) -> str:
        """The signed cookie."""
        return self._timed("session").dumps(dict(content))

    def form_token(self, request: Request) -> str:
        """What a form carries to show that it comes from a page which this browser was given; never twice the same."""
        return self._timed("form").dumps([self._browser(request), secrets.token_urlsafe(6)])

    def is_own_form(self, request: Request, token: str) -> bool:
        """Whether a form comes from a page that this browser was given."""
        read = self._read("form", token, FORM_SECONDS)
        return bool(read) and read[0] == self._browser(request)

    def once(self, request: Request, pair: int, look: str) -> str:
        """The token of one rendered pair: whatever is sent with it is decided once."""
        return URLSafeSerializer(self.secret, salt="once").dumps([pair, look, secrets.token_urlsafe(12)])

    def look_of(self, once: str, pair: int) -> str | None:
        """The look for which a token was made; None when it was made for another pair, or not by us."""
        try:
            made_for, look, _ = URLSafeSerializer(self.secret, salt="once").loads(once)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(look) if made_for == pair else None

    def just_done(self, request: Request, reader: Person | None) -> Done | None:
        """What the page before has kept, named by the number in the address; only the reader's own."""
        number = request.query_params.get("kept", "")
        kept = self.decisions.entry(int(number)) if reader and number.isdecimal() and len(number) < 16 else None
        if reader is None or kept is None or kept.who != reader.name:
            return None
        pair = self.run.number_of(kept.missing_id, kept.remains_id)
        return None if pair is None else Done(kept.number if self.decisions.holds(kept) else 0, pair, kept)

    def _browser(self, request: Request) -> str:
        """The number of the browser: the one that this answer gives to it, else the one that its session holds."""
        return str(getattr(request.state, "browser", "") or self.session(request).get("browser", ""))

    def _timed(self, use: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt=use)

    def _read(self, use: str, text: str, seconds: int) -> Any:
        try:
            return self._timed(use).loads(text, max_age=seconds)
        except BadSignature:
            return {}
