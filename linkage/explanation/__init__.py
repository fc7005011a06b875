"""Explaining a pair: in words and bits, on the terminal and in a report to print."""

from __future__ import annotations

from linkage.explanation.pair import Reading, explain_pair
from linkage.explanation.report import write_report
from linkage.explanation.text import as_text, show
from linkage.explanation.values import Explanation, Line, Primary, Rung, Unknown, Written

__all__ = [
    "Explanation",
    "Line",
    "Primary",
    "Reading",
    "Rung",
    "Unknown",
    "Written",
    "as_text",
    "explain_pair",
    "show",
    "write_report",
]
