"""How well names that are one person's are told from names that are not, against the usual measures.

    python -m benchmarks.names_auc

Reads tests/data/names.csv (pairs of invented people, hard on purpose) and writes
benchmarks/results/names.json: for each part the ranking AUC of each measure, the chance that a
true pair is put above a false one (ties count half), and for each group the AUC of its pairs
against all pairs of the other truth in that part. Ours is the weight of the names evidence as the
engine gives it, with the shipped numbers and the name presumed. `cost` is what the evidence costs
on invented registers whose words are drawn as often as Mexicans bear them.
"""

from __future__ import annotations

import csv
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import jellyfish
import numpy as np
from rapidfuzz import fuzz
from sklearn.metrics import roc_auc_score

from linkage.engine.settings import finding_case
from linkage.evidence import UNKNOWN
from linkage.evidence.names import NAMES
from linkage.records.fold import fold
from linkage.records.names.tables import tables
from linkage.screen.rewrite import once
from linkage.trial import findings, records_of

ROOT = Path(__file__).parent.parent
PAIRS = ROOT / "tests" / "data" / "names.csv"
RESULTS = ROOT / "benchmarks" / "results" / "names.json"
PAGE = ROOT / "docs" / "explanation" / "names.md"

MISSING, REMAINS = 6_500, 3_600
NATIONAL = 130_000 * 72_000
"""Pairs of a national job: the registers of the cost are a twentieth of it on each side."""

MEASURED = 100_000


def record(text: str) -> dict[str, str]:
    """The raw record of one side: a whole name, or "given=...; paternal=..."."""
    if "=" not in text:
        return {"name_full": text}
    parts = (part.split("=", 1) for part in text.split(";"))
    return {f"name_{part.strip()}": value.strip() for part, value in parts}


def plain(text: str) -> str:
    """What a string measure sees: the parts in order, folded."""
    return fold(" ".join(record(text).values()))


