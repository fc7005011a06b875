"""Whether some people are found less well than others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import numpy as np
import numpy.typing as npt

from linkage.evaluation.recall import Ranked
from linkage.evaluation.resampling import Floats, drawn_pairs, number, share, shares
from linkage.evaluation.values import Gap, Group
from linkage.evidence.fields import SIDES

GROUP_K = 10
"""Groups are compared by the first ten of a list: what a reviewer looks through."""

ENOUGH = 20
"""True pairs a group needs before it is set against another. No source."""

TOO_MUCH = 0.05
"""A gap of more than five points is flagged, if its interval lies above nought."""

AGES = ((18, "0-17"), (30, "18-29"), (45, "30-44"), (60, "45-59"), (1000, "60+"))
COMPARABLE = ((4, "0-3"), (7, "4-6"), (10, "7-9"), (1000, "10+"))
UNKNOWN = "unknown"


def _band(column: str, bands: tuple[tuple[int, str], ...]) -> str:
    return f"CASE {' '.join(f'''WHEN {column} < {end} THEN '{name}' ''' for end, name in bands)} END"


_YOUNGEST, _OLDEST = _band("m.age_then_low", AGES), _band("m.age_then_high", AGES)

BY = {
    "condition": (("r.condition_class",), "r.condition_class"),
    "comparable": ((), _band("t.comparable", COMPARABLE)),
    "sex": (("m.sex",), "m.sex"),
    "age": (("m.age_then_low", "m.age_then_high"), f"CASE WHEN {_YOUNGEST} = {_OLDEST} THEN {_OLDEST} END"),
    "origin": (("m.home1_country",), "m.home1_country"),
}
"""By what pairs are grouped: the columns it needs (m missing, r remains), and the group in SQL (t the true pair).

An age that may lie in two bands is unknown. Sex, age (at last contact) and origin are as the family told them.
"""

Names = npt.NDArray[np.object_]


def group_names(con: duckdb.DuckDBPyConnection) -> tuple[dict[str, Names], tuple[str, ...]]:
    """For each grouping the group of each true pair, in the order of `ranked`; and the columns the run lacks."""
    there = {f"{side[0]}.{row[0]}" for side in SIDES for row in con.execute(f"DESCRIBE {side}").fetchall()}
    lacking = {column for columns, _ in BY.values() for column in columns if column not in there}
    whole = {by: sql for by, (columns, sql) in BY.items() if not lacking.intersection(columns)}
    listed = ", ".join(f"coalesce({sql}, '{UNKNOWN}') AS by_{by}" for by, sql in whole.items())
    rows = con.execute(
        f"SELECT {listed} FROM ranked t JOIN missing m ON m.unique_id = t.missing_id "
        "JOIN remains r ON r.unique_id = t.remains_id ORDER BY t.missing_id, t.remains_id"
    ).fetchall()
    names = {by: np.array([row[n] for row in rows], np.object_) for n, by in enumerate(whole)}
    return names, tuple(sorted(lacking))


def groups(ranked: Ranked, names: dict[str, Names], seed: int) -> tuple[Group, ...]:
    """Recall at GROUP_K in every group, in the lists of both sides."""
    drawn = drawn_pairs(ranked.person, seed)
    return tuple(_groups(ranked, names, drawn))


def _groups(ranked: Ranked, names: dict[str, Names], drawn: Floats) -> Iterator[Group]:
    for side in reversed(SIDES):
        hits = ranked.hits(side, GROUP_K)
        for by, of in names.items():
            for name in sorted(set(of), key=_in_order):
                within = of == name
                persons = len(set(ranked.person[within].tolist()))
                yield Group(by, name, side, int(within.sum()), persons, share(hits[within], drawn[:, within]))


def _in_order(name: str) -> tuple[int, int, str]:
    """Bands by their numbers, names by the alphabet, the unknown last."""
    start = re.match(r"\d+", name)
    return (2 if name == UNKNOWN else 1 if start is None else 0, int(start[0]) if start else 0, name)


def gaps(ranked: Ranked, names: dict[str, Names], found: tuple[Group, ...], seed: int) -> tuple[Gap, ...]:
    """For each grouping the best found group against the worst, of those with ENOUGH pairs and a known name."""
    drawn = drawn_pairs(ranked.person, seed)
    told = []
    for side in reversed(SIDES):
        for by in names:
            large = [g for g in found if (g.by, g.side) == (by, side) and _large(g)]
            if len(large) > 1:
                best, worst = max(large, key=_recall), min(large, key=_recall)
                told.append(_gap(ranked, names[by], best, worst, drawn))
    return tuple(told)


def _large(group: Group) -> bool:
    return (group.pairs or 0) >= ENOUGH and group.name != UNKNOWN


def _recall(group: Group) -> float:
    return group.recall.value or 0.0


def _gap(ranked: Ranked, of: Names, best: Group, worst: Group, drawn: Floats) -> Gap:
    hits = ranked.hits(best.side, GROUP_K)
    well, badly = (shares(hits[of == g.name], drawn[:, of == g.name]) for g in (best, worst))
    points = number(_recall(best) - _recall(worst), well - badly)
    flagged = (points.value or 0) > TOO_MUCH and (points.low or 0) > 0
    return Gap(best.by, best.side, best.name, worst.name, points, flagged)
