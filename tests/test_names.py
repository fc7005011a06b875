"""Names: what is read of what people write, and what agrees with what."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage.evidence import UNKNOWN
from linkage.evidence.names import NAMES
from linkage.records.names.compared import Name
from linkage.records.names.heard import piece_of
from linkage.records.names.near import near_keys
from linkage.records.names.reading import read_name
from linkage.records.names.sound import consonants, sound
from linkage.records.names.tables import tables
from linkage.trial import RawRecord, findings

PAIRS = Path(__file__).parent / "data" / "names.csv"


def read(full: str, missing: bool = True, **parts: str) -> Name:
    name = read_name({"full": full or None, **parts}, missing, tables())
    assert name is not None
    return name


def tokens(full: str) -> str:
    return " ".join(read(full).tokens)


def weights(*pairs: tuple[str, str], basis: str = "presunto") -> list[float]:
    rows: list[tuple[RawRecord, RawRecord]] = [
        ({"name_full": left}, {"name_full": right, "name_basis": basis}) for left, right in pairs
    ]
    return [
        0.0 if found == UNKNOWN else math.log2(NAMES.level(found).m / NAMES.level(found).u)
        for found in findings(NAMES, rows, (NAMES,))
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("José Ma. Hdez. Glez.", "gonzalez hernandez jose"),
        ("Ma. Gpe. Rdz. Mtz.", "guadalupe maria martinez rodriguez"),
        ("Fco. Tol", "francisco tol"),
        ("Alfdo. Tol", "alfredo tol"),
        ("J. Jesús Tol", "jesus jose tol"),
        ("Joseluis Tol", "jose luis tol"),
        ("GARC1A", "garcia"),
        ("Amulfo Tol", "arnulfo tol"),
        ("PÃ©rez", "perez"),
    ],
)
def test_an_abbreviation_or_a_broken_word_is_the_name_it_stands_for(text: str, kept: str) -> None:
    assert tokens(text) == kept


@pytest.mark.parametrize(
    ("short", "full"),
    [("Paco", "francisco"), ("Pepe", "jose"), ("Chuy", "jesus"), ("Nacho", "ignacio"), ("Lupita", "guadalupe"),
     ("Zé", "jose"), ("Momo", "mohamed"), ("Manolo", "manuel"), ("Ramoncito", "ramon")],
)  # fmt: skip
def test_a_short_form_of_one_name_is_read_as_it(short: str, full: str) -> None:
    assert full in read(f"{short} Pech Uc").tokens


def test_a_short_form_of_many_names_keeps_them_all_possible() -> None:
    beto = read("Beto Pech Uc")
    assert beto.given == ["beto"]
    assert {"roberto", "alberto", "umberto"} <= set(beto.possible)


@pytest.mark.parametrize(
    ("text", "given_names", "surnames"),
    [
        ("Juan Carlos Hernández Pérez", {"juan", "carlos"}, {"hernandez", "perez"}),
        ("HERNANDEZ PEREZ JUAN CARLOS", {"juan", "carlos"}, {"hernandez", "perez"}),
        ("Hernández Pérez, Juan Carlos", {"juan", "carlos"}, {"hernandez", "perez"}),
        ("Ana de la Cruz Santos", {"ana"}, {"cruz", "santos"}),
        ("Juan de la O Peralta", {"juan"}, {"delao", "peralta"}),
        ("Jorge Infante Mora", {"jorge"}, {"infante", "mora"}),
        ("Sr. Luis Vega", {"luis"}, {"vega"}),
    ],
)
def test_given_names_and_surnames_are_told_apart_in_any_order(
    text: str, given_names: set[str], surnames: set[str]
) -> None:
    name = read(text)
    assert set(name.given) == {sound(n) for n in given_names}
    assert set(name.surnames) == {sound(n) for n in surnames}


def test_a_husbands_surname_is_no_surname_of_her_own() -> None:
    for text in ("Juana Solís Vda. de Mora", "Elvia Solís de Mora"):
        name = read(text)
        assert name.surnames == ["solis"], text
        assert "mora" in name.sounds


@pytest.mark.parametrize(
    "text",
    ["NN", "N.N.", "N/N", "S/N", "XX", "Desconocido", "Se ignora", "sin nombre", "No identificado", "PFSI 123",
     "John Doe", "Masculino", "Unidentified", "inconnu", "não identificado", "12345"],
)  # fmt: skip
def test_a_placeholder_is_no_name(text: str) -> None:
    assert read_name({"full": text}, True, tables()) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [("José O. Mora", "jose mora"), ("Pedro E. Mora", "mora pedro"), ("Juan N. Mora", "juan mora")],
)
def test_an_initial_is_neither_a_word_nor_a_name(text: str, kept: str) -> None:
    assert tokens(text) == kept


@pytest.mark.parametrize(
    "text",
    ["Juan Mora alias Luis Vega", "Juan Mora o Luis Vega", "Juan Mora a.k.a. Luis Vega", 'Juan Mora "Luis Vega"'],
)
def test_every_name_of_a_person_counts(text: str) -> None:
    assert {"juan", "mora", "luis", "vega"} <= set(read(text).tokens)


def test_a_nickname_is_no_name() -> None:
    name = read("Juan Mora alias El Negro")
    assert (name.aliases, name.tokens) == (["negro"], ["juan", "mora"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("xicara", "chicara"), ("gonzalez", "gonsales"), ("wilber", "guilver"), ("huerta", "guerta"),
     ("quintero", "kintero"), ("valdez", "baldes"), ("yustin", "justin"), ("smith", "esmit"), ("tzul", "tsul")],
)  # fmt: skip
def test_spellings_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("juan", "juana"), ("mario", "maria"), ("luis", "luisa"), ("martinez", "ramirez")]
)
def test_names_of_a_man_and_a_woman_have_two_keys(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abdul Rahman Yusuf", "Abdelrahmane Youssouf"),
        ("Xuseen Maxamed Pop", "Hussein Mohamed Pop"),
        ("Gebre Meskel Tesfay", "Ghebremeskel Tesfaye"),
        ("Pascual Xol Choc", "Pascual Shol Choc"),
        ("Frantz Saint-Louis", "Frants St Louis"),
        ("Yeimi Jason", "Jamie Yeison"),
    ],
)
def test_transliterations_are_one_name(one: str, other: str) -> None:
    assert read(one).sounds == read(other).sounds


def near(one: str, other: str, borne: tuple[bool, bool] = (True, False), roles: str = "SS") -> bool:
    left, right = near_keys(one, roles[0], borne[0], True), near_keys(other, roles[1], borne[1], False)
    return not set(left).isdisjoint(right)


def test_a_slip_is_near_unless_both_spellings_are_borne() -> None:
    assert near("martines", "matrines")
    assert near("ermelindo", "ermelndo")
    assert not near("kabrera", "kabesas")
    assert not near("salas", "solis", (True, True))
    assert not near("julio", "julia", (True, False), "MF")
    assert not near("madera", "madero")


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12)


@given(word=WORDS, place=st.integers(0, 11), borne=st.booleans())
def test_a_sound_and_the_sound_less_one_letter_are_near_where_one_is_not_borne(
    word: str, place: int, borne: bool
) -> None:
    name = sound(word)
    shorter = name[: place % len(name)] + name[place % len(name) + 1 :]
    if len(shorter) >= 5 and sound(name) == name and sound(shorter) == shorter and name[-1] not in "ao":
        assert near(name, shorter, (borne, False))
        assert near(shorter, name, (False, borne))
    assert not near(name, shorter, (True, True))


@given(word=WORDS)
def test_the_sound_of_a_word_has_letters_and_its_consonants_no_vowels(word: str) -> None:
    assert sound(word)
    assert not set(consonants(sound(word))) & set("aeiou")


@settings(max_examples=200)
@given(text=st.text(max_size=40))
def test_any_text_is_read_without_an_error_and_both_sides_alike(text: str) -> None:
    left, right = (read_name({"full": text}, missing, tables()) for missing in (True, False))
    assert (left is None) == (right is None)
    if left and right:
        assert (left.sounds, left.given, left.surnames) == (right.sounds, right.given, right.surnames)


def test_a_document_speaks_louder_when_it_agrees_and_no_basis_speaks_loud_when_it_differs() -> None:
    same, other = ("Pedro Tzalam Tiul", "Pedro Tzalam Tiul"), ("Pedro Tzalam Tiul", "Rosa Vega Luna")
    document, presumed, tattoo = (weights(same, other, basis=b) for b in ("INE", "presunto", "tatuaje"))
    assert document[0] > presumed[0] > tattoo[0] > 10
    assert -4 < document[1] < presumed[1] < tattoo[1] < 0


def test_siblings_namesakes_and_the_other_sex_stay_under_a_full_name() -> None:
    full, sibling, other_sex, namesake, father = weights(
        ("Darlin Ajquejay Sajché", "Darlin Axquejay Zajche"),
        ("Darlin Ajquejay Sajché", "Rudy Ajquejay Sajché"),
        ("Juan Ajquejay Sajché", "Juana Ajquejay Sajché"),
        ("Darlin Ajquejay Sajché", "Darlin Vega Luna"),
        ("Darlin Ajquejay Sajché", "Darlin Ajquejay Luna"),
    )
    assert full > 15
    assert max(sibling, other_sex, namesake) < 2
    assert father < 4


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    rare, common = weights(("Yorleny Xitumul", "Yorleny Xitumul"), ("José García", "José García"))
    assert rare > common + 5


def test_the_table_of_pairs_is_big_enough_and_no_pair_stands_in_it_twice() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frozen = [row for row in rows if row["part"] == "frozen"]
    pairs = [(row["left"], row["right"]) for row in rows]
    assert len(rows) >= 300
    assert len(frozen) >= 150
    assert sum(row["group"].startswith("trap") for row in frozen) >= 30
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fatumata Traoré", "Fatoumata Traore"),
        ("Tedros Hayle", "Tewodros Haile"),
        ("Janmari Dewozye", "Jean-Marie Desrosiers"),
        ("Abdelkader Benmoussa", "Abd El Kader Ben Moussa"),
        ("Dastin Rubio", "Dustin Rubio"),
    ],
)
def test_a_word_no_table_has_is_read_by_the_tradition_beside_it(one: str, other: str) -> None:
    left, right = (read_name({"full": text}, missing, tables()) for text, missing in ((one, True), (other, False)))
    assert left and right and left.sounds == right.sounds


def test_a_short_word_nobody_bears_may_be_a_piece_of_a_given_name() -> None:
    assert piece_of("ofe", tables()) == ("ofelia",)
    assert piece_of("derico", tables()) == ("federico",)
    assert piece_of("rosa", tables()) == ()


def test_a_raised_letter_marks_a_name_cut_short_and_a_lone_d_is_no_initial() -> None:
    assert read("", given="Gregº", paternal="Tzompa").given == ["gregorio"]
    assert not read("Ma. d. Carmen Oliva").initials
