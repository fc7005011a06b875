"""The dossier: what a coordinator must have before them, what a family must be spared, the same bytes twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_pairs import pair, reading
from stores import CARLA, judge

import linkage
import linkage.paper
from linkage.errors import Refused, UsageError
from linkage.evidence import EVIDENCES
from linkage.evidence.sex import SEX
from linkage.explanation import explain_pair
from linkage.invent import invent
from linkage.judgements import open_store
from linkage.paper.case import Case, Listed, pairs_of
from linkage.paper.coordinator import coordinator_dossier
from linkage.paper.document import Document
from linkage.paper.family import family_dossier
from linkage.paper.printing import pdf

LANGUAGES = ("es", "en", "pt", "fr")
FINDINGS = {e.name: e.levels[0].name for e in EVIDENCES if e.name in ("names", "time", "marks")} | {
    SEX.name: SEX.levels[-1].name
}
MISSING = {
    "agency": "Fiscalía de ejemplo", "modified": "2024-05-31", "file": "desaparecidas.csv", "row": 7, "sex": "mujer",
    "name_full": "Inés Ejemplo Prueba", "marks": "tatuaje de una rosa", "circumstances": "Salió de su casa.",
    "stature": "160",
}  # fmt: skip
REMAINS = {
    "agency": "Servicio forense de ejemplo", "file": "restos.xlsx", "row": 9, "sex": "hombre", "condition": "fresco",
    "name_full": "Otra Familia Ajena", "marks": "rosa en el brazo", "circumstances": "Herida por arma de fuego.",
    "recovery_place_lat": "31.8839", "recovery_place_lon": "-112.9637",
}  # fmt: skip


def case(language: str = "en", **more: object) -> Case:
    missing = MISSING | more.pop("missing", {})  # type: ignore[operator]  # a mapping, where a test gives one
    remains = REMAINS | more.pop("remains", {})  # type: ignore[operator]
    x = explain_pair(pair(FINDINGS), missing, remains, reading(language))
    earlier = replace(judge("exclude", missing_id="M-9"), who="carla", when="2026-01-02T03:04:05.000+00:00", number=3)
    said = replace(judge(answer="worth", note="la misma rosa"), who="ana", when="2026-02-03", number=4)
    made = Case(
        x=x, missing=missing, remains=remains, run="corrida-7", model_hash="f00dcafe", engine="linkage 0.1.0",
        of_remains=(Listed(2, "M-77", "R-1", 3.0),), of_missing=(Listed(3, "M-1", "R-88", 2.0),),
        judged=(said,), touching=(earlier,),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def texts(document: Document) -> str:
    """Everything that stands on the paper, one text after the other."""
    return "\n".join(_texts(document))


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.notice, document.missing_id, document.remains_id, *document.opening)
    for section in document.sections:
        yield from (section.title, *section.sentences, *section.blanks)
        for item in section.evidence:
            yield from (item.title, item.says, item.bits or "")
            yield from (text for row in item.rows for text in (row.label, row.missing, row.remains))
        if section.table:
            yield from (*section.table.header, *(cell for row in section.table.rows for cell in row))


COORDINATOR = {
    "both case numbers": ("M-1", "R-1"),
    "whose they are": ("Fiscalía de ejemplo", "Servicio forense de ejemplo"),
    "source and date": ("desaparecidas.csv: 7", "restos.xlsx: 9", "2024-05-31"),
    "raw values side by side": ("tatuaje de una rosa", "rosa en el brazo", "mujer", "hombre"),
    "what was missing": ("Unknown: weighs nothing", "Not written for the remains.", "160"),
    "rank and tie size": ("Number 1 in the list of these remains.", "No other candidate in these two lists"),
    "the others": ("M-77", "R-88"),
    "who may be in no list": ("The person may not be in the file of missing persons at all.",),
    "earlier rulings on either record": ("M-9", "2026-01-02", "carla", "laboratory report 4"),
    "what was said of this pair": ("la misma rosa", "ana"),
    "which comparison next": ("Fingerprints", "Teeth", "DNA"),
    "model, run and calibration": (
        "Model: baseline.",
        "corrida-7",
        "f00dcafe",
        "not been checked against",
    ),
    "limits": ("Known limits",),
    "no identification": ("This is not an identification.",),
    "room for two signatures": ("Date and signature (1)", "Date and signature (2)"),
}


@pytest.mark.parametrize("what", COORDINATOR)
def test_a_coordinator_has_before_them(what: str) -> None:
    told = texts(coordinator_dossier(case()))
    assert [text for text in COORDINATOR[what] if text not in told] == []


def test_contradictions_come_before_agreements() -> None:
    titles = [section.title for section in coordinator_dossier(case()).sections]
    assert titles.index("Speaks against") < titles.index("Speaks for") < titles.index("Unknown: weighs nothing")
    against = next(s for s in coordinator_dossier(case()).sections if s.title == "Speaks against")
    assert [item.title for item in against.evidence] == ["Sex"]
    none = case(x=explain_pair(pair({}), MISSING, REMAINS, reading("en")))
    assert "Nothing that was compared speaks against this pair." in texts(coordinator_dossier(none))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_family_is_spared_figures_the_examiners_words_and_other_families(language: str) -> None:
    told = texts(family_dossier(case(language)))
    for spared in ("bits", "%", "Otra Familia Ajena", "rosa en el brazo", "arma de fuego", "M-77", "R-88", "M-9",
                   "carla", "31.88", "-112.96", "hombre"):  # fmt: skip
        assert spared not in told
    assert not re.search(r"[+-]\d+\.\d|\b\d+ in \d", told)
    for kept in ("Inés Ejemplo Prueba", "tatuaje de una rosa", "Fiscalía de ejemplo", "Servicio forense de ejemplo"):
        assert kept in told


def test_a_family_reads_what_does_not_fit_before_what_fits_and_whom_to_ask() -> None:
    titles = [section.title for section in family_dossier(case()).sections]
    assert titles.index("What does not fit") < titles.index("What fits") < titles.index("Whom to ask")


@pytest.mark.parametrize("side", ["missing", "remains"])
@pytest.mark.parametrize("said", ["no", "ask us first"])
def test_a_record_that_may_not_leave_its_office_shows_nothing_of_both(side: str, said: str) -> None:
    told = texts(coordinator_dossier(case(**{side: {"publication": said}})))
    for text in ("tatuaje de una rosa", "rosa en el brazo", "Inés", "Ajena", "mujer", "hombre"):
        assert text not in told
    assert "may not leave its office" in told
    assert "Fiscalía de ejemplo" in told


def test_a_family_that_wants_nothing_published_has_nothing_of_it_on_paper() -> None:
    told = texts(family_dossier(case(missing={"publication": "no"})))
    assert "Inés" not in told
    assert "tatuaje" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [coordinator_dossier, family_dossier])
def test_the_pdf_is_tagged_archivable_and_the_same_twice(language: str, make: type) -> None:
    document = make(case(language))
    printed = pdf([document])
    assert printed == pdf([document])
    assert printed.startswith(b"%PDF-1.")
    for mark in (b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>B<", b"/StructTreeRoot", b"/MarkInfo"):
        assert mark in printed
    assert f"/Lang({language})".encode() in printed


STRANGE = (
    "漢字",
    "عبد الرحمن",
    "😀",
    "a\x07b",
    "\u200b",
    '"\\',
    "#let x = 1",
    "$x^2$",
    "*a* _b_ `c`",
    "\ue000",
    "#",
    "\n",
)


@pytest.mark.parametrize("text", STRANGE, ids=[text.encode("unicode_escape").decode() for text in STRANGE])
def test_any_text_is_printed_and_none_is_obeyed(text: str) -> None:
    assert pdf([coordinator_dossier(case(missing={"marks": f"x{text}y"}))]).startswith(b"%PDF")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=20))
def test_no_text_keeps_a_dossier_from_being_printed(text: str) -> None:
    assert pdf([replace(family_dossier(case()), opening=(text,))]).startswith(b"%PDF")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    folder = tmp_path_factory.mktemp("dossier")
    made = invent(folder / "made", missing=30, remains=15, overlap=0.5, seed=3)
    done = linkage.run(made.missing, made.remains, folder / "run", top=3)
    return folder / "run", done.first[0]["missing_id"], done.first[0]["remains_id"]


def test_a_pair_of_a_run_on_paper(run: tuple[Path, str, str], tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.db")
    store.add(replace(judge(answer="worth"), missing_id=run[1], remains_id=run[2]), CARLA)
    one, two = (
        linkage.dossier(*run, tmp_path / f"{n}.pdf", language="en", judgements=tmp_path / "s.db") for n in (1, 2)
    )
    assert one.read_bytes() == two.read_bytes()
    assert [event["what"] for event in store.events()] == ["dossier for coordinator"] * 2
    family = linkage.dossier(*run, tmp_path / "f.pdf", language="es", audience="family")
    assert family.read_bytes() != one.read_bytes()


def test_a_whole_case_on_paper_holds_its_best_candidates_and_is_for_coordinators(
    run: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder, missing_id, remains_id = run
    for ids in (("-", remains_id), (missing_id, "-")):
        listed = pairs_of(folder, *ids)
        assert listed[0] == (missing_id, remains_id)
        assert 1 < len(set(listed)) <= 5
        one, pair = (linkage.dossier(folder, *which, tmp_path / "x.pdf").read_bytes() for which in (ids, run[1:]))
        assert one.count(b"/Type/Page/") > pair.count(b"/Type/Page/")
    with pytest.raises(Refused):
        linkage.dossier(folder, "-", remains_id, tmp_path / "y.pdf", audience="family")
    with pytest.raises(UsageError):
        linkage.dossier(folder, "-", "nobody", tmp_path / "y.pdf")


def test_what_cannot_be_printed_is_told(run: tuple[Path, str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        linkage.dossier(run[0], "nobody", run[2], tmp_path / "x.pdf")
    with pytest.raises(UsageError):
        linkage.dossier(*run, tmp_path / "x.docx")
    with pytest.raises(UsageError):
        linkage.dossier(*run, tmp_path / "x.pdf", judgements=tmp_path / "lost.db")
    assert list(tmp_path.iterdir()) == []


def test_no_family_dossier_is_made_of_remains_that_may_not_leave_their_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkage.paper.dossier.gather", lambda *_: case(remains={"publication": "no"}))
    from linkage.paper.dossier import dossier_bytes

    with pytest.raises(Refused):
        dossier_bytes(Path("run"), "M-1", "R-1", "es", "family")


ASKED = """
#let laid(it) = (repr(it.func()), it.location().page())
#context [#metadata(query(selector(heading).or(table)).map(laid))<laid>]
"""
"""Typst: every heading and table of a document, in order, with the page on which it begins."""


@pytest.mark.parametrize("lines", range(0, 40, 3))
def test_no_heading_stands_at_the_foot_of_a_page_and_its_table_on_the_next(lines: int) -> None:
    import typst

    document = replace(coordinator_dossier(case("es")), opening=("Renglón.",) * lines)
    template = (files("linkage.paper") / "templates" / "dossier.typ").read_text(encoding="utf-8") + ASKED
    given = {"data": json.dumps([asdict(document)])}
    told = typst.query(template.encode(), "<laid>", field="value", one=True, sys_inputs=given, ignore_system_fonts=True)
    laid = json.loads(told)
    assert sum(kind == "table" for kind, _page in laid) > 5
    assert [(a, b) for a, b in pairwise(laid) if (a[0], b[0]) == ("heading", "table") and a[1] != b[1]] == []
