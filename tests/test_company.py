"""Company: who is company, what a companion's candidates are worth, and what the run makes of it."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from linkage.engine.cartesian import score_all, shortlist
from linkage.engine.company import (
    KNOWN_DAYS,
    KNOWN_KM,
    MOST,
    NEAR_DAYS,
    NEAR_KM,
    TOGETHER,
    _km,
    _near,
    find_company,
    tell_company,
)
from linkage.engine.rank import rank
from linkage.evidence import COMPANY, EVIDENCES, Evidence
from linkage.evidence.documents import DOCUMENTS_AND_PHONES
from linkage.evidence.names import NAMES
from linkage.evidence.place import PLACE
from linkage.evidence.sex import SEX
from linkage.explanation.company import by_whom
from linkage.model import from_evidence, from_json
from linkage.runs.explaining import explain
from linkage.runs.journey import Run, run
from linkage.trial import records_of
from linkage.words import translator
from linkage.workshop import connect

USED: tuple[Evidence, ...] = (NAMES, DOCUMENTS_AND_PHONES, PLACE, SEX, COMPANY)
Record = Mapping[str, str]
SPOT = {"recovery_place": "31.4500, -111.5400", "recovery_place_radius_km": "0.1", "found": "2020-06-01"}


def spot(unique_id: str, **other: str) -> Record:
    return {"id": unique_id, **SPOT, **other}


def company_of(missing: Sequence[Record], remains: Sequence[Record]) -> tuple[set[tuple], set[tuple]]:
    """(a, b) of companions and of remains beside each other, each pair once."""
    con = records_of(missing, remains, USED)
    find_company(con)
    found = tuple({tuple(sorted(row[:2])) for row in con.execute(f"FROM {t}").fetchall()} for t in ("_with", "_beside"))
    con.close()
    return found[0], found[1]


def test_companions_are_those_that_a_report_names_and_each_other() -> None:
    reports = [{"id": "M-1", "companions": "M-2 y m-3; un primo"}, {"id": "M-2"}, {"id": "M-3"}, {"id": "M-4"}]
    assert company_of(reports, [{}])[0] == {("M-1", "M-2"), ("M-1", "M-3"), ("M-2", "M-3")}


def test_an_incident_of_a_few_is_company_and_one_of_many_is_not() -> None:
    few = [{"id": f"M-{n}", "incident": "Naufragio Ártico"} for n in (1, 2)]
    many = [{"id": f"N-{n}", "incident": "terremoto"} for n in range(MOST + 1)]
    assert company_of([*few, *many], [{}])[0] == {("M-1", "M-2")}


@pytest.mark.parametrize(
    ("other", "beside"),
    [
        (spot("R-2", recovery_place="31.4650, -111.5400"), True),
        (spot("R-2", recovery_place="31.4750, -111.5400"), False),
        (spot("R-2", recovery_place="31.4750, -111.5400", recovery_place_radius_km="1.5"), True),
        (spot("R-2", recovery_place_radius_km="10"), False),
        (spot("R-2", found="2020-06-30"), True),
        (spot("R-2", found="2020-05-02"), True),
        (spot("R-2", found="2020-07-05"), False),
        (spot("R-2", found="2020"), False),
        (spot("R-2", found=""), False),
        (spot("R-2", companions="r-1", recovery_place="", found=""), True),
    ],
)
def test_remains_are_beside_each_other_within_2_km_and_30_days_or_where_recorded(other: Record, beside: bool) -> None:
    assert company_of([{}], [spot("R-1"), other])[1] == ({("R-1", "R-2")} if beside else set())


def test_a_place_where_many_are_found_is_no_company() -> None:
    assert company_of([{}], [spot(f"R-{n}") for n in range(MOST)])[1] != set()
    assert company_of([{}], [spot(f"R-{n}") for n in range(MOST + 1)])[1] == set()


def told(bits: Mapping[tuple[str, str], tuple[float, float]], remains: int = 50) -> list[tuple]:
    """The table `company` where M-1 travelled with M-2 and R-1 lay beside R-2: (what is shared, own bits) of pairs."""
    rows = [{"id": f"R-{n}"} for n in range(2, remains)]
    con = records_of(
        [{"id": "M-1", "companions": "M-2"}, {"id": "M-2"}], [{"id": "R-1", "companions": "R-2"}, *rows], USED
    )
    assert find_company(con)
    con.execute("CREATE TABLE scored (missing_id VARCHAR, remains_id VARCHAR, w_place DOUBLE, w_names DOUBLE)")
    con.executemany("INSERT INTO scored VALUES (?, ?, ?, ?)", [(*pair, *both) for pair, both in bits.items()])
    tell_company(con, (NAMES, PLACE), replace(from_evidence("t", USED), overlap=0.04), "scored")
    found = con.execute(
        "SELECT missing_id, remains_id, rung, company_missing_id, company_remains_id FROM company"
    ).fetchall()
    con.close()
    return found


def test_the_rung_is_the_factor_worked_out_by_hand() -> None:
    """2 missing and 50 remains (of them 49 here): D = 1 - o + p * 2^bits, factor = 3/4 + 1/4 * 2^own / D."""
    p = 0.04 * 2 / (2 * 49)
    for own in (1.0, 2.4, 3.0, 4.5, 5.5, 9.0, 40.0):
        factor = 1 - TOGETHER + TOGETHER * 2**own / (1 - 49 * p + p * 2**own)
        rung = next(
            (name for name, least in (("strong", 4), ("some", 2), ("weak", 1)) if math.log2(factor) >= least), None
        )
        expected = [("M-1", "R-1", rung, "M-2", "R-2")] if rung else []
        assert told({("M-2", "R-2"): (0.0, own)}) == expected, own


def test_what_companions_share_is_not_counted_twice() -> None:
    assert told({("M-2", "R-2"): (8.0, 0.5)}) == []


def test_a_companion_who_fits_other_remains_better_says_less() -> None:
    alone, elsewhere = {("M-2", "R-2"): (0.0, 5.5)}, {("M-2", "R-2"): (0.0, 5.5), ("M-2", "R-9"): (0.0, 20.0)}
    assert [row[2] for row in told(alone)] == ["some"]
    assert told(elsewhere) == []


def test_remains_that_fit_the_person_better_than_the_companion_are_not_the_companions() -> None:
    """Brothers fit each other's remains: R-2 is rather M-1, so it is R-1 beside it that may be M-2."""
    found = told({("M-2", "R-2"): (0.0, 9.0), ("M-1", "R-2"): (0.0, 12.0)})
    assert found == [("M-2", "R-1", "strong", "M-1", "R-2")]


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of two registers where M-1 has nothing in common with R-1 but the company."""
    folder = tmp_path_factory.mktemp("company")
    strangers = [{"id": f"M-{n}", "name_full": f"Rosa Xitumul {n}", "sex": "mujer"} for n in range(3, 40)]
    write(
        folder / "missing.csv",
        [{"id": "M-1", "companions": "M-2"}, {"id": "M-2", "phones": "+502 5512 3498"}, *strangers],
    )
    found = [{"id": f"R-{n}", "name_full": f"Rosa Xitumul {n}", "sex": "mujer"} for n in range(3, 40)]
    write(folder / "remains.csv", [spot("R-1"), spot("R-2", phones="50255123498"), *found])
    others = [evidence.name for evidence in EVIDENCES if evidence not in USED]
    (folder / "settings.toml").write_text(f"[evidence]\nleave_out = {others}\n", encoding="utf-8")
    settings = folder / "settings.toml"
    return run(folder / "missing.csv", folder / "remains.csv", folder / "run", config=settings, top=1, floor=30.0)


def write(path: Path, rows: Sequence[Record]) -> None:
    columns = sorted({column for row in rows for column in row})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def test_the_company_brings_a_pair_in_and_says_why(compared: Run) -> None:
    found = duckdb.sql(
        f"SELECT f_company, rank_in_missing, tie_size, company_missing_id, company_remains_id, round(company_km, 3) "
        f"FROM '{compared.folder}/candidates.parquet' WHERE missing_id = 'M-1' AND remains_id = 'R-1'"
    ).fetchall()
    assert found == [("strong", 1, 1, "M-2", "R-2", 0.0)]


def test_ranks_and_ties_are_those_of_scoring_every_pair_with_the_company(compared: Run, tmp_path: Path) -> None:
    con = connect(tmp_path)
    for side in ("missing", "remains"):
        con.execute(f"CREATE TABLE {side} AS FROM '{compared.folder}/records/{side}.parquet'")
    assert compared.folder
    model = from_json((compared.folder / "model.json").read_text(encoding="utf-8"))
    score_all(con, USED, model, "every")
    shortlist(con, "every", 30.0, 1)
    con.execute("CREATE TABLE scored AS SELECT every.* FROM every JOIN pairs USING (missing_id, remains_id)")
    rank(con, USED, "scored", 30.0, "ranked")
    listed = "missing_id, remains_id, round(total, 6), rank_in_remains, rank_in_missing, tie_size"
    plain = con.execute(f"SELECT {listed} FROM ranked ORDER BY ALL").fetchall()
    assert con.execute(f"SELECT {listed} FROM '{compared.folder}/candidates.parquet' ORDER BY ALL").fetchall() == plain


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This person travelled with M-2, a candidate for R-2, which was found 100 m from these remains."),
        ("es", "Esta persona viajaba con M-2, candidata para R-2; esos restos se hallaron a 100 m de estos."),
    ],
)
def test_the_explanation_names_the_companion_the_candidate_and_the_distance(
    compared: Run, language: str, sentence: str
) -> None:
    assert compared.folder
    explanation = explain(compared.folder, "M-1", "R-1", language=language)
    assert [line.says.endswith(sentence) for line in explanation.lines if line.evidence == "company"] == [True]


@pytest.mark.parametrize(
    ("km", "told"), [(0.02, "100 m"), (0.28, "300 m"), (0.94, "900 m"), (0.96, "1.0 km"), (2.34, "2.3 km")]
)
def test_distances_are_told_no_finer_than_they_are_known(km: float, told: str) -> None:
    pair = {"company_missing_id": "M-2", "company_remains_id": "R-2", "company_km": km}
    assert f" {told} " in by_whom(pair, translator("en"))


def test_without_a_distance_it_is_told_that_the_records_say_so() -> None:
    pair = {"company_missing_id": "M-2", "company_remains_id": "R-2", "company_km": None}
    assert "recovered in the same company" in by_whom(pair, translator("en"))
    assert by_whom({}, translator("en")) == ""


def test_neighbours_are_looked_up_and_not_every_pair_is_measured(tmp_path: Path) -> None:
    con = connect(tmp_path)
    con.execute(
        """CREATE TABLE remains AS SELECT 'R' || n AS unique_id,
            DATE '2020-01-01' + (n * 7919 % 900)::INTEGER AS found_low, found_low + (n % 40)::INTEGER AS found_high,
            (n % 4)::DOUBLE AS recovery_place_radius_km,
            cos(a) * cos(b) AS recovery_place_x, cos(a) * sin(b) AS recovery_place_y, sin(a) AS recovery_place_z
        FROM (SELECT n, 0.5 + (n * 31 % 50) / 40000 AS a, -1.9 + (n * 17 % 60) / 40000 AS b
            FROM range(4500) t(n))"""
    )
    plain = con.execute(
        f"""SELECT r.unique_id, q.unique_id FROM remains r, remains q WHERE r.unique_id <> q.unique_id
            AND r.recovery_place_radius_km <= {KNOWN_KM} AND r.found_high - r.found_low <= {KNOWN_DAYS}
            AND q.recovery_place_radius_km <= {KNOWN_KM} AND q.found_high - q.found_low <= {KNOWN_DAYS}
            AND {_km("r", "q")} <= {NEAR_KM} + r.recovery_place_radius_km + q.recovery_place_radius_km
            AND greatest(r.found_low - q.found_high, q.found_low - r.found_high) <= {NEAR_DAYS} ORDER BY ALL"""
    ).fetchall()
    started = time.process_time()
    assert con.execute(f"SELECT * FROM ({_near()}) ORDER BY ALL").fetchall() == plain
    assert time.process_time() - started < 1.5  # a tenth of that; three times that where every pair is measured
    assert len(plain) > 100
