"""SQL over one record, worked out in Python: for one record DuckDB takes far longer to set out than to answer.

Only what is plain enough to mean the same to the last digit is taken; all else is refused (`NotReckoned`) and left
to DuckDB: types are followed, so that a decimal is never added up as if it were a double.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlglot import exp

from linkage.screen.reckoned import (
    add_days,
    ceil,
    days_between,
    distinct,
    floor,
    from_entries,
    greatest,
    joined,
    least,
    nullif,
    overlap,
    split_part,
    strict,
    whole,
    within,
)
from linkage.screen.sql import expand, parse, text

Env = dict[str, Any]
"""The columns of one record, by name; a column that is worked out is kept here."""

Of = Callable[[Env], Any]


class NotReckoned(Exception):
    """This SQL is left to DuckDB, for every record."""


@dataclass(frozen=True)
class Reckoned:
    """An expression: its DuckDB type (every whole number is an INTEGER, an entry of a map an ENTRY), and its value."""

    kind: str
    of: Of


_NUMBERS = ("INTEGER", "DOUBLE", "DECIMAL")
_NULL = "NULL"
_INTEGERS = {"TINYINT", "SMALLINT", "BIGINT", "INT", "UTINYINT", "UINTEGER"}


def kind_of(sql_type: str) -> str:
    """The kind of a DuckDB type."""
    return "INTEGER" if sql_type in _INTEGERS else sql_type


@dataclass
class Reckoner:
    """Knows the columns of a record, typed ones and those that are worked out of others."""

    columns: dict[str, Reckoned] = field(default_factory=dict)

    def typed(self, name: str, sql_type: str) -> None:
        """A column that every record brings with it."""
        self.columns[name] = Reckoned(kind_of(sql_type), operator.itemgetter(name))

    def given(self, name: str, sql_type: str, of: Of) -> None:
        """A column that is worked out by other means than SQL."""
        self.columns[name] = Reckoned(kind_of(sql_type), _once(name, of))

    def derived(self, name: str, sql: str, sql_type: str = "", key: str = "") -> None:
        """A column that SQL gives, kept under `key`; what cannot be worked out is no column, nor is what reads it."""
        try:
            value = self.value(sql)
            value = _cast(value, kind_of(sql_type)) if sql_type else value
        except NotReckoned:
            return
        self.columns[name] = Reckoned(value.kind, _once(key or name, value.of))

    def value(self, sql: str) -> Reckoned:
        """The value of an expression over the columns; NotReckoned where it is left to DuckDB."""
        return self.node(expand(parse(sql)), {})

    def node(self, node: exp.Expression, names: Mapping[str, str]) -> Reckoned:
        """The value of a part of a tree, within lambdas over variables of these kinds."""
        rule = _RULES.get(type(node))
        if rule is None:
            raise NotReckoned(f"{type(node).__name__} in {text(node)[:80]}")
        return rule(self, node, names)


def _once(name: str, of: Of) -> Of:
    def column(env: Env) -> Any:
        if name not in env:
            env[name] = of(env)
        return env[name]

    return column


Names = Mapping[str, str]
Rule = Callable[[Reckoner, exp.Expression, Names], Reckoned]


def _need(condition: bool, what: str) -> None:
    if not condition:
        raise NotReckoned(what)


def _all(r: Reckoner, nodes: list[exp.Expression], names: Names) -> list[Reckoned]:
    return [r.node(node, names) for node in nodes]


def _wider(kinds: list[str]) -> str:
    """The kind of one of several values."""
    found = set(kinds) - {_NULL}
    if len(found) > 1 and found <= set(_NUMBERS):
        return "DOUBLE" if "DOUBLE" in found else "DECIMAL"
    if len(found) > 1:
        found.discard("NULL[]")
    _need(len(found) <= 1, f"{sorted(found)} together")
    return found.pop() if found else _NULL


def _call(kind: str, function: Callable[..., Any], values: list[Reckoned]) -> Reckoned:
    """A function of values; of one and of two without a loop, for these are nearly all."""
    if len(values) == 1:
        of = values[0].of
        return Reckoned(kind, lambda env: function(of(env)))
    if len(values) == 2:
        a, b = values[0].of, values[1].of
        return Reckoned(kind, lambda env: function(a(env), b(env)))
    every = [value.of for value in values]
    return Reckoned(kind, lambda env: function(*[of(env) for of in every]))


def _literal(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    said = str(node.this)
    if node.args.get("is_string"):
        return Reckoned("VARCHAR", lambda env: said)
    if said.isdigit():
        number = int(said)
        return Reckoned("INTEGER", lambda env: number)
    double = float(said)
    return Reckoned("DOUBLE" if "e" in said.lower() else "DECIMAL", lambda env: double)


def _constant(kind: str, value: Any) -> Rule:
    return lambda r, node, names: Reckoned(kind, lambda env: value)


def _boolean(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    said = bool(node.this)
    return Reckoned("BOOLEAN", lambda env: said)


def _variable(name: str) -> str:
    """Under which key the value of a lambda's variable stands."""
    return f"lambda {name}"


