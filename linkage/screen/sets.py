"""What two lists share, as words taken out of an evidence's SQL.

Only the workshop's words for it (`shared_count` and its kin), and whether a value is in a list, are taken out: compiled
loops tell them for millions of pairs, where DuckDB's list functions take microseconds each. All else stays SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from linkage.screen.rewrite import looked_up
from linkage.screen.sql import calls_apart, parse, text

COUNT, BITS, BEST, ANY = range(4)
_WORDS = {"shared_count": COUNT, "shared_bits": BITS, "shared_best": BEST, "shared_any": ANY}


@dataclass(frozen=True)
class Word:
    """One of the workshop's words over two columns, one of each side; the first gives the order and the `bits`.

    `alone`: the first column is no list but a value, which counts as a list of one.
    """

    kind: int
    first: str
    second: str
    bits: str = ""
    alone: bool = False

    @property
    def lists(self) -> tuple[str, str]:
        """The missing side's column and the remains' one."""
        return (self.first, self.second) if self.first.endswith("_l") else (self.second, self.first)


@dataclass(frozen=True)
class Told:
    """SQL over columns: some stand for `words`, some for the SQL that `named` gives, over the same columns.

    Words over the same two lists are beside each other.
    """

    sql: str
    words: Mapping[str, Word]
    named: Mapping[str, str]


def tell_apart(sql: str, macros: Sequence[str]) -> Told:
    """The SQL with what its words and its macros come to as columns."""
    words: dict[str, tuple[str, Word]] = {}

    def lifted(sql: str) -> str:
        return text(parse(sql).transform(named, copy=False))

    def named(node: exp.Expression) -> exp.Expression:
        word = _word(looked_up(node))
        if word is None:
            return node
        return exp.column(words.setdefault(text(node), (f"_set_{len(words)}", word))[0])

    sql, fields, calls = calls_apart(sql, macros)
    sql, *parts = (lifted(part) for part in (sql, *(part for _, part in (*fields, *calls))))
    names = [name for name, _ in (*fields, *calls)]
    return Told(sql, dict(sorted(words.values(), key=lambda word: word[1].lists)), dict(zip(names, parts, strict=True)))


def _word(node: exp.Expression) -> Word | None:
    """The word that a node is, if it is one over a column of each side, with bits of the first's side."""
    if isinstance(node, exp.ArrayContains):
        given, kind = [node.expression, node.this], ANY
    elif isinstance(node, exp.Anonymous) and str(node.this).lower() in _WORDS:
        given, kind = node.expressions, _WORDS[str(node.this).lower()]
    else:
        return None
    if not all(isinstance(column, exp.Column) for column in given):
        return None
    first, second, *bits = (column.name for column in given)
    if first[-2:] == second[-2:] or any(column[-2:] != first[-2:] for column in bits):
        return None
    return Word(kind, first, second, bits[0] if bits else "", isinstance(node, exp.ArrayContains))
