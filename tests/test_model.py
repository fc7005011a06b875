"""Models: what they hold, and what they refuse."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.errors import ModelMismatch, UsageError
from linkage.evidence import EVIDENCES
from linkage.evidence.sex import SEX
from linkage.model import from_evidence, from_json, load, to_json


def test_the_shipped_model_is_what_stands_beside_the_levels() -> None:
    """When this fails after a change of the evidence: python -m benchmarks.baseline."""
    written, stands = load("baseline"), from_evidence("baseline", EVIDENCES)
    assert written.evidences == stands.evidences
    assert written.overlap == stands.overlap
    written.check(EVIDENCES)


def test_a_model_is_read_as_it_was_written_and_gives_the_same_bytes() -> None:
    model = from_evidence("again", EVIDENCES)
    text = to_json(model)
    assert from_json(text) == model
    assert to_json(from_json(text)) == text


def test_a_model_refuses_evidence_it_was_not_made_for() -> None:
    model = from_evidence("test", [SEX])
    changed = replace(SEX, levels=(replace(SEX.levels[0], when="true"), *SEX.levels[1:]))
    with pytest.raises(ModelMismatch, match="another version of the evidence 'sex'"):
        model.check([changed])
    with pytest.raises(ModelMismatch, match="'age'"):
        model.check([evidence for evidence in EVIDENCES if evidence.name == "age"])


def test_new_words_and_numbers_do_not_make_a_model_stale() -> None:
    model = from_evidence("test", [SEX])
    told = replace(SEX, levels=tuple(replace(level, says="Other words.", m=level.m / 2) for level in SEX.levels))
    model.check([told])


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_prior_expects_the_overlap_of_the_smaller_file(missing: int, remains: int) -> None:
    model = from_evidence("test", [SEX])
    expected = model.prior_probability(missing, remains) * missing * remains
    assert expected == pytest.approx(model.overlap * min(missing, remains))
    assert 2 ** model.prior_bits(missing, remains) == pytest.approx(
        model.prior_probability(missing, remains) / (1 - model.prior_probability(missing, remains))
    )


def test_measured_u_replaces_only_what_was_measured() -> None:
    model = from_evidence("test", [SEX])
    name = SEX.levels[0].name
    measured = model.with_u({"sex": {name: 0.25}}, "counted").evidences["sex"].levels
    assert measured[name].u == 0.25
    assert measured[name].u_because == "counted"
    assert measured[name].bits == pytest.approx(math.log2(SEX.levels[0].m / 0.25))
    for level in SEX.levels[1:]:
        assert measured[level.name] == model.evidences["sex"].levels[level.name]


def test_what_is_no_model_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No model 'nowhere'. There are: .*baseline"):
        load("nowhere")
    path = tmp_path / "model.json"
    for text in ("{", "{}", json.dumps({"format": 99})):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="not a model of this engine"):
            load(str(tmp_path))
