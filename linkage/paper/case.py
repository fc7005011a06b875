"""Everything a dossier is made of, gathered from a run and from the store of judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linkage.errors import UsageError
from linkage.evidence.fields import Side
from linkage.explanation import Explanation, Written
from linkage.explanation.cases import about, may_be_shown
from linkage.judgements.exclusions import touching
from linkage.judgements.standing import by_pair
from linkage.judgements.values import Judgement, Pair
from linkage.runs.explaining import explain
from linkage.runs.looking import records_of, rows_of
from linkage.runs.opened import OpenRun, opened

BEST = 5
"""Candidates of a whole case, and other candidates listed for each of the two records."""

ANY = "-"
"""In place of an id: the case of the other id, with its best candidates."""


@dataclass(frozen=True)
class Listed:
    """Another candidate of one of the two records."""

    rank: int
    missing_id: str
    remains_id: str
    total: float


@dataclass(frozen=True)
class Case:
    """A pair explained, with what surrounds it. `hidden` says that a record may not leave its office."""

    x: Explanation
    missing: Mapping[str, Any]
    remains: Mapping[str, Any]
    of_remains: tuple[Listed, ...]
    of_missing: tuple[Listed, ...]
    judged: tuple[Judgement, ...]
    touching: tuple[Judgement, ...]
    run: str
    model_hash: str
    engine: str

    @property
    def missing_hidden(self) -> bool:
        """Whether the missing person's record says no to publication."""
        return not may_be_shown(self.missing, "missing")

    @property
    def remains_hidden(self) -> bool:
        """Whether the record of the remains says no to publication."""
        return not may_be_shown(self.remains, "remains")

    @property
    def hidden(self) -> bool:
        """Whether either says no: then nothing of both is shown."""
        return self.missing_hidden or self.remains_hidden

    @property
    def about_missing(self) -> tuple[Written, ...]:
        """Whose record it is and how old; only whose where it may not be shown."""
        return about(self.x.about_missing, not self.missing_hidden)

    @property
    def about_remains(self) -> tuple[Written, ...]:
        """Whose record it is, how old, in what state; only whose where it may not be shown."""
        return about(self.x.about_remains, not self.remains_hidden)

    @property
    def missing_file(self) -> str:
        """The file and row the record was read from."""
        return _file(self.missing)

    @property
    def remains_file(self) -> str:
        """The file and row the record was read from."""
        return _file(self.remains)

    def agency(self, side: Side) -> str:
        """The office that keeps the record; nothing where it is not written."""
        return str((self.missing if side == "missing" else self.remains).get("agency") or "")


def _file(record: Mapping[str, Any]) -> str:
    return f"{record.get('file', '')}: {record.get('row', '')}"


def gather(
    folder: Path, missing_id: str, remains_id: str, language: str, judgements: tuple[Judgement, ...] = ()
) -> Case:
    """The pair of a run with everything a dossier tells of it; UsageError for an id that the run does not have."""
    x = explain(folder, missing_id, remains_id, language=language)
    with opened(folder) as run:
        records = records_of(run.con)
        return Case(
            x=x,
            missing=records("missing", missing_id),
            remains=records("remains", remains_id),
            of_remains=_others(run, "remains", remains_id, missing_id),
            of_missing=_others(run, "missing", missing_id, remains_id),
            judged=by_pair(judgements).get((missing_id, remains_id), ()),
            touching=_elsewhere(judgements, missing_id, remains_id),
            run=folder.resolve().name,
            model_hash=str(run.facts["model"]["sha256"]),
            engine=", ".join(f"{name} {version}" for name, version in run.facts["engine"].items()),
        )


def pairs_of(folder: Path, missing_id: str, remains_id: str) -> tuple[Pair, ...]:
    """The pair named, or the best candidates of the one record that is named; UsageError when it has none."""
    if ANY not in (missing_id, remains_id):
        return ((missing_id, remains_id),)
    side: Side = "missing" if remains_id == ANY else "remains"
    with opened(folder) as run:
        listed = _others(run, side, missing_id if side == "missing" else remains_id, ANY)
    if not listed:
        raise UsageError(f"No record of {side} with candidates has this id in {folder.name}.")
    return tuple((candidate.missing_id, candidate.remains_id) for candidate in listed)


def _others(run: OpenRun, side: Side, record_id: str, besides: str) -> tuple[Listed, ...]:
    other = "remains" if side == "missing" else "missing"
    rows = rows_of(
        run.con,
        f"SELECT rank_in_{side} AS rank, missing_id, remains_id, total FROM candidates "
        f"WHERE {side}_id = ? AND {other}_id <> ? AND rank_in_{side} IS NOT NULL "
        f"ORDER BY rank_in_{side}, missing_id, remains_id LIMIT {BEST}",
        [record_id, besides],
    )
    return tuple(Listed(**row) for row in rows)


def _elsewhere(judgements: tuple[Judgement, ...], missing_id: str, remains_id: str) -> tuple[Judgement, ...]:
    found = (*touching(judgements, "missing", missing_id), *touching(judgements, "remains", remains_id))
    ordered = sorted(set(found), key=lambda j: j.number)
    return tuple(j for j in ordered if j.pair != (missing_id, remains_id))
