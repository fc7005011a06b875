"""Names: what the family calls the person against the name that came with the remains.

The agreement of two names is counted in bits: each word that agrees by its sound counts for how
rare it is, what differs on both sides counts against it. The rungs are steps of that sum, so that
a rare full name weighs far more than José Hernández.
"""

from __future__ import annotations

from linkage.evidence.fields import Field, Kind
from linkage.evidence.name_agreement import AGREEMENT, MACRO, has
from linkage.evidence.value import UNKNOWN, Derived, Evidence, Example, Level, Rarity

NAME = Kind(
    "name",
    ("given", "paternal", "maternal", "full", "aliases", "basis"),
    (
        ("{f}_given", "VARCHAR[]"),
        ("{f}_surnames", "VARCHAR[]"),
        ("{f}_tokens", "VARCHAR[]"),
        ("{f}_sounds", "VARCHAR[]"),
        ("{f}_given_near", "VARCHAR[]"),
        ("{f}_given_new", "VARCHAR[]"),
        ("{f}_surnames_near", "VARCHAR[]"),
        ("{f}_surnames_new", "VARCHAR[]"),
        ("{f}_possible", "VARCHAR[]"),
        ("{f}_initials", "VARCHAR[]"),
        ("{f}_letters", "VARCHAR[]"),
        ("{f}_aliases", "VARCHAR[]"),
        ("{f}_paternal", "VARCHAR"),
        ("{f}_keys", "VARCHAR[]"),
        ("{f}_basis", "VARCHAR"),
    ),
)

TELLING_BITS = 10.0
"""A single word rarer than 1 in 1,000 can outweigh what differs beside it; commoner ones agree only beside another."""

_KNOWN = "name_sounds_l IS NOT NULL AND name_sounds_r IS NOT NULL"
_GROUPS = {
    "alias": f"NOT ({_KNOWN})",
    "single": f"({_KNOWN}) AND (name_alone_l OR name_alone_r)",
    **{
        basis: f"({_KNOWN}) AND NOT (name_alone_l OR name_alone_r) AND name_basis_class_r = '{basis}'"
        for basis in ("document", "presumption", "other")
    },
}

_STEPS = (26, 20, 15, 11, 8, 5, 2)
_RUNGS = (
    ("nearly_unique", "The names agree, and a name like this is borne by hardly anybody else."),
    ("very_rare", "The names agree, and very few people bear such a name."),
    ("rare", "The names agree in most parts, and few people bear such a name."),
    ("telling", "Much of the name agrees, and it is not a common one."),
    ("part_telling", "Part of the name agrees: a common full name, or one rare name by its sound."),
    ("part_common", "Part of the name agrees, but many people share it, or another part differs as in a family."),
    ("hint", "A little of the name agrees; the given name or the surnames differ, or are common."),
)
_U = (2**-27, 2**-21.5, 2**-16.5, 2**-12.5, 2**-10.0, 2**-8.0, 2**-7.0)
_U_BECAUSE = (
    "u: a chance agreement of n bits is met in about 2^-n of random pairs, by what a bit is; measured on the files"
)
_M = {
    "document": (
        (0.12, 0.23, 0.24, 0.13, 0.07, 0.03, 0.02),
        "m: papers on a body may be an alias or another's (Hess, Pima County examiner, 2012): 16 % of true pairs differ; "
        "the rest spread as two to four words of Mexican names do in bits (Pima: 2 words 19 %, 3 56 %, 4 23 %)",
    ),
    "presumption": (
        (0.09, 0.17, 0.17, 0.10, 0.06, 0.04, 0.02),
        "m: as for a document, but a presumed name is wrong in about a third of cases (our estimate, no count found)",
    ),
    "other": (
        (0.05, 0.10, 0.11, 0.07, 0.04, 0.02, 0.01),
        "m: a name from a tattoo, a companion or nobody knows where is the person's own in four of ten (our estimate)",
    ),
}


