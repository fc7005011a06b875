"""Belongings: what is read of clothes and things, and what of it is compared."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage.config import config_path
from linkage.evidence import UNKNOWN
from linkage.evidence.belongings import BELONGINGS, CLOTHING
from linkage.invent.tongue import read_tongue
from linkage.records.belongings.keys import compared
from linkage.records.belongings.reading import read
from linkage.records.belongings.sizes import comparable
from linkage.records.belongings.vocabulary import SORTS, vocabulary
from linkage.records.parsers.belongings import make_belongings
from linkage.records.parsing import Context, Conventions
from linkage.trial import findings, records_of

ONLY = (BELONGINGS,)


def told(text: str) -> list[str]:
    """The things of a text, one line each: "jeans: colour:blue brand:levis"."""
    return [f"{thing.item}: {' '.join(thing.said)}".strip(": ") for thing in read(text)]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("tennis shoes size 9 1/2 Nike", ["sneakers: measure:9.5 brand:nike"]),
        ("pantalon mezclilla azul talla 32 marca Levis", ["jeans: colour:blue measure:32 brand:levis"]),
        ("PANTALON DE MEZCLILLA AZUL MARCA LEVIS TALLA 32", ["jeans: colour:blue brand:levis measure:32"]),
        ("playera negra y pantalón azul", ["tshirt: colour:black", "pants: colour:blue"]),
        ("white T-shirt and blue jeans", ["tshirt: colour:white", "jeans: colour:blue"]),
        ("red and white shirt", ["shirt: colour:white colour:red"]),
        ("camisa roja con blanco", ["shirt: colour:red colour:white"]),
        ("jeans, blue, size 33x32; Levi's", ["jeans: colour:blue measure:33 brand:levis"]),
        ("Underwear: Brand: Fruit of the Loom; Color: blue", ["underwear: brand:fruit_of_the_loom colour:blue"]),
        ("Blue-jeans\nwhite socks", ["jeans: colour:blue", "socks: colour:white"]),
        ('black shirt with an "Iron Wolves" logo, jeans', ["shirt: colour:black text:iron wolves", "jeans"]),
        ("playera con la leyenda Halcones", ["tshirt: text:halcones"]),
        ("cinturón con las iniciales 'JLR'", ["belt: text:jlr"]),
        ('Black "Nike" shoes', ["shoes: colour:black brand:nike"]),
        ("anillo de oro con piedra roja", ["ring: material:gold material:stone colour:red"]),
        ("tenis blancos del 27", ["sneakers: colour:white measure:27"]),
        ("trusa azul marca Calvin Klein", ["underwear: colour:blue brand:calvin_klein"]),
        ("dije de San Judas Tadeo; pulsera en muñeca izquierda", ["pendant: motif:saint_jude", "bracelet"]),
        ("remera negra de Boca Juniors", ["tshirt: colour:black motif:boca_juniors"]),
        ("suéter tejido talla CH", ["sweater: material:wool measure:s"]),
        ("t-shirt, extra large size", ["tshirt: measure:xl"]),
        ("BLK JCKT, BR0WN B00TS", ["jacket: colour:black", "boots: colour:brown"]),
        ("cartera; celular; llaves", ["wallet", "phone", "keys"]),
        ("No shoes. Blue shorts.", ["shorts: colour:blue"]),
        ("sin playera, short rojo", ["shorts: colour:red"]),
        ("bermuda azul, boné preto", ["shorts: colour:blue", "cap: colour:black"]),
        ("chemise blanche, casquette rouge", ["shirt: colour:white", "cap: colour:red"]),
    ],
)
def test_what_is_read(text: str, things: list[str]) -> None:
    assert told(text) == things


@pytest.mark.parametrize(
    "text",
    ["None.", "N/A", "none found", "Desconocido", "Nude.", "sin ropa", "No clothing found with body", "see image",
     "Unknown/not provided\nUnknown/not provided", "Clothing was performed miscellaneous", "-"],
)  # fmt: skip
def test_a_text_that_names_nothing_is_unknown(text: str) -> None:
    parse = make_belongings(Context(CLOTHING, "remains", Conventions()), [])
    assert set(parse({"": text}).values) == {None}


@pytest.mark.parametrize(
    "words",
    [
        ("playera", "camiseta", "remera", "polera", "franela", "T-shirt", "tee shirt"),
        ("pantalón de mezclilla", "vaqueros", "jeans", "tejanos", "bluyín"),
        ("chamarra", "chaqueta", "campera", "chumpa", "jacket"),
        ("tenis", "zapatillas", "sneakers", "championes"),
        ("gorra", "cachucha", "cap", "boné"),
        ("arete", "zarcillos", "caravana", "earring"),
        ("lentes", "anteojos", "gafas", "glasses"),
        ("huaraches", "caites", "ojotas", "sandals", "chanclas"),
    ],
)
def test_the_words_of_every_country_are_one(words: tuple[str, ...]) -> None:
    assert len({read(word)[0].item for word in words}) == 1


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_everything_the_invented_registers_wear_is_read_as_one_thing(language: str) -> None:
    tongue = read_tongue(language)
    for names in tongue["things"].values():
        items = {tuple(thing.item for thing in read(tongue["thing"].format(item=n, colour="x"))) for n in names}
        assert len(items) == 1, names
        assert items != {()}, names


@pytest.mark.parametrize(
    ("size", "root", "whose", "forms"),
    [
        ("9", "shoes", "m", ("27",)),
        ("9.5", "shoes", "m", ("27", "28")),
        ("7", "shoes", "w", ("24",)),
        ("9", "shoes", "", ("26", "27")),
        ("27", "shoes", "", ("27",)),
        ("42", "shoes", "", ("27",)),
        ("32", "pants", "", ("32",)),
        ("m", "shirt", "", ("m",)),
    ],
)
def test_sizes_of_shoes_are_lengths(size: str, root: str, whose: str, forms: tuple[str, ...]) -> None:
    assert comparable(size, root, whose) == forms


def test_keys_go_from_the_particular_to_the_general() -> None:
    found = compared(read("botas vaqueras negras marca Caterpillar")).keys
    assert {
        "cowboy_boots",
        "boots",
        "shoes",
        "shoes|colour:black",
        "cowboy_boots|colour:black|brand:caterpillar",
    } <= set(found)


def test_navy_is_also_blue() -> None:
    assert {"pants|colour:navy", "pants|colour:blue"} <= set(compared(read("navy pants")).keys)


def test_a_word_of_an_inscription_is_compared_by_itself_unless_it_is_a_word_for_things() -> None:
    found = compared(read("shirt 'Green Valley High Jeans'")).keys
    assert "|text:valley" in found
    assert "|text:green" not in found and "|text:jeans" not in found


def test_what_lasts_is_jewellery_and_what_is_carried() -> None:
    assert compared(read("playera roja")).lasting == []
    assert "ring|material:silver" in compared(read("anillo de plata, playera roja")).lasting


def test_parts_are_not_nested() -> None:
    assert compared(read("blue jeans Lee")).parts == ["brand:lee", "pants|colour:blue"]


def test_every_item_has_a_sort() -> None:
    words = vocabulary()
    assert {words.sort(item) for item in words.parents} == set(SORTS)
    shirt, top, wallet = (compared(read(text)).sorts for text in ("shirt", "tank top", "wallet"))
    assert shirt & top and not shirt & wallet


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    things = read(text)
    assert compared(things).keys == sorted(set(compared(things).keys))


@given(st.permutations(["red cap", "black boots size 9", "silver ring 'RMQ'", "blue jeans Lee", "white socks"]))
def test_the_order_of_things_does_not_matter(things: list[str]) -> None:
    assert compared(read("; ".join(things))).keys == compared(read("; ".join(sorted(things)))).keys


def test_the_stop_list_and_the_table_speak_of_keys_that_are_made() -> None:
    words = vocabulary()
    lines = config_path("stoplists", "belongings.txt").read_text(encoding="utf-8").splitlines()
    with config_path("frequencies", "belongings.csv").open(encoding="utf-8", newline="") as file:
        elements = [row["element"] for row in csv.DictReader(file)]
    heads = {e.partition("|")[0] for e in (*elements, *(w for w in lines if w and not w.startswith("#"))) if "|" in e}
    assert heads - set(words.parents) == {""}


def test_brands_of_everybody_and_words_of_forms_tell_nothing() -> None:
    said = ["tenis Nike", "playera 'none'", "camisa que dice 'performed'", "Nike shoes"]
    con = records_of([{"clothing": text} for text in said], [], ONLY)
    assert con.execute("SELECT belongings_telling FROM missing").fetchall() == [([],)] * len(said)


RED_CAP = {"clothing": "gorra roja marca Fila"}
RING = {"jewellery": "anillo de plata con las iniciales 'RMQ'"}
SOON = ({"last_contact": "2021-05-02"}, {"found": "2021-05-20", "pmi": "10-15 días"})
LATER = ({"last_contact": "2011-05-02"}, {"found": "2021-05-20", "pmi": "10-15 días"})
UNSURE: tuple[dict[str, str], dict[str, str]] = ({}, {})


def weights(pairs: list[tuple[dict[str, str], dict[str, str]]]) -> list[float]:
    """The bits of each pair."""
    found = findings(BELONGINGS, pairs, ONLY)
    return [0.0 if finding == UNKNOWN else BELONGINGS.level(finding).bits for finding in found]


def test_clothes_weigh_less_when_the_death_was_long_after_and_jewellery_does_not() -> None:
    clothes = [(RED_CAP | left, RED_CAP | right) for left, right in (SOON, UNSURE, LATER)]
    jewels = [(RING | left, RING | right) for left, right in (SOON, LATER)]
    soon, unsure, later, ring_soon, ring_later = weights([*clothes, *jewels])
    assert soon > unsure > later
    assert ring_later >= ring_soon > 3


def test_what_differs_weighs_nearly_nothing() -> None:
    assert min(level.bits for level in BELONGINGS.levels) > -0.6


def test_things_of_different_sorts_are_not_compared() -> None:
    assert findings(BELONGINGS, [({"clothing": "playera azul"}, RING)], ONLY) == [UNKNOWN]


def test_a_thing_is_found_whichever_field_it_is_written_in() -> None:
    written = RING["jewellery"]
    assert weights([({"clothing": written}, {"effects": written})]) == weights([(RING, RING)])
