"""Distinct texts are parsed once, by several processes: every row reads as if it had been parsed by itself."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest

from linkage.evidence import all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.invent import invent
from linkage.records import crew
from linkage.records.parsed import parts_of, stripped
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Conventions
from linkage.records.typed import type_fields
from linkage.workshop import connect

Rows = list[dict[str, str | None]]
DIRT = (
    "",
    " ",
    "?",
    "S/D",
    "=A1",
    "31/31/2020",
    "-5",
    "0",
    "\u00a0x\u00a0",
    "'",
    "leyenda; de la Rosa",
    "9 1/2; y",
    "Ñandú",
)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> dict[Side, Rows]:
    """Two invented registers; in one cell of twenty stands something else."""
    made = invent(tmp_path_factory.mktemp("made"), missing=140, remains=120, overlap=0.3, seed=3)
    rng = random.Random(5)
    registers: dict[Side, Rows] = {}
    for side, path in zip(SIDES, (made.missing, made.remains), strict=True):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]
        for row in rows:
            row.update({k: rng.choice(DIRT) or None for k in row if k != "id" and rng.random() < 0.05})
        registers[side] = rows
    return registers


def typed(rows: Rows, side: Side, folder: Path) -> tuple[list[dict[str, object]], set[tuple[int, str, str]]]:
    """The typed columns of every row, and its problems as (row, header, what)."""
    con = connect(folder)
    con.execute(f"CREATE TABLE raw (_row BIGINT, {', '.join(f'{name} VARCHAR' for name in rows[0])})")
    con.executemany(f"INSERT INTO raw VALUES ({', '.join('?' * (len(rows[0]) + 1))})", [
        (n, *row.values()) for n, row in enumerate(rows)
    ])  # fmt: skip
    found = type_fields(con, "raw", side, all_fields(), Conventions())
    table = found.of(found.places(found.rows), [field.name for field in all_fields()])
    problems = con.execute('SELECT "row", header, what FROM problems').fetchall()
    return [{k: v for k, v in row.items() if k != "_row"} for row in table.to_pylist()], set(problems)


def plainly(rows: Rows, side: Side) -> tuple[list[dict[str, object]], set[tuple[int, str, str]]]:
    """The same row by row and field by field; a parser is shown the distinct texts of its columns, as it must be."""
    read: list[dict[str, object]] = [{} for _ in rows]
    problems = set()
    for field in all_fields():
        keys = [c for c in dict.fromkeys((*field.raw_columns(), *field.beside)) if c in rows[0]]
        names = [column for column, _ in field.columns()]
        if side not in field.sides or not set(keys) & set(field.raw_columns()):
            for row in read:
                row.update(dict.fromkeys(names))
            continue
        texts = [{part: stripped(row[k]) for k, part in zip(keys, parts_of(keys, field), strict=True)} for row in rows]
        shown = {tuple(row[k] for k in keys): text for row, text in zip(rows, texts, strict=True)}
        ordered = sorted(shown, key=lambda key: [(text is None, text or "") for text in key])
        parser = PARSER_MAKERS[field.kind.name](Context(field, side, Conventions()), [shown[key] for key in ordered])
        for number, (row, text) in enumerate(zip(read, texts, strict=True)):
            values, problem = parser(text)
            row.update({n: list(v) if isinstance(v, tuple) else v for n, v in zip(names, values, strict=True)})
            if problem:
                column = f"{field.name}_{problem.part}" if problem.part else field.name
                problems.add((number, column if column in keys else keys[0], problem.what))
    return read, problems


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("helped", [False, True])
def test_every_row_reads_as_if_it_were_parsed_alone(
    side: Side, helped: bool, registers: dict[Side, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_hands", lambda works: 2 if helped else 0)
    monkeypatch.setattr(crew, "CHUNK", 40)
    assert typed(registers[side], side, tmp_path) == plainly(registers[side], side)


def test_helpers_do_take_part(registers: dict[Side, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_hands", lambda works: 1)
    monkeypatch.setattr(crew, "_parse_here", lambda works, left, done: None)
    assert typed(registers["missing"], "missing", tmp_path) == plainly(registers["missing"], "missing")


@pytest.mark.parametrize(
    "program", ["pass", "print('no answer')", "import sys; sys.stdin.buffer.read(1000); sys.exit(1)"]
)
def test_a_process_that_dies_or_does_not_answer_changes_nothing(
    program: str, registers: dict[Side, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start() -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)

    monkeypatch.setattr(crew, "_hands", lambda works: 2)
    monkeypatch.setattr(crew, "_start", start)
    assert typed(registers["remains"], "remains", tmp_path) == plainly(registers["remains"], "remains")


def test_where_no_process_can_be_started_all_is_parsed_here(
    registers: dict[Side, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_hands", lambda works: 2)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert typed(registers["remains"], "remains", tmp_path) == plainly(registers["remains"], "remains")


def test_an_interrupt_leaves_no_process_behind(
    registers: dict[Side, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = crew._start

    def noted() -> subprocess.Popen[bytes] | None:
        helper = start()
        assert helper is not None
        started.append(helper)
        return helper

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(crew, "_hands", lambda works: 1)
    monkeypatch.setattr(crew, "_start", noted)
    monkeypatch.setattr(crew, "_parse_here", interrupted)
    with pytest.raises(KeyboardInterrupt):
        typed(registers["missing"], "missing", tmp_path)
    assert [helper.poll() is not None for helper in started] == [True]


def test_a_small_file_needs_no_other_process(registers: dict[Side, Rows]) -> None:
    assert crew._hands([]) == 0
