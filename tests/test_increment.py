"""What a change touches is compared again, and nothing else: the outcome is that of comparing everything again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_evidence import Random, evidences_at_random, model_at_random, registers_at_random
from stores import judge

from linkage.engine.rank import not_in_file, rank
from linkage.engine.score import score
from linkage.evidence.fields import SIDES
from linkage.judgements.exclusions import Exclusion
from linkage.runs.answers import Kept
from linkage.runs.increment import increment
from linkage.runs.judged import Judged, heed
from linkage.runs.settings import read_settings
from linkage.screen import screen, store

Pair = tuple[str, str]


@dataclass(frozen=True)
class Case:
    con: duckdb.DuckDBPyConnection
    kept: Kept

    def whole(self, prior: float) -> None:
        """Everything against everything."""
        kept = self.kept
        screen(self.con, store(self.con, kept.evidences), kept.model, prior, kept.floor, kept.top + kept.spare)
        score(self.con, kept.evidences, kept.model, "pairs", "scored")

    def outcome(self, excluded: frozenset[Pair]) -> list[list[tuple]]:
        """Candidates with ranks and ties, both edges, and the chance not to be in the file; the tables are gone."""
        kept, con = self.kept, self.con
        exclusions = tuple(Exclusion(pair, (judge("exclude", seen={}),)) for pair in sorted(excluded))
        heed(con, Judged("", exclusions), kept.evidences, replace(read_settings(), top=kept.top, floor=kept.floor))
        rank(con, kept.evidences, "scored", kept.floor, "candidates")
        not_in_file(con, kept.model, "candidates", "not_in_file")
        tables = ("candidates", "missing_edge", "remains_edge", "not_in_file")
        found = [con.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables]
        con.execute("CREATE OR REPLACE TABLE last_edges AS SELECT 'missing' AS side, missing_id AS id, kth_total, ties "
                    "FROM missing_edge UNION ALL SELECT 'remains', * FROM remains_edge")  # fmt: skip
        con.execute("CREATE OR REPLACE TABLE last_candidates AS FROM candidates")
        for table in (*tables, "pairs", "scored", "away", "reopened"):
            con.execute(f"DROP TABLE IF EXISTS {table}")
        return found


def day_after(con: duckdb.DuckDBPyConnection, random: Random, most: int) -> None:
    """Of both registers a few records are held back as new; of the others some become like another one, some go."""
    for side in SIDES:
        ids = [row[0] for row in con.execute(f"SELECT unique_id FROM {side} ORDER BY ALL").fetchall()]
        random.shuffle(ids)
        new, changed, gone = (list_of(ids, n) for n in random.integers(0, most, 3))
        con.execute(f"ALTER TABLE {side} RENAME TO every_{side}")
        con.execute(f"CREATE TABLE run_{side} AS FROM every_{side} WHERE NOT list_contains(?, unique_id)", [new])
        touched = [new + changed + gone]
        con.execute(f"CREATE TABLE run_changed_{side} AS SELECT unnest(?::VARCHAR[]) AS unique_id", touched)
        con.execute(
            f"CREATE TABLE next_{side} AS FROM every_{side} WHERE NOT list_contains(?, unique_id) UNION ALL "
            f"SELECT o.* REPLACE (c.id AS unique_id) FROM (SELECT unnest(?::VARCHAR[]) AS id, "
            f"unnest(?::VARCHAR[]) AS like_id) c JOIN every_{side} o ON o.unique_id = like_id",
            [changed + gone, changed, ids[: len(changed)]],
        )


def list_of(ids: list[str], number: int) -> list[str]:
    """So many, of which nothing else becomes."""
    return [ids.pop() for _ in range(number)]


def sizes_of(con: duckdb.DuckDBPyConnection, which: str) -> list[int]:
    return [con.execute(f"SELECT count(*) FROM {which}_{side}").fetchall()[0][0] for side in SIDES]


def become(con: duckdb.DuckDBPyConnection, which: str) -> None:
    for side in SIDES:
        con.execute(f"CREATE OR REPLACE TABLE {side} AS FROM {which}_{side} ORDER BY unique_id")


def pairs_at_random(con: duckdb.DuckDBPyConnection, random: Random, table: str) -> frozenset[Pair]:
    """Some of the pairs of a table, the strongest ones among them: people exclude what stands first in a list."""
    found = con.execute(
        f"SELECT missing_id, remains_id FROM {table} ORDER BY total DESC, missing_id, remains_id"
    ).fetchall()
    return frozenset(found[int(n)] for n in random.integers(0, max(1, len(found) // 4), 3))


@settings(
    max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip  # a smaller seed is not a simpler case, so nothing is shrunk
@given(
    seed=st.integers(0, 2**32 - 1), missing=st.integers(8, 60), remains=st.integers(8, 60), ties=st.booleans(),
    floor=st.floats(-20, 10), top=st.integers(1, 8), most=st.integers(2, 5), judged=st.booleans(),
)  # fmt: skip
def test_the_increment_is_the_whole_work(
    tmp_path: Path, seed: int, missing: int, remains: int, ties: bool, floor: float, top: int, most: int, judged: bool
) -> None:
    random = np.random.default_rng(seed)
    evidences = evidences_at_random(random)
    con = registers_at_random(tmp_path, random, missing, remains)
    model = model_at_random(random, evidences, ties)
    day_after(con, random, most)
    prior, next_prior = (model.prior_bits(*sizes_of(con, which)) for which in ("run", "next"))
    if ties:  # weights are halves of bits: some totals lie on one side of the floor before, and on the other after
        floor = prior + round(2 * floor) / 2 + (next_prior - prior) / 2
    case = Case(con, Kept(evidences, model, prior, next_prior, floor, top))
    become(con, "run")
    case.whole(prior)
    then = pairs_at_random(con, random, "scored") if judged else frozenset()
    case.outcome(then)
    con.execute("CREATE TABLE run_edges AS FROM last_edges; CREATE TABLE run_candidates AS FROM last_candidates")
    now = pairs_at_random(con, random, "run_candidates") | frozenset(sorted(then)[:1]) if judged else frozenset()
    become(con, "next")
    spare = max([0, *(Counter(record for pair in now for record in pair).values())])
    kept = replace(case.kept, spare=spare, excluded=then | now)
    asked = increment(con, kept)
    assert asked is not None
    found = Case(con, kept).outcome(now)
    Case(con, kept).whole(next_prior)
    for ours, same in zip(found, Case(con, kept).outcome(now), strict=True):
        assert ours == same
    con.close()
