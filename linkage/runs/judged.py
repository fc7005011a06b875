"""What people have excluded stays away from the next run, unless its evidence has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from linkage.evidence import Evidence
from linkage.judgements.exclusions import Exclusion, changes, exclusions
from linkage.judgements.standing import standing_at
from linkage.judgements.values import Judgement, Pair
from linkage.runs.places import close_up, spare_places
from linkage.runs.settings import Settings


@dataclass(frozen=True)
class Judged:
    """What a run read from the store of judgements: its last hash, and the pairs that stand excluded in it."""

    head: str
    exclusions: tuple[Exclusion, ...]

    @property
    def spare(self) -> int:
        """How many places beyond the best K are needed, so that K remain of every record."""
        return spare_places(self.exclusions)


@dataclass(frozen=True)
class Heeded:
    """What came of it: of the `excluded` pairs, `away` would have been candidates and are none, `reopened` are back."""

    head: str
    excluded: int
    away: int
    reopened: int


def read_judged(store: str | Path | None) -> Judged | None:
    """The exclusions of a store that is there; None without a store."""
    if store is None:
        return None
    judgements = _all(store)
    return Judged(judgements[-1].hash if judgements else "", exclusions(judgements))


def excluded_in(facts: Mapping[str, Any], store: str | Path | None) -> frozenset[Pair] | None:
    """The pairs that may be lacking in a run because they stood excluded; None where that cannot be told any more.

    `facts` is its manifest, `store` the store as it is now: a run notes the last hash that it read.
    """
    heeded = facts.get("judgements")
    if not heeded or not heeded["away"]:
        return frozenset()
    judgements = _all(store) if store else ()
    read = next((n for n, judgement in enumerate(judgements, 1) if judgement.hash == heeded["head"]), 0)
    return frozenset(exclusion.pair for exclusion in exclusions(judgements[:read])) if read else None


def confirmed_in(store: str | Path) -> tuple[Pair, ...]:
    """The pairs that stand confirmed in a store that is there."""
    return tuple(standing_at(_all(store), "confirmed"))


def _all(store: str | Path) -> tuple[Judgement, ...]:
    from linkage.judgements.store import open_store  # half a second to import: most runs read no store

    opened = open_store(store, must_exist=True)
    judgements = opened.since()
    opened.close()
    return judgements


def heed(
    con: duckdb.DuckDBPyConnection, judged: Judged | None, evidences: Sequence[Evidence], settings: Settings
) -> Heeded | None:
    """Take the pairs that stay excluded out of `scored`, into the table `away`; every list has its K places again.

    The table `reopened` holds those whose evidence changed. None where no store was read: both tables are empty.
    """
    con.execute("CREATE TABLE reopened (missing_id VARCHAR, remains_id VARCHAR, reopened VARCHAR)")
    con.execute("CREATE TABLE away (missing_id VARCHAR, remains_id VARCHAR, total DOUBLE)")
    if judged is None:
        return None
    heeded = _leave_out(con, judged, evidences, "scored")
    if judged.spare:
        close_up(con, "scored", settings.top, settings.floor)
    return heeded


def _leave_out(con: duckdb.DuckDBPyConnection, judged: Judged, evidences: Sequence[Evidence], scored: str) -> Heeded:
    away = back = 0
    for exclusion in judged.exclusions:
        now = _findings(con, evidences, scored, exclusion)
        changed = changes(exclusion.seen, now) if now else ()
        if changed:
            con.execute("INSERT INTO reopened VALUES (?, ?, ?)", [*exclusion.pair, "; ".join(map(str, changed))])
            back += 1
        elif now:
            of_pair = f"FROM {scored} WHERE missing_id = ? AND remains_id = ?"
            con.execute(f"INSERT INTO away SELECT missing_id, remains_id, total {of_pair}", list(exclusion.pair))
            con.execute(f"DELETE {of_pair}", list(exclusion.pair))
            away += 1
    return Heeded(judged.head, len(judged.exclusions), away, back)


def _findings(
    con: duckdb.DuckDBPyConnection, evidences: Sequence[Evidence], scored: str, exclusion: Exclusion
) -> dict[str, str]:
    """The findings of the pair now, by evidence; none when it is too weak to be a candidate at all."""
    listed = ", ".join(f"f_{evidence.name}" for evidence in evidences)
    found = con.execute(
        f"SELECT {listed} FROM {scored} WHERE missing_id = ? AND remains_id = ?", list(exclusion.pair)
    ).fetchall()
    return dict(zip((evidence.name for evidence in evidences), found[0], strict=True)) if found else {}
