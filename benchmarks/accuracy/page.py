"""The frozen results as a page of the manual, and as the figures of the README."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.accuracy import labels
from linkage.evaluation.recall import KS

RESULT = Path(__file__).parents[1] / "results" / "accuracy.json"
BLOCK = re.compile(r"(<!-- accuracy -->\n).*?(<!-- end -->)", re.DOTALL)
MADE = "<!-- Made by `python -m benchmarks.manual` from benchmarks/results/accuracy.json. -->\n\n"

NAMES = {
    "ours": "this engine, model of the profile",
    "ours_held_out": "this engine, model learned on the other three profiles",
    "ours_baseline": "this engine, model `baseline`",
    "ceiling": "ceiling: gradient boosting on labelled pairs",
    "splink_stock": "Splink with its stock comparisons",
    "likelihood_ratios": "published likelihood ratios (mispitools)",
    "hard_filters": "hard filters, as hobby tools",
}

HEAD = """# How well it finds invented people

Registers of {missing:,} missing persons and {remains:,} remains of each profile ([what they hold](invented-registers.md)),
with seed {seed} and errors {noise} times as frequent as the profile says; {overlap:.0%} of the remains have their counterpart.
Our models and the ceiling learned on {registers} other pairs of registers of {training_missing:,} and {training_remains:,} (seeds from
{training_seed}, errors {training_noise} times as frequent), stock Splink on the first of them. Every pair is ranked by everybody. The part is run only to write these figures (`python -m benchmarks.accuracy --write`).

**Recall at k**: of 100 true records, how many are among the first k in the list of the remains. **Cllr** and the expected
calibration error (ECE, at an even prior) after calibration on 300 solved cases of other people of the same office. In brackets
95 % intervals by resampling persons. The ceiling has learned from a million labelled pairs of each profile ({least[pairs]:,} or
more, {least[true_pairs]:,} or more of them true), which no office has; it is given our findings and weights and, beside them, the raw values they were made from
([how it learns, and what it knows more](../decisions/the-ceiling.md)).

These people are invented. Nothing here says how well it does on real ones: `linkage evaluate` does, on an office's own
solved cases.
"""

MISSED = """
Where a goal against the ceiling is missed, the reason is not how our numbers were learned: given our findings alone, gradient
boosting finds no more than we do. The ceiling reads the raw dates, places and counts, finer than the rungs of our evidence.
What was tried, and what each kind of raw value is worth: [the ceiling](../decisions/the-ceiling.md).
"""


def frozen() -> dict[str, Any]:
    """The frozen results."""
    found: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8"))
    return found


def page() -> str:
    """The page of the manual."""
    if not RESULT.is_file():
        return (
            MADE
            + "# How well it finds invented people\n\nNo figures are frozen: `python -m benchmarks.accuracy --write`.\n"
        )
    told = frozen()
    part, training = told["part"], told["training"]
    head = HEAD.format(
        **{key: part[key] for key in ("missing", "remains", "seed", "noise", "overlap")},
        **{f"training_{key}": training[key] for key in ("missing", "remains", "seed", "noise")},
        registers=told["registers"],
        least={
            key: min(found["ceiling_learned"][key] for found in told["profiles"].values())
            for key in ("pairs", "true_pairs")
        },
    )  # fmt: skip
    lines = [MADE + head]
    for name, found in told["profiles"].items():
        lines += [f"## {name}\n", f"{found['true_pairs']} true pairs.\n", *table(found), ""]
    lines += ["## Goals\n", "| goal | | figures |", "|---|---|---|"]
    lines += [
        f"| {goal['goal']} | {'met' if goal['met'] else '**missed**'} | {goal['told']} |" for goal in told["goals"]
    ]
    if not all(goal["met"] for goal in told["goals"]):
        lines.append(MISSED)
    return "\n".join(lines) + "\n" + labels.section()


def table(found: dict[str, Any]) -> Iterator[str]:
    """The table of every rival on one profile, line by line."""
    yield "| | " + " | ".join(f"@{k}" for k in KS) + " | Cllr | ECE |"
    yield "|---|" + "--:|" * (len(KS) + 2)
    yield from (line(NAMES[name], rival) for name, rival in found["rivals"].items())


def line(name: str, rival: dict[str, Any]) -> str:
    """One row of a table: recall, Cllr and calibration error of one rival."""
    shares = (_of_100(rival["recall"]["remains"][str(k)]) for k in KS)
    return f"| {name} | {' | '.join(shares)} | {_figure(rival['cllr'])} | {_figure(rival['ece_even'])} |"


def _of_100(told: list[float]) -> str:
    value, *interval = (f"{100 * x:.0f}" for x in told)
    return f"{value} ({'–'.join(interval)})" if interval else value


def _figure(told: list[float]) -> str:
    value, *interval = (f"{x:.3f}" for x in told)
    return f"{value} ({'–'.join(interval)})" if interval else value


def readme(text: str) -> str:
    """The README with its figures written anew."""
    lines = ["| of 100 true records, among the first 10 | " + " | ".join(frozen()["profiles"]) + " |"]
    lines.append("|---|" + "--:|" * len(frozen()["profiles"]))
    for rival in ("ours", "ceiling", "splink_stock", "hard_filters", "likelihood_ratios"):
        shares = (_of_100(f["rivals"][rival]["recall"]["remains"]["10"]) for f in frozen()["profiles"].values())
        lines.append(f"| {NAMES[rival]} | {' | '.join(shares)} |")
    lines.append("\nOf remains invented for the test part, with 95 % intervals ([more](docs/reference/accuracy.md)).")
    return BLOCK.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], text)
