"""Records that are much alike to a program, taken together, so that ranges of its inputs are narrow."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from linkage.screen.codes import Codes, Ints
from linkage.screen.intervals import Array, Range
from linkage.screen.program import Column

FEW = 12
"""A column with so few values is told apart first: it mostly chooses between ways of weighing."""


def clusters(columns: Sequence[Column], records: int, most: int) -> Codes:
    """At most `most` clusters of the records of one side, by what the program reads of them."""
    if not columns or not records:
        return Codes(np.zeros(records, np.int32), np.zeros(min(records, 1), np.int32))
    read = [np.where(c.nulls != 0, 0.0, c.values) for c in columns] + [c.nulls.astype(np.float64) for c in columns]
    distinct, of_record = np.unique(np.stack(read, axis=1), axis=0, return_inverse=True)
    cluster = _split(_scaled(distinct), most)[of_record.reshape(-1)]
    return Codes(cluster, np.unique(cluster, return_index=True)[1].astype(np.int32))


def ranges_of(columns: Sequence[Column], codes: Codes) -> tuple[Range, ...]:
    """The range of every column in each cluster."""
    return tuple(_range(column, codes) for column in columns)


def _range(column: Column, codes: Codes) -> Range:
    known = column.nulls == 0
    low, high = np.full(codes.size, np.inf), np.full(codes.size, -np.inf)
    np.minimum.at(low, codes.of_record[known], column.values[known])
    np.maximum.at(high, codes.of_record[known], column.values[known])
    null = np.bincount(codes.of_record[~known], minlength=codes.size) > 0
    some = low <= high
    return Range(np.where(some, low, 0.0), np.where(some, high, 0.0), null, some)


def _scaled(distinct: Array) -> Array:
    """Every column by the rank of its values, from 0 to 1; columns of few values far wider."""
    scaled = np.zeros(distinct.shape, np.float32)
    for k, column in enumerate(distinct.T):
        values, rank = np.unique(column, return_inverse=True)
        if len(values) > 1:
            scaled[:, k] = rank.reshape(-1) / (len(values) - 1) * (FEW * len(values) if len(values) <= FEW else 1.0)
    return scaled


def _split(points: Array, most: int) -> Ints:
    """The cluster of each point: the widest is cut in two at the middle of its widest column."""
    cluster = np.zeros(len(points), np.int32)
    heap = [_wide(points, np.arange(len(points)), 0)]
    number = 1
    while number < most and -heap[0][0] > 0:
        _, tie, column, members = heapq.heappop(heap)
        values = points[members, column]
        upper = values > (values.min() + values.max()) / 2
        cluster[members[upper]] = number
        heapq.heappush(heap, _wide(points, members[~upper], tie))
        heapq.heappush(heap, _wide(points, members[upper], number))
        number += 1
    return cluster


def _wide(points: Array, members: Array, number: int) -> tuple[float, int, int, Array]:
    """A cluster as the heap orders it: how wide it is, weighed by how many points it has."""
    widths = points[members].max(axis=0) - points[members].min(axis=0)
    column = int(widths.argmax())
    return -float(widths[column]) * len(members) ** 0.25, number, column, members
