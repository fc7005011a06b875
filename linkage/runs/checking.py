"""The verb `check`: read one file, map and validate it, and say what was recognised and what is wrong."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from linkage.errors import InputRejected, UsageError
from linkage.evidence.fields import Side
from linkage.export import write_csv, write_xlsx
from linkage.records.register import Register, read_register
from linkage.workshop import connect

_REPORT = 'SELECT "row", "column", "value", what, remedy, effect FROM found_problems ORDER BY ALL'
_NOTE = (
    "One line per problem: the row and column of {file}, the value read, what is wrong, what to do, and what was "
    "done with it. Correct the file and check it again. / Una línea por problema: fila y columna de {file}, el valor "
    "leído, qué está mal, qué hacer y qué se hizo. Corrija el archivo y revíselo de nuevo."
)


@dataclass(frozen=True)
class Checked:
    """What `check` found: the register, how many problems of each kind, and the files that list them.

    `frequent` are the commonest problems as (column, what is wrong, how many rows), with "…" for
    every number, so that no value is told. `problems_csv` and `problems_xlsx` are None where there is no problem.
    """

    register: Register
    problems: int
    frequent: tuple[tuple[str, str, int], ...]
    problems_csv: Path | None
    problems_xlsx: Path | None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        return {
            **self.register.to_dict(),
            "problems": self.problems,
            "frequent": [{"column": c, "what": w, "rows": n} for c, w, n in self.frequent],
            "problems_csv": str(self.problems_csv) if self.problems_csv else None,
            "problems_xlsx": str(self.problems_xlsx) if self.problems_xlsx else None,
        }


def check(path: str | Path, side: Side, source: str | None = None, out: str | Path | None = None) -> Checked:
    """Read one file of `side` and write the problems found beside it (or into the folder `out`).

    InputRejected when the file cannot be used at all, is of the other side, or has no usable row.
    """
    file = Path(path)
    with tempfile.TemporaryDirectory(prefix="linkage-") as scratch:
        con = connect(Path(scratch))
        try:
            register = read_register(con, file, side, source)
            checked = _checked(con, register, _folder(file, out) / f"{file.stem}_problems")
        finally:
            con.close()
    if register.accepted + register.warned == 0:
        raise InputRejected(
            f"{file.name}: none of its {register.rows} row(s) can be used. Correct them and check the file again.",
            str(checked.problems_csv),
        )
    return checked


def _folder(file: Path, out: str | Path | None) -> Path:
    """The folder for the problems files, made where it does not exist."""
    if out is None:
        return file.parent
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be created ({error.strerror}): choose another --out.") from None
    return folder


def _checked(con: duckdb.DuckDBPyConnection, register: Register, stem: Path) -> Checked:
    frequent = con.execute(
        r"""SELECT coalesce("column", ''), regexp_replace(what, '\d[\d.,]*\b', '…', 'g'), count(*) AS n
        FROM found_problems GROUP BY 1, 2 ORDER BY n DESC, 1, 2"""
    ).fetchall()
    problems = sum(n for _, _, n in frequent)
    if not problems:
        return Checked(register, 0, (), None, None)
    csv, xlsx = stem.with_name(f"{stem.name}.csv"), stem.with_name(f"{stem.name}.xlsx")
    write_csv(con, _REPORT, csv)
    write_xlsx(con, _REPORT, xlsx, "problems", notes=[_NOTE.format(file=register.file)])
    return Checked(register, problems, tuple(frequent), csv, xlsx)


SHOWN = 8
"""Problems listed on the terminal; all of them are in the files."""


def describe(checked: Checked) -> str:
    """The result for the terminal, in a screenful."""
    register = checked.register
    lines = [
        register.file,
        f"  Read as {register.source}: {register.shape} ({_format(register)})",
        f"  {register.rows:,} rows = {register.accepted:,} accepted + {register.warned:,} accepted with a warning"
        f" + {register.rejected:,} rejected",
        *(f"    of these left out: {n:,}. {what}" for what, n in register.left_out.items()),
        *(f"  Note: {note}" for note in register.read.notes),
        *_filled(register),
    ]
    if register.unused:
        lines.append(f"  Columns that no field reads: {', '.join(register.unused)}")
    return "\n".join([*lines, *_problems(checked)])


def _format(register: Register) -> str:
    read = register.read
    delimiter = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}.get(read.delimiter or "", read.delimiter)
    told = [read.format, read.encoding, f"separated by {delimiter}" if delimiter else None]
    told.append(f"sheet '{read.sheet}'" if read.sheet else None)
    return ", ".join(text for text in told if text)


def _filled(register: Register) -> list[str]:
    """The fields in the order of the template with the share of rows that know them; then those nobody knows."""
    known = [f"{name} {_share(share)}" for name, share in register.fill.items() if share]
    blank = [name for name, share in register.fill.items() if not share]
    return [f"  Known in the rows taken: {', '.join(known)}", f"  Not in this file: {', '.join(blank)}"]


def _share(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "<1%"


def _problems(checked: Checked) -> list[str]:
    if not checked.problems:
        return ["  No problem found."]
    lines = [f"  {checked.problems:,} problems. The most frequent:"]
    lines += [f"    {n:>6,} x {c + ': ' if c else ''}{what}" for c, what, n in checked.frequent[:SHOWN]]
    return [*lines, f"  All of them, with row, value and what to do: {checked.problems_xlsx} (and .csv)"]
