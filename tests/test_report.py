"""The report: one sober file that works offline, says nothing it cannot hold, and shows nothing it may not."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from invented_pairs import FACTS, MODEL, PRIOR, Book, book, pair

from linkage.config import config_path
from linkage.evidence import EVIDENCES, all_fields
from linkage.explanation import as_text, explain_pair, report, write_report
from linkage.explanation.cases import FOLDED, Inputs, may_be_shown, strongest
from linkage.explanation.markup import TEMPLATES, bar, cut
from linkage.explanation.report import render
from linkage.words import catalogue

INPUTS = Inputs(EVIDENCES, MODEL, FACTS, ("es", "en"))
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect"}


def rendered(told: Book, inputs: Inputs = INPUTS) -> str:
    return render(told.pairs, told.raw, inputs)


@pytest.fixture(scope="module")
def html() -> str:
    return rendered(book(4, 3))


class Page(HTMLParser):
    """What a browser would see: elements in order, and whether each that was opened was closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.languages: dict[str, list[str]] = {}
        self._language: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self._language.append(dict(attrs).get("lang") or (self._language[-1] if self._language else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()
        self._language.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title") and data.strip():
            self.languages.setdefault(self._language[-1], []).append(" ".join(data.split()))

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


def test_every_element_is_closed_in_turn(html: str) -> None:
    page = Page(html)
    assert (page.wrong, page.open) == ([], [])


def test_ids_are_unique_and_every_link_has_its_place(html: str) -> None:
    page = Page(html)
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    links = page.attributes("href")
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)


@pytest.mark.parametrize(
    "outside", ["http:", "https:", "//", "url(", "@import", "<script", "<link", "<img", "<iframe", "<form"]
)
def test_nothing_is_fetched_and_nothing_runs(html: str, outside: str) -> None:
    assert outside not in html


def test_the_page_forbids_everything_but_its_own_style(html: str) -> None:
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    policy = dict(Page(html).elements[3][1])["content"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert " style=" not in html


def test_what_people_wrote_cannot_become_markup() -> None:
    told = book(1, 1)
    for record in told.records.values():
        for column in record:
            record[column] = "<script>alert('x')</script>\"><b onmouseover=x"
    page = rendered(told)
    assert "<script" not in page and "<b onmouseover" not in page
    assert "&lt;script&gt;" in page
    assert Page(page).wrong == []


def test_ids_may_hold_any_character() -> None:
    told = book(1, 2)
    for row in told.pairs:
        told.records["remains", 'R/1 "<ñ>'] = told.records["remains", row["remains_id"]]
        row["remains_id"] = 'R/1 "<ñ>'
    test_ids_are_unique_and_every_link_has_its_place(rendered(told))


def test_the_same_input_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    told = book(3, 3)
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    write_report(first, told.pairs, told.raw, EVIDENCES, MODEL, FACTS)
    write_report(second, told.pairs[::-1], told.raw, EVIDENCES, MODEL, FACTS)
    assert first.read_bytes() == second.read_bytes()


def test_spanish_comes_first_and_each_language_is_marked(html: str) -> None:
    page = Page(html)
    assert page.elements[0] == ("html", {"lang": "es"})
    assert [attrs["lang"] for tag, attrs in page.elements if tag == "section" and "lang" in attrs] == ["es", "en"]


def test_no_english_is_left_in_the_spanish_part_and_no_spanish_in_the_english(html: str) -> None:
    parts = {code: set(texts) for code, texts in Page(html).languages.items()}
    words = {text: said for text, said in catalogue("es").items() if len(text) > 8 and "{" not in text}
    assert {text for text, said in words.items() if text != said} & parts["es"] == set()
    assert {said for text, said in words.items() if text != said} & parts["en"] == set()


def test_both_languages_tell_the_same_pairs(html: str) -> None:
    ids = [re.sub("^(es|en)-", "", i) for i in Page(html).attributes("id") if i.startswith(("es-", "en-"))]
    assert sorted(ids[: len(ids) // 2]) == sorted(ids[len(ids) // 2 :])


def test_one_language_alone_needs_no_switch() -> None:
    page = rendered(book(1, 1), Inputs(EVIDENCES, MODEL, FACTS, ("en",)))
    assert 'lang="es"' not in page and "hreflang" not in page and ":target" not in page


def test_headings_are_in_order_without_a_gap(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(html).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_says_what_its_columns_are(html: str) -> None:
    assert all(attrs.get("scope") in ("col", "row", "rowgroup") for tag, attrs in Page(html).elements if tag == "th")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["ink", "soft", "for", "against"])
def test_every_colour_is_dark_enough_to_read(name: str) -> None:
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}})", css)
    assert found is not None
    assert 1.05 / (luminance(found[1]) + 0.05) >= 4.5


def test_a_bar_points_right_for_and_left_against_and_stays_inside() -> None:
    assert 'class="p" x="120" y="2" width="70"' in bar(7.0)
    assert 'class="m" x="89" y="2" width="31"' in bar(-3.1)
    assert "rect" not in bar(0.0)
    assert 'width="200"' in bar(35.0) and 'class="m" x="1"' in bar(-99.0)


def test_colour_is_never_the_only_sign(html: str) -> None:
    weights = re.findall(r'<span class="n">([^<]*)</span></span>', html)
    assert weights and all(re.fullmatch(r"[+−]\d+\.\d bits, [a-z ]+", weight) for weight in weights)


def test_contradictions_stand_before_agreements_in_every_pair(html: str) -> None:
    for article in html.split("<article")[1:]:
        against = max(article.find("<h4>Speaks against"), article.find("<h4>Habla en contra"))
        favour = max(article.find("<h4>Speaks for"), article.find("<h4>Habla a favor"))
        assert 0 < against < favour


def test_every_pair_says_that_it_is_not_an_identification_and_leaves_room_for_two_signatures(html: str) -> None:
    for article in html.split("<article")[1:]:
        article = article.split("</article>")[0]
        assert "Esto no es una identificación." in article or "This is not an identification." in article
        assert "Segunda firma" in article or "Second signature" in article


def test_the_rows_of_each_file_are_accounted_for(html: str) -> None:
    told = html.replace("\xa0", "")
    assert "2000 rows read = 1930 accepted + 45 accepted with a warning + 25 rejected" in told
    for file in FACTS["files"]:
        assert file["rows"] == file["accepted"] + file["warned"] + file["rejected"]


def test_the_strongest_remains_come_first_with_their_best_candidates() -> None:
    rows = [
        pair({}) | {"remains_id": f"R-{r}", "missing_id": f"M-{c}", "rank_in_remains": c, "total": r - c}
        for r in range(60)
        for c in range(1, 8)
    ]
    groups = strongest(rows, 50, 5)
    assert [group[0]["remains_id"] for group in groups] == [f"R-{r}" for r in range(59, 9, -1)]
    assert all([row["missing_id"] for row in group] == [f"M-{c}" for c in range(1, 6)] for group in groups)


def test_a_candidate_a_thousand_times_less_likely_is_left_to_the_table() -> None:
    rows = [pair({}) | {"missing_id": f"M-{c}", "rank_in_remains": c, "total": -11.0 * c} for c in (1, 2)]
    assert [[row["missing_id"] for row in group] for group in strongest(rows, 50, 5)] == [["M-1"]]


def test_a_pair_beyond_the_best_of_the_remains_is_not_shown() -> None:
    rows = [pair({}) | {"missing_id": f"M-{rank}", "rank_in_remains": rank} for rank in (1, None)]
    assert [[row["missing_id"] for row in group] for group in strongest(rows, 50, 5)] == [["M-1"]]


def test_the_run_says_how_much_is_shown() -> None:
    settings = {"top": 25, "report_remains": 2, "report_candidates": 1}
    told = book(3, 3)
    page = rendered(told, replace(INPUTS, facts=FACTS | {"settings": settings}))
    assert page.count("<article") == 2 * 2
    assert "Shown: 2 of the 780 remains" in page.replace("\xa0", " ") and "at most 1 candidates" in page


def test_the_file_stays_small_and_says_how_much_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_BYTES", 150_000)
    page = rendered(book(30, 5))
    assert len(page.encode()) <= 150_000
    shown = re.search(r"Shown: (\d+) of the 780 remains", page)
    assert shown is not None and 0 < int(shown[1]) < 30
    assert page.count('<section class="case"') == 2 * int(shown[1])


def test_no_pairs_is_said_in_words() -> None:
    page = rendered(Book([], {}))
    assert "No pair is shown." in page and Page(page).wrong == []


@pytest.mark.parametrize("side", ["missing", "remains"])
def test_a_record_that_may_not_be_published_shows_no_value_of_the_pair(side: str) -> None:
    told = book(1, 1)
    row = told.pairs[0]
    record = told.records[side, row[f"{side}_id"]]
    record |= {"publication": "no", "circumstances": "un relato reservado", "sex": "un valor reservado"}
    page = rendered(told)
    assert "reservado" not in page
    assert row["missing_id"] in page and "may not leave its office" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [(None, True), ("", True), ("sí", True), ("no", False), ("yes", True), ("pregunte primero", False)],
)
def test_publication_is_a_yes_unless_something_else_is_written(text: str | None, shown: bool) -> None:
    assert may_be_shown({"publication": text}, "missing") is shown


