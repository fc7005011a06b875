"""The dossier of a pair as PDF, for coordinators and for families."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from linkage.errors import Refused
from linkage.judgements.roles import Action
from linkage.review.access import CanSee
from linkage.review.find import key_of, pair_for
from linkage.review.page import desk_of, spoken, words

router = APIRouter(include_in_schema=False)

Audience = Literal["coordinator", "family"]

NEEDS: dict[Audience, Action] = {"coordinator": "export_dossier", "family": "export_family_dossier"}


@router.get("/pairs/{number}/dossier/{audience}")
def dossier(request: Request, reader: CanSee, number: int, audience: Audience) -> Response:
    """The PDF in the language of the page. It tells the weights, so it comes after the first look."""
    from linkage.paper.dossier import dossier_bytes  # 0.3 s: only where a dossier is asked for

    desk, _ = desk_of(request), words(request)
    pair = key_of(pair_for(desk, reader, number))
    if not reader.may(NEEDS[audience]):
        raise HTTPException(403, _("Your role does not allow this."))
    if not desk.decisions.mine(pair, reader.name):
        raise HTTPException(403, _("Answer first: the dossier tells the weights."))
    try:
        printed = dossier_bytes(desk.run.folder, *pair, spoken(request), audience, desk.decisions.store.since())
    except Refused:
        raise HTTPException(403, _("One of the two records may not leave its office.")) from None
    desk.decisions.store.note(reader.name, f"dossier for {audience}", f"{pair[0]} / {pair[1]}")
    name = f'attachment; filename="dossier-{number}-{audience}.pdf"'
    return Response(printed, media_type="application/pdf", headers={"Content-Disposition": name})
