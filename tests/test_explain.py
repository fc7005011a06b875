"""An explanation is the score read aloud: it adds up, contradictions come first, unknown is not no."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_pairs import MODEL, PRIOR, pair, reading, weight
from rich.console import Console

from linkage.evidence import EVIDENCES, UNKNOWN, Evidence, Example, Level
from linkage.evidence.fields import DATE, NUMBER, TEXT, Field
from linkage.evidence.sex import SEX
from linkage.evidence.value import polarity
from linkage.explanation import Explanation, Reading, as_text, explain_pair, show
from linkage.explanation.numbers import chance, count, signed, times
from linkage.explanation.written import text_of
from linkage.model import from_evidence
from linkage.words import translator

ENGLISH = translator("en")
LANGUAGES = ("es", "en")
EACH_EVIDENCE = pytest.mark.parametrize("evidence", EVIDENCES, ids=lambda e: e.name)

ANY_FINDINGS = st.fixed_dictionaries(
    {e.name: st.sampled_from([UNKNOWN, *(level.name for level in e.levels)]) for e in EVIDENCES}
)

TATTOO = Evidence(
    name="tattoo",
    title="Tattoo",
    question="Is the same tattoo described?",
    fields=(Field("tattoo", TEXT, "The tattoo.", "tatuaje"),),
    needs=("tattoo",),
    levels=(
        Level("same", "tattoo_l = tattoo_r", 0.9, 0.01, "invented", "The same tattoo."),
        Level("other", "ELSE", 0.1, 0.99, "invented", "Another tattoo."),
    ),
    examples=(Example({}, {}, UNKNOWN),),
)


def explain(findings: dict[str, str], language: str = "en", **more: object) -> Explanation:
    return explain_pair(pair(findings, **more), {"sex": "mujer"}, {"sex": "hombre"}, reading(language))


@given(ANY_FINDINGS)
def test_the_prior_and_the_weights_are_the_total(findings: dict[str, str]) -> None:
    x = explain(findings)
    assert x.prior_bits + sum(line.bits for line in x.lines) == pytest.approx(x.total)


@given(ANY_FINDINGS)
def test_the_addition_as_shown_adds_up_to_the_last_figure(findings: dict[str, str]) -> None:
    x = explain(findings)
    shown = [x.prior_bits, *(line.bits for line in x.lines), x.rounding()]
    tenths = sum(round(float(signed(bits)) * 10) for bits in shown)
    assert tenths == round(float(signed(x.total)) * 10)


@given(ANY_FINDINGS)
def test_contradictions_come_first_then_agreements_the_heaviest_first(findings: dict[str, str]) -> None:
    x = explain(findings)
    order = [line.polarity for line in x.lines]
    assert order == sorted(order, key=["contradicts", "agrees", "neutral"].index)
    for kind in ("contradicts", "agrees", "neutral"):
        weights = [abs(line.bits) for line in x.lines if line.polarity == kind]
        assert weights == sorted(weights, reverse=True)


@given(ANY_FINDINGS)
def test_every_evidence_is_told_once_as_a_line_or_as_unknown(findings: dict[str, str]) -> None:
    x = explain(findings)
    assert sorted(e.name for e in EVIDENCES) == sorted(
        [line.evidence for line in x.lines] + [u.evidence for u in x.unknowns]
    )
    assert {u.evidence for u in x.unknowns} == {name for name, finding in findings.items() if finding == UNKNOWN}


def test_a_total_that_is_not_the_sum_is_refused_with_ids_only() -> None:
    with pytest.raises(ValueError, match="Pair M-1 / R-1: prior and weights give"):
        explain({}, total=PRIOR + 1)


@EACH_EVIDENCE
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_told_in_every_language(evidence: Evidence, language: str) -> None:
    for level in evidence.levels:
        x = explain({evidence.name: level.name}, language)
        (line,) = x.lines
        assert (line.finding, line.bits) == (level.name, weight(evidence, level.name))
        assert line.says and line.title and line.question.endswith("?")


@pytest.mark.parametrize(
    ("missing", "remains", "lacks"),
    [
        ({}, {}, "Not written on either side."),
        ({}, {"tattoo": "rosa"}, "Not written for the missing person."),
        ({"tattoo": "rosa"}, {}, "Not written for the remains."),
        ({"tattoo": "  "}, {"tattoo": "rosa"}, "Not written for the missing person."),
        ({"tattoo": "rosa"}, {"tattoo": "ilegible"}, "Written on both sides, but it cannot be compared as it stands."),
    ],
)
def test_an_unknown_says_what_is_missing_and_where(
    missing: dict[str, str], remains: dict[str, str], lacks: str
) -> None:
    model = from_evidence("invented", [TATTOO])
    x = explain_pair(pair({}, [TATTOO]), missing, remains, Reading([TATTOO], model, PRIOR, "en"))
    (unknown,) = x.unknowns
    assert (unknown.lacks, x.lines, x.total) == (lacks, (), PRIOR)


def test_both_raw_values_stand_side_by_side() -> None:
    (line,) = explain({"sex": "differs_skeletal"}).lines
    row = next(row for row in line.values if row.field == "sex")
    assert (row.missing, row.remains) == ("mujer", "hombre")


AGE = Field("age", NUMBER, "Age.", "edad", unit="years")
FOUND = Field("found", DATE, "Found.", "hallazgo", sides=("remains",))


@pytest.mark.parametrize(
    ("field", "record", "text"),
    [
        (AGE, {"age": "about 30"}, "about 30"),
        (AGE, {"age_low": "20", "age_high": "25"}, "20 to 25"),
        (AGE, {"age": "adult", "age_low": "20"}, "adult; from 20"),
        (AGE, {"age_high": "40"}, "up to 40"),
        (AGE, {"age": ""}, None),
        (AGE, {}, None),
        (FOUND, {"found": "2020"}, None),
    ],
)
def test_a_field_is_told_as_it_is_written(field: Field, record: dict[str, str], text: str | None) -> None:
    assert text_of(field, record, "missing", ENGLISH) == text


def test_a_field_of_one_side_is_not_told_as_lacking_on_the_other() -> None:
    x = explain_pair(
        pair({"sex": "agrees_skeletal"}), {"sex": "mujer"}, {"sex": "mujer", "sex_basis": "hueso"}, reading()
    )
    row = next(row for line in x.lines for row in line.values if row.field == "sex_basis")
    assert (row.missing, row.asked) == (None, ("remains",))


def next_step(condition: str | None, more: dict[str, str] | None = None) -> dict[str, str]:
    remains = {"condition": condition} if condition else {}
    x = explain_pair(pair({}), {}, remains | (more or {}), reading())
    return {primary.method: primary.possible for primary in x.primaries}


@pytest.mark.parametrize(
    ("condition", "prints"),
    [
        ("fresco", "yes"),
        ("momificado", "perhaps"),
        ("descompuesto", "perhaps"),
        ("quemado", "perhaps"),
        ("esqueleto", "no"),
        ("weathered bone", "no"),
        ("fragmentos", "perhaps"),
        (None, "perhaps"),
    ],
)
def test_fingerprints_depend_on_what_is_left_of_the_skin(condition: str | None, prints: str) -> None:
    assert next_step(condition)["prints"] == prints


def test_lost_hands_leave_fingerprints_in_doubt() -> None:
    assert next_step("fresco", {"parts_not_recovered": "manos; pies"})["prints"] == "perhaps"


def test_dna_asks_for_samples_of_relatives_whatever_the_condition() -> None:
    for condition in ("fresco", "esqueleto", None):
        x = explain_pair(pair({}), {}, {"condition": condition or ""}, reading())
        (dna,) = (p for p in x.primaries if p.method == "dna")
        assert dna.possible == "perhaps" and "relatives" in dna.says


def test_what_is_possible_now_is_named_first() -> None:
    assert list(next_step("fresco")) == ["prints", "dental", "dna"]
    assert list(next_step("esqueleto"))[-1] == "prints"


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "No other candidate of these remains has the same total."), (200, "200 candidates of these remains")],
)
def test_ties_are_told(size: int, words: str) -> None:
    assert words in " ".join(explain({}, tie_size=size).standing)


def test_a_pair_that_is_no_candidate_is_explained_too() -> None:
    row = {name: value for name, value in pair({}).items() if not name.startswith("rank") and name != "tie_size"}
    x = explain_pair(row, {}, {}, reading())
    assert x.standing == ("This pair is not among the candidates of this run.",)
    assert "not among the candidates" in as_text(x)


def test_the_chance_that_the_person_is_not_in_the_file_is_told_where_it_was_worked_out() -> None:
    assert "the chance of that is about 9 in 10" in explain({}, p_not_in_file=0.9).open_world.replace("\xa0", " ")
    assert "was not worked out" in explain({}).open_world


def test_no_chance_is_claimed_for_a_pair_by_a_model_nobody_has_checked() -> None:
    assert "no chance is stated for any pair" in explain({}).claim


def test_a_model_that_was_checked_says_the_chance_and_on_what_it_rests() -> None:
    model = replace(MODEL, notes={"calibration": "models/x/README.md"})
    x = explain_pair(pair({}), {}, {}, reading(model=model))
    assert "If the model is right" in x.claim and "about 1 in 310" in x.claim


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.025, "about 1 in 40"),
        (1 / 2_914_286, "about 1 in 2 900 000"),
        (0.3, "about 3 in 10"),
        (0.5, "about 1 in 2"),
        (0.95, "about 19 in 20"),
        (0.9999, "more than 999 in 1 000"),
        (1.0, "more than 999 in 1 000"),
        (0.0, "less than 1 in 1 000 000 000 000"),
    ],
)
def test_a_chance_is_a_count_of_people_and_no_percentage(probability: float, words: str) -> None:
    assert chance(probability, ENGLISH).replace("\xa0", " ") == words


@given(st.floats(0, 1))
def test_a_chance_as_told_is_near_the_number(probability: float) -> None:
    words = chance(probability, ENGLISH).replace("\xa0", "").split()
    told = float(words[-3]) / float(words[-1])
    if words[0] == "about":
        assert told == pytest.approx(probability, rel=0.2, abs=0.051)


def test_twice_as_likely_is_one_bit() -> None:
    assert times(1, ENGLISH) == "about 2.0 times"
    assert times(-3, ENGLISH) == "about 8 times"
    assert times(25, ENGLISH) == "more than a thousand times"


def test_thousands_are_parted_by_a_space_that_does_not_break() -> None:
    assert count(1234567) == "1\xa0234\xa0567"


def test_the_levels_are_shown_when_asked_for_with_their_origin() -> None:
    x = explain_pair(pair({"sex": "agrees_skeletal"}), {}, {}, reading(levels=True))
    (line,) = x.lines
    assert [rung.name for rung in line.rungs] == [level.name for level in SEX.levels]
    assert [rung.name for rung in line.rungs if rung.reached] == ["agrees_skeletal"]
    assert all(rung.because and rung.bits == pytest.approx(math.log2(rung.m / rung.u)) for rung in line.rungs)
    assert explain({"sex": "agrees_skeletal"}).lines[0].rungs == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_fits_a_window_and_says_everything(language: str) -> None:
    x = explain({"sex": "differs_skeletal"}, language)
    text = as_text(x)
    assert max(len(line) for line in text.splitlines()) <= 100
    for told in (
        x.missing_id,
        x.remains_id,
        "mujer",
        "hombre",
        signed(x.prior_bits),
        signed(x.total),
        x.lines[0].title,
    ):
        assert told in text
    assert " ".join(x.notice.split()) in " ".join(text.split())
    assert all(unknown.title in text for unknown in x.unknowns)


def test_the_text_says_so_when_nothing_speaks_against_a_pair() -> None:
    assert "Nothing that was compared speaks against this pair." in as_text(explain({"sex": "agrees_fresh"}))


def test_colour_is_for_terminals_only() -> None:
    x = explain({"sex": "differs_skeletal"})
    plain, terminal = io.StringIO(), io.StringIO()
    show(x, Console(file=plain, width=100))
    show(x, Console(file=terminal, width=100, force_terminal=True, color_system="standard"))
    assert plain.getvalue().rstrip() == as_text(x)
    assert "\x1b[" in terminal.getvalue()


def test_the_explanation_is_json() -> None:
    data = json.loads(json.dumps(explain({"sex": "differs_skeletal"}).to_dict()))
    assert data["lines"][0]["evidence"] == "sex"
    assert data["lines"][0]["polarity"] == polarity(data["lines"][0]["bits"])
