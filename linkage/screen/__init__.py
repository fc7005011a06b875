"""The exact screen: the pairs that scoring every pair would keep, found without scoring every pair."""

from __future__ import annotations

from linkage.screen.screening import Screened, screen
from linkage.screen.storing import Store, store

__all__ = ["Screened", "Store", "screen", "store"]
