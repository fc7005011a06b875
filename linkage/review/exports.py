"""The list and the judgements as tables to take along: ids, states and answers, nothing of a record.

What the page does not show yet is not in a table either: a total is told only of pairs at which the
reader has looked, and what others answered only once the reader's own answer is no longer asked for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa

from linkage.evidence.fields import SIDES, Side
from linkage.judgements import Judgement, Person
from linkage.judgements.values import Pair
from linkage.paper.listed import write_table
from linkage.review.answers import act_words, answer_of, answer_words, method_words, state_words
from linkage.review.desk import Desk
from linkage.review.find import key_of
from linkage.review.listing import listed_cases
from linkage.review.opened import Row
from linkage.review.people import role_words
from linkage.review.queue import Filters
from linkage.words import Translator

Kind = Literal["csv", "xlsx"]

MEDIA: Mapping[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Columns = Mapping[str, pa.DataType]
"""The headings of a table in the reader's words, with what stands below each."""

Line = tuple[str | int | float | None, ...]
"""The cells of one row, in the order of the columns."""


@dataclass(frozen=True)
class Told:
    """What a reader may be told: the total of what was looked at, others' answers to what is done for the reader."""

    looked: AbstractSet[Pair]
    done: AbstractSet[Pair]
    inside: Mapping[Side, AbstractSet[str]]

    def stays(self, pair: Pair) -> bool:
        """Whether one of the two records may not leave its office."""
        return any(record in self.inside[side] for side, record in zip(SIDES, pair, strict=True))


def told_to(desk: Desk, reader: Person) -> Told:
    """What this reader may be told now."""
    inside = {side: desk.run.kept_inside(side) for side in SIDES}
    return Told(desk.decisions.begun(reader.name), desk.decisions.answered(reader.name), inside)


def queue_table(desk: Desk, reader: Person, side: Side, filters: Filters, _: Translator) -> pa.Table:
    """The candidates of the cases that the filters leave, in the order of the list and of each case."""
    columns: Columns = {
        _("Place in the list"): pa.int64(), _("Missing person"): pa.string(), _("Remains"): pa.string(),
        _("Pair"): pa.int64(), _("Place among the candidates"): pa.int64(), _("Worth a look"): pa.string(),
        _("State"): pa.string(), _("Your answer"): pa.string(), _("Total"): pa.float64(),
        _("May leave its office"): pa.string(),
    }  # fmt: skip
    may = told_to(desk, reader)
    ids = [str(case["id"]) for case in listed_cases(desk, reader, side, filters)]
    return _table(columns, [_queued(desk, reader, pair, may, _) for pair in desk.run.pairs_of_all(side, ids)])


def _queued(desk: Desk, reader: Person, pair: Row, may: Told, _: Translator) -> Line:
    key = key_of(pair)
    mine = desk.decisions.mine(key, reader.name)
    last = mine.get("final") or mine.get("first")
    return (
        pair["place"], *key, pair["number"], pair["among"], _yes(pair["near"], _),
        state_words(desk.decisions.state(key), _), _own(last, may.stays(key), _),
        round(pair["total"], 4) if key in may.looked else None, _yes(not may.stays(key), _),
    )  # fmt: skip


def _own(last: Judgement | None, stays: bool, _: Translator) -> str:
    """The reader's own answer; where a record may not leave its office, without the words that were written."""
    if last is None:
        return ""
    given = answer_of(last)
    return (given.without_people() if stays else given).words(_)


def judgements_table(desk: Desk, reader: Person, _: Translator) -> pa.Table:
    """Every judgement about the records of this run, withdrawn ones included, in their order."""
    columns: Columns = {
        _("Number"): pa.int64(), _("When"): pa.string(), _("Who"): pa.string(), _("Role"): pa.string(),
        _("What"): pa.string(), _("Missing person"): pa.string(), _("Remains"): pa.string(), _("Answer"): pa.string(),
        _("By what"): pa.string(), _("Which fact"): pa.string(), _("From whom"): pa.string(), _("Note"): pa.string(),
        _("Takes back"): pa.int64(), _("Total"): pa.float64(), _("May leave its office"): pa.string(),
    }  # fmt: skip
    may, there = told_to(desk, reader), {side: desk.run.ids(side) for side in SIDES}
    kept = [j for j in desk.decisions.store.since() if all(r in there[s] for s, r in zip(SIDES, j.pair, strict=True))]
    return _table(columns, [_judged(judgement, may, _) for judgement in kept])


def _judged(kept: Judgement, may: Told, _: Translator) -> Line:
    own = kept.pair in may.done
    stays = may.stays(kept.pair)
    written = (kept.fact, kept.source, kept.note) if own and not stays else ("", "", "")
    return (
        kept.number, kept.when, kept.who, role_words(kept.role, _), act_words(kept.act, _), *kept.pair,
        answer_words(kept.answer, _) if own and kept.answer else "",
        method_words(kept.method, _) if own and kept.method else "", *written, kept.withdraws,
        kept.total if kept.pair in may.looked else None, _yes(not stays, _),
    )  # fmt: skip


def _yes(so: bool, _: Translator) -> str:
    return _("yes") if so else _("no")


def _table(columns: Columns, lines: Sequence[Line]) -> pa.Table:
    """The lines below their headings."""
    each = zip(*lines, strict=True) if lines else ((),) * len(columns)
    return pa.table(
        {name: pa.array(list(cells), kind) for (name, kind), cells in zip(columns.items(), each, strict=True)}
    )


def written(table: pa.Table, kind: Kind, sheet: str, notes: Sequence[str]) -> bytes:
    """The table as a file; no cell of it starts a formula."""
    with tempfile.TemporaryDirectory(prefix="linkage-") as folder:
        path = Path(folder) / f"table.{kind}"
        write_table(table, path, sheet, notes)
        return path.read_bytes()
