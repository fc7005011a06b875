"""Evidence, models and registers drawn at random: what the screen may meet, and worse."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import numpy as np

from linkage.evidence import Evidence, Level
from linkage.model import EvidenceNumbers, LevelNumbers, Model
from linkage.workshop import connect

Random = np.random.Generator

COLUMNS = "word VARCHAR, number INTEGER, low DOUBLE, high DOUBLE, day DATE, class INTEGER, tags VARCHAR[]"

CONDITIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "same_word": (("word",), ("word_l = word_r", "word_l[1] = word_r[1]")),
    "like_word": (("word",), ("jaro_winkler_similarity(word_l, word_r) > 0.9", "word_l > word_r")),
    "far_number": (
        ("number",), ("abs(number_l - number_r) <= 1", "abs(number_l - number_r) <= 5", "number_l < number_r"),
    ),
    "intervals": ((), (
        "low_l <= high_r AND low_r <= high_l", "gap(low_l, high_l, low_r, high_r) <= 2.5",
        "coalesce(low_l, 3) > high_r",
    )),
    "days": (("day",), (
        "day_r - day_l BETWEEN 0 AND 40", "date_diff('day', day_l, day_r) > 40", "day_l > day_r AND class_r = 1",
    )),
    "reliability": (("number",), ("number_l = number_r AND coalesce(class_r, 3) <= 2", "number_l = number_r")),
    "shared": (("tags",), ("shared_count(tags_l, tags_r) > 1", "list_has_any(tags_l, tags_r)")),
    "shared_or": (("tags",), (
        "list_has_any(tags_l, tags_r) AND word_l = word_r", "list_has_any(tags_l, tags_r)", "number_l = number_r",
    )),
    "blank": ((), ("word_l IS NULL AND word_r IS NOT NULL", "number_l IS NOT DISTINCT FROM number_r")),
    "choice": (("class",), (
        "CASE WHEN class_l = 1 THEN number_r ELSE class_r END IN (1, 2)", "greatest(class_l, class_r) = 3",
    )),
}  # fmt: skip
"""Name to what it needs and what its levels may ask."""


def evidence_of(
    name: str, needs: tuple[str, ...], conditions: tuple[str, ...], shares: tuple[str, ...] = ()
) -> Evidence:
    """An evidence for the screen: levels without numbers of their own, the last one ELSE."""
    levels = [Level(f"level_{n}", when, 0.5, 0.5, "", "") for n, when in enumerate((*conditions, "ELSE"))]
    unknown = "" if needs else "low_l IS NULL AND high_r IS NULL"
    return Evidence(name, "", (), tuple(levels), needs, (), shares=shares, unknown=unknown)


def evidences_at_random(random: Random) -> tuple[Evidence, ...]:
    """Some of the CONDITIONS, each with some of its levels in any order."""
    names = random.permutation(list(CONDITIONS))[: random.integers(1, len(CONDITIONS) + 1)].tolist()
    found = []
    for name in names:
        needs, conditions = CONDITIONS[name]
        some = random.permutation(conditions)[: random.integers(1, len(conditions) + 1)].tolist()
        found.append(evidence_of(name, needs, tuple(some), ("tags",) if needs == ("tags",) else ()))
    return tuple(found)


def model_at_random(random: Random, evidences: tuple[Evidence, ...], ties: bool) -> Model:
    """Weights of any size, sign and order; with `ties` whole bits and halves, so that many totals are equal."""
    numbers = {}
    for evidence in evidences:
        bits = random.integers(-6, 7, len(evidence.levels)) / 2 if ties else random.normal(0, 4, len(evidence.levels))
        levels = [LevelNumbers(float(2.0 ** (b / 2 - 8)), float(2.0 ** (-b / 2 - 8)), "") for b in bits]
        names = (level.name for level in evidence.levels)
        numbers[evidence.name] = EvidenceNumbers("", dict(zip(names, levels, strict=True)))
    return Model("random", numbers)


def registers_at_random(folder: Path, random: Random, missing: int, remains: int) -> duckdb.DuckDBPyConnection:
    """Two tables of random values, blank to a share that differs from column to column."""
    con = connect(folder / "spill")
    for side, records in (("missing", missing), ("remains", remains)):
        con.execute(f"CREATE TABLE {side} (unique_id VARCHAR, {COLUMNS})")
        blank = random.choice([0.0, 0.1, 0.5, 0.95], 7)
        rows = [_record(random, f"{side[0]}{n:05d}", blank) for n in random.permutation(records)]
        _insert(con, side, rows)
    return con


def _insert(con: duckdb.DuckDBPyConnection, side: str, rows: list[list[object]]) -> None:
    import pyarrow as pa

    names = [row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()]
    con.register("_rows", pa.table({name: [row[k] for row in rows] for k, name in enumerate(names)}))
    con.execute(f"INSERT INTO {side} SELECT * FROM _rows")
    con.unregister("_rows")


_WORDS = ("ana", "anna", "ane", "luis", "luiz", "mar", "maria", "marta", "jose", "josue", "zoe")


def _record(random: Random, name: str, blank: np.ndarray) -> list[object]:
    low = float(random.integers(0, 60)) / 2
    values: list[object] = [
        str(random.choice(_WORDS)), int(random.integers(0, 12)), low, low + float(random.integers(0, 8)) / 4,
        datetime.date(2010, 1, 1) + datetime.timedelta(days=int(random.integers(0, 90))), int(random.integers(1, 4)),
        random.choice(list("abcdefghijkl"), random.integers(0, 4), replace=False).tolist(),
    ]  # fmt: skip
    hidden = random.random(len(values)) < blank
    return [name, *(None if hide else value for hide, value in zip(hidden, values, strict=True))]
