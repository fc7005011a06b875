"""The card of a trained model: what it learned from, and what it is not."""

from __future__ import annotations

from datetime import date

from linkage.engine.learn import STRENGTH
from linkage.model import Model

_CARD = """# Model `{name}`

Trained on {day} from `{before}`, with {missing:,} missing persons and {remains:,} remains.

- Solved cases: {solved:,}. True pairs expected among the other candidates: {expected:,}.
- Calibration: {calibrated}.
- Stated overlap: {overlap:.1%} of the smaller register are expected to have their counterpart in the other.
- u: measured on these registers. m: {strength} true pairs' worth of `{before}` in each group of levels, blended with
  the cases above. Every number's source stands beside it in `model.json`.

## Limits

It knows the registers it was trained on: their habits of writing, their errors, the ways people died there. Elsewhere
it may be wrong, and its stated chances with it. Solved cases are the easier ones (named, fresh, soon reported): what
they teach of the others is too hopeful. Measure it on solved cases it has not seen: `linkage evaluate`.

It orders pairs for a forensic comparison. It never identifies.
"""


def card(model: Model, day: date) -> str:
    """The card as Markdown."""
    calibrated = (
        f"a curve from {model.notes['solved']:,} solved cases" if model.calibration else "none, no solved cases"
    )
    return _CARD.format(
        name=model.name, day=day.isoformat(), calibrated=calibrated, overlap=model.overlap, strength=f"{STRENGTH:g}",
        **{key: model.notes[key] for key in ("before", "missing", "remains", "solved", "expected")},
    )  # fmt: skip
