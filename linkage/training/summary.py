"""What a training says on the terminal when it is done."""

from __future__ import annotations

from linkage.evaluation.summary import told_truth
from linkage.training.training import Trained


def describe(trained: Trained) -> str:
    """The training in a few lines."""
    calibrated = "and the sum of weights is calibrated" if trained.model.calibration else "and nothing is calibrated"
    return "\n".join(
        [
            *(told_truth(trained.truth) if trained.truth else ()),
            f"Model '{trained.model.name}' learned from {trained.solved:,} solved cases and from candidates among whom "
            f"about {trained.expected:,.1f} true pairs are expected, {calibrated}.",
            f"Its card: {trained.folder / 'README.md'}",
            f"Use it: linkage run --model {trained.folder} ...",
        ]
    )
