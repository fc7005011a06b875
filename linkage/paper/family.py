"""The dossier for a family: words without figures, nothing of the examiner's record, no other family.

What the family itself told stands in it as they told it; how it compares is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from linkage.evidence import COMPANY
from linkage.explanation import Line, Unknown
from linkage.paper.case import Case
from linkage.paper.document import Document, Grid, Item, Section
from linkage.words import Translator, translator

SILENT = (COMPANY.name,)
"""Evidence that speaks of other people's records."""


def family_dossier(case: Case) -> Document:
    """What was compared, what is unknown and would help, and whom to ask."""
    _ = translator(case.x.language)
    return Document(
        language=case.x.language,
        title=_("A possible coincidence that asks for a comparison"),
        notice=case.x.notice,
        missing_id=case.x.missing_id,
        remains_id=case.x.remains_id,
        opening=(
            _(
                "This page is for the family. It says why a comparison is proposed between your report and the "
                "record of a deceased person who has not been identified. It may well be somebody else."
            ),
        ),
        sections=tuple(_sections(case, _)),
        words={"field": _("Field"), "missing": _("Missing person"), "remains": _("Remains")},
    )


def _sections(case: Case, _: Translator) -> Iterator[Section]:
    yield _records(case, _)
    told = tuple(line for line in case.x.lines if line.evidence not in SILENT)
    against = tuple(_item(line) for line in told if line.polarity == "contradicts")
    nothing = () if against else (_("Nothing that was compared speaks against this pair."),)
    yield Section(_("What does not fit"), nothing, against)
    if fits := tuple(_item(line) for line in told if line.polarity == "agrees"):
        yield Section(_("What fits"), evidence=fits)
    yield Section(_("What is not known, and what you may be able to tell"), evidence=tuple(_unknowns(case)))
    yield _told(case, _)
    yield _next(case, _)
    yield _whom(case, _)


def _records(case: Case, _: Translator) -> Section:
    rows = (
        (_("Missing person"), case.x.missing_id, case.agency("missing")),
        (_("Remains"), case.x.remains_id, case.agency("remains")),
    )
    return Section(_("The two records"), table=Grid(("", _("Case number"), _("Office that keeps it")), rows))


def _item(line: Line) -> Item:
    return Item(line.title, line.says)


def _unknowns(case: Case) -> Iterator[Item]:
    """What the family has not told yet: the only gaps that they can fill."""
    for unknown in case.x.unknowns:
        if unknown.evidence not in SILENT and not _told_of(unknown):
            yield Item(unknown.title, unknown.question)


def _told_of(unknown: Unknown) -> bool:
    return any(value.missing for value in unknown.values)


def _told(case: Case, _: Translator) -> Section:
    """What the report says, so that the family can put it right."""
    compared: tuple[Line | Unknown, ...] = (*case.x.lines, *case.x.unknowns)
    values = [v for found in compared if found.evidence not in SILENT for v in found.values]
    rows = tuple(dict.fromkeys((v.label, v.missing) for v in values if v.missing))
    title = _("What your report says: please tell the office what is wrong or missing")
    if case.missing_hidden or not rows:
        return Section(title, (_("What is written is not shown on this page: ask the office."),))
    return Section(title, table=Grid((_("Field"), _("Missing person")), rows))


def _next(case: Case, _: Translator) -> Section:
    words = {"yes": _("possible"), "perhaps": _("perhaps possible"), "no": _("not possible")}
    rows = tuple((primary.title, words[primary.possible]) for primary in case.x.primaries)
    help_dna = _(
        "If nobody has asked you for a sample for DNA yet, you can ask the office for it. Bring, if you have them, "
        "dental records, X-rays and photographs in which the person smiles."
    )
    return Section(_("What can be compared next"), (help_dna,), table=Grid((_("Method"), ""), rows))


def _whom(case: Case, _: Translator) -> Section:
    ask = _(
        "Please speak first with the office that keeps your report, and give it both case numbers. "
        "Nobody has to look at photographs or at a body to take part in a comparison."
    )
    offices = (
        _("Your report: {office}").format(office=case.agency("missing") or _("not written")),
        _("The other record: {office}").format(office=case.agency("remains") or _("not written")),
    )
    return Section(_("Whom to ask"), (ask, *offices), blanks=(_("Name of the person who attends you"), _("Telephone")))
