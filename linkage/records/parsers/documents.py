"""Identity numbers and telephones of a record, normalised, with their check digits and neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from linkage.records.identity import near, read_numbers, read_phones
from linkage.records.identity.forms import birth_of, failed_check, state_of
from linkage.records.parsers.values import pieces
from linkage.records.parsing import Context, Parsed, Parser, Problem, Texts

_NO_NUMBER = Problem(
    "no number in this text", "Write the number itself, with its name: CURP ..., DPI ..., pasaporte ..."
)


def make_documents(context: Context, values: Sequence[Texts]) -> Parser:
    """Numbers; those whose check digit fits; keys of one slip; births and sexes, and the one state, that they hold."""
    today = date.today()

    def parse(texts: Texts) -> Parsed:
        numbers = read_numbers(pieces(texts.get(""), context.conventions))
        written = [number.text for number in numbers]
        checked = [number.text for number in numbers if number.checked]
        births = sorted({b for number in numbers if (b := birth_of(number.text, today))})
        states = {s for number in numbers if (s := state_of(number.text, number.words))}
        failed = next((f for number in numbers if (f := failed_check(number.text, number.words))), None)
        problem = _does_not_fit(failed) if failed else None
        if not numbers and pieces(texts.get(""), context.conventions):
            problem = _NO_NUMBER
        lists = (part or None for part in (written, checked, near(written), births))
        return Parsed((*lists, states.pop() if len(states) == 1 else None), problem)

    return parse


def _does_not_fit(name: str) -> Problem:
    return Problem(f"the check digit of this {name} does not fit", "Compare it with the document.", kept=True)


def make_phones(context: Context, values: Sequence[Texts]) -> Parser:
    """The last eight digits of each number, and keys of one slip."""

    def parse(texts: Texts) -> Parsed:
        numbers = read_phones(pieces(texts.get(""), context.conventions))
        if not numbers and pieces(texts.get(""), context.conventions):
            return Parsed(
                (None, None), Problem("no telephone number in this text", "Write the number with its country code.")
            )
        return Parsed((numbers or None, near(numbers) or None))

    return parse
