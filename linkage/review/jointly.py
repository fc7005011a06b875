"""What the pages of agreement, disagreement and the log show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import Request

from linkage.errors import ChainBroken
from linkage.explanation.numbers import count
from linkage.judgements import Judgement, Person
from linkage.judgements.values import ANSWERS
from linkage.review.answers import act_words, answer_of, answer_words, told
from linkage.review.desk import Desk
from linkage.review.find import key_of
from linkage.review.opened import Row
from linkage.review.page import desk_of, words
from linkage.words import Translator

LEAST_PAIRS = 10
"""With fewer pairs answered by two people kappa says nothing, and is not told."""


def as_agreement(request: Request, reader: Person) -> Mapping[str, Any]:
    """What the template of agreement needs; the single pairs are shown to those who settle them."""
    desk, _ = desk_of(request), words(request)
    found = desk.decisions.agreement()
    columns = [answer_words(code, _) for code in ANSWERS]
    rows = [
        {"label": answer_words(one, _), "numbers": [count(found.table.get((one, other), 0)) for other in ANSWERS]}
        for one in ANSWERS
    ]
    return {
        "sentences": list(_agreement(found.pairs, found.alike, found.kappa, _)),
        "table": {"columns": columns, "rows": rows} if found.pairs else None,
        "pairs": list(_open(request, reader)) if reader.may("settle") else None,
    }


def _agreement(pairs: int, alike: int, kappa: float | None, _: Translator) -> Iterator[str]:
    yield _("Pairs that two people answered: {n}; alike: {same}.").format(n=count(pairs), same=count(alike))
    if kappa is None or pairs < LEAST_PAIRS:
        yield _("That is too few to say how well two people agree (kappa).")
    else:
        told = _("Cohen's kappa is {kappa}: 0 is what chance alone would give, 1 is full agreement.")
        yield told.format(kappa=f"{kappa:.2f}".replace("-", "\N{MINUS SIGN}"))
    yield _("Nobody sees the answer of another before giving her own.")


def _open(request: Request, reader: Person) -> Iterator[Mapping[str, Any]]:
    desk, _ = desk_of(request), words(request)
    for key in desk.decisions.disagreements():
        number = desk.run.number_of(*key)
        if number is not None:
            given = [told(kept, _) for kept in desk.decisions.finals(key)]
            yield {"number": number, "answers": " / ".join(given)}


def as_settling(request: Request, pair: Row) -> Mapping[str, Any]:
    """Both answers, each with who gave it, when and why."""
    desk, _ = desk_of(request), words(request)
    return {
        "pair": {"number": pair["number"]},
        "answers": [_told(kept, _) for kept in desk.decisions.finals(key_of(pair))],
        "open": key_of(pair) in desk.decisions.disagreements(),
    }


def _told(kept: Judgement, _: Translator) -> Mapping[str, Any]:
    facts = ((_("Answer"), told(kept, _)), (_("Note"), kept.note), (_("When"), _minute(kept.when)))
    return {"title": kept.who, "facts": [{"label": label, "value": value} for label, value in facts if value]}


def as_log(request: Request, page: int, size: int) -> Mapping[str, Any]:
    """One page of the log, the latest first, and what became of the chain."""
    desk, _ = desk_of(request), words(request)
    sound, words_of_chain = _verified(desk, _)
    return {
        "sound": sound,
        "chain": words_of_chain,
        "shown": _("Entries: {n}. The latest first.").format(n=count(desk.decisions.count())),
        "entries": [
            {
                "number": kept.number,
                "when": _minute(kept.when),
                "who": kept.who,
                "what": _what(kept, _),
                "pair": desk.run.number_of(*kept.pair) or "",
            }
            for kept in desk.decisions.latest((page - 1) * size, size)
        ],
        "before": page - 1,
        "after": page + 1 if page * size < desk.decisions.count() else 0,
    }


def _verified(desk: Desk, _: Translator) -> tuple[bool, str]:
    try:
        desk.decisions.store.verify()
    except ChainBroken:
        return False, _(
            "The chain is broken: an entry was changed or removed. Keep the store, and run linkage audit verify."
        )
    return True, _("The chain is whole: no entry was changed or removed.")


def _what(kept: Judgement, _: Translator) -> str:
    """The kind of entry and the code of the answer; notes and facts may name people and are left out."""
    answer = f": {answer_of(kept).without_people().words(_)}" if kept.answer else ""
    return act_words(kept.act, _) + answer


def _minute(when: str) -> str:
    """The day and minute of an entry, as the store has it: in UTC."""
    return f"{when[:10]} {when[11:16]} UTC"
