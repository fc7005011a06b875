"""What the report says before any pair: what was compared, and how to read the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linkage.explanation.numbers import chance, count, one_in, signed
from linkage.explanation.standing import claim
from linkage.model import Model
from linkage.words import Translator

NEAR_BITS = 3.0
"""Candidates this close to the first are worth looking at beside it: at most eight times less likely."""


def compared(facts: Mapping[str, Any], model: Model, _: Translator) -> Iterator[str]:
    """The files with their rows, the sizes, the model and the prior: sentences whose numbers add up."""
    for file in facts.get("files", ()):
        yield _file(file, _)
    yield _("{missing} missing persons with {remains} unidentified remains: {pairs} possible pairs.").format(
        missing=count(facts["missing"]), remains=count(facts["remains"]), pairs=count(facts["pairs"])
    )
    yield _("Model: {name}.").format(name=model.name)
    yield _(
        "Supposed before comparing: of the remains, {chance} belong to somebody in the file of missing persons."
    ).format(chance=chance(model.overlap, _))
    yield _("So every pair starts from {bits} bits: of pairs taken at random, {chance} speaks of one person.").format(
        bits=_minus(facts["prior_bits"]), chance=one_in(float(facts["prior_bits"]), _)
    )


def _file(file: Mapping[str, Any], _: Translator) -> str:
    sides = {"missing": _("missing persons"), "remains": _("unidentified remains")}
    sentence = _(
        "{file} ({side}): {rows} rows read = {accepted} accepted + {warned} accepted with a warning "
        "+ {rejected} rejected."
    ).format(
        file=file["file"],
        side=sides[file["side"]],
        **{key: count(file[key]) for key in ("rows", "accepted", "warned", "rejected")},
    )
    left_out = sum(file["left_out"].values())
    if left_out:
        sentence += " " + _(
            "Of those rejected, {n} were whole but left out: people located alive, or consent refused."
        ).format(n=count(left_out))
    return sentence


def guide(prior_bits: float, model: Model, _: Translator) -> Iterator[str]:
    """How to read a pair, in the order in which it is shown."""
    yield _(
        "What speaks against a pair comes first. It weighs, and it never rules out by itself: sex read from bone is "
        "wrong about 1 time in 20, and a written date of last contact can be later than the day of finding."
    )
    yield _(
        "Then comes what speaks for it, the heaviest first, always with the words of both records beside it. "
        "Read them: the engine can have misunderstood."
    )
    yield _(
        "What is unknown weighs nothing, for or against. Most remains are mostly unknown. "
        "A dash marks what is asked on the other side only."
    )
    yield _(
        "Weights are in bits. One bit makes one person twice as likely an explanation as two; "
        "three bits, eight times; ten bits, about a thousand times. A minus sign is the same the other way round."
    )
    yield _("The start ({bits}) plus all the weights is the total.").format(bits=_minus(prior_bits))
    yield claim(model, _)
    yield _(
        "The bars repeat the weights: filled to the right of the line is for, hollow to the left is against. "
        "They end at 20 bits."
    )
    yield _(
        "Where several candidates have the same total, nothing that is written tells them apart, "
        "and being first among them means nothing."
    )
    yield _("Each pair ends with the comparison that can identify, and room for a decision with two signatures.")


def near_words(below: Sequence[float], _: Translator) -> str:
    """How many of the candidates shown lie close to the first."""
    near = sum(bits <= NEAR_BITS for bits in below) - 1
    if near == 0:
        return _("No other candidate is within 3 bits of the first.")
    if near == 1:
        return _("One other candidate is within 3 bits of the first: look at both.")
    return _("Of the candidates shown, {n} others are within 3 bits of the first: look at all of them.").format(n=near)


def shown(cases: int, remains: int, candidates: int, _: Translator) -> str:
    """How many of the remains are in the report."""
    if cases == 0:
        return _("No pair is shown. That does not mean that nobody is in the files.")
    return _(
        "Shown: {cases} of the {remains} remains, those with the strongest candidates first, each with at most "
        "{candidates} candidates, none of them 10 bits or more below the first. "
        "All candidates are in the table beside this report (candidates)."
    ).format(cases=count(cases), remains=count(remains), candidates=candidates)


def _minus(bits: float) -> str:
    return signed(bits).replace("-", "\N{MINUS SIGN}")
