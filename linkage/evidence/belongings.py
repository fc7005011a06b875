"""Belongings: clothes, jewellery and things carried, as the family describes them, against those found with the remains."""

from __future__ import annotations

from linkage.evidence.fields import Field, Kind
from linkage.evidence.value import Derived, Evidence, Example, Level, Rarity, falling

BELONGINGS_KIND = Kind(
    "belongings",
    ("",),
    (
        ("{f}", "VARCHAR[]"),
        ("{f}_keys", "VARCHAR[]"),
        ("{f}_lasting", "VARCHAR[]"),
        ("{f}_parts", "VARCHAR[]"),
        ("{f}_sorts", "INTEGER"),
    ),
)
"""The things as read; what they may have in common with others; those of it that last for years; the
pieces of it that add up; and what the things are worn as, one bit for each sort."""

CLOTHING = Field(
    "clothing",
    BELONGINGS_KIND,
    "Clothes and shoes worn when last seen, or found with the remains: free text or a list, each with its colour, brand, size and words on it.",
    "vestimenta",
    example="Playera blanca con la leyenda 'Toros', pantalón de mezclilla azul marca Levi's talla 32, tenis negros",
)
EFFECTS = Field(
    "effects",
    BELONGINGS_KIND,
    "Things carried: wallet, papers, keys, phone, bag. Numbers of documents and telephones have fields of their own.",
    "pertenencias",
    example="mochila gris; cartera café; rosario de madera",
)
JEWELLERY = Field(
    "jewellery",
    BELONGINGS_KIND,
    "Rings, chains, medals, watches, earrings, glasses, with what is engraved on them.",
    "alhajas",
    example="anillo de plata con las iniciales 'RM'; cadena con medalla de San Judas",
)
_FIELDS = (CLOTHING, EFFECTS, JEWELLERY)

LEAST_BITS = 5.5
"""A key that is held by more than one record in 45 is no reason to look at a pair."""

SOON_DAYS, LATER_DAYS = 60, 365

CHANGED_BITS = 3.0
"""What a garment loses when the death was long after the last contact: one in eight is still worn (log2(1/8);
our assumption, no study was found). Jewellery and things carried lose nothing."""


def _together(column: str) -> str:
    lists = ", ".join(f"coalesce({field.name}{column}, [])" for field in _FIELDS)
    return f"nullif(list_sort(list_distinct(list_concat({lists}))), [])"


_TELLING = "shared_any(belongings_telling_l, belongings_telling_r)"
_SOON = f"coalesce(died_to_day_r - contact_from_day_l <= {SOON_DAYS}, false)"
_LATER = f"coalesce(died_from_day_r - contact_to_day_l > {LATER_DAYS}, false)"

_GROUPS = {"soon": _SOON, "later": f"NOT {_SOON} AND {_LATER}", "open": f"NOT {_SOON} AND NOT {_LATER}"}
"""Whether the death surely began within two months of the last contact, surely a year after it, or nobody knows."""

_RUNGS = (
    (
        "rare",
        "({best} >= 9 OR {sum} >= 18)",
        "Something that few people have, or several things that few have together, is alike in both records.",
    ),
    (
        "uncommon",
        "({best} >= 7 OR {sum} >= 11)",
        "A thing that not many people have, or several things together, are alike in both records: what they are, colour, brand or words.",
    ),
    (
        "common",
        f"{{best}} >= {LEAST_BITS}",
        "A thing of the same kind and colour is in both records; quite a few people have one.",
    ),
)
_NOTHING = (
    "Nothing but what very many people wear or carry is alike in what was described and what was found. "
    "People change clothes and lose things, so this says very little."
)

_BY_GROUP = {"soon": "", "open": "", "later": "_later"}

_M = {
    "soon": (0.133, 0.104, 0.063, 0.700),
    "open": (0.065, 0.062, 0.025, 0.848),
    "later": (0.0485, 0.0495, 0.040, 0.862),
}
_U = (0.0018, 0.0075, 0.0161, 0.9746)
_U_LATER = (0.0004, 0.0020, 0.0039, 0.9937)

