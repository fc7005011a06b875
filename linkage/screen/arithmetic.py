"""Class (b): from the SQL of a condition to a program of simple steps.

Whatever depends on one side only is left to DuckDB, once a record: it may be any SQL. A part that
needs both sides and is not plain arithmetic becomes a small table over its distinct values. If
that is not affordable either, or a type is met whose arithmetic is not that of float64, the
evidence is refused here (`NotArithmetic`) and falls to the class with a constant bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce

import duckdb
import numpy as np
from sqlglot import exp

from linkage.screen.codes import TABLES, Codes, code_values
from linkage.screen.limits import Limits
from linkage.screen.program import Column, Op, PartTable, Program, Writer
from linkage.screen.rewrite import Parts
from linkage.screen.sets import ANY, BEST, BITS, COUNT, Told
from linkage.screen.sql import columns, expand, parse, text
from linkage.screen.table import cells


class NotArithmetic(Exception):
    """This SQL cannot be written as a program."""


@dataclass(frozen=True)
class Value:
    """The number of a step's value, and its type: int, double, decimal, exact, bool, date, text or null.

    "exact" is a decimal that float64 holds to the last digit, as 1.5: sums and products of such are too.
    """

    step: int
    kind: str
    source: str = ""
    side: str = ""


@dataclass(frozen=True)
class Origin:
    """What an input column holds of a record, in SQL over the parts of one side.

    It is the number that `sql` gives; or, with `among` (SQL that lists words in order), the place from 1 of the word
    that `sql` gives; or, with `codes`, the code of the values of `sql` together.
    """

    sql: tuple[str, ...]
    among: str = ""
    codes: Codes | None = None


_KINDS = {
    "BOOLEAN": "bool", "DOUBLE": "double", "DATE": "date", "VARCHAR": "text", '"NULL"': "null",
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "int"),
}  # fmt: skip

_TOLD = {COUNT: "int", BITS: "double", BEST: "double", ANY: "bool"}

_EXACT = 2.0**53
_NUMBERS = {"int", "double", "decimal", "exact", "null"}


@dataclass
class Compiler:
    """Writes the program of one evidence."""

    con: duckdb.DuckDBPyConnection
    inputs: Parts
    limits: Limits
    writer: Writer = field(default_factory=Writer)
    left: list[Column] = field(default_factory=list)
    right: list[Column] = field(default_factory=list)
    origins: tuple[list[Origin], list[Origin]] = field(default_factory=lambda: ([], []))
    constants: list[float | None] = field(default_factory=list)
    tables: list[PartTable] = field(default_factory=list)
    leaves: dict[tuple[str, str], Value] = field(default_factory=dict)
    words: dict[tuple[str, str], tuple[Value, Value]] = field(default_factory=dict)
    told: Told | None = None

    def program(self, sql: str) -> Program:
        """The program whose value is `sql`; NotArithmetic when there is none."""
        result = self.value(expand(parse(sql)))
        steps, registers = self.writer.finish(result.step)
        return Program(
            steps, registers, tuple(self.left), tuple(self.right), tuple(self.constants), tuple(self.tables)
        )  # fmt: skip

    def value(self, node: exp.Expression) -> Value:
        """The value of a part of the tree."""
        if isinstance(node, exp.Paren):
            return self.value(node.this)
        if self._is_told(node):
            return self._told(node.name)
        left, right = columns(node)
        if not (left and right) and not any(self._is_told(column) for column in node.find_all(exp.Column)):
            return self.leaf(node, "l" if left else "r" if right else "")
        rule = _RULES.get(type(node))
        if rule is None:
            return self.part(node)
        try:
            return rule(self, node)
        except NotArithmetic:
            return self.part(node)

    def _is_told(self, node: exp.Expression) -> bool:
        told = self.told
        return (
            told is not None and isinstance(node, exp.Column) and (node.name in told.words or node.name in told.named)
        )

    def _told(self, name: str) -> Value:
        """What a column stands for: a word, which is told from outside, or SQL."""
        key = ("lr", name)
        if self.told is not None and key not in self.leaves:
            words = list(self.told.words)
            if name in words:
                kind = _TOLD[self.told.words[name].kind]
                self.leaves[key] = Value(self.writer.step(Op.TOLD, words.index(name)), kind)
            else:
                self.leaves[key] = self.value(expand(parse(self.told.named[name])))
        return self.leaves[key]

    def leaf(self, node: exp.Expression, side: str) -> Value:
        """A value that one record gives by itself (or none does): worked out by DuckDB."""
        key = (side, text(node))
        if key not in self.leaves:
            self.leaves[key] = self._leaf(*key)
        return self.leaves[key]

    def _leaf(self, side: str, sql: str) -> Value:
        source = self._rows(side)
        described = self.con.execute(f"DESCRIBE SELECT {sql} AS x FROM {source}").fetchall()[0][1]
        kind = "decimal" if described.startswith("DECIMAL") else _KINDS.get(described, "")
        if not kind:
            raise NotArithmetic(f"type {described}")
        if kind == "text":
            return Value(-1, kind, sql, side)
        number = {"date": f"date_diff('day', DATE '1970-01-01', {sql})"}.get(kind, sql)
        step = self._input(side, f"CAST({number} AS DOUBLE)")
        if kind == "decimal" and not side and _is_exact(self.constants[-1]):
            kind = "exact"
        return Value(step, kind, sql, side)

    def _rows(self, side: str) -> str:
        """SQL: the records of one side with the columns that the evidence's SQL reads."""
        if not side:
            return "(SELECT 0 AS i)"
        listed = "".join(f', {sql} AS "{name}"' for name, sql in self.inputs[side == "r"])
        return f"(SELECT i{listed} FROM {TABLES[side]})"

    def _input(self, side: str, sql: str) -> int:
        found = self.con.execute(f"SELECT {sql} AS x FROM {self._rows(side)} ORDER BY i").fetchnumpy()["x"]
        values = np.asarray(np.ma.filled(found, 0.0), np.float64)
        nulls = np.ma.getmaskarray(found).astype(np.uint8)
        if not np.all(np.abs(values) < _EXACT):  # also catches NaN and infinity
            raise NotArithmetic("a number beyond exact arithmetic")
        return self._add(side, Column(values, nulls), Origin((sql,)))

    def _add(self, side: str, column: Column, origin: Origin) -> int:
        if not side:
            self.constants.append(None if column.nulls[0] else float(column.values[0]))
            return self.writer.step(Op.CONST, len(self.constants) - 1)
        into, op = (self.left, Op.LEFT) if side == "l" else (self.right, Op.RIGHT)
        into.append(column)
        self.origins[side == "r"].append(origin)
        return self.writer.step(op, len(into) - 1)

    def constant(self, number: float) -> int:
        """A constant of the program."""
        if number not in self.constants:
            self.constants.append(number)
        return self.writer.step(Op.CONST, self.constants.index(number))

    def part(self, node: exp.Expression) -> Value:
        """A part that is not arithmetic, as a table over the distinct values of its columns."""
        if any(self._is_told(column) for column in node.find_all(exp.Column)):
            raise NotArithmetic("what is told from outside, in something else than arithmetic")
        key = ("lr", text(node))
        if key not in self.leaves:
            self.leaves[key] = self._part(node, key[1])
        return self.leaves[key]

    def _part(self, node: exp.Expression, sql: str) -> Value:
        names = columns(node)
        left, right = (tuple((n, s) for n, s in self.inputs[k] if n[:-2] in names[k]) for k in (0, 1))
        chosen = (left, right)
        codes = self._codes(chosen[0], "l"), self._codes(chosen[1], "r")
        if codes[0].size * codes[1].size > self.limits.part_cells:
            raise NotArithmetic("too many distinct values")
        kind = self._kind_of(sql, chosen)
        number = f"date_diff('day', DATE '1970-01-01', {sql})" if kind == "date" else sql
        values, nulls = cells(self.con, number, "DOUBLE", codes, chosen)
        if not np.all(np.abs(values) < _EXACT):
            raise NotArithmetic("a number beyond exact arithmetic")
        self.tables.append(PartTable(values, nulls, codes[0].size))
        a, b = (
            self._add(s, _coded(c), Origin(tuple(part for _, part in own), codes=c))
            for s, c, own in zip("lr", codes, chosen, strict=True)
        )
        return Value(self.writer.step(Op.TABLE, len(self.tables) - 1, a, b), kind)

    def _codes(self, chosen: tuple[tuple[str, str], ...], side: str) -> Codes:
        return code_values(self.con, side, [sql for _, sql in chosen])

    def _kind_of(self, sql: str, chosen: tuple[tuple[tuple[str, str], ...], ...]) -> str:
        sides = [
            f"(SELECT {', '.join(f'{s} AS {chr(34)}{n}{chr(34)}' for n, s in chosen[k])} FROM {TABLES['lr'[k]]})"
            for k in (0, 1)
        ]
        described = self.con.execute(f"DESCRIBE SELECT {sql} AS x FROM {sides[0]}, {sides[1]}").fetchall()[0][1]
        kind = _KINDS.get(described, "")
        if kind in ("", "text"):
            raise NotArithmetic(f"type {described}")
        return kind

    def coded(self, a: Value, b: Value) -> tuple[Value, Value]:
        """Two texts as numbers in the order of the texts, so that comparisons mean the same."""
        key = (a.side + a.source, b.side + b.source)
        if key not in self.words:
            among = (
                f"SELECT v, row_number() OVER (ORDER BY v) AS n FROM (SELECT DISTINCT {a.source} AS v "
                f"FROM {self._rows(a.side)} UNION SELECT DISTINCT {b.source} FROM {self._rows(b.side)}) "
                "WHERE v IS NOT NULL"
            )
            self.con.execute(f"CREATE OR REPLACE TEMP TABLE _screen_words AS {among}")
            self.words[key] = self._words(a, among), self._words(b, among)
        return self.words[key]

    def _words(self, value: Value, among: str) -> Value:
        found = self.con.execute(
            f"SELECT CAST(n AS DOUBLE) AS x FROM (SELECT i, {value.source} AS v FROM {self._rows(value.side)}) "
            "LEFT JOIN _screen_words USING (v) ORDER BY i"
        ).fetchnumpy()["x"]
        nulls = np.ma.getmaskarray(found).astype(np.uint8)
        column = Column(np.asarray(np.ma.filled(found, 0.0), np.float64), nulls)
        return Value(self._add(value.side, column, Origin((value.source,), among)), "int")


