"""The promises that every kind of evidence keeps, tested for all of them at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from linkage.evidence import COMPANY, EVIDENCES, UNKNOWN, Evidence, Example
from linkage.evidence.documents import DOCUMENTS_AND_PHONES
from linkage.evidence.names import NAMES
from linkage.evidence.place import PLACE
from linkage.evidence.sex import SEX
from linkage.trial import finding_of, findings

AMONG_OTHERS = (NAMES, DOCUMENTS_AND_PHONES, PLACE, SEX, COMPANY)
"""Enough to compare the companions of the examples of company."""

EACH = pytest.mark.parametrize("evidence", EVIDENCES, ids=lambda e: e.name)


def bits(evidence: Evidence, finding: str) -> float:
    if finding == UNKNOWN:
        return 0.0
    level = evidence.level(finding)
    return math.log2(level.m / level.u)


def found_in(evidence: Evidence, examples: Sequence[Example]) -> list[str]:
    if evidence is COMPANY:
        return [finding_of(example, evidence, AMONG_OTHERS) for example in examples]
    return findings(evidence, [(e.missing, e.remains) for e in examples])


@EACH
def test_each_example_gives_its_finding(evidence: Evidence) -> None:
    found = found_in(evidence, evidence.examples)
    assert list(zip(found, [e.note for e in evidence.examples])) == [(e.finding, e.note) for e in evidence.examples]


@EACH
def test_each_level_and_the_unknown_has_an_example(evidence: Evidence) -> None:
    shown = {e.finding for e in evidence.examples}
    assert {*(level.name for level in evidence.levels), UNKNOWN} - shown == set()


@EACH
def test_weights_fall_from_rung_to_rung(evidence: Evidence) -> None:
    weights = [bits(evidence, level.name) for level in evidence.levels]
    assert weights == sorted(weights, reverse=True)


@EACH
def test_m_and_u_are_shares_of_each_group(evidence: Evidence) -> None:
    for group in {level.group for level in evidence.levels}:
        levels = [level for level in evidence.levels if level.group == group]
        assert sum(level.m for level in levels) == pytest.approx(1, abs=1e-6)
        assert sum(level.u for level in levels) == pytest.approx(1, abs=1e-6)


@EACH
def test_blanking_a_field_never_counts_against_the_pair(evidence: Evidence) -> None:
    blanked, before = [], []
    for example in evidence.examples:
        for side, record in (("missing", example.missing), ("remains", example.remains)):
            for column in record:
                blanked.append(replace(example, **{side: {c: t for c, t in record.items() if c != column}}))
                before.append((example, side, column))
    after = found_in(evidence, blanked)
    for (example, side, column), found in zip(before, after, strict=True):
        least = min(bits(evidence, example.finding), 0.0)
        assert bits(evidence, found) >= least - 1e-9, (example, side, column, found)


@EACH
def test_two_blank_records_are_unknown(evidence: Evidence) -> None:
    assert findings(evidence, [({}, {})]) == [UNKNOWN]


SAID_OF_MANY = (
    ("hardly anybody", 9.0), ("very few people", 6.0), ("quite a few people", 0.5), ("few people", 4.0),
    ("not many people", 1.5), ("So many people", 0.0), ("very many people", -0.6),
)  # fmt: skip
"""How many people have what is alike, in words, and the least bits that the words stand for."""


@EACH
def test_a_sentence_says_few_people_only_where_the_bits_say_so(evidence: Evidence) -> None:
    for level in evidence.levels:
        said = next((least for words, least in SAID_OF_MANY if words in level.says), None)
        assert said is None or level.bits >= said - 1e-9, (level.name, level.bits, level.says)
