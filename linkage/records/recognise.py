"""Recognising whose export a file is, from its header; and saying clearly what is wrong when it is nobody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linkage.errors import InputRejected
from linkage.evidence import all_fields
from linkage.evidence.fields import Side
from linkage.records.canonical import CANONICAL
from linkage.records.shape import Shape, Source
from linkage.records.sources import all_sources, source_named

TEMPLATE_SHARE = 0.5
"""A file is taken for our own template when at least this share of its columns are the template's.

With less, it is more likely another office's export that happens to call a column `id` and another `sexo`.
"""

_HELP = "Give --source NAME (see: linkage sources), or describe the export: docs/how-to/add-a-source.md."
_WORDS = {"missing": "missing persons", "remains": "remains"}


@dataclass(frozen=True)
class Recognised:
    """The source and the shape that a header was recognised as."""

    source: Source
    shape: Shape


def recognise(columns: Sequence[str], side: Side, name: str, source: str | None = None) -> Recognised:
    """Whose export a file is, by its header; `source` (a name or a TOML's path) overrides.

    InputRejected when it is nobody's that is known, could be of two sources, is of the other
    side, or has no column for the record's own number. `name` is the file's name, for the message.
    """
    header = tuple(columns)
    if source is not None:
        found = _best_shape(source_named(source), header, side, name)
    else:
        found = _only(_matching(header), header, side, name)
    _check_side(found, header, side, name)
    _check_id(found, header, name)
    return found


def _matching(header: tuple[str, ...]) -> list[Recognised]:
    """Every shape whose required headers are all there."""
    return [r for r in _shapes(all_sources()) if not r.shape.lacks(header) and _is_enough(r, header)]


def _shapes(sources: Sequence[Source]) -> Iterator[Recognised]:
    for source in sources:
        for shape in source.shapes:
            yield Recognised(source, shape)


def _is_enough(found: Recognised, header: tuple[str, ...]) -> bool:
    if found.source.name != CANONICAL:
        return True
    return _read_share(found, header) >= TEMPLATE_SHARE


def _read_share(found: Recognised, header: tuple[str, ...]) -> float:
    return len(_read(found, header)) / max(1, len(header))


def _read(found: Recognised, header: tuple[str, ...]) -> set[str]:
    """The columns of the file that the shape reads."""
    return {column for used in found.shape.used(header).values() for column in used}


def _only(matching: list[Recognised], header: tuple[str, ...], side: Side, name: str) -> Recognised:
    """The match that reads most columns, one of the asked side first; InputRejected where that is not one."""
    if not matching:
        raise InputRejected(_nobody(header, side, name))
    asked = [r for r in matching if r.shape.side in (side, None)] or matching
    most = max(len(_read(r, header)) for r in asked)
    best = [r for r in asked if len(_read(r, header)) == most]
    if len(best) > 1:
        names = " or ".join(r.source.name for r in best)
        raise InputRejected(f"{name}: the header fits {names} equally well. Say which with --source.")
    return best[0]


def _best_shape(source: Source, header: tuple[str, ...], side: Side, name: str) -> Recognised:
    """The shape of a named source that fits best; of the other side only if nothing of this side fits at all."""

    def fit(found: Recognised) -> tuple[bool, bool, int]:
        complete = not found.shape.lacks(header)
        return complete, found.shape.side in (side, None), len(_read(found, header))

    return max(_shapes((source,)), key=fit)


def _nobody(header: tuple[str, ...], side: Side, name: str) -> str:
    """What was found, what is expected, and the nearest source with the columns that are missing."""
    shapes = list(_shapes(all_sources()))
    known = {column for found in shapes for column in _read(found, header)}
    if not known:
        return (
            f"{name}: none of its {len(header)} column(s) is known to any source. Is the first row the header? {_HELP}"
        )
    nearest = max(shapes, key=lambda r: _nearness(r, header, side))
    listed = ", ".join(column for column in header if column in known)
    return (
        f"{name}: no source is recognised. Known columns: {listed} ({len(header) - len(known)} others). "
        f"The nearest source is {nearest.source.name} ({nearest.shape.title}): {_wanted(nearest, header)}. {_HELP}"
    )


def _nearness(found: Recognised, header: tuple[str, ...], side: Side) -> tuple[int, bool, int]:
    return len(_read(found, header)), found.shape.side in (side, None), -len(found.shape.lacks(header))


def _wanted(found: Recognised, header: tuple[str, ...]) -> str:
    """What keeps a file from being of the nearest source."""
    if "id" not in found.shape.used(header):
        return f"no column holds the record's own number ({_id_headers(found)})"
    lacks = found.shape.lacks(header)
    return f"it lacks the column(s) {', '.join(lacks)}" if lacks else "most of its columns are strange to it"


def _id_headers(found: Recognised) -> str:
    return " or ".join(f"'{header}'" for header in found.shape.columns["id"].headers)


def _check_side(found: Recognised, header: tuple[str, ...], side: Side, name: str) -> None:
    """InputRejected when the file is of the other side."""
    other: Side = "remains" if side == "missing" else "missing"
    if found.shape.side == other or (found.shape.side is None and _leans(found, header, other)):
        raise InputRejected(
            f"{name} holds {_WORDS[other]} ({found.source.name}: {found.shape.title}), and was given as "
            f"{_WORDS[side]}. Give it with --side {other} (linkage run: --{other})."
        )


def _leans(found: Recognised, header: tuple[str, ...], other: Side) -> bool:
    """Whether more columns belong to the other side alone than to this side alone."""
    used = found.shape.used(header)
    own = {c: field.sides for field in all_fields() for c in field.raw_columns() if len(field.sides) == 1}
    sides = [own[column][0] for column in used if column in own]
    return sides.count(other) > len(sides) - sides.count(other)


def _check_id(found: Recognised, header: tuple[str, ...], name: str) -> None:
    if "id" not in found.shape.used(header):
        raise InputRejected(
            f"{name}: no column holds the record's own number. Expected {_id_headers(found)} ({found.source.name}). "
            "Add the column, or name the one that holds it in the source's TOML."
        )
