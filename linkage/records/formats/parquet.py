"""Parquet: every type becomes text, nested ones as in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
from duckdb.sqltypes import DuckDBPyType

from linkage.errors import InputRejected, NoRoom
from linkage.records.formats import columns
from linkage.records.formats.found import Loaded
from linkage.records.formats.table import create_rejected, quoted, unless_blank

_GLOB = frozenset("*?[")

_NOT_TEXT = "conversion error"
"""What DuckDB raises, as a RuntimeError, when the name of a column is not UTF-8."""


def load(con: duckdb.DuckDBPyConnection, path: Path, out: str) -> Loaded:
    """Read every record into `out`; `_row` is the number of the record."""
    source = f"read_parquet({_literal(path)}, binary_as_string = true, file_row_number = true)"
    try:
        names = _load(con, source, path, out)
    except duckdb.OutOfMemoryException:
        raise NoRoom(f"{path}: not enough memory to read it. Give the engine more, or split the file.") from None
    except (duckdb.Error, RuntimeError) as error:
        if isinstance(error, RuntimeError) and _NOT_TEXT not in str(error):
            raise  # an interrupt, which DuckDB raises as a RuntimeError too
        raise InputRejected(f"{path}: the Parquet file is cut or damaged. Export or copy it again, whole.") from None
    create_rejected(con, out)
    rows = con.execute(f"SELECT count(*) FROM {quoted(out)}").fetchall()[0][0]
    if not rows:
        raise InputRejected(f"{path}: the Parquet file has columns and no record. Export it again with its rows.")
    return Loaded("parquet", names, rows, 0)


def _load(con: duckdb.DuckDBPyConnection, source: str, path: Path, out: str) -> tuple[str, ...]:
    relation = con.sql(f"SELECT * EXCLUDE (file_row_number) FROM {source}")
    texts = [t for name, kind in zip(relation.columns, relation.types, strict=True) for t in _texts(name, kind)]
    names = columns.unique_names((name for name, _ in texts), path)
    listed = ", ".join(f"{unless_blank(sql)} AS {quoted(name)}" for name, (_, sql) in zip(names, texts, strict=True))
    con.execute(
        f"CREATE OR REPLACE TABLE {quoted(out)} AS "
        f"SELECT file_row_number + 1 AS _row, {listed} FROM {source} ORDER BY file_row_number"
    )
    return names


def _texts(name: str, kind: DuckDBPyType, sql: str = "") -> Iterator[tuple[str, str]]:
    """The columns of text that one column becomes: (name, SQL)."""
    sql = sql or quoted(name)
    if kind.id == "struct":
        for child, child_kind in _children(kind):
            yield from _texts(f"{name}.{child}", child_kind, f"{sql}.{quoted(child)}")
    elif kind.id in ("list", "array"):
        item = _children(kind)[0][1]
        parts = _children(item) if item.id == "struct" else [("", item)]
        for part, part_kind in parts:
            text = _text(part_kind, f"x.{quoted(part)}" if part else "x")
            joined = f"array_to_string(list_transform({sql}, lambda x: coalesce({text}, '')), '; ')"
            yield (f"{name}.{part}" if part else name), joined
    else:
        yield name, _text(kind, sql)


def _children(kind: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    """The named parts of a struct, or the one kind of a list's items (an array also tells its length)."""
    return [(name, child) for name, child in kind.children if isinstance(child, DuckDBPyType)]


def _text(kind: DuckDBPyType, sql: str) -> str:
    """SQL of one value as text: 12 and not 12.0, a time of midnight as its date."""
    if kind.id in ("float", "double"):
        return f"regexp_replace(CAST({sql} AS VARCHAR), '\\.0$', '')"
    if kind.id.startswith("timestamp"):
        return f"replace(CAST(CAST({sql} AS TIMESTAMP) AS VARCHAR), ' 00:00:00', '')"
    return f"CAST({sql} AS VARCHAR)"


def _literal(path: Path) -> str:
    """The path as a SQL text in which no character stands for others."""
    plain = "".join(f"[{c}]" if c in _GLOB else c for c in str(path.resolve()))
    return "'" + plain.replace("'", "''") + "'"
