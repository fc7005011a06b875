"""What records give by themselves to the formula of an evidence: numbers, and lists of elements with their bits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from linkage.screen.arithmetic import Origin
from linkage.screen.bundle import NO_LISTS, Side
from linkage.screen.codes import TABLES
from linkage.screen.formula import Formula
from linkage.screen.lists import Column
from linkage.screen.packed import Array
from linkage.screen.reckoner import Env, NotReckoned, Of, Reckoner

EXACT = 2.0**53

Number = Callable[[Env], float | None]

Part = tuple[list[int], list[list[float]], bool]
"""The numbers of the elements of a list, their bits by map, and whether there is no list."""


@dataclass(frozen=True)
class Listed:
    """A list of a record (`alone`: one value and no list), and the maps with which it is read, each in its row."""

    of: Of
    alone: bool
    maps: tuple[Of | None, ...]


@dataclass(frozen=True)
class Given:
    """How to work out what a record gives. `elements` numbers all that the other side holds.

    Without one of `needs` a record cannot be compared.

    What only DuckDB knows raises one of `reckoned.BEYOND`.
    """

    needs: tuple[Of, ...]
    numbers: tuple[Number, ...]
    lists: tuple[Listed, ...]
    elements: Mapping[str, int]

    def is_blank(self, record: Env) -> bool:
        """Whether something that is needed is not known of the record."""
        return any(need(record) is None for need in self.needs)

    def values(self, records: Sequence[Env]) -> tuple[Array, Array]:
        """The numbers of each record, and which are NULL."""
        found = [number(record) for record in records for number in self.numbers]
        values = np.array([0.0 if value is None else value for value in found], np.float64)
        if not np.all(np.abs(values) < EXACT):
            raise OverflowError("a number beyond exact arithmetic")
        null = np.array([value is None for value in found], np.uint8)
        shape = len(records), len(self.numbers)
        return values.reshape(shape), null.reshape(shape)

    def held(self, records: Sequence[Env]) -> Side:
        """The lists of the records, one after another, as the compiled loops read them."""
        if not self.lists:
            return NO_LISTS
        parts = [self._part(listed, record) for record in records for listed in self.lists]
        maps = len(self.lists[0].maps)
        counts = [len(numbers) for numbers, _, _ in parts]
        bits = [[value for _, by_map, _ in parts for value in by_map[k]] for k in range(maps)]
        return Side(
            len(self.lists),
            np.cumsum([0, *counts], dtype=np.int64),
            np.array([number for numbers, _, _ in parts for number in numbers], np.int32),
            np.array(bits, np.float64).reshape(maps, sum(counts)),
            np.array([null for _, _, null in parts], np.uint8),
        )

    def _part(self, listed: Listed, record: Env) -> Part:
        """Each element once; -1 for one that the other side does not hold, or that stood in the list before."""
        held = listed.of(record)
        elements = [] if held is None else [held] if listed.alone else held
        numbers = [self.elements.get(element, -1) for element in elements]
        if len(set(numbers)) < len(numbers):
            numbers = [-1 if number in numbers[:n] else number for n, number in enumerate(numbers)]
        return numbers, [_bits(of(record) if of else None, elements) for of in listed.maps], held is None


def _bits(bits: Mapping[str, float] | None, elements: Sequence[str]) -> list[float]:
    return [bits.get(element) or 0.0 for element in elements] if bits else [0.0] * len(elements)


def given_by(
    con: duckdb.DuckDBPyConnection,
    formula: Formula,
    side: str,
    columns: Reckoner,
    lists: Sequence[Column],
    elements: Sequence[str],
) -> Given:
    """What a record of a side gives to a formula with these lists; NotReckoned where SQL is left to DuckDB."""
    read = Reckoner({f"{name}_{side}": column for name, column in columns.columns.items()})
    for name, sql in formula.read(side):
        if name not in read.columns:
            read.derived(name, sql, key=f"{formula.name} {name}")
    maps = dict.fromkeys(bits for column in lists for bits in column.maps)
    return Given(
        tuple(read.value(f'"{name}_{side}"').of for name in formula.needs),
        tuple(_number(con, origin, read, side) for origin in formula.origins[side == "r"]),
        tuple(_listed(column, maps, read) for column in lists),
        {element: n for n, element in enumerate(elements)},
    )


def _number(con: duckdb.DuckDBPyConnection, origin: Origin, read: Reckoner, side: str) -> Number:
    """What a record gives to one input column of the program."""
    values = [read.value(sql).of for sql in origin.sql]
    if origin.codes is not None:
        rows = con.execute(f"SELECT {', '.join(origin.sql)} FROM {TABLES[side]} ORDER BY i").fetchall()
        return _code_of(values, {rows[example]: float(code) for code, example in enumerate(origin.codes.examples)})
    if origin.among:
        words = con.execute(f"SELECT v FROM ({origin.among}) ORDER BY n").fetchall()
        return _place_of(values[0], [word for (word,) in words])
    return values[0]


def _code_of(values: Sequence[Of], codes: Mapping[tuple[object, ...], float]) -> Number:
    def code(record: Env) -> float:
        found = codes.get(tuple(of(record) for of in values))
        if found is None:
            raise ValueError("values that no record of the run has")
        return found

    return code


def _place_of(value: Of, words: Sequence[str]) -> Number:
    """The place of a word, from 1; of one that is not among them, half a place before the next one."""

    def place(record: Env) -> float | None:
        word = value(record)
        if word is None:
            return None
        at = bisect_left(words, word)
        return at + 1.0 if at < len(words) and words[at] == word else at + 0.5

    return place


def _listed(column: Column, maps: Mapping[str, None], read: Reckoner) -> Listed:
    """A list with the maps of all lists of its side, those left out that it is not read with."""
    of = [read.value(f'"{bits}"').of if bits in column.maps else None for bits in maps]
    held = read.value(f'"{column.name}"')
    if held.kind.removesuffix("[]") not in ("VARCHAR", "NULL"):
        raise NotReckoned(f"a list of {held.kind}")
    return Listed(held.of, column.alone, tuple(of) or (None,))
