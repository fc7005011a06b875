"""Origin: the person's home against what the remains say of theirs (a document, a tattoo, a SIM card).

Distance tells nothing here, only belonging: the same town, state, country. The place of origin and
the place of residence both count as home. Where no place of origin is written, the state that an
identity number holds (CURP, clave de elector, DPI, DNI) stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable

from linkage.evidence.documents import DOCUMENT_NUMBERS
from linkage.evidence.fields import Field
from linkage.evidence.place import PLACE_KIND
from linkage.evidence.value import Derived, Evidence, Example, Level

ORIGIN_PLACE = Field(
    "origin_place",
    PLACE_KIND,
    "Where the person comes from: place of birth or nationality; for the remains what documents, tattoos or a SIM card say of it.",
    "lugar_origen",
    example="Choluteca, Honduras",
)
RESIDENCE_PLACE = Field(
    "residence_place",
    PLACE_KIND,
    "Where the person lived.",
    "lugar_residencia",
    sides=("missing",),
    example="Monterrey, N. L.",
)

TOWN_KM = 60
"""A home known within this radius is known to the town; wider ones only to their state or country."""

SAME_TOWN_KM = 10
"""Two towns whose circles are no further apart than this count as the same."""


_HELD_COUNTRY = "left(documents_state, 2)"
_BORN = (
    Derived("born_country", "VARCHAR", f"coalesce(origin_place_country, {_HELD_COUNTRY})"),
    Derived(
        "born_state",
        "VARCHAR",
        f"coalesce(origin_place_state, CASE WHEN born_country = {_HELD_COUNTRY} THEN documents_state END)",
    ),
    Derived("born_held", "BOOLEAN", "coalesce(origin_place_state IS NULL AND born_state = documents_state, false)"),
)
"""The place of origin as written, its blanks filled from the identity number, and whether the state was."""


def _origin(part: str) -> str:
    return f"born_{part}" if part in ("country", "state") else f"origin_place_{part}"


def _residence(part: str) -> str:
    return f"residence_place_{part}"


def _home(number: int, first: Callable[[str], str], second: Callable[[str], str], part: str, kind: str) -> Derived:
    """Column of the first place that is known; the remains have one home only."""
    known = f"CASE WHEN {first('country')} IS NOT NULL THEN {first(part)} ELSE {second(part)} END"
    return Derived(f"home{number}_{part}", kind, known, _origin(part))


def _level_of(number: int) -> str:
    home = f"home{number}"
    return (
        f"CASE WHEN {home}_state IS NOT NULL AND {home}_radius_km <= {TOWN_KM} THEN 3"
        f" WHEN {home}_state IS NOT NULL THEN 2 WHEN {home}_country IS NOT NULL THEN 1 END"
    )


_PARTS = (
    ("country", "VARCHAR"),
    ("state", "VARCHAR"),
    ("x", "DOUBLE"),
    ("y", "DOUBLE"),
    ("z", "DOUBLE"),
    ("radius_km", "DOUBLE"),
)
_DETAIL = "least(home_detail_l, home_detail_r)"
_GROUPS = {"town": f"{_DETAIL} = 3", "state": f"{_DETAIL} = 2", "country": f"{_DETAIL} = 1"}


def _either(part: str) -> str:
    return f"(home1_{part}_l = home1_{part}_r OR home2_{part}_l = home1_{part}_r)"


def _near(number: int) -> str:
    points = ", ".join([*(f"home{number}_{p}_l" for p in "xyz"), *(f"home1_{p}_r" for p in "xyz")])
    return f"closeness({points}) >= closeness_at({SAME_TOWN_KM} + home{number}_radius_km_l + home1_radius_km_r)"


_U = (
    "families who reported to Proyecto Frontera come from Honduras .38, El Salvador .25, Mexico .15, Guatemala .08 (2019): two of them "
    "share the country .24 of the time (.38^2 + .25^2 + .15^2 + .08^2 + .01)"
)
_U_STATE = (
    f"{_U}; the state in a tenth of these (14 to 32 states a country, unevenly peopled), the town in a fifth of those"
)
_M_DIFFERS = (
    "the region is recorded wrong in .05 (default of mispitools), and a document on the body may be another's or an alias "
    "(Hess, Pima County examiner): no share is published, .07 taken; 1 - .95 * .93 = .12"
)
_M_SAME = "the rest of m split by hand: people move, and documents name the place of issue"


def _differs(group: str) -> Level:
    return Level(
        f"another_country_{group}",
        _GROUPS[group] if group != "country" else "ELSE",
        0.12,
        0.76,
        f"m: {_M_DIFFERS}; u: {_U}",
        "What the remains say of their origin points to another country; papers are often borrowed.",
        group=group,
    )


ORIGIN = Evidence(
    name="origin",
    title="Origin",
    question="Does what the remains say of their origin fit the person's home?",
    fields=(ORIGIN_PLACE, RESIDENCE_PLACE, DOCUMENT_NUMBERS),
    borrows=("documents",),
    derived=(
        *_BORN,
        *(_home(1, _origin, _residence, part, kind) for part, kind in _PARTS),
        *(_home(2, _residence, _origin, part, kind) for part, kind in _PARTS),
        Derived("home_detail", "INTEGER", f"least({_level_of(1)}, {_level_of(2)})"),
    ),
    needs=("home1_country",),
    # One number on both sides has been counted by the documents.
    unknown="born_held_l AND born_held_r AND list_has_any(documents_l, documents_r)",
    levels=(
        Level(
            "same_town",
            f"{_GROUPS['town']} AND {_either('country')} AND ({_near(1)} OR {_near(2)})",
            0.43,
            0.005,
            f"m: {_M_SAME}; u: {_U_STATE}",
            "What the remains say of their origin points to the person's own town.",
            group="town",
        ),
        Level(
            "same_state",
            f"{_GROUPS['state']} AND {_either('state')}",
            0.60,
            0.024,
            f"m: {_M_SAME}; u: {_U_STATE}",
            "What the remains say of their origin points to the person's own state.",
            group="state",
        ),
        Level(
            "same_state_other_town",
            f"{_GROUPS['town']} AND {_either('state')}",
            0.23,
            0.019,
            f"m: {_M_SAME}; u: {_U_STATE}",
            "What the remains say of their origin points to the person's own state, but to another town.",
            group="town",
        ),
        Level(
            "same_country",
            f"{_GROUPS['country']} AND {_either('country')}",
            0.88,
            0.24,
            f"m: {_M_DIFFERS}; u: {_U}",
            "What the remains say of their origin points to the person's own country.",
            group="country",
        ),
        Level(
            "same_country_other_state",
            f"{_GROUPS['state']} AND {_either('country')}",
            0.28,
            0.216,
            f"m: {_M_SAME}; u: {_U_STATE}",
            "What the remains say of their origin points to the person's own country, but to another state.",
            group="state",
        ),
        Level(
            "same_country_other_town",
            f"{_GROUPS['town']} AND {_either('country')}",
            0.22,
            0.216,
            f"m: {_M_SAME}; u: {_U_STATE}",
            "What the remains say of their origin points to the person's own country, but to another state and town.",
            group="town",
        ),
        *(_differs(group) for group in ("town", "state", "country")),
    ),
    examples=(
        Example(
            {"origin_place": "Choluteca, Choluteca, Honduras"}, {"origin_place": "Choluteca, Honduras"}, "same_town"
        ),
        Example(
            {"origin_place": "Xalapa, Ver.", "residence_place": "Monterrey, N. L."},
            {"origin_place": "Monterrey, Nuevo León"},
            "same_town",
            "home is also where the person lived",
        ),
        Example({"origin_place": "Sonora"}, {"origin_place": "Hermosillo, Son."}, "same_state"),
        Example(
            {"origin_place": "Xalapa, Ver."},
            {"documents": "CURP GOMA750201MVZXXX07"},
            "same_state",
            "the CURP says where its holder was born",
        ),
        Example({"origin_place": "Xalapa, Ver."}, {"origin_place": "Coatzacoalcos, Veracruz"}, "same_state_other_town"),
        Example({"origin_place": "Choluteca, Honduras"}, {"origin_place": "HONDUREÑA"}, "same_country"),
        Example({"origin_place": "catracho"}, {"origin_place": "tarjeta SIM de Honduras"}, "same_country"),
        Example(
            {"origin_place": "Oaxaca, México"},
            {"origin_place_state": "Sonora", "origin_place_country": "México"},
            "same_country_other_state",
        ),
        Example({"origin_place": "Xalapa, Ver."}, {"origin_place": "Monterrey, N. L."}, "same_country_other_town"),
        Example({"origin_place": "Xalapa, Ver."}, {"origin_place": "San Pedro Sula, Honduras"}, "another_country_town"),
        Example({"origin_place": "Sonora"}, {"origin_place": "San Pedro Sula, Honduras"}, "another_country_state"),
        Example({"origin_place": "mexicana"}, {"origin_place": "Guatemala"}, "another_country_country"),
        Example({"origin_place": "mexicana"}, {"origin_place": "se desconoce"}, "unknown"),
        Example(
            {"documents": "CURP GOMA750201MVZXXX07"},
            {"documents": "CURP GOMA750201MVZXXX07"},
            "unknown",
            "one number on both sides is told by the documents",
        ),
    ),
)