def _coded(codes: Codes) -> Column:
    return Column(codes.of_record.astype(np.float64), np.zeros(len(codes.of_record), np.uint8))


Rule = Callable[[Compiler, exp.Expression], Value]


def _is_exact(number: float | None) -> bool:
    """Whether so many halves, quarters, ... (down to a millionth) are the number."""
    return number is not None and abs(number) < 2.0**20 and (number * 2.0**20).is_integer()


def _need(value: Value, kinds: set[str]) -> Value:
    if value.kind not in kinds:
        raise NotArithmetic(f"{value.kind} where {sorted(kinds)} is expected")
    return value


def _together(c: Compiler, nodes: list[exp.Expression]) -> list[Value]:
    """Values that are compared or chosen among: all of one family."""
    values = [c.value(node) for node in nodes]
    kinds = {v.kind for v in values} - {"null"}
    if not (kinds <= _NUMBERS or len(kinds) == 1) or kinds == {"text"}:
        raise NotArithmetic(f"kinds {sorted(kinds)}")
    return values


def _wider(values: list[Value]) -> str:
    kinds = {v.kind for v in values} - {"null"}
    if len(kinds) == 1:
        return kinds.pop()
    if not kinds:
        return "null"
    if "double" in kinds:
        return "double"
    return "exact" if kinds == {"int", "exact"} else "decimal"


