"""Lists, and the words over them, as plain arrays for compiled loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from linkage.screen.codes import Codes, Numbers
from linkage.screen.lists import Column, Lists
from linkage.screen.packed import Array, joined
from linkage.screen.sets import Word
from linkage.screen.table import LevelTable


class Side(NamedTuple):
    """The lists of one side, all those of a code beside each other: list x of code c begins at start[c * width + x]."""

    width: int
    start: Array
    element: Array  # each once in a list; -1 for none
    bits: Array  # [maps, elements] the bits of each by map
    null: Array  # [codes * width]


NO_LISTS = Side(0, np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros((1, 0)), np.zeros(0, np.uint8))


class Holders(NamedTuple):
    """By shared list and element: the missing codes that hold it."""

    start: Array
    start_at: Array  # of each shared list
    code: Array
    code_at: Array


class Base(NamedTuple):
    """The level of a pair that shares nothing, where a table tells it (`known`)."""

    known: bool
    level: Array
    width: int
    left: Array
    right: Array


class Bundle(NamedTuple):
    """What the loop reads. Words over the same two lists are a group: these are gone through once."""

    left: Side
    right: Side
    group: Array  # where the words of each group begin
    left_list: Array  # of each group
    right_list: Array
    kind: Array  # of each word
    map: Array  # of the first list's side
    from_left: Array  # whether the missing side's list is the first, which gives the order and the bits
    shared: Array  # the lists of the remains whose elements are looked for
    holders: Holders
    base: Base


def columns_of(words: Iterable[Word], shares: Sequence[str]) -> list[Column]:
    """The list columns of both sides that are read, each once, with the maps of their bits."""
    maps: dict[str, dict[str, None]] = {f"{s}_{side}": {} for s in shares for side in "lr"}
    alone = {word.first for word in words if word.alone}
    for word in words:
        maps.setdefault(word.second, {})
        maps.setdefault(word.first, {}).update({word.bits: None} if word.bits else {})
    return [Column(name, name in alone, tuple(own)) for name, own in maps.items()]


def bundle_of(
    asked: Sequence[Column], lists: Sequence[Lists], elements: int, words: Sequence[Word], shares: Sequence[str],
    base: LevelTable | None, codes: tuple[Codes, Codes],
) -> Bundle:  # fmt: skip
    """The lists and the words over them, for the compiled loop."""
    sides = [[n for n, column in enumerate(asked) if column.name.endswith(f"_{side}")] for side in "lr"]
    place = {asked[n].name: k for side in sides for k, n in enumerate(side)}
    maps = [{bits: k for k, bits in enumerate(_maps([asked[n] for n in side]))} for side in sides]
    groups = [word.lists for word in words]
    first_of = [n for n, lists_of in enumerate(groups) if n == 0 or lists_of != groups[n - 1]]
    left, right = (
        _side([lists[n] for n in side], own, at.size) for side, own, at in zip(sides, maps, codes, strict=True)
    )
    return Bundle(
        left=left,
        right=right,
        group=np.array([*first_of, len(words)], np.int64),
        left_list=np.array([place[groups[n][0]] for n in first_of], np.int64),
        right_list=np.array([place[groups[n][1]] for n in first_of], np.int64),
        kind=np.array([word.kind for word in words], np.int64),
        map=np.array([maps[word.first.endswith("_r")].get(word.bits, 0) for word in words], np.int64),
        from_left=np.array([word.first.endswith("_l") for word in words], np.uint8),
        shared=np.array([place[f"{s}_r"] for s in shares], np.int64),
        holders=_holders([lists[[c.name for c in asked].index(f"{s}_l")] for s in shares], elements),
        base=_base(base, codes),
    )


def _maps(columns: Sequence[Column]) -> list[str]:
    return list(dict.fromkeys(bits for column in columns for bits in column.maps))


def _side(lists: Sequence[Lists], maps: Mapping[str, int], codes: int) -> Side:
    """The lists of one side, code by code."""
    if not lists:
        return NO_LISTS
    code = np.concatenate([np.zeros(0, np.int64), *(np.repeat(np.arange(codes), np.diff(x.start)) for x in lists)])
    place = code * len(lists) + np.repeat(np.arange(len(lists)), [len(x.element) for x in lists])
    order = np.argsort(place, kind="stable")
    counts = np.bincount(place, minlength=codes * len(lists))
    element = np.concatenate([np.zeros(0, np.int32), *(_once(x) for x in lists)])
    bits = np.zeros((max(len(maps), 1), len(element)))
    for name, row in maps.items():
        bits[row] = np.concatenate([x.bits.get(name, np.zeros(len(x.element))) for x in lists])[order]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    null = np.stack([x.null for x in lists], axis=1).reshape(-1)
    return Side(len(lists), start, element[order], bits, null)


def _base(table: LevelTable | None, codes: tuple[Codes, Codes]) -> Base:
    if table is None:
        return Base(False, np.zeros(0, np.uint8), 0, np.zeros(0, np.int64), np.zeros(0, np.int64))
    left, right = (
        side.of_record[at.examples].astype(np.int64) for side, at in zip((table.left, table.right), codes, strict=True)
    )
    return Base(True, table.levels, table.left.size, left, right)


def _once(lists: Lists) -> Array:
    """The elements, those that a list repeats gone (-1): each counts once."""
    code = np.repeat(np.arange(len(lists.start) - 1), np.diff(lists.start))
    held = code * (int(lists.element.max(initial=0)) + 2) + lists.element + 1
    order = np.argsort(held, kind="stable")  # the first of those alike stays
    same = np.diff(held[order]) == 0
    element = lists.element.copy()
    element[order[1:][same]] = -1
    return element


def _holders(shared: Sequence[Lists], elements: int) -> Holders:
    held = [_held(lists, elements) for lists in shared]
    starts, codes = (
        joined("start", [start for start, _ in held], np.int64),
        joined("code", [c for _, c in held], np.int32),
    )
    return Holders(**starts, **codes)


def _held(lists: Lists, elements: int) -> tuple[Numbers, Array]:
    """For each element the codes that hold it: where they start, and they one after another."""
    code = np.repeat(np.arange(len(lists.start) - 1, dtype=np.int32), np.diff(lists.start))
    known = lists.element >= 0
    order = np.argsort(lists.element[known], kind="stable")
    counts = np.bincount(lists.element[known], minlength=elements)
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]), code[known][order]
