"""Marks: what is read of tattoos, scars and other marks, and when a mark counts as not seen."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.config import config_path
from linkage.engine.settings import finding_case
from linkage.evidence import UNKNOWN
from linkage.evidence.marks import MARKS
from linkage.invent.tongue import read_tongue
from linkage.records.marks.keys import denied, keys, regions, things
from linkage.records.marks.reading import read
from linkage.records.marks.vocabulary import PARTS, vocabulary
from linkage.records.parsers.marks import written
from linkage.trial import findings, records_of

ONLY = (MARKS,)


def told(text: str) -> list[str]:
    """The marks of a text, one line each: "tattoo forearm right: text:rosa motif:cross"."""
    lines = []
    for mark in read(text).marks:
        where = ", ".join(f"{site.place} {site.side}".strip() for site in mark.sites)
        lines.append(f"{mark.kind} {where}: {' '.join(mark.contents)}".replace(" :", ":").rstrip(": "))
    return lines


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (
            "tatuaje en antebrazo der. con la leyenda 'Rosa' y una cruz",
            ["tattoo forearm right: text:rosa motif:cross"],
        ),
        ("TATUAJE EN ANTEBRAZO DERECHO CON LA LEYENDA ROSA", ["tattoo forearm right: text:rosa"]),
        (
            "Tatuaje de una rosa en el hombro izq., cicatriz en ceja derecha",
            ["tattoo shoulder left: motif:rose", "scar eyebrow right"],
        ),
        ("Scar 3 cm left knee; tattoo R upper arm 'YOLI'", ["scar knee left", "tattoo upper_arm right: text:yoli"]),
        (
            "Dragon tattoo covering entire left arm, rose on right ankle",
            ["tattoo arm left: motif:dragon", "tattoo ankle right: motif:rose"],
        ),
        (
            "Two tattoos: cross on left forearm, skull on neck",
            ["tattoo forearm left: motif:cross", "tattoo neck: motif:skull"],
        ),
        ("tatuaje de unas alas en la espalda, uñas pintadas", ["tattoo back: motif:wings", "nails"]),
        ("TAT L FARM; SC R KNEE; MISS L FGR", ["tattoo forearm left", "scar knee right", "missing_part finger left"]),
        ("falta dedo índice de la mano derecha", ["missing_part finger right"]),
        ("amputation of left index finger", ["missing_part finger left"]),
        ("cicatriz de apéndice", ["scar abdomen: cause:appendectomy"]),
        ("quemadura en el brazo izquierdo", ["scar arm left: cause:burn"]),
        ("cicatriz por arma de fuego en pierna derecha", ["scar leg right: cause:gunshot"]),
        ("placa de osteosíntesis en fémur derecho", ["implant thigh right: cause:plate"]),
        ("lunar en mejilla izquierda", ["skin_mark cheek left"]),
        ("mole on left cheek", ["skin_mark cheek left"]),
        ("perforaciones en ambas orejas", ["piercing ear both"]),
        ("nombre de 'Yadira' en el pecho", ["tattoo chest: text:yadira"]),
        ("tatuagem de uma rosa no ombro esquerdo", ["tattoo shoulder left: motif:rose"]),
        ("tatouage d'une rose sur l'épaule gauche", ["tattoo shoulder left: motif:rose"]),
        ("tatuaje", ["tattoo"]),
    ],
)
def test_what_is_read(text: str, marks: list[str]) -> None:
    assert told(text) == marks


@pytest.mark.parametrize("text", ["None.", "N/A", "missing teeth", "see image", "No further description"])
def test_a_text_without_marks_says_nothing(text: str) -> None:
    assert read(text).marks == ()


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Scar/mark: nan", []),
        ("Tatuajes: ninguno", []),
        ("Scar/mark: NaN\nTattoo: rose on left arm", ["tattoo arm left: motif:rose"]),
        ("Scar: abdomen; Tattoo: unknown", ["scar abdomen"]),
        ("Tattoo left arm: unknown", ["tattoo arm left"]),
        ("Tattoo: X", ["tattoo"]),
    ],
)
def test_a_line_of_a_form_left_blank_says_nothing(text: str, marks: list[str]) -> None:
    assert told(text) == marks
    assert read(text).denied == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("No scars or tattoos", ("scar", "tattoo")), ("sin tatuajes", ("tattoo",)), ("Sin señas particulares", ("all",))],
)
def test_no_marks_is_an_answer(text: str, kinds: tuple[str, ...]) -> None:
    assert read(text).denied == kinds
    assert read(text).marks == ()


def test_looking_at_skin_says_nothing_of_bone() -> None:
    assert all(region.startswith("soft:") for region in denied(read("Sin señas particulares")))


def test_the_larger_place_holds_the_smaller() -> None:
    forearm, arm = (set(keys(read(f"tattoo on left {place}").marks)) for place in ("forearm", "arm"))
    assert "tattoo|arm|left|" in forearm & arm
    assert "tattoo|forearm|left|" in forearm - arm
    assert vocabulary().places("forearm")[-1] == "upper_limb"


def test_a_mark_is_also_compared_whatever_its_side() -> None:
    left, right = (set(keys(read(f"tattoo of a rose on {side} arm").marks)) for side in ("left", "right"))
    assert "tattoo|arm|~|motif:rose" in left & right
    assert "tattoo|arm|left|motif:rose" in left - right


def test_things_are_not_nested() -> None:
    assert things(read("tattoo 'Yoli' on left arm, scar on chin").marks) == ["scar|head", "tattoo|text:yoli"]


def test_marks_of_the_remains_say_where_somebody_looked() -> None:
    assert "soft:anywhere" in regions(read("scar on chin").marks, seen=True)
    assert regions(read("scar on chin").marks, seen=False) == ["scar:head", "soft:head"]


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_everything_the_invented_registers_show_is_read(language: str) -> None:
    tongue = read_tongue(language)
    arm = tongue["sites"]["arm"]
    shown = [tongue["tattoo"].format(motif=m, site=arm, side="", legend="") for m in tongue["motifs"].values()]
    bare = [tongue["bare_tattoo"].format(site=site, side="") for site in tongue["sites"].values()]
    said = [*tongue["hard"].values(), *tongue["scars"].values(), *shown, *bare]
    assert [text for text in said if not any(mark.sites for mark in read(text).marks)] == []
    assert [text for text in shown if not read(text).marks[0].contents] == []


def test_every_place_lies_in_a_part_that_examiners_name() -> None:
    assert set(vocabulary().parts.values()) <= set(PARTS)


OWL = {"marks": "tatuaje de un búho en mano izquierda"}
NOT_THERE = [
    # examiner, why the family's tattoo is or is not missed
    ({"condition": "esqueleto"}, UNKNOWN, "nobody wrote of marks"),
    ({"marks": "healed fracture of left radius", "condition": "esqueleto"}, UNKNOWN, "bone keeps no tattoo"),
    ({"marks": "sin tatuajes", "condition": "esqueleto", "parts_not_recovered": "pies"}, UNKNOWN, "bare bone"),
    ({"marks": "sin tatuajes", "condition": "fresco", "parts_not_recovered": "manos"}, UNKNOWN, "hands not recovered"),
    ({"marks": "sin tatuajes", "condition": "fresco", "parts_not_recovered": "brazos"}, UNKNOWN, "hands go with arms"),
    ({"marks": "sin tatuajes"}, UNKNOWN, "nobody says what was left to see"),
    ({"marks": "cicatriz en ceja izquierda", "condition": "fresco"}, UNKNOWN, "another part was described"),
    ({"marks": "sin tatuajes", "condition": "fresco", "parts_not_recovered": "pies"}, "not_recorded_fresh", "looked"),
    ({"marks": "cicatriz en mano derecha", "condition": "descompuesto"}, "not_recorded_decomposed", "hands described"),
]


def test_a_mark_is_missed_only_where_it_could_be_seen() -> None:
    found = findings(MARKS, [(OWL, remains) for remains, _, _ in NOT_THERE], ONLY)
    assert list(zip(found, [why for *_, why in NOT_THERE], strict=True)) == [(f, why) for _, f, why in NOT_THERE]


COMMON = [
    {"marks": f"tatuaje de una cruz en brazo {side}, cicatriz en abdomen, lunar en cara"}
    for side in ("derecho", "izquierdo")
]  # fmt: skip
BOTH_HAVE = [
    ("tatuaje en brazo", "tattoo of a skull on right arm"),
    ("tatuaje de una cruz", "tattoo: cross, left leg"),
    ("tatuaje de una cruz en brazo derecho", "cruz en el brazo izquierdo, tatuada"),
    ("cicatriz en abdomen", "appendectomy scar"),
    ("scar", "scar on chin"),
    ("lunar", "mole on left cheek"),
]


def test_what_both_records_have_never_counts_against_the_pair_however_common() -> None:
    """Among 200 records that all have the same marks, so that none of them is telling."""
    for state in ("fresco", "descompuesto", "esqueleto", ""):
        con = records_of(
            [*({"marks": left} for left, _ in BOTH_HAVE), *COMMON * 50],
            [*({"marks": right, "condition": state} for _, right in BOTH_HAVE), *COMMON * 50],
            ONLY,
        )
        rows = con.execute(f"SELECT {finding_case(MARKS)} {_paired()}").fetchall()
        con.close()
        found = [row[0] for row in rows]
        assert len(found) == len(BOTH_HAVE)
        against = [f for f in found if f != UNKNOWN and MARKS.level(f).bits < 0]
        assert against == [], (state, list(zip(BOTH_HAVE, found, strict=True)))


def _paired() -> str:
    """The first pairs of the two tables, each with its own: M-1 with R-1."""
    sides = [f"(SELECT COLUMNS(*) AS '\\0_{s}' FROM {t})" for s, t in (("l", "missing"), ("r", "remains"))]
    return (
        f"FROM {sides[0]}, {sides[1]} WHERE unique_id_l[3:] = unique_id_r[3:] "
        f"AND CAST(unique_id_l[3:] AS INTEGER) <= {len(BOTH_HAVE)} ORDER BY CAST(unique_id_l[3:] AS INTEGER)"
    )


def test_another_picture_on_the_same_arm_is_no_mark_in_common() -> None:
    owl, skull = (
        {"marks": "tatuaje de un búho en brazo"},
        {"marks": "tatuaje de una calavera en brazo", "condition": "fresco"},
    )
    assert findings(MARKS, [(owl, skull)], ONLY) == ["not_recorded_fresh"]


def test_a_mirrored_side_weighs_less_and_still_for() -> None:
    said = "tatuaje en antebrazo {} con la leyenda 'Obdulia'"
    pairs = [
        ({"marks": said.format("derecho")}, {"marks": said.format(side), "condition": "fresco"})
        for side in ("derecho", "izquierdo")
    ]
    same, mirrored = (MARKS.level(finding).bits for finding in findings(MARKS, pairs, ONLY))
    assert same > mirrored > 2


def test_only_telling_marks_bring_records_together() -> None:
    con = records_of([{"marks": "tatuaje en brazo"}, {"marks": "tatuaje 'Obdulia' en brazo"}], [], ONLY)
    common, rare = (row[0] for row in con.execute("SELECT marks_telling FROM missing ORDER BY unique_id").fetchall())
    assert common == [] and any("obdulia" in key for key in rare)


def test_the_table_speaks_of_kinds_and_places_that_exist() -> None:
    with config_path("frequencies", "marks.csv").open(encoding="utf-8", newline="") as file:
        elements = [row["element"].split("|") for row in csv.DictReader(file)]
    assert {e[0] for e in elements} <= {*vocabulary().tissues, *vocabulary().kin.values()}
    assert {e[1] for e in elements if len(e) == 4} <= {"", *vocabulary().parents}


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    marks = read(text).marks
    assert keys(marks) == sorted(set(keys(marks)))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("tatuaje de una rosa en antebrazo derecho con la leyenda 'Rosa'", "tattoo|forearm right|motif:rose|text:rosa"),
        ("tatuaje de corazón en el pecho, leyenda 'Ana'", "tattoo|chest|motif:heart|text:ana"),
        ("tattoo of a skull on left arm that says 'Ana'", "tattoo|arm left|motif:skull|text:ana"),
        ("cicatrice clavicule droite", "scar|chest right"),
        ("cicatrice vis", "scar|face"),
        ("cicatriz en antebr. der.", "scar|forearm right"),
        ("tatuaje omop. izq.", "tattoo|upper_back left"),
        ("cicatriz na sobrancelha esq.", "scar|eyebrow left"),
    ],
)
def test_words_announced_are_on_the_mark_before_them_and_short_forms_of_places_are_places(text: str, mark: str) -> None:
    assert [written(found) for found in read(text).marks] == [mark]