def _column(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    if isinstance(node, exp.Column) and node.table:
        return _entry(node.table, node.name, names)
    if node.name in names:
        return Reckoned(names[node.name], operator.itemgetter(_variable(node.name)))
    _need(node.name in r.columns, f"column {node.name}")
    return r.columns[node.name]


def _dot(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    return _entry(node.this.name, node.expression.name, names)


def _entry(variable: str, part: str, names: Names) -> Reckoned:
    """The key or the value of an entry."""
    _need(names.get(variable) == "ENTRY" and part in ("key", "value"), f"{variable}.{part}")
    key, place = _variable(variable), part == "value"
    return Reckoned("DOUBLE" if place else "VARCHAR", lambda env: env[key][place])


def _paren(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    return r.node(node.this, names)


def _arithmetic(function: Callable[[Any, Any], Any]) -> Rule:
    def rule(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
        values = _all(r, [node.this, node.expression], names)
        kinds = [value.kind for value in values]
        if kinds[0] == "DATE":
            return _of_dates(function, kinds[1], values)
        _need(set(kinds) <= set(_NUMBERS) and (kinds == ["INTEGER"] * 2 or "DOUBLE" in kinds), f"arithmetic of {kinds}")
        return _call(_wider(kinds), strict(function), values)

    return rule


def _of_dates(function: Callable[[Any, Any], Any], other: str, values: list[Reckoned]) -> Reckoned:
    if function is operator.sub and other == "DATE":
        return _call("INTEGER", strict(days_between), values)
    _need(function in (operator.add, operator.sub) and other == "INTEGER", f"a date and {other}")
    sign = 1 if function is operator.add else -1
    return _call("DATE", strict(lambda day, days: add_days(day, sign * days)), values)


def _divided(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    """DuckDB divides as DOUBLE."""
    values = _all(r, [node.this, node.expression], names)
    _need({value.kind for value in values} <= set(_NUMBERS), "a division of something else than numbers")
    return _call("DOUBLE", strict(operator.truediv), values)


def _bits(function: Callable[[int, int], int]) -> Rule:
    def rule(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
        values = _all(r, [node.this, node.expression], names)
        _need(all(value.kind == "INTEGER" for value in values), "bits of something else than whole numbers")
        return _call("INTEGER", strict(function), values)

    return rule


def _number(function: Callable[[Any], Any], kinds: tuple[str, ...]) -> Rule:
    def rule(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
        value = r.node(node.this, names)
        _need(value.kind in kinds, f"{type(node).__name__} of {value.kind}")
        return _call(value.kind, strict(function), [value])

    return rule


def _compared(function: Callable[[Any, Any], bool]) -> Rule:
    def rule(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
        values = _all(r, [node.this, node.expression], names)
        _wider([value.kind for value in values])
        return _call("BOOLEAN", strict(function), values)

    return rule


def _and(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    return _logic(r, node, names, False)


def _or(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    return _logic(r, node, names, True)


def _logic(r: Reckoner, node: exp.Expression, names: Names, decides: bool) -> Reckoned:
    """AND is decided by a false operand, OR by a true one; else a NULL makes it NULL."""
    a, b = (_truth(value).of for value in _all(r, [node.this, node.expression], names))

    def of(env: Env) -> bool | None:
        first: bool | None = a(env)
        if first is decides:
            return decides
        second: bool | None = b(env)
        if second is decides:
            return decides
        return None if first is None or second is None else not decides

    return Reckoned("BOOLEAN", of)


def _truth(value: Reckoned) -> Reckoned:
    _need(value.kind in ("BOOLEAN", _NULL), f"{value.kind} where a truth is expected")
    return value


def _not(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    return _call("BOOLEAN", strict(operator.not_), [_truth(r.node(node.this, names))])


def _is(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    _need(isinstance(node.expression, exp.Null), "IS something")
    return _call("BOOLEAN", lambda value: value is None, [r.node(node.this, names)])


def _in(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    _need(bool(node.expressions) and node.args.get("query") is None, "IN a query")
    values = _all(r, [node.this, *node.expressions], names)
    _wider([value.kind for value in values])
    return _call("BOOLEAN", within, values)


def _chosen(function: Callable[..., Any]) -> Rule:
    def rule(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
        more = node.expressions or ([node.expression] if node.args.get("expression") else [])
        values = _all(r, [node.this, *more], names)
        return _call(_wider([value.kind for value in values]), function, values)

    return rule


def _coalesce(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    values = _all(r, [node.this, *node.expressions], names)
    every = [value.of for value in values]

    def of(env: Env) -> Any:
        for each in every:
            value = each(env)
            if value is not None:
                return value
        return None

    return Reckoned(_wider([value.kind for value in values]), of)


def _case(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    conditions = [_rung(r, node, rung, names).of for rung in node.args["ifs"]]
    results = _all(r, [rung.args["true"] for rung in node.args["ifs"]], names)
    default = r.node(node.args.get("default") or exp.Null(), names)
    rungs, otherwise = [*zip(conditions, [result.of for result in results], strict=True)], default.of

    def of(env: Env) -> Any:
        for condition, result in rungs:
            if condition(env) is True:
                return result(env)
        return otherwise(env)

    return Reckoned(_wider([*(result.kind for result in results), default.kind]), of)


def _rung(r: Reckoner, case: exp.Expression, rung: exp.Expression, names: Names) -> Reckoned:
    return r.node(exp.EQ(this=case.this.copy(), expression=rung.this.copy()) if case.this else rung.this, names)


def _casted(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    sql_type = node.args["to"].sql(dialect="duckdb").replace("TEXT", "VARCHAR")
    return _cast(r.node(node.this, names), kind_of(sql_type))


_CASTS: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("INTEGER", "DOUBLE"): float, ("BOOLEAN", "DOUBLE"): float, ("DOUBLE", "INTEGER"): whole,
    ("VARCHAR", "DATE"): date.fromisoformat, ("DATE", "VARCHAR"): date.isoformat,
}  # fmt: skip


def _cast(value: Reckoned, kind: str) -> Reckoned:
    if value.kind in (kind, _NULL) or (value.kind == "NULL[]" and kind.endswith("[]")):
        return Reckoned(kind, value.of)
    if kind == "DOUBLE" and value.kind == "DECIMAL":
        return Reckoned(kind, value.of)
    function = _CASTS.get((value.kind, kind))
    if function is None:
        raise NotReckoned(f"{value.kind} as {kind}")
    return _call(kind, strict(function), [value])


def _array(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    values = _all(r, node.expressions, names)
    return _call(f"{_wider([value.kind for value in values])}[]", lambda *elements: [*elements], values)


def _bracket(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    """The value of a key, or the element of a place that is written out (from 0: the parser counts so)."""
    value, place = r.node(node.this, names), node.expressions[0]
    if value.kind == "MAP(VARCHAR, DOUBLE)":
        return _call("DOUBLE", strict(lambda held, key: held.get(key)), [value, r.node(place, names)])
    if isinstance(place, exp.Slice):
        _need(value.kind.endswith("[]") and text(place) == "1:0", f"a slice of {value.kind}")
        return _call(value.kind, strict(lambda held: []), [value])
    _need(value.kind.endswith("[]") and isinstance(place, exp.Literal), f"an element of {value.kind}")
    at = int(place.this)
    return _call(value.kind[:-2], strict(lambda held: held[at] if at < len(held) else None), [value])


def _over_list(transforms: bool) -> Rule:
    """What a lambda gives for each element, or the elements for which it is true."""

    def rule(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
        held, each = r.node(node.this, names), node.expression
        _need(held.kind.endswith("[]") and len(each.expressions) == 1, "a lambda over something else than a list")
        name = each.expressions[0].name
        body = r.node(each.this, {**names, name: held.kind[:-2]})
        key, elements, of = _variable(name), held.of, body.of

        def one(env: Env, element: Any) -> Any:
            env[key] = element
            return of(env)

        def over(env: Env) -> list[Any] | None:
            known = elements(env)
            if known is None:
                return None
            return [one(env, e) for e in known] if transforms else [e for e in known if one(env, e) is True]

        return Reckoned(f"{body.kind}[]" if transforms else held.kind, over)

    return rule


def _struct(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    parts = {part.name: part.expression for part in node.expressions}
    _need(list(parts) == ["key", "value"], "a struct that is no entry")
    values = _all(r, list(parts.values()), names)
    _need([value.kind for value in values] == ["VARCHAR", "DOUBLE"], "an entry of other kinds")
    return _call("ENTRY", lambda key, value: (key, value), values)


def _sorted(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    """Only together: what is distinct stands in no order."""
    _need(isinstance(node.this, exp.ArrayDistinct), "what is sorted is not distinct")
    value = r.node(node.this.this, names)
    _need(value.kind == "VARCHAR[]", f"sorting {value.kind}")
    return _call(value.kind, strict(distinct), [value])


_ALSO = {"VARCHAR[]": ("NULL[]",)}
"""Kinds that are taken for others: an empty list that is written out."""


def _function(given: tuple[str, ...], kind: str, function: Callable[..., Any]) -> Rule:
    """A function of values of these kinds, of any number of the last one."""

    def rule(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
        own = [node.this] if isinstance(node.this, exp.Expression) else []
        more = [node.args[k] for k in ("expression", "delimiter", "part_index") if node.args.get(k)]
        values = _all(r, [*own, *more, *node.expressions], names)
        wanted = [*given, *[given[-1]] * (len(values) - len(given))]
        fits = [value.kind in (_NULL, *_ALSO.get(kind, ()), kind) for value, kind in zip(values, wanted, strict=True)]
        known = any(value.kind != _NULL for value in values)
        _need(known and all(fits), f"{text(node)[:80]} of {[value.kind for value in values]}")
        return _call(kind, function, values)

    return rule


def _anonymous(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    _need(str(node.this).lower() == "map_entries", str(node.this))
    return _function(("MAP(VARCHAR, DOUBLE)",), "ENTRY[]", strict(lambda held: [*held.items()]))(r, node, names)


def _days(r: Reckoner, node: exp.Expression, names: Names) -> Reckoned:
    _need(str(node.args["unit"].name).upper() == "DAY", "a difference in other units than days")
    values = _all(r, [node.this, node.expression], names)
    _need([value.kind for value in values] == ["DATE"] * 2, "days between something else than dates")
    return _call("INTEGER", strict(days_between), values)


_LISTS, _MAP = ("VARCHAR[]",), ("MAP(VARCHAR, DOUBLE)",)

_RULES: dict[type[exp.Expression], Rule] = {
    exp.Literal: _literal, exp.Null: _constant(_NULL, None), exp.Boolean: _boolean, exp.Paren: _paren,
    exp.Column: _column, exp.Identifier: _column, exp.Dot: _dot,
    exp.Add: _arithmetic(operator.add), exp.Sub: _arithmetic(operator.sub), exp.Mul: _arithmetic(operator.mul),
    exp.Div: _divided, exp.BitwiseOr: _bits(operator.or_), exp.BitwiseAnd: _bits(operator.and_),
    exp.Neg: _number(operator.neg, _NUMBERS), exp.Abs: _number(abs, _NUMBERS),
    exp.Sqrt: _number(math.sqrt, ("DOUBLE",)), exp.Ceil: _number(ceil, ("DOUBLE",)),
    exp.Floor: _number(floor, ("DOUBLE",)),
    exp.LT: _compared(operator.lt), exp.LTE: _compared(operator.le), exp.GT: _compared(operator.gt),
    exp.GTE: _compared(operator.ge), exp.EQ: _compared(operator.eq), exp.NEQ: _compared(operator.ne),
    exp.And: _and, exp.Or: _or, exp.Not: _not, exp.Is: _is, exp.In: _in, exp.Case: _case, exp.Coalesce: _coalesce,
    exp.Greatest: _chosen(greatest), exp.Least: _chosen(least), exp.Nullif: _chosen(nullif), exp.Cast: _casted,
    exp.Array: _array, exp.Bracket: _bracket, exp.ArrayFilter: _over_list(False), exp.Transform: _over_list(True),
    exp.Struct: _struct, exp.ArraySort: _sorted, exp.DateDiff: _days, exp.Anonymous: _anonymous,
    exp.ArrayConcat: _function(_LISTS, "VARCHAR[]", joined),
    exp.ArrayContains: _function(("VARCHAR[]", "VARCHAR"), "BOOLEAN", strict(lambda held, one: one in held)),
    exp.ArrayOverlaps: _function(_LISTS, "BOOLEAN", strict(overlap)),
    exp.Length: _function(_LISTS, "INTEGER", strict(len)),
    exp.MapKeys: _function(_MAP, "VARCHAR[]", strict(lambda held: [*held])),
    exp.MapFromEntries: _function(("ENTRY[]",), "MAP(VARCHAR, DOUBLE)", strict(from_entries)),
    exp.DPipe: _function(("VARCHAR",), "VARCHAR", strict(operator.add)),
    exp.Contains: _function(("VARCHAR",), "BOOLEAN", strict(operator.contains)),
    exp.Left: _function(("VARCHAR", "INTEGER"), "VARCHAR", strict(lambda said, n: said[:n])),
    exp.SplitPart: _function(("VARCHAR", "VARCHAR", "INTEGER"), "VARCHAR", strict(split_part)),
}  # fmt: skip
"""How each part of a tree is worked out."""
