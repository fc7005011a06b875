"""The table of texts in the making: rows go in by thousands, broken rows go beside it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

BATCH = 20_000
"""Rows held in memory before they go to DuckDB."""

LONGEST_LINE = 2_000
"""Characters kept of a broken line: enough to find it in the file."""

_BLANKS = "".join(character for character in map(chr, range(0x3001)) if character.isspace())


def quoted(name: str) -> str:
    """A name as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def unless_blank(sql: str) -> str:
    """SQL: the text, or NULL where it has only blanks of any kind (tabs, line breaks, spaces that do not break).

    A text that begins with a letter or digit of ASCII needs no look at the rest, which halves the time of reading.
    """
    plain = f"{sql} >= '!' AND {sql} < '\u007f'"
    return f"CASE WHEN {sql} = '' THEN NULL WHEN {plain} OR trim({sql}, '{_BLANKS}') <> '' THEN {sql} END"


class TextTable:
    """Fills the table `out` (`_row` and one VARCHAR per column) and `<out>_rejected`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, out: str, header: Sequence[str]) -> None:
        self._con = con
        self._out = quoted(out)
        self._columns = list(header)
        self._numbers: list[int] = []
        self._rows: list[Sequence[str | None]] = []
        self.rows = 0
        self.rejected = 0
        listed = "".join(f", {quoted(name)} VARCHAR" for name in header)
        con.execute(f"CREATE OR REPLACE TABLE {self._out} (_row BIGINT{listed})")
        self._broken: list[tuple[int, str, str, str]] = []
        self._rejected = create_rejected(con, out)

    @property
    def header(self) -> tuple[str, ...]:
        """The columns so far, in order."""
        return tuple(self._columns)

    def add(self, row: int, cells: Sequence[str | None]) -> None:
        """One good row: as many cells as there are columns."""
        self._numbers.append(row)
        self._rows.append(cells)
        self.rows += 1
        if len(self._rows) >= BATCH:
            self.flush()

    def widen(self, name: str) -> None:
        """One more column, blank in the rows so far."""
        self.flush()
        self._columns.append(name)
        self._con.execute(f"ALTER TABLE {self._out} ADD COLUMN {quoted(name)} VARCHAR")

    def reject(self, row: int, line: str, what: str, remedy: str) -> None:
        """One broken row, told to the person who sent the file."""
        self.rejected += 1
        plain = line.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").rstrip("\r\n")
        self._broken.append((row, plain[:LONGEST_LINE], what, remedy))
        if len(self._broken) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Hand the rows held so far to DuckDB; blank cells become NULL."""
        if self._rows:
            texts = list(zip(*self._rows, strict=True))
            select = ["c0", *(unless_blank(f"c{n}") for n in range(1, len(texts) + 1))]
            self._insert(self._out, [self._numbers, *texts], select)
        if self._broken:
            self._insert(self._rejected, list(zip(*self._broken, strict=True)), ["c0", "c1", "c2", "c3"])
        self._numbers, self._rows, self._broken = [], [], []

    def _insert(self, table: str, by_column: Sequence[Sequence[object]], select: Sequence[str]) -> None:
        types = [pa.int64(), *[pa.string()] * (len(by_column) - 1)]
        arrays = [pa.array(values, kind) for values, kind in zip(by_column, types, strict=True)]
        self._con.register("_texts", pa.table(arrays, names=[f"c{n}" for n in range(len(arrays))]))
        self._con.execute(f"INSERT INTO {table} SELECT {', '.join(select)} FROM _texts")
        self._con.unregister("_texts")

    def drop_unused(self, unnamed: Sequence[str]) -> None:
        """Take away columns that have neither a name in the file nor any text."""
        self.flush()
        for name in unnamed:
            found = self._con.execute(f"SELECT count({quoted(name)}) FROM {self._out}").fetchall()
            if found == [(0,)] and len(self._columns) > 1:
                self._con.execute(f"ALTER TABLE {self._out} DROP COLUMN {quoted(name)}")
                self._columns.remove(name)


def create_rejected(con: duckdb.DuckDBPyConnection, out: str) -> str:
    """Create the empty table of broken rows beside `out`; gives its quoted name."""
    name = quoted(f"{out}_rejected")
    con.execute(f"CREATE OR REPLACE TABLE {name} (_row BIGINT, line VARCHAR, what VARCHAR, remedy VARCHAR)")
    return name
