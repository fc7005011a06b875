"""Only what a change touches is compared again; what comes out is what comparing everything again would give.

Asked again, against all of the other side, are the records that are new or changed (their company too), those that
lost one of the best K of their list, and those of which people excluded a pair. Every other record keeps its list:
nothing that it did not hold can come before what it held, but for the records that are new or changed, and these
are asked. How many pairs have the total of its last one (`ties`) follows from what each of these weighed before and
weighs now.

Where the number of records moves the prior, all totals move alike. Pairs that were kept are added up again; where
pairs that were not kept may come to reach the floor, or a rounding may tell equal totals apart, the record is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from linkage.engine.asked import FEW_PAIRS, ask_all
from linkage.evidence import COMPANY, Evidence
from linkage.evidence.fields import SIDES, Side
from linkage.runs.answers import BEFORE, NOW, Kept, Other, lay_down
from linkage.screen.compiled import as_read

FEW_SHARE = 0.05
"""Of all pairs; beyond, the screen is quicker: it scans tens of millions of pairs a second, SQL about a million."""

ROUNDING = 1e-3
"""A total this near to half a billionth of a bit may be rounded either way."""


def increment(con: duckdb.DuckDBPyConnection, kept: Kept) -> int | None:
    """Create `scored`, `remains_edge` and `missing_edge`; how many records were asked again.

    None, and nothing made, where comparing everything again is quicker.
    """
    _make_lists(con, kept)
    for side in SIDES:
        _make_asked(con, kept, side)
    _ask_near_the_floor(con, kept)
    if not _add_up(con, kept) or not _few(con):
        return None
    for side in SIDES:
        _ask(con, kept, side)
    for side in SIDES:
        _make_edge(con, kept, side)
    _make_scored(con, kept)
    return sum(_count(con, f"_again_{side}") for side in SIDES)


def _sum(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], prior: float) -> str:
    """SQL of a total: prior plus weights in Splink's order."""
    first = f"'{as_read(con, prior)!r}'::DOUBLE"  # as a text it is read to the last digit
    return " + ".join([first, *(f"w_{evidence.name}" for evidence in evidences)])


def _make_lists(con: duckdb.DuckDBPyConnection, kept: Kept) -> None:
    """`_kept`: the run's candidates with the total `before` and the one now; `_list_<side>`: the best K of each."""
    total = _sum(con, kept.evidences, kept.now)
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW _kept AS SELECT c.* REPLACE ({total} AS total), c.total AS before "
        f"FROM {kept.then}_candidates c"
    )
    for side in SIDES:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE _touched_{side} AS SELECT unique_id FROM {kept.then}_changed_{side} "
            f"UNION SELECT unique_id FROM {side} n JOIN {kept.then}_{side} b USING (unique_id) "
            f"WHERE {_otherwise(con, kept, side)}"
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE _list_{side} AS SELECT missing_id, remains_id, before, total, "
            f"row_number() OVER (PARTITION BY {side}_id ORDER BY round(before, 9) DESC, {Other[side]}_id) AS place "
            f"FROM _kept QUALIFY place <= {kept.top}"
        )


def _otherwise(con: duckdb.DuckDBPyConnection, kept: Kept, side: Side) -> str:
    """SQL: whether what is said of a record by its company is another thing now."""
    columns = {row[0] for row in con.execute(f"DESCRIBE {side}").fetchall()}
    heard = COMPANY in kept.evidences and "company" in columns
    return "n.company IS DISTINCT FROM b.company" if heard else "false"


def _make_asked(con: duckdb.DuckDBPyConnection, kept: Kept, side: Side) -> None:
    """`_again_<side>`: the records of a side to be asked again."""
    other = Other[side]
    con.register("_excluded", pa.table({"id": [pair[SIDES.index(side)] for pair in sorted(kept.excluded)]}))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _again_{side} AS
        WITH last AS (SELECT {side}_id AS id, total, before FROM _list_{side}
            QUALIFY row_number() OVER (PARTITION BY {side}_id ORDER BY place DESC) = 1),
        ids AS (SELECT unique_id AS id FROM _touched_{side}
            UNION SELECT {side}_id FROM _list_{side} WHERE {other}_id IN (SELECT unique_id FROM _touched_{other})
            UNION SELECT id::VARCHAR FROM _excluded
            UNION SELECT id FROM last WHERE {kept.prior != kept.now} AND ({_may_part("total")} OR {_may_part("before")})
        )
        SELECT unique_id FROM {side} WHERE unique_id IN (FROM ids) ORDER BY unique_id"""
    )
    con.unregister("_excluded")


def _may_part(total: str) -> str:
    """SQL: whether pairs that weigh as much as this may be rounded apart."""
    return f"abs(abs({total}) * 1e9 - floor(abs({total}) * 1e9) - 0.5) < {ROUNDING}"


def _ask_near_the_floor(con: duckdb.DuckDBPyConnection, kept: Kept) -> None:
    """Where the prior has risen, pairs that no list held may reach the floor: the fewer records of them are asked."""
    if kept.now <= kept.prior:
        return
    least = kept.floor - (kept.now - kept.prior) - 1e-6
    near = {
        side: f"SELECT e.id FROM {kept.then}_edges e JOIN {side} ON unique_id = e.id WHERE side = '{side}' "
        f"AND kth_total >= {least!r} AND e.id NOT IN (SELECT unique_id FROM _again_{side})"
        for side in SIDES
    }
    side = min(SIDES, key=lambda side: _count(con, f"({near[side]})"))
    con.execute(f"INSERT INTO _again_{side} {near[side]}")


def _add_up(con: duckdb.DuckDBPyConnection, kept: Kept) -> bool:
    """Whether the run's own totals are the sums that they are taken for."""
    total = _sum(con, kept.evidences, kept.prior)
    return con.execute(f"SELECT count(*) FROM {kept.then}_candidates WHERE total <> {total}").fetchall() == [(0,)]


