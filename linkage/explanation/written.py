"""What stands in the two records, field by field, as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linkage.evidence.fields import Field, Side
from linkage.explanation.values import Written
from linkage.words import Translator

RawRecord = Mapping[str, str | None]
"""A record as it was read: raw column (canonical name) to text."""


def label(field: Field, language: str, _: Translator) -> str:
    """The field's name for a reader: the translation of "last contact", else the Spanish header."""
    english = field.name.replace("_", " ")
    text = _(english)
    if language == "es" and text == english:
        text = field.spanish.replace("_", " ")
    return text[:1].upper() + text[1:]


def text_of(field: Field, record: RawRecord, side: Side, _: Translator) -> str | None:
    """What is written of a field in a record, all its parts together; None when nothing is."""
    if side not in field.sides:
        return None
    parts = dict(zip(field.kind.parts, (_text(record, c) for c in field.raw_columns()), strict=True))
    told = [text for part, text in parts.items() if part == "" and text]
    told += _interval(parts.get("low"), parts.get("high"), _)
    told += [_named(part, text, _) for part, text in parts.items() if text and part not in ("", "low", "high")]
    return "; ".join(told) or None


def _named(part: str, text: str, _: Translator) -> str:
    name = _(part.replace("_", " "))
    return f"{name}: {text}"


def _interval(low: str | None, high: str | None, _: Translator) -> list[str]:
    if low and high:
        return [_("{low} to {high}").format(low=low, high=high)]
    if low:
        return [_("from {low}").format(low=low)]
    return [_("up to {high}").format(high=high)] if high else []


def _text(record: RawRecord, column: str) -> str | None:
    return (record.get(column) or "").strip() or None


def both(
    fields: Iterable[Field], missing: RawRecord, remains: RawRecord, language: str, _: Translator
) -> tuple[Written, ...]:
    """The fields that have something written on at least one side."""
    rows = (
        Written(
            f.name, label(f, language, _), text_of(f, missing, "missing", _), text_of(f, remains, "remains", _), f.sides
        )
        for f in fields
    )
    return tuple(row for row in rows if row.missing or row.remains)