def test_what_is_folded_away_is_a_field() -> None:
    assert set(FOLDED) <= {field.name for field in all_fields()}


def test_circumstances_are_folded_away(html: str) -> None:
    folded = re.findall(r"<details><summary>.*?</details>", html, re.S)
    assert folded and all("Hallazgo junto a un camino." in part for part in folded)
    assert "Hallazgo" not in re.sub(r"<details>.*?</details>", "", html, flags=re.S)
    assert "<details open" not in html


def test_a_long_text_is_shortened_with_a_sign() -> None:
    assert cut("x" * 400) == "x" * 400
    assert cut("x" * 401) == "x" * 399 + "…"


def test_the_title_names_nobody() -> None:
    title = re.search("<title>(.*?)</title>", rendered(book(1, 1)))
    assert title is not None
    assert title[1] == "Candidatas para comparación forense · Candidates for forensic comparison"


FORBIDDEN = re.compile(
    r"match found|\bidentified as|positive match|coincidencia encontrada|coincidencia positiva"
    r"|(?<!sin )(?<!não )\bidentificad[oa]s?\b|(?<!un)\bidentified\b|\d\s?%|por ciento|percent",
    re.IGNORECASE,
)


def test_no_word_claims_an_identification_or_gives_a_percentage(html: str) -> None:
    seen = " ".join(text for texts in Page(html).languages.values() for text in texts)
    assert FORBIDDEN.findall(seen) == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_terminal_claims_no_more_than_the_report(language: str) -> None:
    told = book(1, 3)
    for row in told.pairs:
        x = explain_pair(
            row | {"p_not_in_file": 0.7},
            told.raw("missing", row["missing_id"]),
            told.raw("remains", row["remains_id"]),
            INPUTS.reading(language),
        )
        assert FORBIDDEN.findall(as_text(x)) == []


def test_no_translation_claims_an_identification() -> None:
    for path in sorted(config_path("words").rglob("*.po")):
        assert [said for said in catalogue(path.parent.name).values() if FORBIDDEN.search(said)] == []


def test_the_forbidden_words_are_found_where_they_stand() -> None:
    for claim in ("Match found", "identified as M-1", "identificado como", "cuerpo identificada", "95 %", "95%"):
        assert FORBIDDEN.search(claim)
    for allowed in ("persona fallecida sin identificar", "This is not an identification", "unidentified remains"):
        assert not FORBIDDEN.search(allowed)


def test_the_prior_told_is_the_prior_of_the_pairs(html: str) -> None:
    assert FACTS["prior_bits"] == PRIOR
    assert "−18.2 bits" in html