_BECAUSE_M = (
    "no study of how often a family and an examiner describe the same clothes was found: simulated on the families' texts of the NamUs "
    "export of 2024, where a thing is found again in {kept}, its colour is written alike in .75 and its brand, size or words in .40, "
    "then rounded down; training replaces it"
)
_KEPT = {
    "soon": "35 % of cases (the death is near the last contact)",
    "open": "12 % (20 % for jewellery and things carried) because nobody knows how long the person lived on",
    "later": "5 % (30 % for jewellery and things carried) because clothes are changed",
}
_BECAUSE_U = "pairs of one sex that speak of the same sort of thing, in the NamUs exports of 2024 (1,271 missing, 8,564 remains, 814,000 of a million pairs)"
_BECAUSE_LATER = ", garments losing three bits (979,000 pairs of both sexes, raised by the tenth that one sex makes)"


def _because(group: str) -> str:
    return f"m: {_BECAUSE_M.format(kept=_KEPT[group])}; u: {_BECAUSE_U}{_BECAUSE_LATER if group == 'later' else ''}"


def _u(group: str, rung: int) -> float:
    return (_U_LATER if group == "later" else _U)[rung]


def _level(group: str, rung: int) -> Level:
    name, condition, says = _RUNGS[rung]
    bits = _BY_GROUP[group]
    best = f"shared_best(belongings_telling_l, belongings_telling_r, belongings_keys_bits{bits}_l)"
    total = f"shared_bits(belongings_parts_l, belongings_parts_r, belongings_parts_bits{bits}_l)"
    when = f"{_GROUPS[group]} AND {_TELLING} AND {condition.format(best=best, sum=total)}"
    return Level(f"{name}_{group}", when, _M[group][rung], _u(group, rung), _because(group), says, group)


def _nothing(group: str) -> Level:
    return Level(f"others_{group}", _GROUPS[group], _M[group][-1], _u(group, -1), _because(group), _NOTHING, group)


def _later(column: str) -> Derived:
    """The bits of a map, with less for what people change."""
    return Derived(
        f"{column}_later",
        "MAP(VARCHAR, DOUBLE)",
        f"map_from_entries(list_transform(map_entries({column}), lambda e: {{'key': e.key, 'value': greatest(0.0, e.value"
        f" - CASE WHEN list_contains(belongings_lasting, e.key) THEN 0.0 ELSE {CHANGED_BITS} END)}}))",
    )


_WHEN = {
    "soon": ({"last_contact": "2021-05-02"}, {"found": "2021-05-20", "pmi": "10-15 días"}),
    "later": ({"last_contact": "2015-03-01"}, {"found": "2021-05-20", "pmi": "1-2 meses"}),
    "open": ({}, {"found": "2021-05-20", "condition": "esqueleto"}),
}
"""What makes an example one of each group."""


def _example(finding: str, missing: str, remains: str, note: str = "", field: str = "clothing") -> Example:
    left, right = _WHEN[finding.rpartition("_")[2]]
    return Example({**left, field: missing}, {**right, field: remains}, finding, note)


_OUTFIT = "Playera roja marca Fila con la leyenda 'Halcones', pantalón de pana café, botas vaqueras negras, cinturón con hebilla 'Ford'"
_SAME_OUTFIT = "RED T-SHIRT \"HALCONES\" FILA BRAND, BROWN CORDUROY PANTS, BLACK COWBOY BOOTS, BELT BUCKLE 'FORD'"
_JEWELS = "anillo de plata con las iniciales 'RMQ'; rosario de madera café; reloj dorado marca Bulova"
_SAME_JEWELS = "Bulova gold watch; silver ring engraved 'RMQ'; brown wooden rosary"

