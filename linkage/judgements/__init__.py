"""What people decide about pairs: kept apart from every run, added to and never changed."""

from __future__ import annotations

from linkage.judgements.roles import Person, may
from linkage.judgements.store import Store, open_store
from linkage.judgements.values import Judgement

__all__ = ["Judgement", "Person", "Store", "may", "open_store"]
