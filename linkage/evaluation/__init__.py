"""Evaluation: how well a run found the pairs that are known to be true, and whether its weights keep their word."""

from __future__ import annotations

from linkage.evaluation.values import Evaluation

__all__ = ["Evaluation"]