def _compare(op: Op, swap: bool = False) -> Rule:
    def rule(c: Compiler, node: exp.Expression) -> Value:
        a, b = c.value(node.this), c.value(node.expression)
        return _compared(c, op, b, a) if swap else _compared(c, op, a, b)

    return rule


def _compared(c: Compiler, op: Op, a: Value, b: Value) -> Value:
    if a.kind == b.kind == "text" and a.side + b.side:
        a, b = c.coded(a, b)
    numbers = a.kind in _NUMBERS and b.kind in _NUMBERS
    if not (numbers or (a.kind == b.kind and a.kind != "text")):
        raise NotArithmetic(f"compares {a.kind} with {b.kind}")
    return Value(c.writer.step(op, a.step, b.step), "bool")


def _logic(op: Op) -> Rule:
    def rule(c: Compiler, node: exp.Expression) -> Value:
        a, b = (_need(c.value(n), {"bool", "null"}) for n in (node.this, node.expression))
        return Value(c.writer.step(op, a.step, b.step), "bool")

    return rule


def _not(c: Compiler, node: exp.Expression) -> Value:
    return Value(c.writer.step(Op.NOT, _need(c.value(node.this), {"bool", "null"}).step), "bool")


def _plus(op: Op) -> Rule:
    def rule(c: Compiler, node: exp.Expression) -> Value:
        a, b = c.value(node.this), c.value(node.expression)
        return Value(c.writer.step(op, a.step, b.step), _sum_kind(op, a.kind, b.kind))

    return rule


def _sum_kind(op: Op, a: str, b: str) -> str:
    """The type of a sum, difference or product; decimals are refused unless a double joins them."""
    if a == b == "date" and op == Op.SUB:
        return "int"
    if a == "date" and b == "int" and op in (Op.ADD, Op.SUB):
        return "date"
    if {a, b} <= {"int", "exact"}:
        return "exact" if "exact" in (a, b) else "int"
    if "double" in (a, b) and {a, b} <= _NUMBERS - {"null"}:
        return "double"
    raise NotArithmetic(f"arithmetic of {a} and {b}")


def _div(c: Compiler, node: exp.Expression) -> Value:
    a, b = c.value(node.this), c.value(node.expression)
    constant = c.constants[c.writer.steps[b.step][1]] if c.writer.steps[b.step][0] == Op.CONST else None
    if not constant or {a.kind, b.kind} - (_NUMBERS - {"null"}):  # DuckDB divides as DOUBLE
        raise NotArithmetic("division by something else than a constant")
    return Value(c.writer.step(Op.DIV, a.step, b.step), "double")


