"""Origin: what the remains say of where a person is from, against the person's homes; belonging and not distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from linkage.evidence import UNKNOWN
from linkage.evidence.origin import ORIGIN
from linkage.evidence.place import PLACE
from linkage.trial import findings

ONLY = (ORIGIN,)
Record = Mapping[str, str]


def found(pairs: Sequence[tuple[Record, Record]]) -> list[str]:
    return findings(ORIGIN, pairs, ONLY)


def home(text: str) -> Record:
    return {"origin_place": text}


@pytest.mark.parametrize(
    ("missing", "remains", "finding"),
    [
        ("Choluteca, Honduras", "Choluteca", "same_town"),
        ("Xalapa, Ver.", "Coatepec, Veracruz", "same_town"),
        ("Xalapa, Ver.", "Veracruz, Ver.", "same_state_other_town"),
        ("Xalapa, Ver.", "Veracruz", "same_state"),
        ("Xalapa, Ver.", "Monterrey, N. L.", "same_country_other_town"),
        ("Veracruz", "Nuevo León", "same_country_other_state"),
        ("Honduras", "San Pedro Sula", "same_country"),
        ("hondureño", "catracha", "same_country"),
        ("guatemalteca", "chapín", "same_country"),
        ("salvadoreño", "GUANACO", "same_country"),
        ("Haïti", "haitiano", "same_country"),
        ("mexicana", "Guatemala", "another_country_country"),
        ("Tijuana, B. C.", "San Diego, California", "another_country_town"),
        ("mexicana", "se desconoce", UNKNOWN),
        ("centroamericano", "Guatemala", UNKNOWN),
    ],
)
def test_levels(missing: str, remains: str, finding: str) -> None:
    """Neighbouring towns of two countries are two origins: distance tells nothing here."""
    assert found([(home(missing), home(remains))]) == [finding]


def test_where_the_person_lived_is_a_home_too() -> None:
    report = {"origin_place": "Xalapa, Ver.", "residence_place": "Monterrey, N. L."}
    assert found([(report, home(place)) for place in ("Xalapa, Ver.", "Monterrey, N. L.", "Guatemala")]) == [
        "same_town", "same_town", "another_country_country",
    ]  # fmt: skip


CURP = {"documents": "CURP GOMA750201MVZXXX07"}
DPI = {"documents": "DPI 2718 45937 0506"}
DNI = {"documents": "DNI 0801-1990-12345"}


@pytest.mark.parametrize(
    ("missing", "remains", "finding"),
    [
        (home("Xalapa, Ver."), CURP, "same_state"),
        (home("mexicana"), CURP, "same_country"),
        (home("Oaxaca"), CURP, "same_country_other_state"),
        (home("Guatemala"), CURP, "another_country_country"),
        (home("Escuintla, Guatemala"), DPI, "same_state"),
        (home("Tegucigalpa, Honduras"), DNI, "same_state"),
        (CURP, home("tatuaje de Veracruz"), "same_state"),
        ({**CURP, **home("mexicana")}, home("Veracruz"), "same_state"),
        ({**CURP, **home("Honduras")}, home("Honduras"), "same_country"),
        (home("Xalapa, Ver."), {"documents": f"{CURP['documents']}; {DPI['documents']}"}, UNKNOWN),
        (CURP, CURP, UNKNOWN),
        (CURP, {"documents": "CURP RUZB750201MVZXXX00"}, "same_state"),
    ],
)
def test_an_identity_number_tells_the_state_where_nothing_else_does(
    missing: Record, remains: Record, finding: str
) -> None:
    """What is written of the origin comes first; two papers of two states tell none; one number is counted once."""
    assert found([(missing, remains)]) == [finding]


def test_a_borrowed_paper_weighs_and_never_cuts() -> None:
    for group in ("town", "state", "country"):
        assert -4 < ORIGIN.level(f"another_country_{group}").bits < -2


def test_the_origin_does_not_move_the_place_of_the_finding() -> None:
    """The town of origin is thousands of km away: neither near nor far from where the remains were found."""
    pair = ({"origin_place": "Choluteca, Honduras"}, {"recovery_place": "31.31, -110.94"})
    assert findings(PLACE, [pair], (PLACE, ORIGIN)) == [UNKNOWN]
