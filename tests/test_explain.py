"""An explanation is the score read aloud: it adds up, contradictions come first, unknown is not no."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_pairs import MODEL, PRIOR, TOP, pair, reading, weight
from rich.console import Console

from linkage.evidence import EVIDENCES, UNKNOWN, Evidence, Example, Level
from linkage.evidence.fields import DATE, NUMBER, TEXT, Field
from linkage.evidence.names import NAMES
from linkage.evidence.place import PLACE
from linkage.evidence.sex import SEX
from linkage.evidence.value import polarity
from linkage.explanation import Explanation, Reading, as_text, explain_pair, show
from linkage.explanation.numbers import chance, count, signed, times
from linkage.explanation.text import WIDTH
from linkage.explanation.worth import worth_bits
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
    x = explain_pair(pair({}, [TATTOO]), missing, remains, Reading([TATTOO], model, PRIOR, TOP, "en"))
    (unknown,) = x.unknowns
    assert (unknown.lacks, x.lines, x.total) == (lacks, (), PRIOR)


def test_both_raw_values_stand_side_by_side() -> None:
    (line,) = explain({"sex": "differs_skeletal"}).lines
    row = next(row for row in line.values if row.field == "sex")
    assert (row.missing, row.remains) == ("mujer", "hombre")


def told(evidence: str, missing: dict[str, str], remains: dict[str, str]) -> tuple[str, list[str]]:
    """What is said to lack of an evidence that could not be compared, and the fields shown of it."""
    x = explain_pair(pair({}), missing, remains, reading())
    (unknown,) = (u for u in x.unknowns if u.evidence == evidence)
    return unknown.lacks, [row.field for row in unknown.values]


@pytest.mark.parametrize(
    ("evidence", "missing", "remains", "lacks", "fields"),
    [
        ("documents", {"sex": "mujer"}, {"sex": "mujer"}, "Not written on either side.", []),
        ("marks", {}, {"condition": "fresco"}, "Not written on either side.", []),
        ("age", {"last_contact": "2005"}, {"found": "2006"}, "Not written on either side.", []),
        ("age", {"birth_date": "1990"}, {}, "Not written for the remains.", ["birth_date"]),
        ("time", {"last_contact": "2005"}, {}, "Not written for the remains.", ["last_contact"]),
        ("build", {}, {"weight": "65 kg"}, "Not written for the missing person.", ["weight"]),
    ],
)
def test_what_lacks_is_asked_of_the_fields_that_the_question_is_about(
    evidence: str, missing: dict[str, str], remains: dict[str, str], lacks: str, fields: list[str]
) -> None:
    assert told(evidence, missing, remains) == (lacks, fields)


def test_the_dates_are_told_once() -> None:
    written = {"last_contact": "2005-06-10"}, {"found": "2005-06-15", "condition": "fresco"}
    x = explain_pair(pair({"time": "within_14_days_exact", "age": "inside_narrow"}), *written, reading())
    assert [line.evidence for line in x.lines for row in line.values if row.field == "found"] == ["time"]


AGE = Field("age", NUMBER, "Age.", "edad", unit="years")
FOUND = Field("found", DATE, "Found.", "hallazgo", sides=("remains",))
TALL = Field("stature", NUMBER, "Stature.", "estatura", unit="cm")
NAMED = NAMES.fields[0]
WHERE = PLACE.fields[0]


@pytest.mark.parametrize(
    ("field", "record", "text"),
    [
        (AGE, {"age": "about 30"}, "about 30"),
        (AGE, {"age_low": "20", "age_high": "25"}, "20 to 25"),
        (AGE, {"age": "adult", "age_low": "20"}, "adult; from 20"),
        (AGE, {"age_high": "40"}, "up to 40"),
        (AGE, {"age_low": "32", "age_high": "32"}, "32"),
        (TALL, {"stature": "70", "stature_low_cm": 177.8, "stature_high_cm": 177.8}, "70 (178 cm)"),
        (TALL, {"stature_low": "67", "stature_low_cm": 170.2, "stature_high_cm": None}, "from 67 (from 170 cm)"),
        (TALL, {"stature": "5'7\"", "stature_low_cm": 170.2, "stature_high_cm": 170.2}, "5'7\""),
        (TALL, {"stature": "168 cm", "stature_low_cm": 168.0, "stature_high_cm": 168.0}, "168 cm"),
        (TALL, {"stature": "840"}, "840"),
        (AGE, {"age": ""}, None),
        (AGE, {}, None),
        (FOUND, {"found": "2020"}, None),
        (NAMED, {"name_maternal": "Ruiz", "name_given": "Ana", "name_paternal": "Soto"}, "Ana Soto Ruiz"),
        (NAMED, {"name_full": "Ana Soto", "name_aliases": "La Flaca"}, "Ana Soto; aliases: La Flaca"),
        (WHERE, {"last_contact_place": "Altar", "last_contact_place_state": "Sonora"}, "Altar, Sonora"),
        (WHERE, {"last_contact_place_lat": "31.9", "last_contact_place_lon": "-112.3"}, "31.9, -112.3"),
        (
            WHERE,
            {"last_contact_place_coordinates": "31.9 -112.3", "last_contact_place_radius_km": "2"},
            "31.9 -112.3; radius in km: 2",
        ),
    ],
)
def test_a_field_is_told_as_it_is_written(
    field: Field, record: dict[str, str | float | None], text: str | None
) -> None:
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


@pytest.mark.parametrize(
    ("missing", "remains", "possible"),
    [
        ({"dental": "diente de oro"}, {"dental": "pieza 11 con corona de oro"}, "yes"),
        ({"dental": "diente de oro"}, {}, "perhaps"),
        ({}, {"dental": "pieza 11 con corona de oro"}, "perhaps"),
        ({"dental": "diente de oro"}, {"dental": "piezas", "parts_not_recovered": "cabeza"}, "perhaps"),
    ],
)
def test_teeth_can_be_compared_where_both_sides_describe_them(
    missing: dict[str, str], remains: dict[str, str], possible: str
) -> None:
    x = explain_pair(pair({}), missing, remains, reading())
    assert {primary.method: primary.possible for primary in x.primaries}["dental"] == possible


def test_what_is_possible_now_is_named_first() -> None:
    assert list(next_step("fresco")) == ["prints", "dental", "dna"]
    assert list(next_step("esqueleto"))[-1] == "prints"


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "No other candidate in these two lists has the same total."), (200, "200 candidates in these two lists")],
)
def test_ties_are_told(size: int, words: str) -> None:
    assert words in " ".join(explain({}, tie_size=size).standing)


@pytest.mark.parametrize(
    ("in_remains", "in_missing", "words"),
    [
        (3, 1200, "Number 3 in the list of these remains. Number 1 200 in the list of this missing person."),
        (None, 7, "Beyond the best 25 in the list of these remains. Number 7 in the list of this missing person."),
        (7, None, "Number 7 in the list of these remains. Beyond the best 25 in the list of this missing person."),
    ],
)
def test_a_place_beyond_the_best_of_a_record_is_told_as_that(
    in_remains: int | None, in_missing: int | None, words: str
) -> None:
    x = explain({}, rank_in_remains=in_remains, rank_in_missing=in_missing)
    assert " ".join(x.standing[:2]).replace("\xa0", " ") == words
    assert " ".join(x.standing[0].split()) in " ".join(as_text(x).split())


def test_a_pair_that_is_no_candidate_is_explained_too() -> None:
    x = explain({}, rank_in_remains=None, rank_in_missing=None, tie_size=None)
    assert len(x.standing) == 1
    assert "not among the candidates of this run: it is beyond the best 25" in " ".join(as_text(x).split())


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.9, "the chance of that is about 9 in 10."), (1e-9, "the chance of that is less than 1 in 100;")],
)
def test_the_chance_of_not_being_in_the_file_is_told_and_never_as_a_certainty(probability: float, words: str) -> None:
    assert words in explain({}, p_not_in_file=probability).open_world.replace("\xa0", " ")


def test_a_chance_that_was_not_worked_out_is_told_as_that() -> None:
    assert "was not worked out" in explain({}).open_world


def test_no_chance_is_claimed_for_a_pair_by_a_model_nobody_has_checked() -> None:
    assert "no chance is stated for any pair" in explain({}).claim


def test_a_model_that_was_checked_says_the_chance_and_on_what_it_rests() -> None:
    model = replace(MODEL, calibration=((0.0, 0.0), (20.0, 10.0)))
    row = pair({"names": "nearly_unique_document"})
    x = explain_pair(row, {}, {}, reading(model=model))
    assert row["w_names"] > 20, "beyond the last knot the curve goes on flat: 10 bits, and so 2 ** (18.25 - 10)"
    assert "If the model is right" in x.claim and "about 1 in 310" in x.claim


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.025, "about 1 in 40"),
        (1 / 2_914_286, "about 1 in 2 900 000"),
        (0.3, "about 3 in 10"),
        (0.5, "about 1 in 2"),
        (0.95, "about 19 in 20"),
        (0.995, "more than 99 in 100"),
        (1.0, "more than 99 in 100"),
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


@pytest.mark.parametrize(
    ("names", "enough"), [("nearly_unique_document", True), ("telling_document", False), ("differs_document", True)]
)
def test_weights_that_do_not_make_up_for_the_start_are_told_as_that(names: str, enough: bool) -> None:
    x = explain({"names": names})
    assert ("does not make up for the start" not in x.total_words) == enough
    assert enough or x.total < 0 < x.lines[0].bits


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


def test_each_origin_of_the_numbers_is_told_once() -> None:
    x = explain_pair(pair({"sex": "agrees_skeletal"}), {}, {}, reading(levels=True))
    (line,) = x.lines
    alone = " ".join(as_text(replace(x, unknowns=())).split())
    origins = {f"m, u: {rung.because}" for rung in line.rungs}
    assert len(origins) < len(line.rungs)
    assert all(alone.count(" ".join(origin.split())) == 1 for origin in origins)
    assert "> +0.8 agrees_skeletal (m 0.95, u 0.561) [" in alone


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


def test_the_two_records_stand_side_by_side_in_columns_however_long_they_are() -> None:
    long = "tatuaje en antebrazo derecho " * 9
    written = {"marks": long}, {"marks": "cruz", "condition": "fresco"}
    text = as_text(explain_pair(pair({"marks": "not_recorded_fresh"}), *written, reading()))
    lines = text.splitlines()
    header = next(line for line in lines if "Missing person  " in line)
    first = next(line for line in lines if line.strip().startswith("Marks") and "cruz" in line)
    assert (first.index("tatuaje"), first.index("cruz")) == (header.index("Missing"), header.index("Remains"))
    assert text.count("antebrazo") == 9 and max(map(len, lines)) <= WIDTH


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


def test_what_would_move_the_case_most_is_told_first_and_nothing_that_is_known() -> None:
    x = explain(dict.fromkeys((e.name for e in EVIDENCES), UNKNOWN))
    most = max(x.unknowns, key=lambda unknown: unknown.worth_bits)
    assert f"most: {most.title} (about {most.worth_bits:.0f} bits)" in x.worth_asking
    assert x.worth_asking in " ".join(as_text(x).split())
    known = explain({e.name: e.levels[0].name for e in EVIDENCES})
    assert known.worth_asking == ""


def test_the_worth_of_asking_by_hand() -> None:
    """Tattoo: (0.9 + 0.01) / 2 * log2(90) + (0.1 + 0.99) / 2 * log2(9.9)."""
    by_hand = 0.455 * math.log2(90) + 0.545 * math.log2(9.9)
    assert worth_bits(TATTOO, from_evidence("trial", (TATTOO,))) == pytest.approx(by_hand)
