"""DuckDB, the workshop: a connection set up for one job, with the SQL words that evidence uses.

The database is rebuildable and may be deleted. Nothing here touches the network: extensions are
never installed or loaded, and after `seal` no file outside the named folders can be opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from linkage.evidence import EVIDENCES

MACROS = (
    # What two lists have in common, each element once. The lists are short, and looking each element up by hand
    # costs a quarter of DuckDB's list_intersect, which builds a set for every pair.
    "CREATE OR REPLACE MACRO shared(a, b) AS"
    " list_filter(a, lambda element, place: list_contains(b, element) AND list_position(a, element) = place)",
    # The same as list_has_any, NULL when either is NULL; for short lists at a third of its cost.
    "CREATE OR REPLACE MACRO shared_any(a, b) AS CASE WHEN b IS NOT NULL THEN"
    " len(list_filter(a, lambda element: list_contains(b, element))) > 0 END",
    # Bits of what two lists have in common; `bits` maps an element to its bits (same on both sides).
    "CREATE OR REPLACE MACRO shared_bits(a, b, bits) AS"
    " coalesce(list_sum(list_transform(shared(a, b), lambda k: coalesce(bits[k], 0.0))), 0.0)",
    # Bits of the most telling element that two lists have in common; 0 when they share none.
    "CREATE OR REPLACE MACRO shared_best(a, b, bits) AS"
    " coalesce(list_max(list_transform(shared(a, b), lambda k: coalesce(bits[k], 0.0))), 0.0)",
    # How many elements two lists have in common.
    "CREATE OR REPLACE MACRO shared_count(a, b) AS len(shared(a, b))",
    # How close two points of the globe (unit vectors) are: the cosine of the angle between them, 1 for the same.
    "CREATE OR REPLACE MACRO closeness(x1, y1, z1, x2, y2, z2) AS x1 * x2 + y1 * y2 + z1 * z2",
    # The closeness of two points so many km apart, straight through the globe (0.1 % short at 1,000 km): 2 * 6371^2.
    "CREATE OR REPLACE MACRO closeness_at(km) AS 1 - km * km / 81179282",
    # Years between two intervals of numbers: 0 when they overlap.
    "CREATE OR REPLACE MACRO gap(a_low, a_high, b_low, b_high) AS greatest(a_low - b_high, b_low - a_high, 0)",
)


def connect(
    scratch: Path, memory_limit: str = "3GB", threads: int | None = None, database: str = ":memory:"
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection that spills into `scratch`, obeys `memory_limit` and knows the macros."""
    scratch.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(scratch),
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
    }
    if threads:
        config["threads"] = threads
    con = duckdb.connect(database, config=config)
    con.execute("SET TimeZone = 'UTC'")
    for macro in MACROS:
        con.execute(macro)
    for evidence in EVIDENCES:
        for macro in evidence.macros:
            con.execute(f"CREATE OR REPLACE MACRO {macro}")
    return con


def seal(con: duckdb.DuckDBPyConnection, folders: Iterable[Path]) -> None:
    """Close the connection to every file outside `folders`, for good."""
    listed = ", ".join("'" + str(folder.resolve()).replace("'", "''") + "/'" for folder in folders)
    con.execute(f"SET allowed_directories = [{listed}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
