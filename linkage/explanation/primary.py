"""Which comparison that can identify is possible next: fingerprints, teeth, DNA.

Only these three can identify by themselves (INTERPOL's primary identifiers); everything the engine
compares can propose, put in order, or argue against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linkage.evidence import Evidence
from linkage.evidence.condition import CONDITION_FIELDS
from linkage.evidence.fields import Field, Side
from linkage.explanation.values import Possible, Primary
from linkage.explanation.written import RawRecord, text_of
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions
from linkage.words import Translator

BARE_BONE = ("skeletal_articulated", "skeletal", "weathered")
SKIN_LEFT = ("decomposed", "partly_skeletal", "mummified")
_ORDER: Mapping[Possible, int] = {"yes": 0, "perhaps": 1, "no": 2}


@dataclass(frozen=True)
class Remains:
    """What decides it: the state of the remains (code, or None) and the parts not recovered (codes)."""

    condition: str | None
    lost: frozenset[str]


def primaries(
    missing: RawRecord, remains: RawRecord, evidences: Sequence[Evidence], _: Translator
) -> tuple[Primary, ...]:
    """Fingerprints, teeth and DNA for this pair, those that are possible first."""
    state = _state(remains)
    found = (_prints(state, _), _teeth(state, missing, remains, evidences, _), _dna(state, _))
    return tuple(sorted(found, key=lambda p: _ORDER[p.possible]))


def _state(remains: RawRecord) -> Remains:
    condition, parts = (_typed(field, remains) for field in CONDITION_FIELDS)
    lost = frozenset(str(part) for part in parts) if isinstance(parts, (list, tuple)) else frozenset[str]()
    return Remains(condition if isinstance(condition, str) else None, lost)


def _typed(field: Field, remains: RawRecord) -> object:
    """The typed value of a field of the remains, read by the parser of its kind; None when unknown."""
    texts = {"": (remains.get(field.name) or "").strip() or None}
    parse = PARSER_MAKERS[field.kind.name](Context(field, "remains", Conventions()), [texts])
    return parse(texts).values[0]


def _prints(state: Remains, _: Translator) -> Primary:
    title = _("Fingerprints")
    if state.condition in BARE_BONE:
        return Primary("prints", title, "no", _("Bare bone leaves no fingerprints."))
    if state.lost & {"hands", "arms", "limbs"}:
        says = _("One or both hands were not recovered. Ask the examiner whether a finger with skin is kept.")
        return Primary("prints", title, "perhaps", says)
    if state.condition == "fleshed":
        says = _("The skin is well kept: fingerprints can be taken and searched in identity and voters' registers.")
        return Primary("prints", title, "yes", says)
    if state.condition in SKIN_LEFT:
        says = _("Fingers with some skin left can often be treated and read. Ask the examiner.")
        return Primary("prints", title, "perhaps", says)
    says = _("It depends on whether fingers with skin were recovered. Ask the examiner.")
    return Primary("prints", title, "perhaps", says)


def _teeth(
    state: Remains, missing: RawRecord, remains: RawRecord, evidences: Sequence[Evidence], _: Translator
) -> Primary:
    title = _("Teeth")
    if "head" in state.lost:
        says = _("The head, or part of it, was not recovered. Ask the examiner whether a jaw or teeth are kept.")
        return Primary("dental", title, "perhaps", says)
    fields = [field for e in evidences if e.name == "dental" for field in e.fields]
    family, examiner = _any(fields, missing, "missing", _), _any(fields, remains, "remains", _)
    if family and examiner:
        says = _("Teeth are described on both sides: a forensic odontologist can compare them.")
        return Primary("dental", title, "yes", says)
    if examiner:
        says = _(
            "The remains' teeth are described. Ask the family for the dentist, X-rays, or photographs of the smile."
        )
    elif family:
        says = _("The family describes the teeth. Ask the examiner for a dental chart of the remains.")
    else:
        says = _("It needs a dental chart of the remains, and a dentist's record or photographs of the smile.")
    return Primary("dental", title, "perhaps", says)


def _any(fields: Sequence[Field], record: RawRecord, side: Side, _: Translator) -> bool:
    return any(text_of(field, record, side, _) for field in fields)


def _dna(state: Remains, _: Translator) -> Primary:
    says = _(
        "It needs a sample of the remains and samples of close relatives (parents, children, brothers or sisters). "
        "Ask whether they were taken, and which laboratory keeps them."
    )
    if state.condition == "burned":
        says += " " + _("Burned bone may not give DNA.")
    return Primary("dna", _("DNA"), "perhaps", says)
