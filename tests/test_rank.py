"""Ranks, ties, and the chance that the person is not in the file, against counting by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from linkage.engine.cartesian import shortlist
from linkage.engine.rank import calibrated, in_order, not_in_file, rank
from linkage.evidence import EVIDENCES
from linkage.model import from_evidence
from linkage.workshop import connect

Totals = Mapping[tuple[str, str], float]


def ranked(folder: Path, totals: Totals, floor: float, top: int) -> tuple[duckdb.DuckDBPyConnection, list[tuple]]:
    """The candidates of these totals: (missing, remains, total, rank in remains, rank in missing, tie size)."""
    con = connect(folder)
    for side, ids in zip(("missing", "remains"), (sorted({p[k] for p in totals}) for k in (0, 1)), strict=True):
        con.execute(f"CREATE TABLE {side} AS SELECT unnest(?::VARCHAR[]) AS unique_id", [ids])
    con.execute("CREATE TABLE every (missing_id VARCHAR, remains_id VARCHAR, total DOUBLE)")
    con.executemany("INSERT INTO every VALUES (?, ?, ?)", [(*pair, total) for pair, total in totals.items()])
    shortlist(con, "every", floor, top)
    con.execute("CREATE TABLE scored AS SELECT every.* FROM every JOIN pairs USING (missing_id, remains_id)")
    rank(con, [], "scored", floor, "candidates")
    return con, con.execute("SELECT * FROM candidates").fetchall()


def by_hand(totals: Totals, floor: float, top: int) -> dict[tuple[str, str], tuple[int | None, int | None, int]]:
    """The definition, counted over every pair."""
    found = {}
    for pair, total in totals.items():
        ranks, ties, kept = [], [], False
        for k in (1, 0):
            row = {p: t for p, t in totals.items() if p[k] == pair[k]}
            kth = sorted(row.values(), reverse=True)[:top][-1]
            order = sorted(row, key=lambda p: (-row[p], p[1 - k]))
            kept |= order.index(pair) < top
            listed = total >= kth or total >= floor
            ranks.append(1 + sum(t > total for t in row.values()) if listed else None)
            ties.append(sum(t == total for t in row.values()) if listed else 1)
        if kept or total >= floor:
            found[pair] = (ranks[0], ranks[1], sum(ties) - 1)
    return found


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("floor", "top"), [(100.0, 1), (100.0, 3), (2.0, 2), (-100.0, 1)])
def test_ranks_and_ties_are_those_of_all_pairs(tmp_path: Path, seed: int, floor: float, top: int) -> None:
    draw = random.Random(seed)
    totals = {(f"M{m}", f"R{r}"): float(draw.randint(-3, 4)) for m in range(9) for r in range(7)}
    _, rows = ranked(tmp_path, totals, floor, top)
    assert {(m, r): (in_r, in_m, tie) for m, r, _, in_r, in_m, tie in rows} == by_hand(totals, floor, top)


def test_candidates_come_strongest_first(tmp_path: Path) -> None:
    draw = random.Random(1)
    totals = {(f"M{m}", f"R{r}"): draw.uniform(-9, 9) for m in range(8) for r in range(8)}
    _, rows = ranked(tmp_path, totals, 0.0, 2)
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)


def test_totals_that_agree_to_a_billionth_of_a_bit_are_one_rank(tmp_path: Path) -> None:
    totals = {("M1", "R1"): 3.0, ("M2", "R1"): 3.0 + 1e-12, ("M3", "R1"): 2.0}
    _, rows = ranked(tmp_path, totals, 0.0, 5)
    assert [row[3] for row in rows] == [1, 1, 3]
    assert [row[5] for row in rows] == [2, 2, 1]


def test_the_chance_of_not_being_in_the_file_shares_the_whole(tmp_path: Path) -> None:
    """One remains against four missing: none of them weighs 1 - o, each weighs o / 4 times 2^evidence."""
    model = from_evidence("test", EVIDENCES)
    prior = model.prior_bits(4, 1)
    weights = {"M1": 7.0, "M2": 1.0, "M3": -2.0, "M4": -5.0}
    con, _ = ranked(tmp_path, {(m, "R1"): prior + w for m, w in weights.items()}, -100.0, 4)
    not_in_file(con, model, "candidates", "chances")
    side, unique_id, listed, probability = con.execute("SELECT * FROM chances WHERE side = 'remains'").fetchall()[0]
    none, each = 1 - model.overlap, model.overlap / 4
    assert (side, unique_id, listed) == ("remains", "R1", 4)
    assert probability == pytest.approx(none / (none + sum(each * 2**w for w in weights.values())))


def test_records_beyond_the_list_count_at_most_as_the_last_listed(tmp_path: Path) -> None:
    model = from_evidence("test", EVIDENCES)
    prior = model.prior_bits(100, 1)
    totals = {(f"M{m:03d}", "R1"): prior - 3.0 + (10.0 if m == 0 else 0.0) for m in range(100)}
    con, _ = ranked(tmp_path, totals, 100.0, 2)
    not_in_file(con, model, "candidates", "chances")
    probability = con.execute("SELECT probability FROM chances WHERE side = 'remains'").fetchall()[0][0]
    none, each = 1 - model.overlap, model.overlap / 100
    assert probability == pytest.approx(none / (none + each * (2**7 + 99 * 2**-3)))
    assert not math.isclose(probability, none / (none + each * 2**7), rel_tol=1e-4)


def test_a_calibrated_sum_is_read_off_the_curve(tmp_path: Path) -> None:
    curve = ((-4.0, -3.0), (0.0, 0.0), (10.0, 5.0))
    con = connect(tmp_path)
    for bits, worth in ((-9, -3), (-4, -3), (-2, -1.5), (0, 0), (4, 2), (10, 5), (30, 5)):
        assert con.execute(f"SELECT {calibrated(f'({bits}::DOUBLE)', curve)}").fetchall() == [(worth,)]
    assert calibrated("total", ()) == "total"


def test_a_calibrated_model_doubts_what_has_not_kept_its_word(tmp_path: Path) -> None:
    model = from_evidence("test", EVIDENCES)
    doubtful = replace(model, calibration=((-20.0, -10.0), (0.0, 0.0), (20.0, 10.0)))
    chances = []
    for number, numbers in enumerate((model, doubtful)):
        totals = {("M1", "R1"): model.prior_bits(2, 1) + 12.0, ("M2", "R1"): model.prior_bits(2, 1) - 6.0}
        con, _ = ranked(tmp_path / str(number), totals, -100.0, 2)
        not_in_file(con, numbers, "candidates", "chances")
        chances += con.execute("SELECT probability FROM chances WHERE side = 'remains'").fetchall()[0]
    none, each = 1 - model.overlap, model.overlap / 2
    assert chances[0] == pytest.approx(none / (none + each * (2**12 + 2**-6)))
    assert chances[1] == pytest.approx(none / (none + each * (2**6 + 2**-3)))


def test_a_sum_in_order_is_the_same_whatever_order_the_rows_come_in() -> None:
    numbers = [0.1, 0.2, 0.3]
    con = duckdb.connect()
    found = set()
    for rows in (numbers, numbers[::-1]):
        con.execute("CREATE OR REPLACE TABLE worths AS SELECT unnest($1) AS worth", [rows])
        found.add(con.execute(f"SELECT {in_order('worth')} FROM worths").fetchall()[0][0])
    assert sum(numbers) != sum(numbers[::-1])
    assert found == {sum(sorted(numbers))}