def _steps(group: str) -> list[Level]:
    shares, because = _M[group]
    rungs = [
        Level(
            f"{name}_{group}",
            f"{_GROUPS[group]} AND {has('name_index_l', 'name_index_r')} AND {AGREEMENT} >= {step}",
            m, u, f"{because}; {_U_BECAUSE}", says, group,
        )
        for (name, says), step, m, u in zip(_RUNGS, _STEPS, shares, _U, strict=True)
    ]  # fmt: skip
    differs = Level(
        f"differs_{group}", _GROUPS[group], 1 - sum(shares), 1 - sum(_U), because,
        "The names differ, or share no more than a common name.", group,
    )  # fmt: skip
    return [*rungs, differs]


_LONE = "m: a lone given name agrees in four of ten true pairs at any basis (our estimate)"


def _lone() -> list[Level]:
    group = "single"
    when = f"{_GROUPS[group]} AND {has('name_index_l', 'name_index_r')} AND {AGREEMENT} >= "
    return [
        Level("one_rare_name", f"{when}9", 0.10, 0.0003, f"{_LONE}; u: a name rarer than 1 in 512, by its mean rarity",
              "Only one name is known on one side; it is a rare one and it agrees.", group),
        Level("one_telling_name", f"{when}6", 0.16, 0.0026, f"{_LONE}; u: names of 6 to 9 bits",
              "Only one name is known on one side; it agrees, and it is not common.", group),
        Level("one_common_name", f"{when}2", 0.14, 0.012, f"{_LONE}; u: names of 2 to 6 bits",
              "Only one name is known on one side; it agrees, but many people bear it.", group),
        Level("one_name_differs", _GROUPS[group], 0.60, 0.9851, f"{_LONE}; it is often a nickname or a second name",
              "Only one name is known on one side, and it is another.", group),
    ]  # fmt: skip


def _alias() -> list[Level]:
    because = "nine nicknames in ten say nothing of the name, and a person has several (counted on a public register)"
    return [
        Level("same_alias", f"{_GROUPS['alias']} AND {has('name_aliases_l', 'name_aliases_r')}", 0.12, 0.012,
              f"m, u: {because}; Negro, Gordo, Flaco are borne by one in a hundred (our estimate)",
              "The same nickname is written on both sides.", "alias"),
        Level("other_alias", _GROUPS["alias"], 0.88, 0.988, f"m, u: {because}",
              "Only nicknames can be compared, and they differ; a person may have several.", "alias"),
    ]  # fmt: skip


def _in_order() -> tuple[Level, ...]:
    """All rungs by falling weight; the heaviest contradiction is what is left over."""
    levels = [level for group in _M for level in _steps(group)] + _lone() + _alias()
    levels.sort(key=lambda level: -level.m / level.u)
    last = levels[-1]
    return (*levels[:-1], Level(last.name, "ELSE", last.m, last.u, last.because, last.says, last.group))


def _shown(basis: str, finding: str, missing: str, remains: str, note: str = "") -> Example:
    papers = {"name_basis": basis} if basis else {}
    return Example({"name_full": missing}, {"name_full": remains, **papers}, finding, note)


