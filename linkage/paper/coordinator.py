"""The dossier for a forensic coordinator: everything that was compared, contradictions first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linkage.evidence.value import Polarity
from linkage.explanation import Line, Unknown, Written
from linkage.explanation.numbers import count, signed
from linkage.paper.case import Case, Listed
from linkage.paper.document import Document, Grid, Item, Row, Section
from linkage.paper.judged import ruled_out_before, said_before
from linkage.words import Translator, translator

HIDDEN = "\N{EN DASH}"


def coordinator_dossier(case: Case) -> Document:
    """Both records side by side with weights, standing, earlier rulings, what can be compared next, room to decide."""
    _ = translator(case.x.language)
    return Document(
        language=case.x.language,
        title=_("Dossier of a proposed comparison"),
        notice=case.x.notice,
        missing_id=case.x.missing_id,
        remains_id=case.x.remains_id,
        opening=tuple(_hidden(case, _)),
        sections=tuple(_sections(case, _)),
        words={"field": _("Field"), "missing": _("Missing person"), "remains": _("Remains")},
    )


def _hidden(case: Case, _: Translator) -> Iterator[str]:
    if case.hidden:
        yield _("One of the records may not leave its office: what is written in both is not shown.")


def _sections(case: Case, _: Translator) -> Iterator[Section]:
    yield _records(case, _)
    headings: tuple[tuple[Polarity, str], ...] = (
        ("contradicts", _("Speaks against")),
        ("agrees", _("Speaks for")),
        ("neutral", _("Says next to nothing")),
    )
    nothing = {"contradicts": (_("Nothing that was compared speaks against this pair."),)}
    for polarity, heading in headings:
        lines = case.x.of(polarity)
        if lines or polarity in nothing:
            items = tuple(_item(line, case, _) for line in lines)
            yield Section(heading, () if lines else nothing[polarity], items)
    unknowns = tuple(_unknown(u, case, _) for u in case.x.unknowns)
    asking = (case.x.worth_asking,) if case.x.worth_asking else ()
    yield Section(_("Unknown: weighs nothing"), asking, unknowns)
    yield _sum(case, _)
    yield Section(_("Place in the lists"), (*case.x.standing, case.x.open_world, case.x.claim))
    yield _others(_("Other candidates for these remains"), case.of_remains, _)
    yield _others(_("Other candidates for this missing person"), case.of_missing, _)
    yield said_before(case.judged, _)
    yield ruled_out_before(case.touching, _)
    yield _next(case, _)
    yield _how(case, _)
    yield _decision(_)


def _records(case: Case, _: Translator) -> Section:
    """Both numbers, whose they are, from which file, how old, and in what state."""
    rows = [(_("Case number"), case.x.missing_id, case.x.remains_id)]
    rows += [(_("File"), case.missing_file, case.remains_file)]
    about = {row.label: row.missing or "" for row in case.about_missing}
    found = {row.label: row.remains or "" for row in case.about_remains}
    rows += [(label, about.get(label, ""), found.get(label, "")) for label in {**about, **found}]
    return Section(_("The two records"), table=Grid(("", _("Missing person"), _("Remains")), tuple(rows)))


def _item(line: Line, case: Case, _: Translator) -> Item:
    bits = f"{signed(line.bits)} {_('bits')}"
    return Item(line.title, line.says, bits, _rows(line.values, case, _))


def _unknown(unknown: Unknown, case: Case, _: Translator) -> Item:
    return Item(unknown.title, unknown.lacks, None, _rows(unknown.values, case, _))


def _rows(values: Iterable[Written], case: Case, _: Translator) -> tuple[Row, ...]:
    """The values as they are written; none of them where one of the records may not be shown."""
    if case.hidden:
        return ()
    return tuple(Row(v.label, _cell(v, "missing", _), _cell(v, "remains", _)) for v in values)


def _cell(value: Written, side: str, _: Translator) -> str:
    text = value.missing if side == "missing" else value.remains
    return (text or _("not written")) if side in value.asked else HIDDEN


def _sum(case: Case, _: Translator) -> Section:
    x = case.x
    rows = [(_("before looking at anything"), signed(x.prior_bits))]
    rows += [(line.title, signed(line.bits)) for line in x.lines]
    rows += [(_("rounding"), signed(x.rounding()))] if x.rounding() else []
    rows += [(_("total"), signed(x.total))]
    return Section(_("The addition, in bits"), (x.prior_words, x.total_words), table=Grid(("", _("bits")), tuple(rows)))


def _others(title: str, listed: tuple[Listed, ...], _: Translator) -> Section:
    if not listed:
        return Section(title, (_("None."),))
    rows = tuple((count(o.rank), o.missing_id, o.remains_id, signed(o.total)) for o in listed)
    header = (_("Number in the list"), _("Missing person"), _("Remains"), _("bits"))
    return Section(title, table=Grid(header, rows))


def _next(case: Case, _: Translator) -> Section:
    words = {"yes": _("possible"), "perhaps": _("perhaps possible"), "no": _("not possible")}
    rows = tuple((p.title, words[p.possible], p.says) for p in case.x.primaries)
    return Section(_("Next comparison that can identify"), table=Grid((_("Method"), "", ""), rows))


def _how(case: Case, _: Translator) -> Section:
    """Which numbers, which run, and what they are not."""
    told = (
        _("Model: {name}.").format(name=case.x.model),
        _("Run: {run}; hash of its model: {hash}.").format(run=case.run, hash=case.model_hash),
        _("Engine: {engine}.").format(engine=case.engine),
        _(
            "Known limits: most remains have gaps in their record; what is not written weighs nothing, and the "
            "person may be in no list. Sex, age and stature read from bone have errors of their own."
        ),
    )
    return Section(_("How this was worked out"), told)


def _decision(_: Translator) -> Section:
    sentences = (_("Only the forensic authority concludes. Two people sign."),)
    blanks = (
        _("Decision"), _("Method and reason"), _("Name and office (1)"), _("Date and signature (1)"),
        _("Name and office (2)"), _("Date and signature (2)"),
    )  # fmt: skip
    return Section(_("Decision"), sentences, blanks=blanks)
