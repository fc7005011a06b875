"""What is shown of one pair: both records side by side, what speaks against first, what is unknown apart.

The first look is blind: the same words and records, without weights, places in lists or chances, and
in the order of the kinds of evidence instead of their weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from linkage.evidence import Field, all_fields
from linkage.evidence.fields import SIDES, Side
from linkage.evidence.value import Polarity
from linkage.explanation import Explanation, Line, Written, explain_pair
from linkage.explanation.cases import FOLDED as FOLDED
from linkage.explanation.cases import may_be_shown
from linkage.explanation.written import both
from linkage.review.areas import area_name
from linkage.review.chart import draw
from linkage.review.meaning import Said, marked, said
from linkage.review.opened import ReviewedRun, Row
from linkage.review.spots import Distance, Spot, distances, spots
from linkage.words import Translator, translator

FIELDS: Mapping[str, Field] = {field.name: field for field in all_fields()}

MEASURED = ("number", "date")
"""Kinds of field whose values have a distance."""

TELL_PLACE = ("place", "company")
"""Evidence whose words tell how far from a known place the remains lay."""


@dataclass(frozen=True)
class Cells:
    """One field on both sides, what means the same marked, and how the two go together."""

    label: str
    missing: Markup | None
    remains: Markup | None
    asked: tuple[str, ...]
    said: Said | None


@dataclass(frozen=True)
class Block:
    """One kind of evidence; `bits` is None where nothing could be compared."""

    title: str
    says: str
    bits: float | None
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Look:
    """Everything the page of a pair tells of it."""

    x: Explanation
    against: tuple[Block, ...]
    agree: tuple[Block, ...]
    neutral: tuple[Block, ...]
    unknown: tuple[Block, ...]
    told: tuple[Written, ...]
    places: tuple[Spot, ...]
    distances: tuple[Distance, ...]
    map: Markup
    stays_inside: bool


@dataclass(frozen=True)
class Sides:
    """The two records of a pair, as this reader may see them, and the words of the reader's language."""

    missing: Row
    remains: Row
    language: str

    @property
    def translate(self) -> Translator:
        """From English to the reader's language."""
        return translator(self.language)


def look_at(run: ReviewedRun, pair: Row, language: str, *, blind: bool, exact: bool) -> Look:
    """The look at a pair; `exact` says whether the reader may know the exact place of the remains."""
    missing, remains = (readable(run, side, str(pair[f"{side}_id"]), exact, language) for side in SIDES)
    sides = Sides(missing, remains, language)
    x = explain_pair(pair, sides.missing, sides.remains, run.reading(language))
    places = spots(sides.missing, sides.remains)
    _ = sides.translate
    return Look(
        x=x,
        against=_blocks(x, "contradicts", sides, run, blind, exact),
        agree=_blocks(x, "agrees", sides, run, blind, exact),
        neutral=_blocks(x, "neutral", sides, run, blind, exact),
        unknown=tuple(Block(u.title, u.lacks, None, _cells(u.values, sides)) for u in x.unknowns),
        told=_told(run, sides),
        places=places,
        distances=distances(places),
        map=draw(places, run.towns, _("Map of the places. The table beside it says the same.")),
        stays_inside=not (may_be_shown(sides.missing, "missing") and may_be_shown(sides.remains, "remains")),
    )


def readable(run: ReviewedRun, side: Side, record_id: str, exact: bool, language: str) -> Row:
    """A record as the reader may see it."""
    record = run.record(side, record_id)
    return record if exact or side == "missing" else _coarse(run, record, language)


def _coarse(run: ReviewedRun, remains: Row, language: str) -> Row:
    """The record of the remains with the place of recovery no finer than the state, and without free text on it."""
    case = run.case_of("remains", str(remains["unique_id"]))
    hidden = {column: None for column in remains if "recovery_place" in column or column == "circumstances"}
    area = area_name(case["country"], case["state"], language)
    return {**remains, **hidden, "recovery_place": area or None}


def _blocks(
    x: Explanation, polarity: Polarity, sides: Sides, run: ReviewedRun, blind: bool, exact: bool
) -> tuple[Block, ...]:
    lines: Iterable[Line] = x.of(polarity)
    if blind:
        order = [evidence.name for evidence in run.evidences]
        lines = sorted(lines, key=lambda line: order.index(line.evidence))
    return tuple(
        Block(line.title, _says(line, exact, sides.translate), line.bits, _cells(line.values, sides, polarity))
        for line in lines
    )


def _says(line: Line, exact: bool, _: Translator) -> str:
    if exact or line.evidence not in TELL_PLACE:
        return line.says
    return _("The exact place where this person was found is not shown to your group.")


def _cells(values: Sequence[Written], sides: Sides, polarity: Polarity = "neutral") -> tuple[Cells, ...]:
    return tuple(_cell(row, FIELDS[row.field], sides, polarity) for row in values)


def _cell(row: Written, field: Field, sides: Sides, polarity: Polarity) -> Cells:
    """A gap between two measures sets them apart only where the evidence says that it does."""
    missing, remains = marked(field, row.missing, row.remains)
    together = said(field, sides.missing, sides.remains, sides.translate, sides.language)
    if together and together.relation == "apart" and polarity == "agrees" and field.kind.name in MEASURED:
        together = replace(together, relation="near")
    return Cells(row.label, missing, remains, row.asked, together)


def _told(run: ReviewedRun, sides: Sides) -> tuple[Written, ...]:
    """What may hurt to read, or that nothing compares: shown only when opened."""
    compared = {field for evidence in run.evidences for field in evidence.fields}
    folded = [field for field in FIELDS.values() if field.name in FOLDED and field not in compared]
    return both(folded, plain_record(sides.missing), plain_record(sides.remains), sides.translate)


def plain_record(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was written, without the typed columns."""
    return {column: value for column, value in record.items() if not column.startswith("typed_")}
