"""What a judgement must hold to be a judgement at all."""

from __future__ import annotations

import math

from linkage.errors import Refused
from linkage.judgements.values import ACTS, ANSWERING, ANSWERS, METHODS, Judgement

MOST_CHARACTERS = 10_000
"""Of a note, a fact or its source."""


def check_content(judgement: Judgement) -> None:
    """Refused, saying what is missing or too much."""
    for wrong, why in _rules(judgement):
        if wrong:
            raise Refused(why)


def _rules(j: Judgement) -> tuple[tuple[bool, str], ...]:
    answering = j.act in ANSWERING
    rules_out = j.answer == "ruled_out" or j.act == "exclude"
    texts = (j.missing_id, j.remains_id, j.note, j.fact, j.source, j.token, j.method, j.run, j.model)
    return (
        (j.act not in ACTS, f"There is no such act: {j.act!r}."),
        (not (j.missing_id and j.remains_id), "A judgement is about a pair: both ids are needed."),
        (not j.token, "A judgement needs a token."),
        (answering and j.answer not in ANSWERS, f"An answer is one of {', '.join(ANSWERS)}."),
        (not answering and j.answer is not None, "Only an answer carries an answer."),
        (rules_out and j.method not in METHODS, f"By what was it ruled out? One of {', '.join(METHODS)}."),
        (j.act == "exclude" and not j.note, "An exclusion needs its reason."),
        (j.answer == "needs_fact" and not j.fact, "Which fact is needed?"),
        (j.act == "undo" and j.withdraws is None, "Which judgement is withdrawn?"),
        (j.total is not None and not math.isfinite(j.total), "The total is not a number."),
        (not all(map(is_text, texts)), "A text is too long, or no text."),
    )


def is_text(text: str) -> bool:
    """Whether both databases can keep this as it is."""
    storable = "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
    return storable and len(text) <= MOST_CHARACTERS
