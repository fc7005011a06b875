"""The value of information: how far a case would move if something unknown about it were known."""

from __future__ import annotations

from collections.abc import Iterable

from linkage.evidence import Evidence
from linkage.explanation.values import Unknown
from linkage.model import Model
from linkage.words import Translator

LEAST_TOLD, TOLD = 0.5, 3
"""What is unknown is named as worth asking if it would move the total by so many bits; so many are named at most."""


def worth_bits(evidence: Evidence, model: Model) -> float:
    """How many bits a pair's total would move, up or down, if this evidence could be compared: the mean to expect.

    The pair is supposed to be as likely one person as two, as the cases on a reviewer's desk are: each
    level is then expected in (m + u) / 2 of cases. Which group of levels would hold is not known either, so
    it is the mean over the groups.
    """
    numbers = model.evidences[evidence.name].levels
    groups = {level.group for level in evidence.levels}
    moved = ((numbers[lv.name].m + numbers[lv.name].u) / 2 * abs(numbers[lv.name].bits) for lv in evidence.levels)
    return sum(moved) / len(groups)


def worth_asking(unknowns: Iterable[Unknown], _: Translator) -> str:
    """What to ask the family or to measure again first, and how far it would move the total; "" if nothing would."""
    moving = sorted((u for u in unknowns if u.worth_bits >= LEAST_TOLD), key=lambda u: -u.worth_bits)[:TOLD]
    if not moving:
        return ""
    told = (_("{title} (about {n} bits)").format(title=u.title, n=f"{u.worth_bits:.0f}") for u in moving)
    return _("Worth asking the family or measuring again first, for it would move the total most: {what}.").format(
        what="; ".join(told)
    )
