"""Texts, codes and numbers as offices write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkage.evidence import all_fields
from linkage.evidence.fields import CODE, CODES, FLAG, NUMBER, TEXT, TEXTS, Field
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsers.codes import make_code, make_codes
from linkage.records.parsers.numbers import make_number
from linkage.records.parsers.values import make_flag, make_text, make_texts
from linkage.records.parsing import Context, Conventions, Parsed, ParserMaker
from linkage.records.unknown import is_unknown, known

STATURE = Field("stature", NUMBER, "", "estatura", unit="cm")
WEIGHT = Field("weight", NUMBER, "", "peso", unit="kg")
AGE = Field("age", NUMBER, "", "edad", unit="years")
SEX = Field("sex", CODE, "", "sexo", vocabulary="sex")


def read(
    maker: ParserMaker, field: Field, text: str | None, beside: tuple[str, ...] = (), **conventions: object
) -> Parsed:
    context = Context(field, "remains", Conventions(**conventions))
    column = [{"": value} for value in (text, *beside)]
    return maker(context, column)({"": text})


def interval(field: Field, text: str, unit: str | None = None) -> tuple[float | None, float | None]:
    units = {field.name: unit} if unit else {}
    values = read(make_number, field, text, units=units).values
    return tuple(None if v is None else round(v, 1) for v in values)


@pytest.mark.parametrize(
    "text",
    [
        "Unsure", "Uncertain", "Cannot Determine", "Unknown", "N/A", "NA", "none", "None.", "NONE", "None found",
        "None present.", "-", "", "  ", "notAvailable", "Not recorded", "Se desconoce", "SE IGNORA", "SIN INFORMACION",
        "Sin información.", "S/D", "s/d.", "no informado", "NÃO INFORMADO", "nao sabe", "Inconnu", "non renseigné",
        "INDETERMINADO", "Cannot Estimate", "No especificado", "None\nNone\nNone", "-\nNone found.\n",
    ],
)  # fmt: skip
def test_texts_that_say_nothing_are_unknown(text: str) -> None:
    assert known(text) is None
    assert read(make_text, Field("agency", TEXT, "", ""), text).values == (None,)


@pytest.mark.parametrize("text", ["Nona", "Noé", "Nahum", "Nada Pérez", "Xix", "No. 7"])
def test_texts_that_only_look_like_unknown_are_kept(text: str) -> None:
    assert known(text) == text
    assert not is_unknown(text)


def test_only_the_lines_that_say_nothing_are_left_out() -> None:
    assert known("None\nred shirt\nNone.") == "red shirt"


def test_lists_are_split_where_the_source_separates_them() -> None:
    field = Field("aliases", TEXTS, "", "")
    assert read(make_texts, field, "El Flaco; Paco|None\nEl Flaco").values == (["El Flaco", "Paco"],)
    assert read(make_texts, field, "a/b; c", list_separators="/").values == (["a", "b; c"],)
    assert read(make_texts, field, "None; -").values == (None,)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Sí", True),
        ("yes", True),
        ("NO", False),
        ("não", False),
        ("1", True),
        ("0", False),
        ("Oui", True),
        ("S/D", None),
    ],
)
def test_yes_and_no_in_four_languages(text: str, flag: bool | None) -> None:
    parsed = read(make_flag, Field("consent", FLAG, "", ""), text)
    assert parsed.values == (flag,) and parsed.problem is None


def test_what_is_neither_yes_nor_no_is_a_problem() -> None:
    assert read(make_flag, Field("consent", FLAG, "", ""), "quizás").problem is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [("MUJER", "female"), ("Female", "female"), ("F", "female"), ("hombre.", "male"), ("Masculino", "male"),
     ("homem", "male"), ("Femme", "female"), ("Indeterminado", None), ("Unsure", None), ("U", None)],
)  # fmt: skip
def test_sex_in_the_words_of_the_offices(text: str, code: str | None) -> None:
    parsed = read(make_code, SEX, text)
    assert parsed.values == (code,) and parsed.problem is None


def test_m_is_mujer_where_the_column_says_h_for_hombre() -> None:
    assert read(make_code, SEX, "M", beside=("H",)).values == ("female",)
    assert read(make_code, SEX, "M", beside=("F",)).values == ("male",)


def test_m_is_nobodys_where_the_column_mixes_both_ways() -> None:
    parsed = read(make_code, SEX, "M", beside=("H", "F"))
    assert parsed.values == (None,)
    assert parsed.problem is not None and "two ways" in parsed.problem.what


def test_the_words_of_the_source_win_over_the_vocabulary() -> None:
    assert read(make_code, SEX, "2", words={"sex": {"2": "female"}}).values == ("female",)
    assert read(make_code, SEX, "M", words={"sex": {"m": "female"}}).values == ("female",)


def test_a_word_that_is_not_recognised_is_a_warning_that_names_the_accepted_words() -> None:
    parsed = read(make_code, SEX, "femnino")
    assert parsed.values == (None,)
    assert parsed.problem is not None and "female / mujer" in parsed.problem.remedy


def test_a_list_of_codes_keeps_what_it_can_read() -> None:
    field = Field("parts_not_recovered", CODES, "", "", vocabulary="body_parts")
    assert read(make_codes, field, "manos; pies").values == (["hands", "feet"],)
    assert read(make_codes, field, "Hands, feet and head").values == (["hands", "feet", "head"],)
    parsed = read(make_codes, field, "manos; alas")
    assert parsed.values == (["hands"],)
    assert parsed.problem is not None and parsed.problem.kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Not recognizable - Near complete or complete skeleton", "skeletal"), ("Recognizable face", "fleshed"),
        ("Not recognizable - Charred/burned", "burned"), ("Not recognizable - Traumatic injuries", None),
        ("Complete skeletonization w/ bone degradation", "weathered"), ("4", "mummified"), ("osamenta", "skeletal"),
        ("Putrefacción", "decomposed"), ("Not recognizable - Partial remains with soft tissues", "partial"),
    ],
)  # fmt: skip
def test_condition_in_the_words_of_namus_and_pima(text: str, code: str | None) -> None:
    field = Field("condition", CODE, "", "", vocabulary="condition")
    parsed = read(make_code, field, text)
    assert parsed.values == (code,) and parsed.problem is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29", (29, 29)), ("29-32", (29, 32)), ("66-70 años", (66, 70)), ("66 - 70 anos", (66, 70)),
        ("entre 20 y 25 años", (20, 25)), ("de 30 a 40", (30, 40)), ("30 to 40", (30, 40)), ("30 a 40 años", (30, 40)),
        ("between 30 and 40 years", (30, 40)), ("entre 20 et 30 ans", (20, 30)), ("20/25", (20, 25)),
        ("> 60", (60, None)), ("más de 40", (40, None)), ("+18", (18, None)), ("18+", (18, None)),
        ("mayor de 50", (50, None)), ("60 y más", (60, None)), ("60 o más años", (60, None)), ("menos de 5", (None, 5)),
        ("<1", (None, 1)), ("hasta 20", (None, 20)), ("aprox. 30", (27.5, 32.5)), ("30 aproximadamente", (27.5, 32.5)),
        ("~30", (27.5, 32.5)), ("30 +/- 5", (25, 35)), ("30 ± 5 años", (25, 35)), ("30s", (30, 39)),
        ("Adulto", (18, None)), ("menor de edad", (None, 18)), ("8 meses", (0.7, 0.7)), ("2 años 6 meses", (2.5, 2.5)),
        ("0", (0, 0)), ("29.0", (29, 29)), ("Cannot Determine", (None, None)), ("", (None, None)),
    ],
)  # fmt: skip
def test_ages_as_people_write_them(text: str, expected: tuple[float | None, float | None]) -> None:
    assert interval(AGE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("170 cm", (170, 170)), ("170", (170, 170)), ("1,70 m", (170, 170)), ("1.70", (170, 170)), ("1.7", (170, 170)),
        ("1 m 70", (170, 170)), ("1m70", (170, 170)), ("entre 1.60 y 1.65", (160, 165)), ("1.60-1.65 mts", (160, 165)),
        ("5'7\"", (170.2, 170.2)), ("5’7”", (170.2, 170.2)), ("5' 7", (170.2, 170.2)), ("5 ft 7 in", (170.2, 170.2)),
        ("5 ft. 7 in.", (170.2, 170.2)), ("5 pies 7 pulgadas", (170.2, 170.2)), ("5'7 1/2\"", (171.5, 171.5)),
        ("67 in", (170.2, 170.2)), ("67 inches", (170.2, 170.2)), ("5'7\" - 5'9\"", (170.2, 175.3)),
        ("5 ft 7 in to 5 ft 9 in", (170.2, 175.3)), ("64-66 in", (162.6, 167.6)), ("67", (170.2, 170.2)),
        ("510", (177.8, 177.8)), ("1700", (170, 170)), ("1,700 mm", (170, 170)), ("5.11", (180.3, 180.3)),
        ("5.7", (170.2, 173.7)), ("5-10", (177.8, 177.8)), ("50 cm", (50, 50)), ("840", (None, None)),
        ("1.70 cm", (170, 170)), ("aprox. 1.70 m", (167.5, 172.5)),
    ],
)  # fmt: skip
def test_statures_as_people_write_them(text: str, expected: tuple[float | None, float | None]) -> None:
    assert interval(STATURE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("67.0", (170.2, 170.2)), ("20.0", (50.8, 50.8)), ("170", (170, 170)), ("510", (177.8, 177.8)),
        ("840.0", (177.8, 177.8)), ("5.0", (None, None)), ("221", (None, None)), ("1.70", (170, 170)),
    ],
)  # fmt: skip
def test_statures_of_a_source_in_inches(text: str, expected: tuple[float | None, float | None]) -> None:
    assert interval(STATURE, text, "in") == expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [("150 lb", "kg", (68, 68)), ("70 kg", "lb", (70, 70)), ("150", "lb", (68, 68)), ("70", "kg", (70, 70)),
     ("60-70 kilos", "kg", (60, 70)), ("3500", "kg", (3.5, 3.5)), ("0", "lb", (None, None)),
     ("11 st 4 lb", "kg", (71.7, 71.7))],
)  # fmt: skip
def test_weights_as_people_write_them(text: str, unit: str, expected: tuple[float | None, float | None]) -> None:
    assert interval(WEIGHT, text, unit) == expected


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        (AGE, "-5", "negative"), (AGE, "0-100", "says nothing"), (AGE, "45-20", "downwards"),
        (AGE, "150", "not possible"),
        (AGE, "veintitantos", "cannot be read"), (AGE, "30 kg", "unit"), (STATURE, "67", "read as in"),
        (STATURE, "510", "feet and inches"), (STATURE, "840 cm", "not possible"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_number_is_said(field: Field, text: str, word: str) -> None:
    problem = read(make_number, field, text).problem
    assert problem is not None and word in problem.what and problem.remedy


@pytest.mark.parametrize("text", ["30", "18-99", "entre 20 y 25 años", "Cannot Estimate"])
def test_nothing_is_wrong_with_a_plain_number(text: str) -> None:
    assert read(make_number, AGE, text).problem is None


def bounds(low: str | None, high: str | None, text: str | None = None) -> Parsed:
    return make_number(Context(AGE, "remains", Conventions()), [])({"": text, "low": low, "high": high})


def test_bounds_of_their_own_columns_go_before_the_text() -> None:
    assert bounds("29.0", "32.0", "Adulto").values == (29, 32)
    assert bounds("29", None).values == (29, None)
    assert bounds(None, None, "30-40").values == (30, 40)


def test_bounds_the_wrong_way_round_are_swapped_and_said() -> None:
    parsed = bounds("45", "20")
    assert parsed.values == (20, 45)
    assert parsed.problem is not None and parsed.problem.kept


def test_an_impossible_bound_leaves_the_other() -> None:
    parsed = bounds("30", "140")
    assert parsed.values == (30, None)
    assert parsed.problem is not None and parsed.problem.part == "high" and parsed.problem.kept


def test_a_century_of_ages_says_nothing() -> None:
    assert bounds("0", "100").values == (None, None)
    assert bounds("18", "99").values == (18, 99)


SNIPPETS = "1 0 - / . , a y ' \" ½ ft años 2019 31 mayo ( ± % entre hasta más menos década decade till yrs".split()  # noqa: SIM905  # a list of 27 quoted words reads worse
ANY_TEXT = st.one_of(st.text(max_size=25), st.lists(st.sampled_from(SNIPPETS), max_size=6).map(" ".join))


@given(ANY_TEXT.map(str.strip))
@settings(max_examples=60, deadline=None)
@example("años till")
@example("entre")
def test_any_text_in_any_field_is_read_or_told_and_never_stops_the_file(text: str) -> None:
    for field in all_fields():
        texts = dict.fromkeys(field.kind.parts, text or None)
        parsed = PARSER_MAKERS[field.kind.name](Context(field, field.sides[0], Conventions()), [texts])(texts)
        assert len(parsed.values) == len(field.columns()), field.name
        if parsed.problem is not None:
            assert parsed.problem.what and parsed.problem.remedy, field.name
