"""What stands in the two records, field by field, as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from linkage.evidence.fields import Field, Side
from linkage.explanation.values import Written
from linkage.words import Translator

RawRecord = Mapping[str, Any]
"""A record as it was read: raw column (canonical name) to text, or None.

Beside the texts may stand the measures that were read from them (`stature_low_cm`, `weight_high_kg`).
"""


RUNS = (
    (("given", "paternal", "maternal"), " "),
    (("", "municipality", "state", "country"), ", "),
    (("lat", "lon"), ", "),
)
"""Parts that read on as one text, and what stands between them."""

PLAIN = ("", "full", "coordinates")
"""Parts that need no name beside them."""

MEASURES = ("cm", "kg")
"""Units that a register may leave unwritten: the measure that was read is told beside the bare figure."""


def label(field: Field, _: Translator) -> str:
    """The field's name for a reader."""
    text = _(field.name.replace("_", " "))
    return text[:1].upper() + text[1:]


def text_of(field: Field, record: RawRecord, side: Side, _: Translator) -> str | None:
    """What is written of a field in a record, all its parts together; None when nothing is."""
    if side not in field.sides:
        return None
    columns = dict(zip(field.kind.parts, field.raw_columns(), strict=True))
    parts = {part: text for part, column in columns.items() if (text := (record.get(column) or "").strip())}
    if not parts and field.unit not in MEASURES:  # most fields of most records
        return None
    bare = field.unit in MEASURES and not any(sign.isalpha() or sign in "'\"" for sign in "".join(parts.values()))
    return (_together(parts, _) + (_measured(field, record, _) if bare else "")) or None


def _together(parts: dict[str, str], _: Translator) -> str:
    """The parts as one text; `parts` is used up."""
    told = [_run(parts, names, between) for names, between in RUNS]
    told += _interval(parts.pop("low", None), parts.pop("high", None), _)
    told += [text if part in PLAIN else _named(part, text, _) for part, text in parts.items()]
    return "; ".join(filter(None, told))


def _measured(field: Field, record: RawRecord, _: Translator) -> str:
    """The measure as it was read, in brackets; nothing where none was."""
    low, high = (record.get(column) for column, _type in field.columns())
    ends = [None if end is None else f"{float(end):.0f} {field.unit}" for end in (low, high)]
    return "".join(f" ({told})" for told in _interval(ends[0], ends[1], _))


def _run(parts: dict[str, str], names: Iterable[str], between: str) -> str:
    """The texts of these parts as one, taken out of `parts`."""
    return between.join(parts.pop(name) for name in names if name in parts)


def _named(part: str, text: str, _: Translator) -> str:
    name = _(part.replace("_", " "))
    return f"{name}: {text}"


def _interval(low: str | None, high: str | None, _: Translator) -> list[str]:
    if low and low == high:
        return [low]
    if low and high:
        return [_("{low} to {high}").format(low=low, high=high)]
    if low:
        return [_("from {low}").format(low=low)]
    return [_("up to {high}").format(high=high)] if high else []


def both(fields: Iterable[Field], missing: RawRecord, remains: RawRecord, _: Translator) -> tuple[Written, ...]:
    """The fields that have something written on at least one side."""
    rows = (
        Written(f.name, label(f, _), text_of(f, missing, "missing", _), text_of(f, remains, "remains", _), f.sides)
        for f in fields
    )
    return tuple(row for row in rows if row.missing or row.remains)
