"""What people have said before, in words: of this pair, and of others that touch its records."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.judgements.standing import standing_ones
from linkage.judgements.values import Judgement
from linkage.paper.document import Grid, Section
from linkage.words import Translator


def act_words(judgement: Judgement, _: Translator) -> str:
    """What a judgement said."""
    answers = {
        "worth": _("worth comparing"),
        "ruled_out": _("ruled out"),
        "cannot_say": _("cannot say"),
        "needs_fact": _("a fact is needed first"),
    }
    acts = {
        "request": _("comparison requested"),
        "assume": _("taken as a working hypothesis"),
        "confirm": _("signed: confirmed by the forensic authority"),
        "exclude": _("signed: excluded by the forensic authority"),
        "reopen": _("reopened"),
    }
    return answers[judgement.answer] if judgement.answer else acts[judgement.act]


def method_words(method: str, _: Translator) -> str:
    """By what a pair was ruled out; nothing where nothing is said."""
    words = {
        "dna": _("DNA"), "prints": _("Fingerprints"), "dental": _("Teeth"), "implant": _("Numbered implant"),
        "dates": _("Dates"), "place": _("Place"), "sex": _("Sex"), "age": _("Age"), "stature": _("Stature"),
        "marks": _("Marks"), "belongings": _("Belongings"), "found_alive": _("The person was found alive"),
        "identified_elsewhere": _("Turned out to be somebody else"), "duplicate": _("Duplicate record"),
        "agency_request": _("Asked for by the office"), "data_error": _("Error in a record"), "other": _("Other"),
    }  # fmt: skip
    return words.get(method, method)


def said_before(of_pair: Sequence[Judgement], _: Translator) -> Section:
    """The judgements on this pair that hold, first looks left out."""
    holding = [j for j in standing_ones(of_pair) if j.act != "first"]
    return _section(_("What was decided about this pair"), holding, _("Nothing yet."), False, _)


def ruled_out_before(touching: Sequence[Judgement], _: Translator) -> Section:
    """Pairs ruled out or excluded earlier that share one of the two records."""
    title = _("Pairs with one of these records that were ruled out earlier")
    return _section(title, touching, _("None is known."), True, _)


def _section(title: str, judgements: Sequence[Judgement], none: str, ids: bool, _: Translator) -> Section:
    if not judgements:
        return Section(title, (none,))
    header: tuple[str, ...] = (_("Missing person"), _("Remains")) if ids else ()
    header += (_("Date"), _("Who"), _("Answer"), _("Method"), _("Reason"))
    rows = (((j.missing_id, j.remains_id) if ids else ()) + _cells(j, _) for j in judgements)
    return Section(title, table=Grid(header, tuple(rows)))


def _cells(judgement: Judgement, _: Translator) -> tuple[str, ...]:
    reason = "; ".join(filter(None, (judgement.fact, judgement.source, judgement.note)))
    return (
        judgement.when[:10],
        judgement.who,
        act_words(judgement, _),
        method_words(judgement.method, _),
        reason,
    )