def _one(op: Op) -> Rule:
    def rule(c: Compiler, node: exp.Expression) -> Value:
        a = _need(c.value(node.this), {"int", "double"})
        return Value(c.writer.step(op, a.step), a.kind)

    return rule


def _chain(op: Op) -> Rule:
    def rule(c: Compiler, node: exp.Expression) -> Value:
        values = _together(c, [node.this, *node.expressions])
        step = reduce(lambda a, b: c.writer.step(op, a, b), [v.step for v in values])
        return Value(step, _wider(values))

    return rule


def _case(c: Compiler, node: exp.Expression) -> Value:
    if node.this is not None:
        raise NotArithmetic("CASE x WHEN")
    rungs = node.args["ifs"]
    default = node.args.get("default") or exp.Null()
    results = _together(c, [*(rung.args["true"] for rung in rungs), default])
    conditions = [_need(c.value(rung.this), {"bool", "null"}).step for rung in rungs]
    step = results[-1].step
    for condition, result in zip(reversed(conditions), reversed(results[:-1]), strict=True):
        step = c.writer.step(Op.SELECT, condition, result.step, step)
    return Value(step, _wider(results))


def _is(c: Compiler, node: exp.Expression) -> Value:
    value = c.value(node.this)
    if isinstance(node.expression, exp.Null):
        return Value(c.writer.step(Op.IS_NULL, value.step), "bool")
    if not isinstance(node.expression, exp.Boolean):
        raise NotArithmetic("IS something")
    known = c.writer.step(Op.COALESCE, _need(value, {"bool"}).step, c.constant(float(not node.expression.this)))
    return Value(known if node.expression.this else c.writer.step(Op.NOT, known), "bool")


def _between(c: Compiler, node: exp.Expression) -> Value:
    value, low, high = (c.value(n) for n in (node.this, node.args["low"], node.args["high"]))
    above, below = _compared(c, Op.LE, low, value), _compared(c, Op.LE, value, high)
    return Value(c.writer.step(Op.AND, above.step, below.step), "bool")


def _in(c: Compiler, node: exp.Expression) -> Value:
    if not node.expressions or node.args.get("query") is not None:
        raise NotArithmetic("IN a query")
    value = c.value(node.this)
    hits = [_compared(c, Op.EQ, value, c.value(n)).step for n in node.expressions]
    return Value(reduce(lambda a, b: c.writer.step(Op.OR, a, b), hits), "bool")


def _distinct(negated: bool) -> Rule:
    def rule(c: Compiler, node: exp.Expression) -> Value:
        a, b = c.value(node.this), c.value(node.expression)
        if a.kind == b.kind == "text":
            a, b = c.coded(a, b)
        equal = c.writer.step(Op.COALESCE, _compared(c, Op.EQ, a, b).step, c.constant(0.0))
        both = c.writer.step(Op.AND, c.writer.step(Op.IS_NULL, a.step), c.writer.step(Op.IS_NULL, b.step))
        same = c.writer.step(Op.OR, equal, both)
        return Value(c.writer.step(Op.NOT, same) if negated else same, "bool")

    return rule


def _days(c: Compiler, node: exp.Expression) -> Value:
    unit = node.args.get("unit")
    if unit is None or str(unit.name).upper() != "DAY":
        raise NotArithmetic("a difference in other units than days")
    end, start = (_need(c.value(n), {"date"}) for n in (node.this, node.expression))
    return Value(c.writer.step(Op.SUB, end.step, start.step), "int")


_RULES: dict[type[exp.Expression], Rule] = {
    exp.LT: _compare(Op.LT), exp.LTE: _compare(Op.LE), exp.GT: _compare(Op.LT, True), exp.GTE: _compare(Op.LE, True),
    exp.EQ: _compare(Op.EQ), exp.NEQ: _compare(Op.NE), exp.And: _logic(Op.AND), exp.Or: _logic(Op.OR), exp.Not: _not,
    exp.Add: _plus(Op.ADD), exp.Sub: _plus(Op.SUB), exp.Mul: _plus(Op.MUL), exp.Div: _div,
    exp.Neg: _one(Op.NEG), exp.Abs: _one(Op.ABS), exp.Greatest: _chain(Op.GREATEST), exp.Least: _chain(Op.LEAST),
    exp.Coalesce: _chain(Op.COALESCE), exp.Case: _case, exp.Is: _is, exp.Between: _between, exp.In: _in,
    exp.NullSafeEQ: _distinct(False), exp.NullSafeNEQ: _distinct(True), exp.DateDiff: _days,
}  # fmt: skip
