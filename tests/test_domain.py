"""What a match of people and remains must never get wrong: one test for each way in which such tools lose people."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from linkage.engine.cartesian import shortlist
from linkage.engine.rank import rank
from linkage.engine.settings import finding_case
from linkage.evidence import EVIDENCES, UNKNOWN, Evidence
from linkage.evidence.age import AGE
from linkage.evidence.belongings import BELONGINGS
from linkage.evidence.marks import MARKS
from linkage.evidence.names import NAMES
from linkage.evidence.pigmentation import PIGMENTATION
from linkage.evidence.sex import SEX
from linkage.evidence.stature import STATURE
from linkage.evidence.time import TIME
from linkage.invent import invent
from linkage.model import from_evidence
from linkage.records.arrow import create_table
from linkage.records.register import read_register
from linkage.trial import records_of
from linkage.workshop import connect

Record = Mapping[str, str]
USED = tuple(e for e in EVIDENCES if e.on)
MODEL = from_evidence("test", USED)
NO_FLOOR = -1000.0

REPORT = {
    "sex": "hombre", "age": "27", "stature": "170 cm", "hair": "rubio", "eyes": "azules", "weight": "70 kg",
    "last_contact": "2019-05-10", "last_contact_place": "Altar, Sonora",
    "marks": "tatuaje de un búho en brazo izquierdo",
}  # fmt: skip
"""A report with much in it."""


def tried(*pairs: tuple[Record, Record], of: Sequence[Evidence] = USED) -> list[dict[str, tuple[str, float]]]:
    """Finding and bits of each evidence, for each pair of a missing person and remains."""
    con = records_of([{"id": f"{n:04d}", **m} for n, (m, _) in enumerate(pairs)],
                     [{"id": f"{n:04d}", **r} for n, (_, r) in enumerate(pairs)], of)  # fmt: skip
    rows = _findings(con, "unique_id_l = unique_id_r", of)
    con.close()
    return [{e.name: (found, bits(e, found)) for e, found in zip(of, row[2:])} for row in rows]


def ranked(missing: Sequence[Record], remains: Sequence[Record], top: int) -> list[dict[str, Any]]:
    """The candidates (M-1, R-1, ... by place), with their total, ranks and tie size."""
    con = records_of(missing, remains, USED)
    weights = [[m, r, sum(bits(e, f) for e, f in zip(USED, found))] for m, r, *found in _findings(con, "true", USED)]
    create_table(con, "every", [("missing_id", "VARCHAR"), ("remains_id", "VARCHAR"), ("total", "DOUBLE")], weights)
    shortlist(con, "every", NO_FLOOR, top)
    rank(con, [], "every", NO_FLOOR, "candidates")
    rows = con.sql("FROM candidates").to_arrow_table().to_pylist()
    con.close()
    return rows


def _findings(con: DuckDBPyConnection, on: str, of: Sequence[Evidence]) -> list[tuple[str, ...]]:
    """Both ids and the finding of each evidence, of each pair for which `on` holds."""
    sides = [
        "(SELECT " + ", ".join(f"{c} AS {c}_{s}" for c, *_ in con.execute(f"DESCRIBE {t}").fetchall()) + f" FROM {t})"
        for s, t in (("l", "missing"), ("r", "remains"))
    ]
    cases = ", ".join(finding_case(e) for e in of)
    return con.execute(
        f"SELECT unique_id_l, unique_id_r, {cases} FROM {', '.join(sides)} WHERE {on} ORDER BY ALL"
    ).fetchall()


def bits(evidence: Evidence, finding: str) -> float:
    return 0.0 if finding == UNKNOWN else MODEL.bits(evidence.name, finding)


def test_found_three_days_before_last_contact_with_the_age_two_years_off_is_among_the_first_when_marks_agree() -> None:
    """The opening case of NIJ Journal 264: a filter on dates or on age would have lost it."""
    lost = {
        "sex": "mujer", "age": "16", "last_contact": "2019-05-10", "last_contact_place": "Altar, Sonora",
        "marks": "tatuaje de un búho en hombro izquierdo; cicatriz en ceja izquierda",
    }  # fmt: skip
    found = {
        "sex": "mujer", "age": "18-22", "found": "2019-05-07", "recovery_place": "30.7162, -111.8380",
        "condition": "fresco", "marks": "tattoo of an owl left shoulder; scar left eyebrow",
    }  # fmt: skip
    others = [
        lost | {"age": str(17 + n % 6), "last_contact": f"{2010 + n % 10}-{1 + n % 12:02d}-{1 + n % 28:02d}",
                "marks": f"tatuaje de las letras {'ABCDEFGH'[n % 8]}K en pie derecho"}
        for n in range(60)
    ]  # fmt: skip
    [findings] = tried((lost, found), of=(TIME, AGE))
    assert (findings["time"][0], findings["age"][0]) == ("found_week_before_exact", "near_narrow")
    [case] = [row for row in ranked([lost, *others], [found], top=5) if row["missing_id"] == "M-1"]
    assert case["rank_in_remains"] <= 5


def test_a_tattooed_person_against_a_skeleton_without_tattoos_loses_nothing() -> None:
    [found] = tried((REPORT, {"sex": "hombre", "found": "2020-03-01", "condition": "esqueleto"}), of=(MARKS,))
    assert found["marks"] == (UNKNOWN, 0.0)


def test_invented_bones_carry_nothing_that_bones_do_not_keep(tmp_path: Path) -> None:
    made = invent(tmp_path, missing=50, remains=1500, seed=11)
    with made.remains.open(encoding="utf-8", newline="") as file:
        bones = [row for row in csv.DictReader(file) if row["condition"] in ("esqueleto", "esqueleto degradado")]
    assert len(bones) > 100
    for row in bones:
        assert not row["eyes"]
        assert not row["weight"]
        assert "tatuaje" not in row["marks"].lower()


def test_a_wrong_sex_on_one_bone_costs_one_to_three_bits() -> None:
    bone = {"sex": "mujer", "sex_basis": "hueso", "condition": "fragmentos", "found": "2020-03-01"}
    [found] = tried((REPORT, bone), of=(SEX,))
    assert -3 <= found["sex"][1] <= -1


def test_remains_with_no_age_are_kept(tmp_path: Path) -> None:
    """29 % of the records whose group is "Adult" in the NamUs exports of 2024 give no years."""
    path = tmp_path / "remains.csv"
    path.write_text("id,age,age_group,found\nR-1,,Adult,2020-03-01\nR-2,,,2020-03-01\n", encoding="utf-8")
    register = read_register(connect(tmp_path / "spill"), path, "remains")
    assert (register.rows, register.rejected) == (2, 0)
    grown, blank = tried(
        (REPORT, {"age_group": "Adult", "found": "2019-06-01", "condition": "fresco"}),
        (REPORT, {"found": "2019-06-01", "condition": "fresco"}),
        of=(AGE,),
    )
    assert (grown["age"][0], blank["age"]) == ("inside_vast", (UNKNOWN, 0.0))
    assert grown["age"][1] < 1


def test_a_lower_bound_of_stature_is_no_estimate() -> None:
    bounded, tall, close = tried(
        ({"stature": "171 cm"}, {"stature_low": "165 cm"}),
        ({"stature": "195 cm"}, {"stature_low": "165 cm"}),
        ({"stature": "167 cm"}, {"stature": "165 cm"}),
        of=(AGE, SEX, STATURE),
    )
    assert 0 <= bounded["stature"][1] == tall["stature"][1] < close["stature"][1]


def test_clothing_that_says_nothing_weighs_nothing() -> None:
    said = ("None.", "N/A", "None found", "ninguna", "NO", "no recuperada", "performed", "unknown", "-")
    found = tried(*(({"clothing": text}, {"clothing": text}) for text in said), of=(BELONGINGS,))
    assert [(text, f["belongings"]) for text, f in zip(said, found)] == [(text, (UNKNOWN, 0.0)) for text in said]


def test_blue_eyes_that_turned_brown_cost_little_and_less_than_in_a_fresh_body() -> None:
    decomposed, fresh = tried(
        *(({"eyes": "azules"}, {"eyes": "cafés", "condition": state}) for state in ("descompuesto", "fresco")),
        of=(PIGMENTATION,),
    )
    assert fresh["pigmentation"][1] < decomposed["pigmentation"][1] < 0
    assert decomposed["pigmentation"][1] > -1.5


def test_a_reordered_name_without_its_second_surname_speaks_for_the_pair_and_an_alias_does_not_sink_it() -> None:
    name = {"name_full": "Yorleny Xitumul Raxcacó"}
    agreed, alias = tried(
        (name, {"name_full": "XITUMUL, YORLENY", "name_basis": "credencial"}),
        (name, {"name_full": "Ana Pérez Soto", "name_basis": "credencial"}),
        of=(NAMES,),
    )
    assert 3 < agreed["names"][1] < 25
    assert -4 < alias["names"][1] < 0


def test_two_hundred_remains_alike_are_a_tie_of_two_hundred() -> None:
    alike = {"sex": "hombre", "age": "20-35", "stature": "165-175 cm", "found": "2020-03-01", "condition": "esqueleto"}
    candidates = ranked([REPORT], [alike] * 200, top=5)
    assert {(row["rank_in_missing"], row["tie_size"]) for row in candidates} == {(1, 200)}


def test_people_located_alive_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "missing.csv"
    path.write_text("id,status,age\nM-1,LOCALIZADA CON VIDA,30\nM-2,DESAPARECIDA,30\n", encoding="utf-8")
    con = connect(tmp_path / "spill")
    assert sum(read_register(con, path, "missing").left_out.values()) == 1
    assert con.execute("SELECT unique_id FROM missing").fetchall() == [("M-2",)]


CONDITIONS = (
    "fresco", "descompuesto", "parcialmente esqueletizado", "momificado", "esqueleto articulado", "esqueleto",
    "esqueleto degradado", "fragmentos", "quemado", "desconocida",
)  # fmt: skip


def test_condition_itself_weighs_nothing() -> None:
    """Remains of which only the condition is known are known in nothing, whatever it is."""
    found = tried(*((REPORT, {"condition": state}) for state in CONDITIONS))
    assert [(state, {f for f, _ in each.values()}) for state, each in zip(CONDITIONS, found)] == [
        (state, {UNKNOWN}) for state in CONDITIONS
    ]


def test_in_every_condition_strangers_weigh_nothing_on_average() -> None:
    """In each condition the shares of the levels of sex that a man's and a woman's report reach sum to 1."""
    reports = ({"sex": "hombre"}, {"sex": "mujer"})
    found = tried(
        *((report, {"sex": "mujer", "condition": state}) for state in CONDITIONS for report in reports), of=(SEX,)
    )
    for differs, agrees in zip(found[::2], found[1::2]):
        levels = [SEX.level(agrees["sex"][0]), SEX.level(differs["sex"][0])]
        assert sum(level.m for level in levels) == pytest.approx(1)
        assert sum(level.u for level in levels) == pytest.approx(1)
