"""Company: who travelled with whom, what was found beside what, and what one says of the other.

The people with company are compared with all remains first. Where a companion c of a missing person
m fits remains q that were found beside remains r, the pair (m, r) gains. With D = 1 - o + sum over q
of p * 2^weights(c, q), the evidence is worth

    (1 - TOGETHER) + TOGETHER * mean over q beside r of 2^own(c, q) / D

where o is the chance that c is among the remains, p that of one pair, and own(c, q) the weights but
for those that companions share (`SHARED`): these have spoken for m already. Only q that fit c at
least as well as m count, because brothers fit each other's remains. Of several companions the one
that says most is heard. What is below the least rung is not heard, so a pair is never cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import numpy as np

from linkage.engine.rank import in_order
from linkage.evidence import COMPANY, Evidence
from linkage.evidence.company import RUNGS
from linkage.evidence.fields import SIDES, Side
from linkage.model import Model
from linkage.screen.codes import Ints

TOGETHER = 0.25
"""How often a companion of somebody found dead lies near and is in the register: no source, a cautious guess."""

SHARED = ("time", "place", "origin", "ancestry")
"""What people who travel together have in common: the day, the way, often the home town."""

MOST = 12
"""More than this are a crowd and not company: an incident, or a place where many are found in one month."""

NEAR_KM, NEAR_DAYS = 2, 30
KNOWN_KM, KNOWN_DAYS = 2, 31
"""How far apart remains found near each other may lie, and how well place and day must be known to say so."""

BY_WHOM = "(SELECT * EXCLUDE (rung) FROM company)"
"""SQL: by whose company a pair gained: companion, remains, km."""

_EARTH_KM = 6371
_CELL_KM = NEAR_KM + 2 * KNOWN_KM
_CELL_DAYS = NEAR_DAYS + KNOWN_DAYS + 1


def find_company(con: duckdb.DuckDBPyConnection) -> bool:
    """Make `_with` (missing_id, companion_id) and `_beside` (remains_id, neighbour_id, km); whether both hold anything.

    Also makes the empty table `company`, which `tell_company` fills.
    """
    con.execute(
        "CREATE TABLE company (missing_id VARCHAR, remains_id VARCHAR, rung VARCHAR, "
        "company_missing_id VARCHAR, company_remains_id VARCHAR, company_km DOUBLE)"
    )
    con.execute(f"CREATE TEMP TABLE _with AS SELECT a AS missing_id, b AS companion_id FROM ({_recorded('missing')})")
    con.execute(
        f"""CREATE TEMP TABLE _beside AS
        WITH linked AS ({_recorded("remains")} UNION {_near()}),
        known AS (SELECT linked.*, {_km("r", "q")} AS km FROM linked
                  JOIN remains r ON r.unique_id = a JOIN remains q ON q.unique_id = b)
        SELECT a AS remains_id, b AS neighbour_id, km FROM known
        QUALIFY count(*) OVER (PARTITION BY a) < {MOST}"""
    )
    counted = con.execute("SELECT (SELECT count(*) FROM _with), (SELECT count(*) FROM _beside)").fetchall()[0]
    return all(counted)


def _recorded(side: Side) -> str:
    """SQL for the pairs (a, b) of one side in one company: one record names both, or the incident is one."""
    return f"""
        WITH numbers AS (SELECT lower(number) AS number, min(unique_id) AS id
            FROM (SELECT unique_id, unnest([id, unique_id]) AS number FROM {side})
            GROUP BY ALL HAVING count(DISTINCT unique_id) = 1),
        named AS (SELECT unique_id, unnest(regexp_split_to_array(lower(array_to_string(companions, ',')),
            '\\s*,\\s*|\\s+(?:y|e|and|et)\\s+')) AS number FROM {side}),
        members AS (SELECT 'named by ' || unique_id AS company, id FROM named JOIN numbers USING (number)
            UNION SELECT 'named by ' || unique_id, unique_id FROM named
            UNION SELECT 'incident ' || strip_accents(lower(incident)), unique_id FROM {side}
            WHERE incident IS NOT NULL),
        few AS (SELECT * FROM members QUALIFY count(*) OVER (PARTITION BY company) <= {MOST})
        SELECT DISTINCT x.id AS a, y.id AS b FROM few x JOIN few y USING (company) WHERE x.id <> y.id"""


def _near() -> str:
    """SQL for the pairs (a, b) of remains found near each other, by cells of the globe and of the calendar."""
    axes = "xyz"
    columns = ", ".join(
        ["unique_id", "found_low", "found_high", *(f"recovery_place_{c}" for c in (*axes, "radius_km"))]
    )
    cells = ", ".join(f"floor(recovery_place_{c} * {_EARTH_KM / _CELL_KM!r})::INTEGER AS c{c}" for c in axes)
    steps = " CROSS JOIN ".join(f"range(-1, 2) AS s{c}(d{c})" for c in f"{axes}t")
    around = ", ".join(f"c{c} + d{c} AS n{c}" for c in f"{axes}t")
    beside = " AND ".join(f"q.c{c} = r.n{c}" for c in f"{axes}t")
    day = "(found_low - DATE '1970-01-01')"
    return f"""
        SELECT a, b FROM (
            WITH cells AS MATERIALIZED (
                SELECT {columns}, {cells}, floor({day} / {_CELL_DAYS})::INTEGER AS ct FROM remains
                WHERE recovery_place_radius_km <= {KNOWN_KM} AND found_high - found_low <= {KNOWN_DAYS}),
            around AS MATERIALIZED (SELECT {columns}, {around} FROM cells CROSS JOIN {steps})
            SELECT r.unique_id AS a, q.unique_id AS b FROM around r JOIN cells q ON {beside}
            WHERE r.unique_id <> q.unique_id
                AND {_km("r", "q")} <= {NEAR_KM} + r.recovery_place_radius_km + q.recovery_place_radius_km
                AND greatest(r.found_low - q.found_high, q.found_low - r.found_high) <= {NEAR_DAYS})"""


def _km(a: str, b: str) -> str:
    """SQL for the distance between two places of recovery, straight through the globe."""
    squares = " + ".join(f"pow({a}.recovery_place_{c} - {b}.recovery_place_{c}, 2)" for c in "xyz")
    return f"{_EARTH_KM} * sqrt({squares})"


@contextmanager
def travellers(con: duckdb.DuckDBPyConnection) -> Iterator[Ints]:
    """Meanwhile the table `missing` holds only those who have company; their numbers among all, by id."""
    con.execute("ALTER TABLE missing RENAME TO _everybody")
    con.execute(
        "CREATE VIEW missing AS SELECT * FROM _everybody "
        "WHERE unique_id IN (SELECT missing_id FROM _with) ORDER BY unique_id"
    )
    rows = con.execute(
        "SELECT i FROM (SELECT unique_id, row_number() OVER (ORDER BY unique_id) - 1 AS i FROM _everybody) "
        "WHERE unique_id IN (SELECT missing_id FROM _with) ORDER BY i"
    ).fetchnumpy()
    yield np.asarray(rows["i"], np.int32)
    con.execute("DROP VIEW missing")
    con.execute("ALTER TABLE _everybody RENAME TO missing")


def tell_company(con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], model: Model, scored: str) -> None:
    """From the scored pairs of those with company: the table `company`, and the column `company` of both sides.

    For each pair that gains, `company` holds its rung and why: the companion, the remains that fit
    the companion best of those found beside, and how many km lie between.
    """
    con.execute(f"INSERT INTO company {_heard(evidences, model, scored)}")
    ways = ", ".join(f"unique_id || ' {name}'" for name, _ in RUNGS)
    columns = {
        "missing": "SELECT missing_id AS unique_id, list(remains_id || ' ' || rung ORDER BY remains_id) AS company "
        "FROM company GROUP BY ALL",
        "remains": f"SELECT DISTINCT remains_id AS unique_id, [{ways}] AS company FROM "
        "(SELECT remains_id AS unique_id, remains_id FROM _beside)",
    }
    for side in SIDES:
        con.execute(
            f"UPDATE {side} SET company = c.company FROM ({columns[side]}) c WHERE c.unique_id = {side}.unique_id"
        )
    con.execute("DROP TABLE _with; DROP TABLE _beside")


def _heard(evidences: Sequence[Evidence], model: Model, scored: str) -> str:
    """SQL for the pairs that gain, each by the companion that says most."""
    names = [evidence.name for evidence in evidences if evidence is not COMPANY]
    bits = " + ".join(f"w_{name}" for name in names)
    own = " + ".join(["0.0", *(f"w_{name}" for name in names if name not in SHARED)])
    rungs = " ".join(f"WHEN bits >= {least!r} THEN '{name}'" for name, least in RUNGS)
    return f"""
        WITH sizes AS (SELECT (SELECT count(*) FROM missing) AS m, (SELECT count(*) FROM remains) AS r),
        pair AS (SELECT {model.overlap!r} * least(m, r) / (m * r) AS p, r FROM sizes),
        listed AS (SELECT missing_id, remains_id, {bits} AS bits, {own} AS own FROM {scored}),
        placed AS (SELECT missing_id, 1 - any_value(p * r) + any_value(p) * {in_order("pow(2, bits)")} AS whole
                   FROM listed, pair GROUP BY missing_id),
        fitting AS (
            SELECT w.missing_id, b.remains_id, w.companion_id, b.neighbour_id, b.km, pow(2, c.own) / whole AS worth
            FROM listed c JOIN placed USING (missing_id) JOIN _with w ON w.companion_id = c.missing_id
            JOIN _beside b ON b.neighbour_id = c.remains_id
            LEFT JOIN listed self ON self.missing_id = w.missing_id AND self.remains_id = c.remains_id
            WHERE coalesce(c.bits >= self.bits, true)),
        crowd AS (SELECT remains_id, count(*) AS number FROM _beside GROUP BY ALL),
        worked AS (
            SELECT missing_id, remains_id, companion_id, arg_max(neighbour_id, (worth, neighbour_id)) AS neighbour_id,
                arg_max(struct_pack(km := km), (worth, neighbour_id)).km AS km,
                log2({1 - TOGETHER!r} + {TOGETHER!r} * {in_order("worth")} / any_value(number)) AS bits
            FROM fitting JOIN crowd USING (remains_id) GROUP BY ALL)
        SELECT missing_id, remains_id, CASE {rungs} END AS rung, companion_id, neighbour_id, km
        FROM worked WHERE bits >= {RUNGS[-1][1]!r}
        QUALIFY row_number() OVER (PARTITION BY missing_id, remains_id ORDER BY bits DESC, companion_id) = 1
        ORDER BY missing_id, remains_id"""
