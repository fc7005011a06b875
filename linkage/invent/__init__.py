"""Invented registers: people who never lived, their families' reports and examiners' records.

A person, a journey, a disappearance, a report, a death, a recovery, an examiner's record: each a
small step whose rates stand, with their source, in `config/profiles/<profile>.toml`. The true
pairs are known, which no public register offers. Used by `linkage demo` and the benchmarks.
"""

from __future__ import annotations

from linkage.invent.registers import Invented, invent

__all__ = ["Invented", "invent"]
