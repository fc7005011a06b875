"""What is worked out once per record, against the plain way, record by record."""

from __future__ import annotations

import csv
import math
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from linkage.config import config_path
from linkage.evidence import EVIDENCES, Rarity
from linkage.evidence.fields import SIDES
from linkage.invent import invent
from linkage.records import standardise as standardising
from linkage.records.rarity import FLOOR_SHARE_RECORDS, TABLE_RECORDS
from linkage.records.register import read_register
from linkage.records.standardise import standardise
from linkage.workshop import connect

USED = [evidence for evidence in EVIDENCES if evidence.on]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made = invent(tmp_path_factory.mktemp("made"), missing=160, remains=110, overlap=0.3, seed=11)
    return made.missing, made.remains


def standardised(files: tuple[Path, Path], folder: Path) -> duckdb.DuckDBPyConnection:
    con = connect(folder)
    for side, file in zip(SIDES, files, strict=True):
        read_register(con, file, side)
    standardise(con, USED)
    return con


@pytest.fixture(scope="module")
def con(files: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    return standardised(files, tmp_path_factory.mktemp("con"))


def shipped(rarity: Rarity) -> tuple[dict[str, float], set[str]]:
    """The shares and the words that tell nothing, read plainly."""
    shares, words = {}, set()
    if rarity.table:
        with config_path("frequencies", f"{rarity.table}.csv").open(encoding="utf-8", newline="") as file:
            shares = {row["element"]: float(row["share"]) for row in csv.DictReader(file)}
    if rarity.stoplist:
        lines = config_path("stoplists", f"{rarity.stoplist}.txt").read_text(encoding="utf-8").splitlines()
        words = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    return shares, words


@pytest.mark.parametrize("rarity", [r for e in USED for r in e.rarities], ids=lambda r: r.bits)
def test_every_record_has_the_bits_of_its_elements_over_both_registers(
    rarity: Rarity, con: duckdb.DuckDBPyConnection
) -> None:
    rows = [
        row
        for side in SIDES
        for row in con.execute(f"SELECT {rarity.column}, {rarity.bits} FROM {side} ORDER BY unique_id").fetchall()
    ]
    records = sum(held is not None for held, _ in rows)
    counts = Counter(element for held, _ in rows for element in set(held or ()))
    shares, words = shipped(rarity)
    weight = TABLE_RECORDS if shares else 0
    for held, bits in rows:
        if not held:
            assert bits is None
            continue
        assert list(bits) == sorted(set(held))
        for element, found in bits.items():
            share = (max(counts[element], FLOOR_SHARE_RECORDS) + shares.get(element, 0) * weight) / (
                records + weight + FLOOR_SHARE_RECORDS
            )
            plain = 0.0 if element in words else -math.log2(min(1.0, share))
            assert found == pytest.approx(plain, abs=1e-6)


def test_how_many_records_go_through_at_a_time_changes_nothing(
    con: duckdb.DuckDBPyConnection, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standardising, "BATCH", 7)
    pieces = standardised(files, tmp_path)
    for side in SIDES:
        assert pieces.execute(f"DESCRIBE {side}").fetchall() == con.execute(f"DESCRIBE {side}").fetchall()
        assert pieces.execute(f"FROM {side}").fetchall() == con.execute(f"FROM {side}").fetchall()


def test_records_lie_in_the_order_of_their_numbers(con: duckdb.DuckDBPyConnection) -> None:
    for side in SIDES:
        numbers = [row[0] for row in con.execute(f"SELECT unique_id FROM {side}").fetchall()]
        assert numbers == sorted(numbers)
        assert len(numbers) > 50
