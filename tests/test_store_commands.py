"""The commands about judgements: audit, accounts and dossier, as people call them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import update
from stores import ANA, BETO, judge

from linkage.cli import cli, main
from linkage.judgements import Store, open_store
from linkage.judgements.tables import JUDGEMENTS

PASSWORD = "nueve caballos de madera"


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "judgements.db")


@pytest.fixture
def filled(path: str) -> Store:
    store = open_store(path)
    store.add(judge(answer="worth", note='=HYPERLINK("http://x")'), ANA)
    store.add(judge(answer="cannot_say", note="\t+1", missing_id="M-2"), ANA)
    return store


def called(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=given, catch_exceptions=False)


def left(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return int(left.value.code or 0)


def test_a_whole_store_is_told_with_its_last_hash(filled: Store, path: str) -> None:
    head = filled.since()[-1].hash
    told = called("audit", "verify", path)
    assert "judgements: 2 lines, each as it was written" in told.stdout
    assert head in told.stdout
    assert json.loads(called("audit", "verify", path, "--json", "--head", head).stdout)[0]["lines"] == 2


def test_a_changed_store_leaves_with_4(filled: Store, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    with filled.engine.begin() as connection:
        connection.execute(update(JUDGEMENTS).where(JUDGEMENTS.c.number == 1).values(answer="ruled_out"))
    assert left("audit", "verify", path) == 4
    assert "line 1 is not as it was written" in capsys.readouterr().err


def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    assert left("audit", "verify", str(tmp_path / "lost.db")) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_judgements_are_exported_and_no_cell_is_a_formula(
    filled: Store, path: str, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"judged.{ending}"
    assert "2 judgements" in called("audit", "export", path, "--out", str(out)).stdout
    rows = _rows(out)
    notes = [row[rows[0].index("note")] for row in rows[1:]]
    assert notes == ['\'=HYPERLINK("http://x")', "'\t'+1"]
    assert [event["what"] for event in filled.events()] == ["exported judgements"]


def _rows(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    book = load_workbook(path)
    rows = [[str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def test_judgements_are_exported_to_no_other_kind_of_file(filled: Store, path: str, tmp_path: Path) -> None:
    assert left("audit", "export", path, "--out", str(tmp_path / "x.pdf")) == 2


def test_agreement_is_told(filled: Store, path: str) -> None:
    assert "No two people" in called("audit", "agreement", path).stdout
    for number, (first, second) in enumerate(
        [("worth", "worth"), ("worth", "ruled_out"), ("cannot_say", "cannot_say")]
    ):
        filled.add(judge(answer=first, missing_id=f"M-5{number}"), ANA)
        filled.add(judge(answer=second, missing_id=f"M-5{number}"), BETO)
    assert called("audit", "agreement", path).stdout == "ana, beto: 3 pairs, alike on 2, kappa 0.50\n"
    (told,) = json.loads(called("audit", "agreement", path, "--json").stdout)
    assert (told["pairs"], told["agreed"]) == (3, 2)


def test_accounts_are_made_listed_changed_and_closed(path: str) -> None:
    asked = f"{PASSWORD}\n{PASSWORD}\n"
    made = called("accounts", "add", path, "ines", "--role", "search_group", "--group", "Colectivo", given=asked)
    assert "ines may sign in as search group" in made.stdout
    assert PASSWORD not in made.stdout
    assert "exact places" in (
        called("accounts", "change", path, "ines", "--exact").stdout + called("accounts", "list", path).stdout
    )
    called("accounts", "password", path, "ines", given=asked)
    called("accounts", "change", path, "ines", "--close")
    (listed,) = json.loads(called("accounts", "list", path, "--json").stdout)
    assert (listed["role"], listed["group"], listed["closed"], listed["epoch"]) == (
        "search_group",
        "Colectivo",
        True,
        3,
    )
    store = open_store(path)
    assert [event["about"] for event in store.events()] == ["ines"] * 4
    store.close()


@pytest.mark.parametrize(
    "words", [("--role", "queen"), ("--role", "search_group"), ("--role", "reviewer", "--password", "short")]
)
def test_an_account_that_cannot_be_leaves_with_2(path: str, words: tuple[str, ...]) -> None:
    password = () if "--password" in words else ("--password", PASSWORD)
    assert left("accounts", "add", path, "ines", *words, *password) == 2
