"""Training: a model that has learned from an office's own registers and solved cases."""

from __future__ import annotations

from linkage.training.training import Trained, train

__all__ = ["Trained", "train"]
