"""What people decide about pairs: kept apart from every run, added to and never changed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from linkage.judgements.roles import Person, may
from linkage.judgements.values import Judgement

if TYPE_CHECKING:
    from linkage.judgements.store import Store as Store
    from linkage.judgements.store import open_store as open_store

__all__ = ["Judgement", "Person", "Store", "may", "open_store"]


def __getattr__(name: str) -> Any:
    """Import the store when it is first used: half a second that a run without judgements does not need."""
    if name not in ("Store", "open_store"):
        raise AttributeError(f"module 'linkage.judgements' has no attribute '{name}'")
    return getattr(import_module("linkage.judgements.store"), name)
