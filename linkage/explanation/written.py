"""What stands in the two records, field by field, as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linkage.evidence.fields import Field, Side
from linkage.explanation.values import Written
from linkage.words import Translator

RawRecord = Mapping[str, str | None]
"""A record as it was read: raw column (canonical name) to text."""


RUNS = (
    (("given", "paternal", "maternal"), " "),
    (("", "municipality", "state", "country"), ", "),
    (("lat", "lon"), ", "),
)
"""Parts that read on as one text, and what stands between them."""

PLAIN = ("", "full", "coordinates")
"""Parts that need no name beside them."""


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
    told = [_run(parts, names, between) for names, between in RUNS]
    told += _interval(parts.pop("low", None), parts.pop("high", None), _)
    told += [text if part in PLAIN else _named(part, text, _) for part, text in parts.items()]
    return "; ".join(filter(None, told)) or None


def _run(parts: dict[str, str], names: Iterable[str], between: str) -> str:
    """The texts of these parts as one, taken out of `parts`."""
    return between.join(parts.pop(name) for name in names if name in parts)


def _named(part: str, text: str, _: Translator) -> str:
    name = _(part.replace("_", " "))
    return f"{name}: {text}"


def _interval(low: str | None, high: str | None, _: Translator) -> list[str]:
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
