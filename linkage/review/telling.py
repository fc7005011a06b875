"""What the page of a pair shows besides the two records: the form, other candidates, earlier exclusions, the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from linkage.evidence.fields import SIDES, Side
from linkage.explanation.markup import bits
from linkage.explanation.numbers import count
from linkage.explanation.reopened import reopened
from linkage.explanation.written import label
from linkage.judgements import Judgement, Person
from linkage.judgements.values import ANSWERS, METHODS
from linkage.review.answers import Answer, act_words, answer_of, answer_words, method_words, state_words, told
from linkage.review.desk import Desk
from linkage.review.find import key_of, sees_side
from linkage.review.look import FIELDS, Look, look_at
from linkage.review.opened import Row
from linkage.review.page import desk_of, spoken, words
from linkage.review.queue import other
from linkage.review.spots import drawn
from linkage.words import Translator

MOST_OTHERS = 5
"""Other candidates shown of each record; the page of the case has all."""


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str
    chosen: bool = False


def as_pair(request: Request, reader: Person, pair: Row, side: Side, given: Answer | None = None) -> Mapping[str, Any]:
    """What the template of a pair needs; `given` is an answer that was sent and cannot be kept as it is."""
    desk, _, number = desk_of(request), words(request), int(pair["number"])
    mine = desk.decisions.mine(key_of(pair), reader.name)
    blind = not mine and reader.may("answer")
    look = look_at(desk.run, pair, spoken(request), blind=blind, exact=reader.may("see_exact_place"))
    side = side if sees_side(reader, side) else "missing"
    case = desk.run.case_of(side, str(pair[f"{side}_id"]))["number"]
    return {
        "pair": {"number": number, "side": side, "case": case},
        "blind": blind,
        "look": look,
        "places": list(_places(look, _)),
        "earlier": list(_earlier(desk, reader, pair, _)),
        "others": [] if blind else list(_others(desk, reader, pair, _)),
        "possible": {"yes": _("possible"), "perhaps": _("perhaps possible"), "no": _("not possible")},
        "standing": None if blind else _standing(desk, reader, pair, _),
        "may": {name: reader.may(name) for name in ("answer", "export_dossier", "export_family_dossier")},
        "once": desk.once(request, number, "first" if blind else "final"),
        "once_state": desk.once(request, number, "state"),
        "form": _form(mine, given, f"/next?side={side}&left={number}", _),
        "wrong": "",
        "news": "",
    }


def _form(mine: Mapping[str, Judgement], given: Answer | None, skip: str, _: Translator) -> Mapping[str, Any]:
    """The four answers: empty at the first look, filled with the first answer at the second."""
    last = mine.get("final") or mine.get("first")
    filled = given or (answer_of(last) if last else Answer(""))
    return {
        "heading": _("What do you say?") if last is None else _("Do you keep your answer?"),
        "words": "" if last is None else _("Your first answer: {answer}. Both are kept.").format(answer=told(last, _)),
        "choices": [Choice(code, answer_words(code, _), code == filled.value) for code in ANSWERS],
        "methods": [Choice(code, method_words(code, _), code == filled.method) for code in METHODS],
        "fact": filled.fact,
        "source": filled.source,
        "note": filled.note,
        "button": _("Send") if last is None else _("Keep this answer"),
        "key": "0",
        "skip": skip,
    }


def _places(look: Look, _: Translator) -> Iterator[Mapping[str, str]]:
    far = {told.spot.letter: told for told in look.distances}
    seen = drawn(look.places)
    for spot in look.places:
        whose = _("missing person") if spot.side == "missing" else _("remains")
        measured = far.get(spot.letter)
        yield {
            "letter": spot.letter if spot in seen else "\N{EN DASH}",
            "label": f"{label(FIELDS[spot.field], _)} ({whose})",
            "distance": _distance(measured.least_km, measured.most_km, _) if measured else "\N{EN DASH}",
        }


def _distance(least: float, most: float, _: Translator) -> str:
    """Whole km, rounded to what the widths of both places allow."""
    if round(least) == 0:
        return _("up to {most} km").format(most=count(max(most, 1)))
    return _("{least} to {most} km").format(least=count(least), most=count(most))


def _earlier(desk: Desk, reader: Person, pair: Row, _: Translator) -> Iterator[Mapping[str, Any]]:
    """Exclusions that touch either record; of other families only that there is one."""
    yield from ({"words": sentence, "pair": None} for sentence in reopened(pair, desk.run.evidences, _))
    for kept in desk.decisions.touching(key_of(pair)):
        same = kept.missing_id == str(pair["missing_id"])
        words_of = _("These remains were ruled out for another missing person: {answer}, {day}.")
        if same:
            words_of = _("This missing person was ruled out for other remains: {answer}, {day}.")
        seen = reader.may("see_all_cases") or same
        yield {
            "words": words_of.format(answer=_ruling(kept, _), day=kept.when[:10]),
            "pair": desk.run.number_of(*kept.pair) if seen else None,
        }


def _ruling(kept: Judgement, _: Translator) -> str:
    """By what it was ruled out, without the words that somebody wrote."""
    return method_words(kept.method, _) if kept.method else told(kept, _)


def _others(desk: Desk, reader: Person, pair: Row, _: Translator) -> Iterator[Mapping[str, Any]]:
    """The other candidates of both records, best first; a group does not see those of other families."""
    headings = {
        "remains": _("Other candidates for these remains"),
        "missing": _("Other candidates for this missing person"),
    }
    for side in SIDES:
        if not sees_side(reader, side):
            continue
        rest = [one for one in desk.run.pairs_of(side, str(pair[f"{side}_id"])) if one["number"] != pair["number"]]
        more = len(rest) - MOST_OTHERS
        yield {
            "heading": headings[side],
            "pairs": [_other(desk, reader, one, other(side), _) for one in rest[:MOST_OTHERS]],
            "more": _("And {n} more.").format(n=count(more)) if more > 0 else "",
        }


def _other(desk: Desk, reader: Person, pair: Row, side: Side, _: Translator) -> Mapping[str, Any]:
    """One of the other candidates. Its total is told once the reader has looked at it: until then it is blind too."""
    return {
        "number": pair["number"],
        "id": pair[f"{side}_id"],
        "total": bits(pair["total"]) if desk.decisions.mine(key_of(pair), reader.name) else "",
        "state": state_words(desk.decisions.state(key_of(pair)), _),
    }


def _standing(desk: Desk, reader: Person, pair: Row, _: Translator) -> Mapping[str, Any]:
    """The state of the pair, how it came to it, and where the reader may take it."""
    pair_key = key_of(pair)
    signed = [
        _("{day}: {state}, signed by {who}").format(day=j.when[:10], state=act_words(j.act, _), who=j.who)
        for j in desk.decisions.steps(pair_key)
    ]
    may = desk.decisions.moves(pair_key, reader)
    return {
        "title": state_words(desk.decisions.state(pair_key), _),
        "history": signed,
        "moves": [Choice(act, act_words(act, _)) for act in may],
        "methods": [Choice(code, method_words(code, _)) for code in METHODS] if "exclude" in may else [],
    }
