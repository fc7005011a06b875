"""The list and the judgements as files for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from linkage.evidence.fields import Side
from linkage.explanation.standing import notice
from linkage.judgements.roles import Person
from linkage.review.access import CanSee, needs
from linkage.review.exports import MEDIA, Kind, judgements_table, queue_table, written
from linkage.review.find import NO_SUCH, sees_side
from linkage.review.page import desk_of, words
from linkage.review.routes.lists import Chosen

router = APIRouter(include_in_schema=False)

CanExport = Annotated[Person, Depends(needs("export_judgements"))]


@router.get("/queue/{side}/export/{kind}")
def queue(request: Request, reader: CanSee, side: Side, kind: Kind, filters: Chosen) -> Response:
    """The list as filtered, all its pages: a line for each candidate."""
    if not sees_side(reader, side):
        raise HTTPException(404, NO_SUCH)
    desk, _ = desk_of(request), words(request)
    table = queue_table(desk, reader, side, filters, _)
    desk.decisions.store.note(reader.name, "list exported", f"{side} {kind} {filters.query()}".strip())
    content = written(
        table, kind, _("Candidates"), _notes(request, _("Totals are told only of pairs that you have looked at."))
    )
    return _file(content, kind, f"list-{side}")


@router.get("/judgements/export/{kind}")
def judgements(request: Request, reader: CanExport, kind: Kind) -> Response:
    """Every judgement about the records of this run."""
    desk, _ = desk_of(request), words(request)
    table = judgements_table(desk, reader, _)
    desk.decisions.store.note(reader.name, "judgements exported", kind)
    told = _("What others answered is told once your own answer is no longer asked for, a total once you have looked.")
    return _file(written(table, kind, _("Judgements"), _notes(request, told)), kind, "judgements")


def _notes(request: Request, told: str) -> Sequence[str]:
    """What stands on the second sheet of a workbook."""
    return (notice(words(request)), told)


def _file(content: bytes, kind: Kind, name: str) -> Response:
    disposition = f'attachment; filename="{name}.{kind}"'
    return Response(content, media_type=MEDIA[kind], headers={"Content-Disposition": disposition})
