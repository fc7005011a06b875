"""Adding: those who travelled with others are compared again as far as a change touches them, like everybody."""

from __future__ import annotations

import duckdb

from linkage.evidence import COMPANY
from linkage.runs.answers import Kept
from linkage.runs.increment import increment
from linkage.runs.opened import Written


def go_on(con: duckdb.DuckDBPyConnection, run: Written, prior_bits: float) -> bool:
    """Make `scored` and the edges of those who have company now (the table `missing`) from what the run kept of them.

    False, and nothing made, where the run kept nothing or comparing them all is quicker. Whoever has company now and
    had none counts as new, whoever had company and has none as withdrawn.
    """
    folder = run.folder / "records"
    if not (folder / "travellers_edge.parquet").is_file():
        return False
    for name, file in (("edges", "travellers_edge"), ("candidates", "travellers")):
        path = str(folder / f"{file}.parquet").replace("'", "''")
        con.execute(f"CREATE VIEW travelled_{name} AS SELECT * FROM read_parquet('{path}')")
    if not con.execute("SELECT count(*) FROM travelled_edges").fetchall()[0][0]:
        return False
    con.execute("CREATE VIEW travelled_remains AS FROM run_remains")
    con.execute("CREATE VIEW travelled_changed_remains AS FROM run_changed_remains")
    con.execute(
        "CREATE VIEW travelled_missing AS FROM run_missing "
        "WHERE unique_id IN (SELECT id FROM travelled_edges WHERE side = 'missing')"
    )
    con.execute(
        """CREATE VIEW travelled_changed_missing AS
        WITH ids AS (SELECT unique_id FROM missing), before AS (SELECT unique_id FROM travelled_missing)
        SELECT unique_id FROM run_changed_missing WHERE unique_id IN (FROM ids UNION FROM before)
        UNION (FROM ids EXCEPT FROM before) UNION (FROM before EXCEPT FROM ids)"""
    )
    others = tuple(evidence for evidence in run.evidences if evidence is not COMPANY)
    kept = Kept(others, run.model, run.prior_bits, prior_bits, run.floor, run.top, then="travelled")
    return increment(con, kept) is not None
