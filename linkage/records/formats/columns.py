"""Which row is the header, and what the columns are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linkage.errors import InputRejected

SAMPLE = 200
"""Rows looked at to find the header: more than any title block seen above one."""

MOST_COLUMNS = 5_000
"""The widest registers known have a few hundred columns; more is a broken or turned table."""

_FULL = 0.75
"""A header fills at least this share of the columns that rows fill; title rows fill one or two."""


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The index of the header among the first rows: the first that is as full as the rows usually are."""
    counts = [_filled(row) for row in rows]
    used = sorted(count for count in counts if count)
    if not used:
        return -1
    usual = used[int(0.9 * (len(used) - 1))]
    return next(n for n, count in enumerate(counts) if count >= _FULL * usual)


def width_of(rows: Sequence[Sequence[str]], header: int) -> int:
    """How many columns count: all that have a name, and unnamed ones at the end that the sample fills."""
    named = extent(rows[header])
    seen = max((extent(row) for row in rows[header + 1 :]), default=0)
    return max(named, min(seen, len(rows[header])))


def extent(cells: Sequence[str]) -> int:
    """The number of cells up to the last that is not blank."""
    size = len(cells)
    while size and not cells[size - 1].strip():
        size -= 1
    return size


def unique_names(texts: Iterable[str], path: object) -> tuple[str, ...]:
    """Names as written, trimmed; a repeated one gets " (2)", a blank one "column 7"."""
    seen = {"_row"}
    names = []
    for number, text in enumerate(texts, start=1):
        plain = text.strip() or f"column {number}"
        name, copy = plain, 2
        while name.casefold() in seen:
            name, copy = f"{plain} ({copy})", copy + 1
        seen.add(name.casefold())
        names.append(name)
    if len(names) > MOST_COLUMNS:
        raise InputRejected(
            f"{path}: {len(names)} columns, at most {MOST_COLUMNS} were expected. "
            "One row must be one person: check that the table is not turned by 90 degrees."
        )
    return tuple(names)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def title_note(header: int) -> tuple[str, ...]:
    """A sentence on the rows above the header, when there are any."""
    return (f"The header is row {header + 1}; the {header} row(s) above it were left out.",) if header else ()


def no_header(path: object) -> InputRejected:
    """The refusal of a file that has only blanks."""
    return InputRejected(f"{path}: only blank lines. A header and at least one row were expected: export it again.")


def header_only(path: object, row: int) -> InputRejected:
    """The refusal of a file without a single row below its header."""
    return InputRejected(
        f"{path}: row {row} is the header and no row with data follows. Export it again with its rows."
    )
