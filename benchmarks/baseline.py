"""Writes models/baseline: the numbers that stand beside each level of evidence, and their card.

Run: python -m benchmarks.baseline
"""

from __future__ import annotations

from linkage.config import folder
from linkage.evidence import EVIDENCES
from linkage.model import Model, from_evidence, to_json

CARD = """# Model `baseline`

What it is: m and u of every level as they stand in `linkage/evidence/`, from the literature and from counts of
public exports; no pair of real people was used. At run time u is measured on the registers at hand and blended in.

Limits: most m have no casework rate behind them and are cautious choices (the reference of each evidence says which).
The totals are therefore not calibrated probabilities: use them to order pairs, and read the odds as the model's own.
`overlap` = {overlap}: share of the smaller file whose counterpart is expected in the other (Colombia 2010: 440 of
9,965 bodies identified by prints were in the register of the disappeared).

Evidence: {evidences}.
Levels: {levels}. Written by `python -m benchmarks.baseline`; the figures by `python -m benchmarks.manual`.

<!-- accuracy -->
<!-- end -->
"""


def baseline() -> Model:
    """The baseline model of the evidence as it is now."""
    return from_evidence("baseline", EVIDENCES)


def card(model: Model) -> str:
    """The card of the model, in Markdown."""
    levels = sum(len(numbers.levels) for numbers in model.evidences.values())
    return CARD.format(overlap=model.overlap, evidences=", ".join(model.evidences), levels=levels)


def main() -> None:
    """Write the model and its card."""
    model, out = baseline(), folder("models") / "baseline"
    out.mkdir(exist_ok=True)
    (out / "model.json").write_text(to_json(model), encoding="utf-8")
    (out / "README.md").write_text(card(model), encoding="utf-8")


if __name__ == "__main__":
    main()
