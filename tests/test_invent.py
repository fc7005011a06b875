"""Invented registers: the same for the same seed, of the sizes asked for, with the truth beside them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from linkage.errors import UsageError
from linkage.invent import Invented, invent
from linkage.invent.profile import profiles, read_profile
from linkage.records.register import read_register
from linkage.workshop import connect


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return invent(tmp_path_factory.mktemp("made"), missing=600, remains=250, overlap=0.4, seed=11)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path, made: Invented) -> None:
    again = invent(tmp_path / "again", missing=600, remains=250, overlap=0.4, seed=11)
    other = invent(tmp_path / "other", missing=600, remains=250, overlap=0.4, seed=12)
    for name in ("missing", "remains", "truth"):
        assert getattr(again, name).read_bytes() == getattr(made, name).read_bytes()
        assert getattr(other, name).read_bytes() != getattr(made, name).read_bytes()


def test_registers_have_the_sizes_asked_for_and_ids_of_their_own(made: Invented) -> None:
    missing, remains = rows(made.missing), rows(made.remains)
    assert (len(missing), len(remains)) == (600, 250)
    assert len({row["id"] for row in missing}) == 600
    assert len({row["id"] for row in remains}) == 250


def test_the_overlap_is_the_share_of_the_smaller_register(made: Invented) -> None:
    found = {row["remains_id"] for row in rows(made.truth)}
    assert len(found) == 0.4 * 250
    assert len(rows(made.truth)) == made.true_pairs >= 100


def test_ids_tell_nothing_of_the_truth(made: Invented) -> None:
    """Numbers of true pairs are no more alike than chance: no rank correlation beyond four standard errors."""
    pairs = [(int(row["missing_id"][2:]), int(row["remains_id"][2:])) for row in rows(made.truth)]
    order = [[sorted(p[k] for p in pairs).index(pair[k]) for pair in pairs] for k in (0, 1)]
    n = len(pairs)
    distance = sum((a - b) ** 2 for a, b in zip(*order, strict=True))
    assert abs(1 - 6 * distance / (n * (n * n - 1))) < 4 / n**0.5


def test_nobody_is_found_after_the_registers_were_closed(tmp_path: Path) -> None:
    found = [row["found"] for row in rows(invent(tmp_path, missing=1, remains=3000, overlap=0).remains)]
    assert max(int(text[-4:]) for text in found) == 2025


@pytest.mark.parametrize("wrong", [{"missing": 0}, {"remains": 0}, {"overlap": 1.1}, {"profile": "moon"}])
def test_what_cannot_be_invented_is_told(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        invent(tmp_path, **({"missing": 10, "remains": 10} | wrong))


@pytest.mark.parametrize("profile", profiles())
@pytest.mark.parametrize("overlap", [0.04, 0.6])
def test_every_part_of_the_world_is_read_at_any_overlap(tmp_path: Path, profile: str, overlap: float) -> None:
    made = invent(tmp_path, missing=300, remains=200, overlap=overlap, profile=profile, seed=2)
    found = {row["remains_id"] for row in rows(made.truth)}
    assert len(found) == overlap * 200
    con = connect(tmp_path / "spill")
    for side, path in (("missing", made.missing), ("remains", made.remains)):
        register = read_register(con, path, side)
        assert register.rejected == sum(register.left_out.values())
        assert set(register.left_out) <= {"The person was located alive."}


def test_nobody_with_remains_is_said_to_live(tmp_path: Path) -> None:
    made = invent(tmp_path, missing=400, remains=300, overlap=0.5, profile="mexico")
    status = {row["id"]: row["status"] for row in rows(made.missing)}
    assert sum(said == "localizada con vida" for said in status.values()) > 150
    assert {status[row["missing_id"]] for row in rows(made.truth)} == {"desaparecida"}


def test_more_noise_is_more_errors_and_more_blanks() -> None:
    plain = read_profile("us")
    noisy = plain.noisier(1.5)
    assert noisy["noise"]["colour_told"] == pytest.approx(1.5 * plain["noise"]["colour_told"])
    assert noisy["noise"]["sex_wrong"] == pytest.approx([1.5 * rate for rate in plain["noise"]["sex_wrong"]])
    assert noisy["report"]["filled"]["clothing"] < plain["report"]["filled"]["clothing"]
    assert plain.noisier(1).rates == plain.rates


def test_numbers_of_records_begin_where_they_are_told_to(tmp_path: Path) -> None:
    made = invent(tmp_path, missing=5, remains=5, first=501)
    assert {row["id"] for row in rows(made.missing)} == {f"M-{n:06d}" for n in range(501, 506)}
