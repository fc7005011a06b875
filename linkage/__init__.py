"""An open engine that compares reports of missing persons with records of unidentified remains.

It proposes the pairs most worth a forensic comparison, with its reasons; it never identifies. The
verbs of the command line are functions here, with the same names and typed results:

    >>> import linkage
    >>> done = linkage.run(["missing.csv"], ["remains.csv"], "runs/1")  # doctest: +SKIP
    >>> linkage.explain("runs/1", "M-1", "R-1").total  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # names for readers and type checkers; at run time each verb is imported when first used
    from linkage.evaluation.evaluating import evaluate as evaluate
    from linkage.paper.dossier import dossier as dossier
    from linkage.runs.adding import add as add
    from linkage.runs.checking import check as check
    from linkage.runs.demo import demo as demo
    from linkage.runs.explaining import explain as explain
    from linkage.runs.journey import run as run
    from linkage.runs.listing import evidence as evidence
    from linkage.runs.listing import sources as sources
    from linkage.runs.warm import Index as Index
    from linkage.training.training import train as train

_VERBS = {
    "Index": "linkage.runs.warm",
    "add": "linkage.runs.adding",
    "check": "linkage.runs.checking",
    "dossier": "linkage.paper.dossier",
    "run": "linkage.runs.journey",
    "explain": "linkage.runs.explaining",
    "evaluate": "linkage.evaluation.evaluating",
    "evidence": "linkage.runs.listing",
    "sources": "linkage.runs.listing",
    "demo": "linkage.runs.demo",
    "train": "linkage.training.training",
}

__all__ = ["Index", "add", "check", "demo", "dossier", "evaluate", "evidence", "explain", "run", "sources", "train"]


def __getattr__(name: str) -> Any:
    """Import a verb when it is first used, so that `import linkage` and `--help` stay quick."""
    if name not in _VERBS:
        raise AttributeError(f"module 'linkage' has no attribute '{name}'")
    return getattr(import_module(_VERBS[name]), name)
