"""What a parser of values is: from the texts of one field to its typed columns, or to a problem.

A parser is made once per field and file, with the distinct texts of that column in view (so that
a whole column can decide whether 05/04 is day or month first), and is then asked for each
distinct text once: people never become Python objects in bulk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linkage.evidence.fields import Field, Side

Texts = Mapping[str, str | None]
"""Part name ("" for the text itself) to the text as read, stripped; None when blank."""


@dataclass(frozen=True)
class Problem:
    """Something wrong with a value: what it is, and what a person can do about it.

    `part` is the part of the field that is wrong. A value with a problem is unknown unless
    `kept` is True, in which case the parser could still use (part of) it.
    """

    what: str
    remedy: str
    part: str = ""
    kept: bool = False


class Parsed(NamedTuple):
    """The typed columns of one field in the order of its kind (None = unknown), and its problem."""

    values: tuple[object, ...]
    problem: Problem | None = None


@dataclass(frozen=True)
class Conventions:
    """How one source writes values: units, order of dates, separators, and its own code words."""

    units: Mapping[str, str] = field(default_factory=dict)
    date_order: str = "auto"
    list_separators: str = ";|\n"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """What a parser may know besides the texts. `conventions.words[field][text]` gives codes."""

    field: Field
    side: Side
    conventions: Conventions


Parser = Callable[[Texts], Parsed]
ParserMaker = Callable[[Context, Sequence[Texts]], Parser]


def unknown(context: Context, problem: Problem | None = None) -> Parsed:
    """Nothing is known of this field."""
    return Parsed((None,) * len(context.field.kind.columns), problem)
