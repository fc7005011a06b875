"""What two mouths may have in common, and what of one cannot be true of the other.

A key is `condition|zone`: the tooth, where it is one, and every zone of the mouth that holds it. How
telling a key is, is counted over both registers.
"""

from __future__ import annotations

from collections.abc import Sequence

from linkage.records.dental.reading import Fact
from linkage.records.dental.teeth import ALL, WISDOM, Teeth, whole_zones, zones
from linkage.records.dental.vocabulary import vocabulary

_NOT_COMPARED = frozenset(["present", "untreated"])
"""Conditions of which nobody is reminded of anybody."""


def keys(facts: Sequence[Fact]) -> list[str]:
    """Every key of the facts, sorted, each once."""
    told = [fact for fact in facts if fact.condition not in _NOT_COMPARED]
    return sorted({f"{fact.condition}|{zone}" for fact in told for zone in zones(fact.teeth)})


def parts(facts: Sequence[Fact]) -> list[str]:
    """The most particular key of each fact: not nested in one another, so that their bits add up."""
    told = [fact for fact in facts if fact.condition not in _NOT_COMPARED]
    return sorted({f"{fact.condition}|{zones(fact.teeth)[0]}" for fact in told})


def claims(facts: Sequence[Fact]) -> list[str]:
    """What the family says that remains could contradict: a tooth lost in life, dental work done, no tooth left."""
    treated = vocabulary().treated
    found = {f"lost {zones(fact.teeth)[0]}" for fact in facts if fact.condition == "missing"}
    found |= {f"treated {zone}" for fact in facts if fact.condition in treated for zone in _own(fact)}
    return sorted(found | {"toothless" for fact in facts if fact.condition == "edentulous" and fact.teeth == ALL})


def contradictions(facts: Sequence[Fact]) -> list[str]:
    """What the remains contradict, in the words of `claims`: a tooth that is there cannot have been lost before."""
    natural = vocabulary().natural
    present = _present(facts)
    found = {f"lost {zone}" for zone in whole_zones(present)}
    found |= {f"treated {zone}" for fact in facts if fact.condition == "untreated" for zone in _own(fact)[:1]}
    there = present or any(fact.condition in natural for fact in facts)
    return sorted(found | ({"toothless"} if there else set()))


def _own(fact: Fact) -> tuple[str, ...]:
    """The tooth, where it is one, and the whole mouth."""
    return tuple(zone for zone in zones(fact.teeth) if zone == "" or zone.isdigit())


def _present(facts: Sequence[Fact]) -> Teeth:
    """The teeth that are surely there: one by one, or all when no tooth is missing."""
    natural = vocabulary().natural
    named = [fact.teeth for fact in facts if fact.condition in natural and _all_meant(fact)]
    full = [ALL - WISDOM for fact in facts if fact.condition == "full"]
    lost = [fact.teeth for fact in facts if fact.condition == "missing" and len(fact.teeth) == 1]
    return frozenset().union(*named, *full) - frozenset().union(*lost)


def _all_meant(fact: Fact) -> bool:
    """One tooth by its number, or "upper front teeth present": not "a filling in a molar"."""
    return len(fact.teeth) == 1 or (fact.condition == "present" and fact.teeth != ALL)
