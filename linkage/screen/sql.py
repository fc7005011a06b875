"""Reading the SQL of an evidence: its level as one CASE, the columns it uses, its macros written out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import cast

from sqlglot import exp, parse_one

from linkage.evidence import Evidence
from linkage.workshop import MACROS

UNKNOWN_LEVEL = 255
"""The number that stands for "cannot be compared"; levels are numbered from 0 in their own order."""

_MACRO = re.compile(r"MACRO\s+(\w+)\s*\(([^)]*)\)\s+AS\s+(.*)", re.DOTALL | re.IGNORECASE)


def level_case(evidence: Evidence, levels: Iterable[int] | None = None) -> str:
    """SQL that gives the number of the first of `levels` (of all) that holds, or UNKNOWN_LEVEL."""
    last = len(evidence.levels) - 1
    rungs = [f"WHEN {evidence.unknown_when()} THEN {UNKNOWN_LEVEL}"] if evidence.unknown_when() else []
    asked = range(last) if levels is None else (n for n in levels if n < last)
    rungs += [f"WHEN {evidence.levels[n].when} THEN {n}" for n in asked]
    return f"CASE {' '.join(rungs)} ELSE {last} END" if rungs else str(last)


def parse(sql: str) -> exp.Expression:
    """The tree of an SQL expression."""
    return cast(exp.Expression, parse_one(sql, dialect="duckdb"))


def text(tree: exp.Expression) -> str:
    """The tree as SQL again."""
    return tree.sql(dialect="duckdb")


def columns(tree: exp.Expression) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of the missing side and of the remains side that an expression uses, without suffix."""
    names = sorted({column.name for column in tree.find_all(exp.Column)})
    return tuple(n[:-2] for n in names if n.endswith("_l")), tuple(n[:-2] for n in names if n.endswith("_r"))


@cache
def _macros() -> Mapping[str, tuple[tuple[str, ...], exp.Expression]]:
    """The workshop's macros whose body is plain arithmetic: name to (parameters, body)."""
    found = {}
    for sql in MACROS:
        match = _MACRO.search(sql)
        if match is None or "lambda" in match[3] or match[3].lstrip().upper().startswith("TABLE"):
            continue
        parameters = tuple(p.strip() for p in match[2].split(",") if p.strip())
        found[match[1].lower()] = (parameters, parse(match[3]))
    return found


def expand(tree: exp.Expression) -> exp.Expression:
    """The same expression with the workshop's arithmetic macros written out."""
    return tree.transform(_expand_call)


def _expand_call(node: exp.Expression) -> exp.Expression:
    if not isinstance(node, exp.Anonymous) or str(node.this).lower() not in _macros():
        return node
    parameters, body = _macros()[str(node.this).lower()]
    given = dict(zip(parameters, node.expressions, strict=True))

    def fill(inner: exp.Expression) -> exp.Expression:
        if isinstance(inner, exp.Column) and inner.name in given:
            return exp.Paren(this=expand(given[inner.name].copy()))
        return inner

    return exp.Paren(this=body.copy().transform(fill))
