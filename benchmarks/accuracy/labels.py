"""The section on solved cases: what `linkage train` makes of few and of many."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from linkage.evaluation.recall import KS

RESULT = Path(__file__).parents[1] / "results" / "training.json"
SECTION = """
## With the solved cases of one office

`linkage train`, from `baseline`, on the registers of one office: {missing:,} missing persons and {remains:,} remains (seed {seed}),
with none, 30, 300 or 3,000 of its true pairs as solved cases. Tried on other people of the same part: the {tried_missing:,} and
{tried_remains:,} records of the validation part. Cllr and ECE are those of the chances as the model states them: through its
own curve, which a model without solved cases does not have. Solved cases are drawn at random here; those of an office are the
easier ones. With none the candidates alone teach nearly as much as with thirty, for hundreds of true pairs are among them.
"""


def section() -> str:
    """The tables of all profiles that were tried; nothing where none was."""
    if not RESULT.is_file():
        return ""
    told = json.loads(RESULT.read_text(encoding="utf-8"))
    office, part = told["office"], told["part"]
    head = SECTION.format(
        missing=office["missing"], remains=office["remains"], seed=office["seed"],
        tried_missing=part["missing"], tried_remains=part["remains"],
    )  # fmt: skip
    return head + "".join(_table(name, found) for name, found in told["profiles"].items())


def _table(name: str, found: dict[str, Any]) -> str:
    head = (
        f"\n| `{name}`: solved cases | "
        + " | ".join(f"@{k}" for k in KS)
        + " | Cllr | ECE | true pairs expected besides |"
    )
    lines = [head, "|---|" + "--:|" * (len(KS) + 3), *(_row(labels, model) for labels, model in found.items())]
    return "\n".join(lines) + "\n"


def _row(labels: str, model: dict[str, Any]) -> str:
    untrained = labels == "none"
    cells = [f"{100 * model['recall'][str(k)][0]:.0f}" for k in KS]
    cells += [f"{model[figure][0]:.3f}" for figure in ("cllr", "ece_even")]
    cells.append("" if untrained else f"{model['expected']:,.0f}")
    return f"| {'untrained' if untrained else f'{int(labels):,}'} | {' | '.join(cells)} |"