def _few(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether asking the records that are to be asked is quicker than comparing everything."""
    missing, remains = (_count(con, side) for side in SIDES)
    of_missing, of_remains = (_count(con, f"_again_{side}") + _count(con, f"_touched_{side}") for side in SIDES)
    asked = of_missing * remains + of_remains * missing
    return asked <= max(FEW_PAIRS, FEW_SHARE * missing * remains)


def _ask(con: duckdb.DuckDBPyConnection, kept: Kept, side: Side) -> None:
    """Ask the records of one side, as they are and, where they were touched, as they were: see `lay_down`."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE _asking AS "
        f"SELECT * REPLACE ('{NOW}' || unique_id AS unique_id) FROM {side} SEMI JOIN _again_{side} USING (unique_id) "
        f"UNION ALL BY NAME SELECT * REPLACE ('{BEFORE}' || unique_id AS unique_id) "
        f"FROM {kept.then}_{side} SEMI JOIN _touched_{side} USING (unique_id)"
    )
    lay_down(con, kept, ask_all(con, kept.evidences, kept.model, side, "_asking"))


def _make_edge(con: duckdb.DuckDBPyConnection, kept: Kept, side: Side) -> None:
    """`<side>_edge` of all records, and `_place_<side>`: the best K of those that were not asked."""
    other = Other[side]
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE _place_{side} AS
        WITH held AS (SELECT missing_id, remains_id, total, true AS kept FROM _list_{side}
            WHERE {side}_id IN (SELECT unique_id FROM {side} ANTI JOIN _again_{side} USING (unique_id))
            UNION ALL SELECT missing_id, remains_id, total, false FROM _fresh_{other} WHERE near)
        SELECT *, row_number() OVER (PARTITION BY {side}_id ORDER BY round(total, 9) DESC, {other}_id) AS place
        FROM held"""
    )
    con.execute(
        f"""CREATE TABLE {side}_edge AS
        WITH unseen AS (SELECT e.id, any_value(e.ties) - count(*) FILTER (round(l.before, 9) = round(kth_total, 9))
                AS unseen FROM {kept.then}_edges e JOIN _list_{side} l ON l.{side}_id = e.id
            WHERE e.side = '{side}' GROUP BY ALL),
        gone AS (SELECT {side}_id AS id, count(*) AS gone FROM _gone_{side} GROUP BY ALL),
        last AS (SELECT {side}_id AS id, min(round(total, 9)) FILTER (place <= {kept.top}) AS t,
            min(round(total, 9)) FILTER (kept) AS kept_t FROM _place_{side} GROUP BY ALL),
        counted AS (SELECT {side}_id AS id, count(*) AS n FROM _place_{side} p JOIN last ON id = {side}_id
            WHERE round(total, 9) = t GROUP BY ALL)
        SELECT id AS {side}_id, t AS kth_total,
            n + CASE WHEN t = kept_t THEN unseen - coalesce(gone, 0) ELSE 0 END AS ties
        FROM last JOIN counted USING (id) JOIN unseen USING (id) LEFT JOIN gone USING (id)
        UNION ALL FROM _asked_edge_{side} ORDER BY {side}_id"""
    )


def _make_scored(con: duckdb.DuckDBPyConnection, kept: Kept) -> None:
    """`scored`: what was kept and stays, and what the asked records bring."""
    columns = ", ".join(["missing_id", "remains_id", "total", *_of_evidences(kept.evidences)])
    placed = " OR ".join(
        f"(missing_id, remains_id) IN (SELECT (missing_id, remains_id) FROM _place_{side} WHERE place <= {kept.top})"
        for side in SIDES
    )
    con.execute(
        f"""CREATE TEMP TABLE scored AS
        WITH fresh AS (SELECT * FROM _fresh_missing UNION ALL BY NAME SELECT * FROM _fresh_remains),
        chosen AS (SELECT DISTINCT ON (missing_id, remains_id) {columns} FROM fresh WHERE own OR {placed}),
        stays AS (SELECT {columns} FROM _kept
            ANTI JOIN _touched_missing m ON m.unique_id = missing_id
            ANTI JOIN _touched_remains r ON r.unique_id = remains_id
            ANTI JOIN chosen USING (missing_id, remains_id) WHERE total >= {kept.floor!r} OR {placed})
        SELECT * FROM chosen UNION ALL SELECT * FROM stays"""
    )


def _of_evidences(evidences: Iterable[Evidence]) -> list[str]:
    return [f"{kind}_{evidence.name}" for evidence in evidences for kind in "wf"]


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
