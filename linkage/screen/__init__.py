"""The exact screen: the pairs that scoring every pair would keep, found without scoring every pair."""

from __future__ import annotations

from linkage.screen.screening import Screened, screen

__all__ = ["Screened", "screen"]
