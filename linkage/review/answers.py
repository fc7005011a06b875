"""The words of answers, methods, states and signatures, and what an answer still lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from linkage.judgements.values import ANSWERS, METHODS, Judgement
from linkage.words import Translator


def answer_words(code: str, _: Translator) -> str:
    """An answer in the reader's words."""
    return {
        "worth": _("worth comparing"),
        "ruled_out": _("ruled out"),
        "cannot_say": _("cannot say"),
        "needs_fact": _("a fact is needed"),
    }[code]


def answer_meaning(code: str, _: Translator) -> str:
    """What giving an answer does."""
    return {
        "worth": _("A forensic comparison (fingerprints, teeth, DNA) seems worth asking for. It is no identification."),
        "ruled_out": _("They are two people, and you say by what: the pair stays away until its evidence changes."),
        "cannot_say": _("What is written is not enough. The pair stays in its place, and somebody else will look."),
        "needs_fact": _("One fact would decide: you say which, and who can be asked."),
    }[code]


def method_words(code: str, _: Translator) -> str:
    """By what a pair is ruled out, in the reader's words."""
    return {
        "dna": _("DNA"),
        "prints": _("Fingerprints"),
        "dental": _("Teeth"),
        "implant": _("Implant with a number"),
        "dates": _("Dates"),
        "place": _("Place"),
        "sex": _("Sex"),
        "age": _("Age"),
        "stature": _("Stature"),
        "marks": _("Marks"),
        "belongings": _("Belongings"),
        "found_alive": _("The missing person was found alive"),
        "identified_elsewhere": _("One of the two turned out to be somebody else"),
        "duplicate": _("Duplicate record"),
        "agency_request": _("At the request of the office that keeps the record"),
        "data_error": _("An error in a record"),
        "other": _("Another reason (say which in the note)"),
    }[code]


def state_words(code: str, _: Translator) -> str:
    """The state of a pair in the reader's words."""
    return {
        "candidate": _("candidate"),
        "under_review": _("under review"),
        "requested": _("comparison requested"),
        "assumed": _("assumed identity"),
        "confirmed": _("confirmed by the forensic authority"),
        "excluded": _("excluded"),
    }[code]


def act_words(code: str, _: Translator) -> str:
    """What a judgement does, in the reader's words."""
    return {
        "first": _("first look"),
        "final": _("answer"),
        "settled": _("disagreement settled"),
        "request": _("comparison requested"),
        "assume": _("assumed identity"),
        "confirm": _("confirmed by the forensic authority"),
        "exclude": _("excluded by the forensic authority"),
        "reopen": _("back to review"),
        "undo": _("taken back"),
    }[code]


@dataclass(frozen=True)
class Answer:
    """What somebody answered about a pair, as sent or as kept."""

    value: str
    method: str = ""
    fact: str = ""
    source: str = ""
    note: str = ""

    def words(self, _: Translator) -> str:
        """The answer with its method or fact, in the reader's words."""
        told = answer_words(self.value, _)
        more = method_words(self.method, _) if self.method else " / ".join(filter(None, (self.fact, self.source)))
        return f"{told} ({more})" if more else told

    def without_people(self) -> Answer:
        """The answer and its method; facts, sources and notes may name people."""
        return replace(self, fact="", source="", note="")


def answer_of(judgement: Judgement) -> Answer:
    """The answer that a judgement carries."""
    return Answer(str(judgement.answer), judgement.method, judgement.fact, judgement.source, judgement.note)


def told(judgement: Judgement, _: Translator) -> str:
    """What a judgement says: its answer, or what it does."""
    return answer_of(judgement).words(_) if judgement.answer else act_words(judgement.act, _)


def wrong_with(answer: Answer, _: Translator) -> str:
    """What an answer still lacks; "" when it is whole."""
    if answer.value not in ANSWERS:
        return _("Choose one of the four answers.")
    if answer.value == "ruled_out" and answer.method not in METHODS:
        return _("Say by what the pair is ruled out.")
    if answer.value == "ruled_out" and answer.method == "other" and not answer.note:
        return _("Say in the note why the pair is ruled out.")
    if answer.value == "needs_fact" and not (answer.fact and answer.source):
        return _("Say which fact is needed, and who can be asked.")
    return ""
