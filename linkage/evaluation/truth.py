"""The pairs known to be true, read from a file; every row that cannot be used is told."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from linkage.errors import InputRejected
from linkage.evaluation.values import Truth, UnknownId
from linkage.evidence.fields import SIDES
from linkage.records.files import read_table

COLUMNS = tuple(f"{side}_id" for side in SIDES)


def check_truth(path: Path) -> None:
    """InputRejected where the file cannot be read or lacks a column: to be known before a long comparison begins."""
    with duckdb.connect() as con:
        _columns(read_table(con, path, "_truth_file").header, path)


def read_truth(con: duckdb.DuckDBPyConnection, path: Path) -> Truth:
    """Create the tables `truth` (missing_id, remains_id) and `<side>_person` (id, person, place).

    Records that true pairs join, directly or through others, are one person: two reports about one
    woman, or a man whose remains were recovered twice. InputRejected when the file lacks a column.
    """
    read = read_table(con, path, "_truth_file")
    _rows(con, read.header, path)
    rows, blank = con.execute("SELECT count(*), count(*) FILTER (WHERE NOT usable) FROM _truth").fetchall()[0]
    con.execute("CREATE TABLE truth AS SELECT DISTINCT missing_id, remains_id FROM _truth WHERE usable ORDER BY ALL")
    pairs = int(con.execute("SELECT count(*) FROM truth").fetchall()[0][0])
    persons = _persons(con)
    broken = read.rejected
    return Truth(rows + broken, pairs, rows - blank - pairs, blank + broken, persons, _unknown(con))


def _columns(header: tuple[str, ...], path: Path) -> tuple[str, ...]:
    """The two columns of COLUMNS as the file writes them."""
    found = {name.strip().casefold(): name for name in header}
    lacking = [column for column in COLUMNS if column not in found]
    if lacking:
        raise InputRejected(
            f"{path.name}: no column {' or '.join(lacking)}. The file of true pairs has the columns "
            "missing_id and remains_id, with the ids of the run, one pair a row."
        )
    return tuple(found[column] for column in COLUMNS)


def _rows(con: duckdb.DuckDBPyConnection, header: tuple[str, ...], path: Path) -> None:
    """The table _truth: ids as written, and whether both are in the run."""
    written = zip(_columns(header, path), COLUMNS, strict=True)
    listed = ", ".join(f"""trim("{name.replace('"', '""')}") AS {column}""" for name, column in written)
    known = " AND ".join(f"{side}_id IN (SELECT unique_id FROM {side})" for side in SIDES)
    con.execute(
        f"CREATE TEMP TABLE _truth AS SELECT *, coalesce({known}, false) AS usable "
        f"FROM (SELECT _row, {listed} FROM _truth_file)"
    )


def _unknown(con: duckdb.DuckDBPyConnection) -> tuple[UnknownId, ...]:
    found = []
    for side in SIDES:
        rows = con.execute(
            f"SELECT _row, {side}_id FROM _truth "
            f"WHERE {side}_id IS NULL OR {side}_id NOT IN (SELECT unique_id FROM {side}) ORDER BY _row"
        ).fetchall()
        found += [UnknownId(int(row), side, unknown) for row, unknown in rows]
    return tuple(found)


def _persons(con: duckdb.DuckDBPyConnection) -> int:
    """Number the persons of both registers; returns how many have a true pair."""
    ids = {side: [i for (i,) in con.execute(f"SELECT unique_id FROM {side} ORDER BY 1").fetchall()] for side in SIDES}
    place = {side: {name: n for n, name in enumerate(names)} for side, names in ids.items()}
    truth = con.execute("SELECT missing_id, remains_id FROM truth").fetchall()
    left = np.array([place["missing"][m] for m, _ in truth], np.int64)
    right = np.array([place["remains"][r] for _, r in truth], np.int64) + len(ids["missing"])
    size = sum(len(names) for names in ids.values())
    _, person = connected_components(coo_matrix((np.ones(len(left)), (left, right)), (size, size)), directed=False)
    numbered = {"missing": person[: len(ids["missing"])], "remains": person[len(ids["missing"]) :]}
    for side in SIDES:
        table = pa.table({"id": ids[side], "person": numbered[side], "place": np.arange(len(ids[side]))})
        con.register("_arrow", table)
        con.execute(f"CREATE TABLE {side}_person AS SELECT * FROM _arrow")
        con.unregister("_arrow")
    return len(set(person[left].tolist()))
