"""Which levels a pair can reach although the two records share no element of the evidence's lists.

Found by reading the conditions, and only where that is certain: an evidence whose conditions are
not understood keeps all its levels, which is slower and never wrong.
"""

from __future__ import annotations

from functools import cache

from sqlglot import exp

from linkage.evidence import Evidence
from linkage.screen.sql import parse, text


def unshared_levels(evidence: Evidence) -> tuple[int, ...]:
    """The levels that a pair may reach although it shares no element of the evidence's `shares`."""
    last = len(evidence.levels) - 1
    return tuple(n for n, lv in enumerate(evidence.levels) if n == last or not _never(parse(lv.when), evidence.shares))


def _never(node: exp.Expression, shares: tuple[str, ...]) -> bool:
    """Whether a condition cannot be true where nothing is shared; False when in doubt."""
    if isinstance(node, exp.Paren):
        return _never(node.this, shares)
    if isinstance(node, exp.And):
        return _never(node.this, shares) or _never(node.expression, shares)
    if isinstance(node, exp.Or):
        return _never(node.this, shares) and _never(node.expression, shares)
    if isinstance(node, exp.Coalesce):
        falls_to = node.expressions[0] if len(node.expressions) == 1 else None
        return _never(node.this, shares) and isinstance(falls_to, exp.Boolean) and not falls_to.this
    if isinstance(node, exp.GT):
        return text(node.expression) == "0" and text(node.this) in _counts(shares)
    return text(node) in _overlaps(shares)


@cache
def _overlaps(shares: tuple[str, ...]) -> frozenset[str]:
    words = ("list_has_any", "shared_any")
    return frozenset(text(parse(f"{word}({a}, {b})")) for word in words for a, b in _both_ways(shares))


@cache
def _counts(shares: tuple[str, ...]) -> frozenset[str]:
    counts = [f"shared_count({a}, {b})" for a, b in _both_ways(shares)]
    return frozenset(text(parse(sql)) for count in counts for sql in (count, f"coalesce({count}, 0)"))


def _both_ways(shares: tuple[str, ...]) -> list[tuple[str, str]]:
    return [pair for s in shares for pair in ((f"{s}_l", f"{s}_r"), (f"{s}_r", f"{s}_l"))]