def our_weights(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The weight of the names evidence for each pair, in bits; every name of remains is presumed."""
    rows = [(record(left), {**record(right), "name_basis": "presunto"}) for left, right in pairs]
    return [_bits(finding) for finding in findings(NAMES, rows, (NAMES,))]


def _bits(finding: str) -> float:
    if finding == UNKNOWN:
        return 0.0
    level = NAMES.level(finding)
    return math.log2(level.m / level.u)


def _metaphone(left: str, right: str) -> float:
    a, b = (set(jellyfish.metaphone(text).split()) for text in (left, right))
    return len(a & b) / max(1, len(a | b))


def _levenshtein(left: str, right: str) -> float:
    return 1 - jellyfish.levenshtein_distance(left, right) / max(len(left), len(right), 1)


def _damerau(left: str, right: str) -> float:
    return 1 - jellyfish.damerau_levenshtein_distance(left, right) / max(len(left), len(right), 1)


RIVALS: dict[str, Callable[[str, str], float]] = {
    "jaro_winkler": jellyfish.jaro_winkler_similarity,
    "levenshtein": _levenshtein,
    "damerau_levenshtein": _damerau,
    "token_set_ratio": fuzz.token_set_ratio,
    "token_sort_ratio": fuzz.token_sort_ratio,
    "partial_ratio": fuzz.partial_ratio,
    "wratio": fuzz.WRatio,
    "metaphone_words": _metaphone,
}

Row = Mapping[str, str]


def scores(rows: Sequence[Row]) -> dict[str, list[float]]:
    """What every measure says of each pair."""
    pairs = [(row["left"], row["right"]) for row in rows]
    found = {"ours": our_weights(pairs)}
    for name, rival in RIVALS.items():
        found[name] = [rival(plain(left), plain(right)) for left, right in pairs]
    return found


def auc(rows: Sequence[Row], values: Sequence[float], group: str = "") -> float:
    """The AUC over these pairs; of one group, its pairs against all pairs of the other truth."""
    other = {"0": "1", "1": "0"}
    opposed = {other[row["truth"]] for row in rows if row["group"] == group}
    kept = [n for n, row in enumerate(rows) if not group or row["group"] == group or opposed == {row["truth"]}]
    return round(float(roc_auc_score([int(rows[n]["truth"]) for n in kept], [values[n] for n in kept])), 4)


def part_figures(rows: Sequence[Row]) -> dict[str, object]:
    """Sizes and AUCs of one part of the table."""
    found = scores(rows)
    true = sum(row["truth"] == "1" for row in rows)
    groups = sorted({row["group"] for row in rows})
    return {
        "pairs": len(rows),
        "true": true,
        "false": len(rows) - true,
        "auc": {name: auc(rows, values) for name, values in found.items()},
        "groups": {
            group: {
                "pairs": sum(row["group"] == group for row in rows),
                **{name: auc(rows, found[name], group) for name in ("ours", "jaro_winkler", "token_set_ratio")},
            }
            for group in groups
        },
    }


def invented(count: int, random: np.random.Generator) -> list[dict[str, str]]:
    """Invented whole names: one or two given names and two surnames, as often as they are borne."""
    known = tables()
    given, surnames = (
        random.choice(list(counts), (count, 2), p=np.array(list(counts.values())) / sum(counts.values()))
        for counts in (known.given, known.surname)
    )
    second = random.random(count) < 0.4
    return [
        {"name_full": " ".join([g[0], *([g[1]] if two else []), *s])}
        for g, s, two in zip(given, surnames, second, strict=True)
    ]


def cost() -> dict[str, float]:
    """Pairs that share a telling element, as a national job would have them, and microseconds for each."""
    random = np.random.default_rng(1)
    con = records_of(invented(MISSING, random), invented(REMAINS, random), (NAMES,))
    con.execute("SET threads = 1")
    for side in ("missing", "remains"):
        con.execute(f"CREATE TABLE e_{side} AS SELECT unique_id, unnest(name_index) AS e FROM {side}")
    con.execute(
        "CREATE TABLE sharing AS SELECT DISTINCT m.unique_id AS l, r.unique_id AS r"
        " FROM e_missing m JOIN e_remains r USING (e)"
    )
    pairs = con.execute("SELECT count(*) FROM sharing").fetchall()[0][0]
    seconds, measured = _seconds(con)
    return {
        "share_of_pairs_evaluated": round(pairs / (MISSING * REMAINS), 5),
        "national_pairs_evaluated": round(pairs / (MISSING * REMAINS) * NATIONAL),
        "microseconds_per_pair": round(seconds / measured * 1e6, 1),
    }


def _seconds(con: duckdb.DuckDBPyConnection) -> tuple[float, int]:
    """Seconds of processor for the finding of the first pairs that share an element, and how many they are."""
    names = [c for (c, *_) in con.execute("DESCRIBE missing").fetchall() if c.startswith("name_")]
    listed = ", ".join(f"{t}.{c} AS {c}_{s}" for t, s in (("m", "l"), ("x", "r")) for c in names)
    con.execute(
        f"CREATE TABLE laid AS SELECT {listed} FROM sharing JOIN missing m ON m.unique_id = l"
        f" JOIN remains x ON x.unique_id = r LIMIT {MEASURED}"
    )
    finding, source = once(finding_case(NAMES), "laid")
    start = time.process_time()
    rows = con.execute(f"SELECT count(*), count(DISTINCT f) FROM (SELECT {finding} AS f FROM {source})").fetchall()
    return time.process_time() - start, rows[0][0]


def figures(result: Mapping[str, Any]) -> str:
    """The figures of the page, in Markdown."""
    parts = {name: part for name, part in result.items() if name != "cost"}
    lines = ["| measure | " + " | ".join(parts) + " |", "|---" * (len(parts) + 1) + "|"]
    sizes = " | ".join(f"{p['pairs']} ({p['false']} false)" for p in parts.values())
    lines += [f"| pairs | {sizes} |"]
    for measure in ("ours", *RIVALS):
        lines.append(f"| {measure} | " + " | ".join(f"{p['auc'][measure]:.3f}" for p in parts.values()) + " |")
    spent = result["cost"]
    lines += [
        "",
        f"Cost: {spent['national_pairs_evaluated'] / 1e6:.0f} million pairs of a national job share a telling element, "
        f"{spent['share_of_pairs_evaluated']:.2%} of all; {spent['microseconds_per_pair']:.0f} microseconds for each.",
    ]
    return "\n".join(lines)


def write_page(result: Mapping[str, Any]) -> None:
    """Put the figures between the two marks of the page."""
    before, rest = PAGE.read_text(encoding="utf-8").split("<!-- figures -->\n")
    after = rest.split("<!-- end of figures -->")[1]
    text = f"{before}<!-- figures -->\n{figures(result)}\n<!-- end of figures -->{after}"
    PAGE.write_text(text, encoding="utf-8")


def main() -> None:
    """Measure every part and the cost, and write the result file and the page's figures."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = sorted({row["part"] for row in rows})
    result: dict[str, Any] = {part: part_figures([r for r in rows if r["part"] == part]) for part in parts}
    result["cost"] = cost()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    write_page(result)
    print(figures(result))


if __name__ == "__main__":
    main()
