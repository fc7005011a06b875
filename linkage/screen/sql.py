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

_COLUMN = re.compile(r"'(?:[^']|'')*'|\b(?P<name>\w+)_(?P<side>[lr])\b(?!\s*\()")
"""A text in quotes, or a column; what stands before a bracket is a function."""

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


def columns_in(sql: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same of an expression that is still text: to parse it takes a second for all evidence."""
    names = {(match["name"], match["side"]) for match in _COLUMN.finditer(sql) if match["name"]}
    left, right = (tuple(sorted(name for name, side in names if side == of)) for of in "lr")
    return left, right


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


Named = tuple[tuple[str, str], ...]
"""Columns to be worked out: (name, SQL that gives it)."""


def calls_apart(sql: str, macros: Iterable[str]) -> tuple[str, Named, Named]:
    """The SQL over columns that hold what its calls of these macros give; what those columns read; and they themselves.

    A macro that works something out once, as `list_transform([{...}], lambda c: ...)[1]`, has the fields of that
    struct as columns which it reads: of plain columns DuckDB makes short work.
    """
    known = dict(_macro(f"MACRO {macro}") for macro in macros)
    fields: list[tuple[str, str]] = []
    calls: dict[str, tuple[str, str]] = {}

    def named(node: exp.Expression) -> exp.Expression:
        if not isinstance(node, exp.Anonymous) or str(node.this).lower() not in known:
            return node
        if text(node) not in calls:
            name = f"_call_{len(calls)}"
            body, read = _struct_apart(_filled(node, known[str(node.this).lower()]), name)
            fields.extend(read)
            calls[text(node)] = (name, text(body))
        return exp.column(calls[text(node)][0])

    return text(parse(sql).transform(named)), tuple(fields), tuple(calls.values())


Macro = tuple[tuple[str, ...], exp.Expression]


def _macro(sql: str) -> tuple[str, Macro]:
    """The name, parameters and body of a macro's definition."""
    match = _MACRO.search(sql)
    if match is None:
        raise ValueError("a macro is written name(parameters) AS expression")
    return match[1].lower(), (tuple(p.strip() for p in match[2].split(",") if p.strip()), parse(match[3]))


def _filled(call: exp.Expression, macro: Macro) -> exp.Expression:
    """The body of a macro over what the call gives."""
    given = dict(zip(macro[0], call.expressions, strict=True))

    def fill(node: exp.Expression) -> exp.Expression:
        return given[node.name].copy() if isinstance(node, exp.Column) and node.name in given else node

    return macro[1].transform(fill)


def _struct_apart(body: exp.Expression, name: str) -> tuple[exp.Expression, list[tuple[str, str]]]:
    """The body over the fields of its list of one struct, as columns; and these. A body without one stays as it is."""
    for node in body.find_all(exp.Bracket):
        once = node.this
        if isinstance(once, exp.Transform) and isinstance(once.expression, exp.Lambda):
            fields = {f.name: text(f.expression) for f in once.this.expressions[0].expressions}
            variable = once.expression.expressions[0].name

            def column(inner: exp.Expression, variable: str = variable) -> exp.Expression:
                if isinstance(inner, exp.Dot) and inner.this.name == variable:
                    return exp.column(f"{name}_{inner.expression.name}")
                return inner

            node.replace(exp.Paren(this=once.expression.this.transform(column)))
            return body, [(f"{name}_{field}", sql) for field, sql in fields.items()]
    return body, []


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
