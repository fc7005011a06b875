"""The same SQL, cheaper: one record's own parts by themselves, repeated parts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlglot import exp

from linkage.screen.sql import columns, parse, text

Parts = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
"""For each side the parts that the SQL reads: (name with suffix, SQL that gives it)."""


@dataclass(frozen=True)
class Facts:
    """What is known of one node of a tree: `same` numbers equal nodes alike; which records it reads."""

    same: int
    left: bool
    right: bool


def facts_of(tree: exp.Expression) -> dict[int, Facts]:
    """The facts of every node by its `id`, each worked out once, from the leaves up."""
    facts: dict[int, Facts] = {}
    numbers: dict[Any, int] = {}
    for node in _leaves_first(tree):
        below = [facts[id(child)] for child in node.iter_expressions()]
        column = node.name if isinstance(node, exp.Column) else ""
        key = (type(node), *((name, _plain(value, facts)) for name, value in node.args.items()))
        facts[id(node)] = Facts(
            numbers.setdefault(key, len(numbers)),
            column.endswith("_l") or any(f.left for f in below),
            column.endswith("_r") or any(f.right for f in below),
        )
    return facts


def _leaves_first(node: exp.Expression) -> Iterator[exp.Expression]:
    for child in node.iter_expressions():
        yield from _leaves_first(child)
    yield node


def _plain(value: Any, facts: dict[int, Facts]) -> Any:
    """An argument of a node as something that can be compared."""
    if isinstance(value, exp.Expression):
        return facts[id(value)].same
    return tuple(_plain(v, facts) for v in value) if isinstance(value, list) else value


@cache
def split(sql: str) -> tuple[str, Parts]:
    """The SQL over parts that one record gives by itself, and those parts.

    Two records that agree in their parts are the same to the evidence, whatever else they hold:
    "is the stature known" has two values where statures have hundreds.
    """
    tree = exp.Paren(this=parse(sql))
    facts = facts_of(tree)
    found: tuple[dict[int, tuple[str, str]], dict[int, tuple[str, str]]] = ({}, {})

    def part(node: exp.Expression) -> exp.Expression:
        known = facts[id(node)]
        if known.left == known.right or not _is_value(node):
            return node
        names = found[known.right]
        if known.same not in names:
            names[known.same] = (f"part_{len(names)}_{'r' if known.right else 'l'}", text(node))
        return exp.column(names[known.same][0])

    over_parts = _replace(tree, part).transform(looked_up, copy=False)
    return text(over_parts), (tuple(found[0].values()), tuple(found[1].values()))


def guarded(sql: str) -> str:
    """The SQL of a CASE with what a rung reads of a record blank where the rung cannot hold for that record.

    In `a_l AND f(b_l, c_r)` nothing depends on b_l unless a_l is true. So far fewer values are told apart: a number
    that matters for one record in a hundred has a hundredth of its values.
    """
    tree = parse(sql)
    for rung in tree.args.get("ifs", ()) if isinstance(tree, exp.Case) else ():
        _guard(rung.this)
    return text(tree)


def _guard(condition: exp.Expression) -> None:
    """Guard what the parts of a condition that must all be true read by those of them that read one record only."""
    node = condition.unnest()
    if isinstance(node, exp.Or):
        for either in node.flatten():
            _guard(cast(exp.Expression, either))
    elif isinstance(node, exp.And):
        parts = [cast(exp.Expression, part) for part in node.flatten()]
        for own, other in ((0, 1), (1, 0)):
            guards = [text(p) for p in parts if columns(p)[own] and not columns(p)[other]]
            for part in parts if guards else ():
                if columns(part)[0] and columns(part)[1]:
                    _blank_unless(" AND ".join(guards), part, "lr"[own])


def _blank_unless(guards: str, part: exp.Expression, side: str) -> None:
    for column in list(part.find_all(exp.Column)):
        if column.name.endswith(f"_{side}"):
            column.replace(parse(f"CASE WHEN {guards} THEN {text(column)} END"))


def looked_up(node: exp.Expression) -> exp.Expression:
    """`list_has_any` by the workshop's cheaper macro, which says the same."""
    if not isinstance(node, exp.ArrayOverlaps):
        return node
    return exp.Anonymous(this="shared_any", expressions=[node.this, node.expression])


def once(sql: str, source: str) -> tuple[str, str]:
    """(sql, source) with what `sql` repeats over both records worked out once, in the source.

    Rung after rung repeats the same sums and groups; DuckDB would work each out again for every
    rung that a pair falls through. What the repeated parts repeat among themselves comes before them.
    """
    rewritten, layers = _layers(sql)
    for listed in reversed(layers):
        source = f"(SELECT *{listed} FROM {source})"
    return rewritten, source


@cache
def _layers(sql: str) -> tuple[str, tuple[str, ...]]:
    """The SQL over names for what it repeats, and ", repeated AS name, ..." layer by layer, outermost first."""
    (rewritten,), named = _named([sql], 0)
    layers: list[str] = []
    while named:
        expressions, deeper = _named([expression for _, expression in named], len(layers) + 1)
        layers.append("".join(f", {e} AS {name}" for e, (name, _) in zip(expressions, named, strict=True)))
        named = deeper
    return rewritten, tuple(layers)


def _named(expressions: Sequence[str], layer: int) -> tuple[list[str], list[tuple[str, str]]]:
    """The expressions over names for the largest parts that they repeat; and (name, part)."""
    tree: exp.Expression = exp.Tuple(expressions=[exp.Paren(this=parse(e)) for e in expressions])
    facts = facts_of(tree)
    costly = {key for key, known in facts.items() if known.left and known.right}
    counts = Counter(facts[id(node)].same for node in _leaves_first(tree) if id(node) in costly and _worth_a_name(node))
    names: dict[int, tuple[str, str]] = {}

    def name(node: exp.Expression) -> exp.Expression:
        same = facts[id(node)].same
        if id(node) not in costly or not _worth_a_name(node) or counts[same] < 2:
            return node
        if same not in names:
            names[same] = (f"_once_{layer}_{len(names)}", text(node))
        return exp.column(names[same][0])

    return [text(_replace(e, name)) for e in tree.expressions], list(names.values())


def _replace(node: exp.Expression, change: Callable[[exp.Expression], exp.Expression]) -> exp.Expression:
    """The tree with `change` applied from the top down; what is changed is not entered."""
    for child in list(node.iter_expressions()):
        changed = change(child)
        if changed is child:
            _replace(child, change)
        else:
            child.replace(changed)
    return node


def _worth_a_name(node: exp.Expression) -> bool:
    """More than a column or a bracket."""
    return _is_value(node) and not isinstance(node, exp.Column | exp.Paren)


def _is_value(node: exp.Expression) -> bool:
    """Whether a part of the tree is a value by itself; a rung of a CASE (condition and result) is not."""
    return isinstance(node, exp.Condition | exp.Func) and not isinstance(node, exp.If)
