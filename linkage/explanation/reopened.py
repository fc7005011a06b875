"""A pair that was excluded once and is back: what has changed since, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linkage.evidence import UNKNOWN, Evidence
from linkage.words import Translator


def reopened(pair: Mapping[str, Any], evidences: Sequence[Evidence], _: Translator) -> Iterator[str]:
    """Sentences for the column `reopened` of a candidate ("age: unknown -> near_narrow; sex: same -> other")."""
    changed = pair.get("reopened")
    if not changed:
        return
    yield _("This pair was excluded, and is here again because its evidence has changed since:")
    known = {evidence.name: evidence for evidence in evidences}
    for change in str(changed).split("; "):
        name, _colon, findings = change.partition(": ")
        before, _arrow, now = findings.partition(" -> ")
        if name in known:
            yield _("{title}. Before: {before} Now: {now}").format(
                title=_(known[name].title or name),
                before=_says(known[name], before, _),
                now=_says(known[name], now, _),
            )


def _says(evidence: Evidence, finding: str, _: Translator) -> str:
    """The words of a level; its name where the engine no longer has it."""
    if finding == UNKNOWN:
        return _("Not compared: unknown.")
    return next((_(level.says) for level in evidence.levels if level.name == finding), finding)
