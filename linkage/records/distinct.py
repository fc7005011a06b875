"""The distinct texts of some columns, and which of them each row holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Distinct:
    """The distinct rows of some columns of texts, in order (blank last), and for each row which of them it is."""

    texts: pa.Table
    codes: Codes


def distinct(texts: pa.Table) -> Distinct:
    """The distinct rows of a table of texts; by the first column, then by the second, ..."""
    codes, first = np.zeros(len(texts), np.int64), np.zeros(min(len(texts), 1), np.int64)
    for column in texts.columns:
        own, size = _ranks(column.combine_chunks())
        _, first, codes = np.unique(codes * size + own, return_index=True, return_inverse=True)
    return Distinct(texts.take(first).combine_chunks(), codes.astype(np.int64))


def _ranks(texts: pa.StringArray) -> tuple[Codes, int]:
    """For each text its place in the order of the distinct ones, of a blank the last; how many places there are."""
    encoded = texts.dictionary_encode()
    size = len(encoded.dictionary)
    place = np.empty(size + 1, np.int64)
    place[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(size)
    place[size] = size
    return place[pc.fill_null(encoded.indices, size).to_numpy()], size + 1
