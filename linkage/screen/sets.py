"""What two lists share, told by compiled loops: for millions of pairs DuckDB's list functions take microseconds each.

Only the workshop's words for it (`shared_count` and its kin) over a list of either side are told here; all else stays
SQL, and reads their answers as columns. Elements are numbered, so that telling two apart is one comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from sqlglot import exp

from linkage.screen.codes import Bytes, Floats, Ints, Numbers
from linkage.screen.rewrite import looked_up
from linkage.screen.sql import Named, calls_apart, parse, text

COUNT, BITS, BEST, ANY = range(4)
_WORDS = {"shared_count": COUNT, "shared_bits": BITS, "shared_best": BEST, "shared_any": ANY}


@dataclass(frozen=True)
class Word:
    """One of the workshop's words over columns: what `name` stands for; `first` gives the order and the bits."""

    name: str
    kind: int
    first: str
    second: str
    bits: str


@dataclass(frozen=True)
class Lists:
    """The elements of code c of one side, each once and in order, are element[start[c]:start[c + 1]]; with bits."""

    start: Numbers
    element: Ints
    bits: Floats
    null: Bytes


ListsOf = dict[tuple[str, str], Lists]
"""Lists by (list column, column of its bits or "")."""


@dataclass(frozen=True)
class Told:
    """SQL over columns: `words` are told by loops, `fields` and then `calls` by SQL over them."""

    sql: str
    words: tuple[Word, ...]
    fields: Named
    calls: Named

    def over(self, source: str) -> str:
        """The source with the columns that `sql` reads, where the source has those of the words."""
        for layer in (self.fields, self.calls):
            source = f"(SELECT *{''.join(f', {sql} AS {name}' for name, sql in layer)} FROM {source})"
        return source


def untold(sql: str) -> Told:
    """The SQL as it is."""
    return Told(sql, (), (), ())


def tell_apart(sql: str, macros: Sequence[str]) -> Told:
    """The SQL with what its words and its macros come to as columns."""
    words: dict[str, Word] = {}

    def lifted(sql: str) -> str:
        return text(parse(sql).transform(named))

    def named(node: exp.Expression) -> exp.Expression:
        node = looked_up(node)
        word = _word(node, f"_set_{len(words)}")
        return node if word is None else exp.column(words.setdefault(text(node), word).name)

    sql, fields, calls = calls_apart(sql, macros)
    fields, calls = (tuple((name, lifted(part)) for name, part in layer) for layer in (fields, calls))
    return Told(lifted(sql), tuple(words.values()), fields, calls)


def _word(node: exp.Expression, name: str) -> Word | None:
    """The word that a node is, if it is one over a list of each side, with bits of the first's side."""
    kind = _WORDS.get(str(node.this).lower()) if isinstance(node, exp.Anonymous) else None
    if kind is None or not all(isinstance(given, exp.Column) for given in node.expressions):
        return None
    first, second, *bits = (column.name for column in node.expressions)
    if first[-2:] == second[-2:] or any(column[-2:] != first[-2:] for column in bits):
        return None
    return Word(name, kind, first, second, bits[0] if bits else "")


def number_elements(con: duckdb.DuckDBPyConnection, words: Sequence[Word], table: str) -> None:
    """Create `_screen_elements`: every element of the missing side's lists, which `table` holds, with a number."""
    lists = sorted({column for word in words for column in (word.first, word.second) if column.endswith("_l")})
    every = " UNION ALL ".join(f'SELECT unnest("{column}") AS e FROM {table}' for column in lists)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _screen_elements AS SELECT e, row_number() OVER () AS n "
        f"FROM (SELECT DISTINCT e FROM ({every})) WHERE e IS NOT NULL"
    )


def read_lists(con: duckdb.DuckDBPyConnection, words: Sequence[Word], side: str, codes: tuple[int, int]) -> ListsOf:
    """Those of one side that the words read, for the codes from codes[0] up to codes[1]."""
    asked = {(w.first, w.bits) for w in words if w.first.endswith(side)}
    asked |= {(w.second, "") for w in words if w.second.endswith(side)}
    return {key: _lists(con, side, *key, codes) for key in sorted(asked)}


def _lists(con: duckdb.DuckDBPyConnection, side: str, column: str, bits: str, codes: tuple[int, int]) -> Lists:
    once = f'list_filter("{column}", lambda e, place: list_position("{column}", e) = place)'
    weighed = f'list_transform(listed, lambda e: coalesce("{bits}"[e], 0.0))' if bits else "listed"
    rows = con.execute(
        f"""WITH spread AS (SELECT code, unnest(listed) AS e, unnest({weighed}) AS bits,
            unnest(range(len(listed))) AS place
            FROM (SELECT *, code_{side} AS code, {once} AS listed FROM _screen_d{side}))
        SELECT code, coalesce(n, -1)::INTEGER AS n, {"bits::DOUBLE" if bits else "0.0"} AS bits
        FROM spread LEFT JOIN _screen_elements USING (e) ORDER BY code, place"""
    ).fetchnumpy()
    counts = np.bincount(np.asarray(rows["code"], np.int64) - codes[0], minlength=codes[1] - codes[0])
    null = con.execute(f'SELECT "{column}" IS NULL AS null FROM _screen_d{side} ORDER BY code_{side}').fetchnumpy()
    return Lists(
        np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        np.asarray(rows["n"], np.int32), np.asarray(rows["bits"], np.float64), np.asarray(null["null"], np.uint8),
    )  # fmt: skip


def told(words: Sequence[Word], left: ListsOf, right: ListsOf, a: Ints, b: Ints) -> dict[str, Any]:
    """By name of the word: its value for every pair (left a[k], right b[k] of those read), as Arrow would hold it."""
    import pyarrow as pa

    from linkage.screen.sets_numba import tell

    found: dict[str, Any] = {}
    for word in words:
        from_left = word.first.endswith("_l")
        mine, theirs = (left, right) if from_left else (right, left)
        first, second = mine[word.first, word.bits], theirs[word.second, ""]
        here, there = (a, b) if from_left else (b, a)
        values = np.zeros(len(a))
        tell(word.kind, first.start, first.element, first.bits, second.start, second.element, here, there, values)
        if word.kind in (BITS, BEST):
            found[word.name] = pa.array(values)
        else:
            null = (first.null[here] | second.null[there]) != 0
            found[word.name] = pa.array(values.astype(np.int64 if word.kind == COUNT else np.bool_), mask=null)
    return found
