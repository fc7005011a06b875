"""Parsing the distinct texts of a field, some thousands at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from linkage.evidence.fields import Field
from linkage.records.arrow import arrow_table
from linkage.records.parsers import PARSER_MAKERS
from linkage.records.parsing import Context, Parser, Problem, Texts


@dataclass(frozen=True)
class Work:
    """The distinct texts of one field, a column for each of its raw columns, and what a parser may know besides."""

    context: Context
    texts: pa.Table

    def values(self) -> list[Texts]:
        """The texts as a parser takes them."""
        parts = parts_of(self.texts.column_names, self.context.field)
        columns = [[stripped(text) for text in column.to_pylist()] for column in self.texts.columns]
        return [dict(zip(parts, row, strict=True)) for row in zip(*columns, strict=True)]


class Chunk(NamedTuple):
    """A piece of the work of this number: its texts from `first` up to `end`."""

    work: int
    first: int
    end: int


class Done(NamedTuple):
    """The typed columns of the texts of a chunk, and what is wrong with which of them."""

    columns: pa.Table
    problems: dict[int, Problem]


@dataclass
class Desk:
    """Where one piece of work after the other is done; the parser of the last one stays at hand."""

    number: int = -1
    columns: tuple[tuple[str, str], ...] = ()
    texts: Sequence[Texts] = ()
    parser: Parser | None = None

    def begin(self, number: int, work: Work) -> None:
        """Lay out the work of this number."""
        self.number, self.columns, self.texts = number, work.context.field.columns(), work.values()
        self.parser = PARSER_MAKERS[work.context.field.kind.name](work.context, self.texts)

    def parse(self, chunk: Chunk) -> Done:
        """Parse one chunk of the work laid out."""
        assert self.parser is not None
        problems: dict[int, Problem] = {}
        rows = []
        for number, texts in enumerate(self.texts[chunk.first : chunk.end], chunk.first):
            values, problem = self.parser(texts)
            if problem is not None:
                problems[number] = problem
            rows.append(values)
        return Done(arrow_table(self.columns, rows), problems)


def parts_of(keys: Sequence[str], of: Field) -> list[str]:
    """What the parser calls each raw column: the part of its own field; columns beside it keep their full names."""
    own = dict(zip(of.raw_columns(), of.kind.parts, strict=True))
    return [own.get(key, key) for key in keys]


def stripped(text: str | None) -> str | None:
    """The text without the space around it; None when nothing is left."""
    return text.strip() or None if text is not None else None
