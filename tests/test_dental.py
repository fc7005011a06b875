"""Teeth: what is read of families' words and examiners' charts, and what contradicts what."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.config import config_path
from linkage.evidence import UNKNOWN
from linkage.evidence.dental import DENTAL, DENTAL_FIELD
from linkage.invent.tongue import read_tongue
from linkage.records.dental.keys import claims, contradictions, keys, parts
from linkage.records.dental.reading import read
from linkage.records.dental.teeth import ALL, numbered, spelled_out, teeth, zones
from linkage.records.dental.vocabulary import vocabulary
from linkage.records.parsers.dental import make_dental
from linkage.records.parsing import Context, Conventions
from linkage.trial import findings


def told(text: str) -> list[str]:
    """The facts of a text: "gold 11", "missing front", "gap"."""
    return [f"{fact.condition} {zones(fact.teeth)[0]}".strip() for fact in read(text)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("diente de oro", ["gold"]),
        ("Pza 11 corona de oro", ["crown 11", "gold 11"]),
        ("#8 missing AM", ["missing 11"]),
        ("missing #8, #9; crown #30", ["missing 11", "missing 21", "crown 46"]),
        ("11, 12 ausentes en vida, 36 con amalgama", ["missing 11", "missing 12", "filling 36"]),
        ("1.1 con corona; 2.1 ausente", ["crown 11", "missing 21"]),
        ("Pieza 46: obturada, fracturada", ["filling 46", "fractured 46"]),
        ("Tooth 8 has a porcelain crown, tooth 19 an amalgam filling", ["crown 11", "filling 36"]),
        ("falta un diente de enfrente", ["missing front"]),
        ("missing two upper front teeth", ["missing upper front"]),
        ("2 gold teeth", ["gold"]),
        ("le faltan 2 muelas de abajo", ["missing lower back"]),
        ("gold tooth, missing front teeth", ["gold", "missing front"]),
        ("upper left canine gold capped", ["gold 23"]),
        ("colmillo izquierdo de arriba roto", ["fractured 23"]),
        ("incisivo central superior derecho fracturado", ["fractured 11"]),
        ("tiene un diente de oro arriba", ["gold upper"]),
        ("dientes separados y chuecos", ["gap", "crooked"]),
        ("teeth crooked, gap in front", ["crooked", "gap front"]),
        ("usaba frenos", ["braces"]),
        ("no braces, gold tooth", ["gold"]),
        ("dentadura postiza superior", ["denture upper"]),
        ("All teeth present, no restorations", ["full", "untreated"]),
        ("muelas tapadas", ["filling back"]),
        ("Full dentures upper and lower", ["denture"]),
        ("tiene los dientes picados y le faltan dos muelas", ["caries", "missing back"]),
        ("incisivos y caninos ausentes", ["missing front", "missing front"]),
        ("Missing teeth 1, 16, 17, 32", ["missing 18", "missing 28", "missing 38", "missing 48"]),
        ("sin piezas 24 y 25", ["missing 24", "missing 25"]),
        ("32 teeth, all present", ["full"]),
        ("dente de ouro, aparelho", ["gold", "braces"]),
    ],
)
def test_what_is_read(text: str, facts: list[str]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    "text",
    ["N/A", "Charting available", "#8 missing PM", "46 perdida postmortem", "no braces", "Perfect smile"],
)
def test_a_text_that_says_nothing_of_the_person_is_unknown(text: str) -> None:
    parse = make_dental(Context(DENTAL_FIELD, "remains", Conventions()), [])
    assert set(parse({"": text}).values) == {None}


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_everything_the_invented_families_say_is_read(language: str) -> None:
    assert [word for word in read_tongue(language)["teeth"].values() if not read(word)] == []


@pytest.mark.parametrize(
    ("universal", "fdi"), [(1, 18), (8, 11), (9, 21), (16, 28), (17, 38), (24, 31), (25, 41), (30, 46), (32, 48)]
)
def test_the_two_ways_of_counting_teeth(universal: int, fdi: int) -> None:
    assert numbered(str(universal), fdi=False) == fdi
    assert numbered(str(fdi), fdi=True) == fdi


def test_every_tooth_has_one_number_in_each_way() -> None:
    assert {numbered(str(n), fdi=False) for n in range(1, 33)} == ALL
    assert numbered("33", fdi=False) is None and numbered("19", fdi=True) is None


@pytest.mark.parametrize(
    ("text", "fdi", "written"),
    [
        ("Pzas 13-21", True, "Pzas 13, 12, 11, 21"),
        ("del 46 al 44", True, "del 46, 45, 44"),
        ("#7-#9", False, "#7, 8, 9"),
        ("18-38", True, "18-38"),
        ("1.1", True, "11"),
    ],
)
def test_ranges_follow_the_row(text: str, fdi: bool, written: str) -> None:
    assert spelled_out(text, fdi) == written


def test_numbers_are_counted_in_the_way_of_the_words_around_them() -> None:
    assert told("Pieza 18 ausente") == ["missing 18"]
    assert told("Tooth #18 is missing") == ["missing 37"]


def test_zones_go_from_the_tooth_to_the_mouth() -> None:
    assert zones(frozenset([11])) == ("11", "upper front", "front", "upper", "")
    assert zones(teeth((6, 7, 8), "lower", "left")) == ("lower back", "back", "lower", "")


def test_keys_and_parts() -> None:
    facts = read("Pza 11 corona, 12 presente")
    assert keys(facts) == ["crown|", "crown|11", "crown|front", "crown|upper", "crown|upper front"]
    assert parts(facts) == ["crown|11"]


CASES = [
    # family, examiner, finding
    ("falta un diente de enfrente", "All teeth present", "incompatible"),
    ("falta la pieza 11", "Pza 11 con resina", "incompatible"),
    ("falta la pieza 11", "Pza 11 con corona, 36 caries", "explainable"),  # an implant or a bridge since
    ("falta la pieza 11", "#8 missing AM", "uncommon"),
    ("falta un diente de enfrente", "#30 missing AM", "explainable"),
    ("dentadura completa", "#8 missing AM", "explainable"),
    ("diente de oro", "no restorations", "incompatible"),
    ("diente de oro", "Pza 36 amalgama", "explainable"),
    ("diente de oro", "gold crown #9", "alike"),
    ("usa frenos", "no restorations", "explainable"),
    ("sin dientes", "#8 caries", "incompatible"),
    ("no tenía ningún tratamiento, dentadura completa", "#30 amalgam", "explainable"),
    ("falta un diente de enfrente", "#8 missing PM", UNKNOWN),
]


def test_what_very_many_people_have_is_not_held_against_the_pair() -> None:
    pairs = [
        ({"dental": a}, {"dental": b})
        for a, b in (("le falta una muela", "#30 missing AM"), ("dentadura completa", "dentadura completa"))
    ]
    found = findings(DENTAL, pairs, (DENTAL,))
    assert all(finding == UNKNOWN or DENTAL.level(finding).bits >= 0 for finding in found), found


def test_compatible_explainable_incompatible() -> None:
    found = findings(DENTAL, [({"dental": a}, {"dental": b}) for a, b, _ in CASES], (DENTAL,))
    assert list(zip([c[:2] for c in CASES], found, strict=True)) == [(c[:2], c[2]) for c in CASES]


def test_a_tooth_lost_after_death_contradicts_nothing() -> None:
    assert contradictions(read("#8 missing PM; all other teeth present")) != []
    assert not set(claims(read("falta la pieza 11"))) & set(contradictions(read("#9 caries; #8 lost postmortem")))


def test_the_table_speaks_of_keys_that_are_made() -> None:
    with config_path("frequencies", "dental.csv").open(encoding="utf-8", newline="") as file:
        elements = [row["element"] for row in csv.DictReader(file)]
    conditions = {code for category, code in vocabulary().lexicon.phrases.values() if category == "condition"}
    places = {zone for tooth in ALL for zone in zones(frozenset([tooth]))}
    assert {e.partition("|")[0] for e in elements} <= conditions
    assert {e.partition("|")[2] for e in elements} <= places


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    facts = read(text)
    assert all(fact.teeth and fact.teeth <= ALL for fact in facts)


@given(st.sets(st.sampled_from(sorted(ALL)), min_size=1, max_size=6))
def test_a_chart_does_not_contradict_itself(some: set[int]) -> None:
    facts = read("; ".join(f"Pza {tooth} ausente" for tooth in some))
    assert {fact.teeth for fact in facts} == {frozenset([tooth]) for tooth in some}
    assert not set(claims(facts)) & set(contradictions(facts))