BELONGINGS = Evidence(
    name="belongings",
    title="Belongings",
    question="Are the clothes, jewellery and things that the family describes those found with the remains?",
    fields=_FIELDS,
    needs=("belongings",),
    unknown=f"(belongings_sorts_l & belongings_sorts_r) = 0 AND NOT {_TELLING}",
    derived=(
        Derived("belongings", "VARCHAR[]", _together("")),
        Derived("belongings_keys", "VARCHAR[]", _together("_keys")),
        Derived("belongings_lasting", "VARCHAR[]", f"coalesce({_together('_lasting')}, [])"),
        Derived("belongings_parts", "VARCHAR[]", _together("_parts")),
        Derived(
            "belongings_sorts",
            "INTEGER",
            "nullif(" + " | ".join(f"coalesce({field.name}_sorts, 0)" for field in _FIELDS) + ", 0)",
        ),
    ),
    rarities=(
        Rarity("belongings_keys", "belongings_keys_bits", table="belongings", stoplist="belongings"),
        Rarity("belongings_parts", "belongings_parts_bits", table="belongings", stoplist="belongings"),
    ),
    after=(
        Derived(
            "belongings_telling",
            "VARCHAR[]",
            f"list_filter(coalesce(map_keys(belongings_keys_bits), []), lambda k: belongings_keys_bits[k] >= {LEAST_BITS})",
        ),
        _later("belongings_keys_bits"),
        _later("belongings_parts_bits"),
    ),
    shares=("belongings_telling",),
    u_given="coalesce(sex_l = sex_r, true)",
    levels=falling(
        (
            *(_level(group, rung) for rung in range(len(_RUNGS)) for group in _GROUPS),
            *(_nothing(group) for group in _GROUPS),
        )
    ),
    examples=(
        _example("rare_soon", _OUTFIT, _SAME_OUTFIT),
        _example("rare_open", _OUTFIT, _SAME_OUTFIT),
        _example("rare_later", _JEWELS, _SAME_JEWELS, "jewellery lasts", "jewellery"),
        _example("rare_soon", "playera negra con la leyenda 'Tejones'", "black T-shirt that reads 'TEJONES'"),
        _example("rare_open", "playera negra con la leyenda 'Zorrillos'", "black T-shirt that reads 'ZORRILLOS'"),
        _example("rare_later", "medalla con el nombre 'Obdulia'", "medallion engraved 'OBDULIA'", field="jewellery"),
        _example(
            "uncommon_soon",
            "chamarra verde de borrega, tenis blancos marca Reebok",
            "Reebok sneakers, white; green fur jacket",
        ),
        _example(
            "uncommon_open",
            "chamarra verde de borrega, tenis blancos marca Reebok",
            "Reebok sneakers, white; green fur jacket",
        ),
        _example("uncommon_later", "reloj dorado Casio", "Casio watch, gold", field="jewellery"),
        _example("uncommon_soon", "huaraches de cuero", "leather sandals"),
        _example("uncommon_open", "huaraches de cuero", "leather sandals"),
        _example("uncommon_later", "una Biblia", "Bible", field="effects"),
        _example(
            "common_soon", "remera verde", "green T-shirt", "playera, remera, polera: the words of each country are one"
        ),
        _example("common_open", "polera verde", "playera verde"),
        _example("common_later", "rosario", "rosary", field="jewellery"),
        _example("others_soon", "playera blanca, pantalón negro", "camisa roja, pantalón azul"),
        _example(
            "others_open",
            "playera blanca, tenis Nike",
            "white shirt, Nike sneakers",
            "so many wear them that it tells nothing",
        ),
        _example("others_later", "gorra roja", "red cap", "clothes are changed"),
        Example({"clothing": "None."}, {"clothing": "N/A"}, "unknown"),
        Example({"clothing": "playera azul"}, {"clothing": "sin ropa"}, "unknown", "found unclothed"),
        Example(
            {"clothing": "playera azul"}, {"effects": "cartera café"}, "unknown", "nothing of the same sort to compare"
        ),
    ),
    sources=(
        "Clothing in 59.9 % of 15,109 remains and 51.8 % of 2,553 missing persons: counted in the NamUs exports of 2024",
        "Items of the Mexican prosecutors' interview form, and of the NamUs articles",
    ),
)
