"""How well names that are one person's are told from names that are not, against the usual measures.

    python benchmarks/names_auc.py

Reads tests/data/names.csv (pairs of invented people, hard on purpose) and writes
benchmarks/results/names.json: for each measure and each part the ranking AUC, the chance that a
true pair is put above a false one (ties count half). Ours is the weight of the names evidence as
the engine gives it, with the shipped numbers and the name presumed.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import jellyfish
from rapidfuzz import fuzz
from sklearn.metrics import roc_auc_score

from linkage.evidence import UNKNOWN
from linkage.evidence.names import NAMES
from linkage.records.fold import fold
from linkage.trial import findings

ROOT = Path(__file__).parent.parent
PAIRS = ROOT / "tests" / "data" / "names.csv"
RESULTS = ROOT / "benchmarks" / "results" / "names.json"


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


def measure(rows: Sequence[dict[str, str]]) -> dict[str, float]:
    """The AUC of every measure on these pairs."""
    truth = [int(row["truth"]) for row in rows]
    pairs = [(row["left"], row["right"]) for row in rows]
    scores = {"ours": our_weights(pairs)}
    for name, rival in RIVALS.items():
        scores[name] = [rival(plain(left), plain(right)) for left, right in pairs]
    return {name: round(float(roc_auc_score(truth, values)), 4) for name, values in scores.items()}


def main() -> None:
    """Measure both parts and write the result file."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    result: dict[str, object] = {}
    for part in sorted({row["part"] for row in rows}):
        chosen = [row for row in rows if row["part"] == part]
        true = sum(row["truth"] == "1" for row in chosen)
        result[part] = {"pairs": len(chosen), "true": true, "false": len(chosen) - true, "auc": measure(chosen)}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
