"""The verb `dossier`: a pair or a case on paper, for those who decide or for the family."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from linkage.errors import Refused, UsageError
from linkage.export import replacing
from linkage.judgements.store import open_store
from linkage.judgements.values import Judgement
from linkage.paper.case import ANY, gather, pairs_of
from linkage.paper.coordinator import coordinator_dossier
from linkage.paper.family import family_dossier
from linkage.paper.printing import pdf

Audience = Literal["coordinator", "family"]


def dossier(
    run: str | Path,
    missing_id: str,
    remains_id: str,
    out: str | Path,
    *,
    language: str = "es",
    audience: Audience = "coordinator",
    judgements: str | Path | None = None,
) -> Path:
    """Write the dossier of a pair of a run as PDF to `out`, and give its path.

    "-" as one of the two ids asks for the whole case of the other: its best candidates, one after the other.

    `judgements` is the store whose rulings it tells. Refused when the record of the remains may not
    leave its office and the dossier is for a family; UsageError for a run or an id that is not there.
    """
    if Path(out).suffix.lower() != ".pdf":
        raise UsageError(f"{Path(out).name}: a dossier is a .pdf file.")
    store = open_store(judgements, must_exist=True) if judgements else None
    known = store.since() if store else ()
    printed = dossier_bytes(Path(run), missing_id, remains_id, language, audience, known)
    if store:
        store.note("command line", f"dossier for {audience}", f"{missing_id} {remains_id}")
        store.close()
    with replacing(Path(out)) as part:
        part.write_bytes(printed)
    return Path(out)


def dossier_bytes(
    run: Path,
    missing_id: str,
    remains_id: str,
    language: str,
    audience: Audience,
    judgements: tuple[Judgement, ...] = (),
) -> bytes:
    """The PDF of a pair or of a case; the same run and judgements give the same bytes."""
    pairs = pairs_of(run, missing_id, remains_id)
    if audience == "coordinator":
        return pdf([coordinator_dossier(gather(run, *pair, language, judgements)) for pair in pairs])
    if ANY in (missing_id, remains_id):
        raise Refused("A family is told of one pair alone: a whole case speaks of other families.")
    case = gather(run, missing_id, remains_id, language, judgements)
    if case.remains_hidden:
        raise Refused("The record of these remains may not leave its office: no dossier for families is made of it.")
    return pdf([family_dossier(case)])