_EXAMPLES = (
    _shown("credencial", "nearly_unique_document", "Yorleny Xitumul Raxcacó", "XITUMUL RAXCACÓ, YORLENY"),
    _shown("presunto", "nearly_unique_presumption", "Darlin Ajquejay Sajché", "Darlin Axquejay Zajche", "by sound"),
    _shown("tatuaje", "nearly_unique_other", "Selvin Cholom Maquín", "Selvyn Cholom Maquin"),
    _shown("pasaporte", "very_rare_document", "Pedro Tzalam Tiul", "Pedro Tzalam Tiul"),
    _shown("probable", "very_rare_presumption", "Pedro Ixcoy Canek", "Pedro Ishcoy Kanek", "Maya spellings"),
    _shown("", "very_rare_other", "José Dorvil Exantus", "Dovil Egzantis Jose", "Haitian spellings, basis not written"),
    _shown("INE", "rare_document", "Wilber Xicará", "Wilver Chicara", "one sound, two spellings"),
    _shown("presunción", "rare_presumption", "Osmín Turcios", "Osmin Turcios Reyes", "one surname missing"),
    _shown("testigo", "rare_other", "Abdul Rahman Yusuf", "Youssouf Abdelrahmane", "order free"),
    _shown("cédula", "telling_document", "José Ma. Hdez. Glez.", "Jose Maria Hernandez Gonzalez", "abbreviations"),
    _shown("probable", "telling_presumption", "Luis Hernández Díaz", "HERNANDEZ DIAZ LUIS"),
    _shown("", "telling_other", "Juan García Bonilla", "Juan Bonilla García", "surnames swapped"),
    _shown("DPI", "part_telling_document", "Paco López", "Francisco López Ruiz", "short form"),
    _shown("posible", "part_telling_presumption", "Luis Sánchez", "Luis Sánchez Mora"),
    _shown("anillo", "part_telling_other", "Juan Flores", "Flores, Juan"),
    _shown("licencia", "part_common_document", "Luis Martínez", "Luis Matrinez", "a slip of the pen"),
    _shown("supuesto", "part_common_presumption", "Beto Hernández", "Roberto Hernández", "Beto may be Roberto"),
    _shown("recado", "part_common_other", "José García", "Jose Garcia"),
    _shown("documento", "hint_document", "Luis Hernández Pérez", "Luis Hernández Soto"),
    _shown("presunta", "hint_presumption", "Juan García Flores", "Juan García Lara"),
    _shown("familiar", "hint_other", "José Sánchez Díaz", "José Sánchez Ruiz"),
    _shown("documento", "differs_document", "Juan Hernández", "Juana Hernández", "a man's and a woman's name"),
    _shown("probable", "differs_presumption", "Luis Martínez", "Luis Ramírez", "only a common name is shared"),
    _shown("tatuaje", "differs_other", "Mario López", "Rosa Vega"),
    _shown("", "one_rare_name", "Yeimi", "Jamie Suazo", "an English name spelled by ear"),
    _shown("tatuaje", "one_telling_name", "Gerardo Pech Uc", "Gerardo"),
    _shown("credencial", "one_common_name", "Juan Carlos Pérez", "Juan"),
    _shown("tatuaje", "one_name_differs", "Luis Pérez", "Rosa"),
    Example({"name_aliases": "El Negro"}, {"name_aliases": "negro"}, "same_alias"),
    Example({"name_aliases": "La Flaca"}, {"name_aliases": "la güera"}, "other_alias"),
    Example({"name_full": "Juan Pérez"}, {"name_full": "PFSI 123"}, UNKNOWN, "a placeholder"),
    Example({"name_given": "Ana", "name_paternal": "Soto"}, {"name_full": "N.N."}, UNKNOWN, "a placeholder"),
)


NAMES = Evidence(
    name="names",
    title="Names",
    question="Is the name that came with the remains the name of the missing person?",
    fields=(
        Field(
            "name", NAME,
            "Name of the person: given names, paternal and maternal surname, or the whole name in one column; aliases and "
            "nicknames; for remains what the name rests on (document, tattoo, associated person, presumption).",
            "nombre", vocabulary="name_basis", example="Wilber Xicará Tzoc",
        ),
    ),
    needs=(),
    unknown="(name_sounds_l IS NULL OR name_sounds_r IS NULL) AND (name_aliases_l IS NULL OR name_aliases_r IS NULL)",
    rarities=(Rarity("name_sounds", "name_bits", table="names_mx"),),
    after=(
        Derived(
            "name_index", "VARCHAR[]",
            "CASE WHEN name_keys IS NOT NULL THEN list_concat(name_keys, list_filter(name_sounds,"
            f" lambda s: name_bits[s] >= {TELLING_BITS})) END",
        ),
        Derived("name_alone", "BOOLEAN", "coalesce(len(name_sounds) = 1, false)"),
        Derived(
            "name_basis_class", "VARCHAR",
            "CASE WHEN name_basis IN ('document', 'presumption') THEN name_basis ELSE 'other' END",
        ),
    ),
    shares=("name_index",),
    macros=(MACRO,),
    levels=_in_order(),
    examples=_EXAMPLES,
)  # fmt: skip
