"""A register: one file of one side, read, mapped, typed, and decided upon row by row.

Every row of the file is accepted, accepted with a warning, or rejected with its reason; nothing is
dropped silently. Tables made or added to:

- `<side>_raw`: unique_id, source, file, row, and the texts of the accepted rows by raw column
- `<side>`: unique_id and the typed columns of the accepted rows
- `found_problems`: side, file, row, column (as in the file), value, what, remedy, effect
- `rejected`: side, file, row, id, outcome ("rejected" or "left out"), what, remedy
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from linkage.evidence import all_fields
from linkage.evidence.fields import Side
from linkage.records.canonical import sheets_for
from linkage.records.decide import DECIDING, add_rows, decide, prepare
from linkage.records.files import FileRead, read_table
from linkage.records.held import COMPARED, note_disagreements
from linkage.records.mapped import Mapped, map_file
from linkage.records.typed import Typed, type_fields


@dataclass(frozen=True)
class Register:
    """What became of one file's rows: `rows` = `accepted` + `warned` + `rejected`, always.

    `left_out` are the rejected rows that are whole but must not take part (people located alive,
    consent refused), by reason. `fill` is the share of taken rows in which each field is known;
    `unused` are the columns of the file that no field reads.
    """

    file: str
    side: Side
    source: str
    shape: str
    read: FileRead
    rows: int
    accepted: int
    warned: int
    rejected: int
    left_out: Mapping[str, int]
    fill: Mapping[str, float]
    unused: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The register as plain values, for JSON and the manifest."""
        return {
            "file": self.file, "side": self.side, "source": self.source, "shape": self.shape,
            "sha256": self.read.sha256, "format": self.read.format, "encoding": self.read.encoding,
            "delimiter": self.read.delimiter, "sheet": self.read.sheet, "notes": list(self.read.notes),
            "rows": self.rows, "accepted": self.accepted, "warned": self.warned, "rejected": self.rejected,
            "left_out": dict(self.left_out), "fill": dict(self.fill), "unused": list(self.unused),
        }  # fmt: skip


def register_of(said: Mapping[str, Any]) -> Register:
    """The register again from its plain values (as `dataclasses.asdict` and JSON give them)."""
    read: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in said["read"].items()
    }
    return Register(**{**said, "read": FileRead(**read), "unused": tuple(said["unused"])})


def read_register(
    con: duckdb.DuckDBPyConnection, path: str | Path, side: Side, source: str | None = None, keep_alive: bool = False
) -> Register:
    """Read one file of `side` and add its rows to the tables; InputRejected when it cannot be used at all.

    People located alive are left out unless `keep_alive`.
    """
    file = Path(path)
    read = read_table(con, file, "_file", sheets_for(side))
    try:
        mapped = map_file(con, read.header, side, file.name, source)
        prepare(con, side)
        typed = type_fields(con, "_mapped", side, all_fields(), mapped.conventions)
        typed.create(con, "_typed", [*DECIDING, *COMPARED])
        if side == "missing":
            note_disagreements(con, "_typed", "_mapped", mapped.conventions.reads)
        decide(con, side, file.name, mapped, keep_alive)
        add_rows(con, side, file.name, mapped, typed)
        return _register(con, file.name, side, read, mapped, typed)
    finally:
        for table in ("_file", "_file_rejected", "_mapped", "_typed", "_verdict", "problems"):
            con.execute(f"DROP TABLE IF EXISTS {table}")


def _register(
    con: duckdb.DuckDBPyConnection, name: str, side: Side, read: FileRead, mapped: Mapped, typed: Typed
) -> Register:
    counts = dict(con.execute("SELECT outcome, count(*) FROM _verdict GROUP BY 1").fetchall())
    left_out = con.execute(
        "SELECT what, count(*) FROM _verdict WHERE outcome = 'left out' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return Register(
        file=name,
        side=side,
        source=mapped.recognised.source.name,
        shape=mapped.recognised.shape.title,
        read=read,
        rows=read.rows + read.rejected,
        accepted=counts.get("accepted", 0),
        warned=counts.get("warned", 0),
        rejected=counts.get("rejected", 0) + counts.get("left out", 0) + read.rejected,
        left_out=dict(left_out),
        fill=_fill(con, side, typed),
        unused=mapped.unused,
    )


def _fill(con: duckdb.DuckDBPyConnection, side: Side, typed: Typed) -> dict[str, float]:
    """The share of the taken rows in which each field of this side is known."""
    taken = con.sql("SELECT _row FROM _verdict WHERE outcome IN ('accepted', 'warned')").to_arrow_table()
    places = typed.places(taken["_row"].to_numpy())
    fields = [field.name for field in all_fields() if side in field.sides]
    return {name: round(typed.fields[name].known(places) / max(len(places), 1), 4) for name in fields}
