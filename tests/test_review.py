"""The page where people decide, spoken to without a browser: who may do what, what is kept, what is shown to whom."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_desk import GROUP, HERE, PASSWORD, ROLES, Desk, Visitor, closing, own_desk, run_folder, server_desk

RULED_OUT = {"answer": "ruled_out", "method": "dates", "note": "No coinciden."}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory)


@pytest.fixture
def desk(folder: Path, tmp_path: Path) -> Iterator[Desk]:
    with closing(own_desk(folder, tmp_path / "judgements.db")) as laid_out:
        yield laid_out


@pytest.fixture(scope="module")
def served(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with closing(server_desk(folder, tmp_path_factory.mktemp("served") / "judgements.db")) as laid_out:
        yield laid_out


@pytest.fixture(scope="module")
def visitors(served: Desk) -> dict[str, Visitor]:
    return {role: served.enters(role, PASSWORD) for role in (*ROLES, "coordinator 2")}


# --- who may do what


SEES, ALL, JOINT, LOG, ACCOUNTS = ("see", "all", "joint", "log", "accounts")
ALLOWED = {
    "reviewer": {SEES, ALL},
    "search_group": {SEES},
    "coordinator": {SEES, ALL, JOINT, LOG},
    "auditor": {JOINT, LOG},
    "administrator": {ACCOUNTS},
}
PAGES = {
    "/queue/remains": {SEES, ALL},
    "/queue/missing": {SEES},
    "/cases/remains/{remains}": {SEES, ALL},
    "/cases/missing/{missing}": {SEES},
    "/pairs/{pair}": {SEES},
    "/next": {SEES},
    "/queue/remains/export/csv": {SEES, ALL},
    "/queue/missing/export/csv": {SEES},
    "/judgements/export/csv": {SEES, JOINT},
    "/agreement": {JOINT},
    "/disagreements/{pair}": {SEES, JOINT},
    "/log": {LOG},
    "/people": {ACCOUNTS},
    "/api/queue/missing": {SEES},
    "/api/queue/remains": {SEES, ALL},
    "/api/cases/missing/{missing}": {SEES},
    "/api/pairs/{pair}": {SEES},
    "/api/agreement": {JOINT},
    "/api/disagreements": {SEES, JOINT},
}
OPEN = ("/enter", "/help", "/language/fr", "/keys/off", "/api/openapi.json", "/static/review.css")


def numbers(desk: Desk) -> dict[str, int]:
    """A pair of the group's, and the numbers of its two cases."""
    row = desk.run.rows(
        "SELECT pairs.number AS pair, m.number AS missing, r.number AS remains FROM pairs "
        "JOIN cases m ON m.side = 'missing' AND m.id = missing_id "
        "JOIN cases r ON r.side = 'remains' AND r.id = remains_id "
        "WHERE m.agency = ? ORDER BY pairs.number LIMIT 1",
        [GROUP],
    )[0]
    return {name: int(number) for name, number in row.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", PAGES)
def test_a_role_sees_its_pages_and_no_others(served: Desk, visitors: dict[str, Visitor], path: str, role: str) -> None:
    status = visitors[role].browser.get(path.format(**numbers(served)), follow_redirects=True).status_code
    if PAGES[path] <= ALLOWED[role]:
        assert status == 200
    else:
        assert status in (403, 404)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_a_page_before_entering(served: Desk, path: str) -> None:
    answer = served.client().get(path.format(**numbers(served)))
    assert answer.status_code in (303, 401)
    assert answer.status_code == 401 or answer.headers["location"].startswith("/enter")


@pytest.mark.parametrize("path", OPEN)
def test_what_names_nobody_is_open(served: Desk, path: str) -> None:
    assert served.client().get(path, follow_redirects=True).status_code == 200


FORMS = {
    "/pairs/{pair}/answer": {"reviewer", "search_group", "coordinator"},
    "/undo": {"reviewer", "search_group", "coordinator"},
    "/find": {"reviewer", "search_group", "coordinator"},
    "/pairs/{pair}/state": {"reviewer", "coordinator"},
    "/disagreements/{pair}": {"coordinator"},
    "/people": {"administrator"},
    "/people/close": {"administrator"},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", FORMS)
def test_a_role_sends_its_forms_and_no_others(served: Desk, visitors: dict[str, Visitor], path: str, role: str) -> None:
    fields = {"csrf": a_token(visitors[role]), "entry": "999", "side": "missing", "record": "x", "name": "nobody"}
    fields |= {"once": "made up", "to": "request", "reason": "porque"}
    status = visitors[role].browser.post(path.format(**numbers(served)), data=fields).status_code
    assert (status == 403) == (role not in FORMS[path])


def a_token(visitor: Visitor) -> str:
    """What a form of this visitor's carries to show that it is ours."""
    found = re.search(r'name="csrf" value="([^"]*)"', visitor.get("/agreement"))
    return found[1] if found else ""


def test_every_route_is_in_these_tables(served: Desk) -> None:
    tested = {re.sub(r"\{.*?\}", "{}", path) for path in (*PAGES, *FORMS)}
    tested |= {"/", "/enter", "/leave", "/help", "/language/{}", "/keys/{}", "/static", "/api/openapi.json"}
    tested |= {"/api/enter", "/api/reader", "/api/pairs/{}/answers", "/api/undo", "/queue/{}", "/cases/{}/{}"}
    tested |= {
        "/api/queue/{}",
        "/api/cases/{}/{}",
        "/pairs/{}/dossier/{}",
        "/queue/{}/export/{}",
        "/judgements/export/{}",
    }
    there = {re.sub(r"\{.*?\}", "{}", path) for path in paths_of(served)}
    assert there <= tested


def paths_of(desk: Desk) -> set[str]:
    """Every path that the application answers."""
    found: set[str] = set()
    waiting = list(desk.app.routes)
    while waiting:
        route = waiting.pop()
        waiting += getattr(getattr(route, "original_router", None), "routes", [])
        if path := getattr(route, "path", ""):
            found.add(path)
    return found


def test_a_closed_account_is_out_at_once(served: Desk) -> None:
    administrator = served.enters("administrator", PASSWORD)
    page = administrator.get("/people")
    administrator.post("/people", page, name="por poco", role="reviewer", password=PASSWORD)
    guest = served.enters("por poco", PASSWORD)
    assert guest.browser.get("/queue/remains").status_code == 200
    administrator.post("/people/close", administrator.get("/people"), name="por poco")
    assert guest.browser.get("/queue/remains").status_code == 303


def test_a_wrong_password_does_not_enter(served: Desk) -> None:
    assert served.enters("reviewer", "not this one at all").browser.get("/queue/remains").status_code == 303


# --- a search group


def test_a_group_sees_the_missing_persons_it_looks_for_and_no_others(
    served: Desk, visitors: dict[str, Visitor]
) -> None:
    page = visitors["search_group"].get("/queue/missing?all=1")
    own = {str(c["id"]) for c in served.run.rows("SELECT id FROM cases WHERE side = 'missing' AND agency = ?", [GROUP])}
    shown = set(re.findall(r"M-\d+", page))
    assert shown and shown <= own
    stranger = served.run.rows("SELECT number FROM cases WHERE side = 'missing' AND agency <> ? LIMIT 1", [GROUP])
    assert visitors["search_group"].browser.get(f"/cases/missing/{stranger[0]['number']}").status_code == 404


def test_a_group_is_not_told_the_exact_place(served: Desk, visitors: dict[str, Visitor]) -> None:
    row = served.run.rows(
        "SELECT pairs.number, recovery_place_coordinates AS point FROM pairs "
        "JOIN remains_records ON unique_id = remains_id JOIN cases ON side = 'missing' AND cases.id = missing_id "
        "WHERE cases.agency = ? AND point IS NOT NULL LIMIT 1",
        [GROUP],
    )[0]
    shown = {role: visitors[role].get(f"/pairs/{row['number']}") for role in ("search_group", "reviewer")}
    assert row["point"] in shown["reviewer"]
    assert row["point"] not in shown["search_group"]
    assert "Lugares" not in shown["search_group"] or 'class="dead"' not in shown["search_group"]


# --- the answer


def test_the_first_look_is_blind_and_both_answers_are_kept(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    blind = ana.get(f"/pairs/{pair}")
    assert " bits" not in blind and 'class="bar"' not in blind and "Qué dice la suma" not in blind
    ana.answers(pair, answer="worth")
    seen = ana.get(f"/pairs/{pair}")
    assert " bits" in seen and 'class="bar"' in seen
    ana.answers(pair, **RULED_OUT)
    assert [(j.act, j.answer, j.method) for j in desk.store.since()] == [
        ("first", "worth", ""), ("final", "ruled_out", "dates"),
    ]  # fmt: skip


def test_a_judgement_keeps_what_was_seen(desk: Desk) -> None:
    desk.enters("Ana").answers(desk.first_pair(), answer="worth", note="Se parecen.")
    kept, row = desk.store.since()[0], desk.run.pair(desk.first_pair())
    assert row is not None
    assert (kept.who, kept.note, kept.total) == ("Ana", "Se parecen.", row["total"])
    assert kept.model == desk.run.facts["model"]["sha256"]
    assert kept.seen == {e.name: row[f"f_{e.name}"] for e in desk.run.evidences}


def test_a_page_decides_once_however_often_it_is_sent(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    page = ana.get(f"/pairs/{pair}")
    for answer in ("worth", "cannot_say", "worth"):
        ana.post(f"/pairs/{pair}/answer", page, answer=answer)
    assert [(j.act, j.answer) for j in desk.store.since()] == [("first", "worth")]


def test_two_pages_of_one_pair_give_one_first_look(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    pages = [ana.get(f"/pairs/{pair}") for _ in range(2)]
    for page in pages:
        ana.post(f"/pairs/{pair}/answer", page, answer="worth")
    assert len(desk.store.since()) == 1


def test_an_answer_that_came_too_late_is_told_so(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    pages = [ana.get(f"/pairs/{pair}") for _ in range(2)]
    path = f"/pairs/{pair}/answer"
    first, again = (ana.post(path, pages[0], answer="worth").headers["location"] for _ in range(2))
    assert first == again and "ya había respondido" not in ana.get(first)
    late = ana.post(path, pages[1], **RULED_OUT)
    assert "ya había respondido" in ana.get(late.headers["location"])
    assert [j.answer for j in desk.store.since()] == ["worth"]


def test_a_token_holds_for_its_own_pair_only(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    other = next(n for n in range(1, 99) if n != pair)
    page = ana.get(f"/pairs/{pair}").replace(f"/pairs/{pair}/answer", f"/pairs/{other}/answer")
    assert ana.post(f"/pairs/{other}/answer", page, answer="worth").status_code == 400
    assert desk.store.since() == ()


@pytest.mark.parametrize(
    "lacking",
    [
        {},
        {"answer": "maybe"},
        {"answer": "ruled_out"},
        {"answer": "ruled_out", "method": "a guess"},
        {"answer": "needs_fact", "fact": "Una cirugía"},
        {"answer": "needs_fact", "source": "La familia"},
    ],
)
def test_an_answer_that_lacks_something_is_given_back_with_what_was_written(
    desk: Desk, lacking: dict[str, str]
) -> None:
    answer = desk.enters("Ana").answers(desk.first_pair(), **lacking, note="Una nota larga.")
    assert answer.status_code == 422
    assert "Una nota larga." in answer.text
    assert desk.store.since() == ()


def test_undo_takes_the_answer_back_and_keeps_that_it_was_given(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    ana.answers(pair, answer="worth")
    after = ana.get(ana.answers(pair, answer="worth").headers["location"])
    entry = re.search(r'name="entry" value="(\d+)"', after)
    assert entry
    ana.post("/undo", after, entry=entry[1])
    assert [j.act for j in desk.store.since()] == ["first", "final", "undo"]
    assert ana.browser.get("/next").headers["location"].startswith(f"/pairs/{pair}?")


def test_who_undoes_is_told_so(desk: Desk) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    for _ in range(2):
        last = ana.answers(pair, answer="worth").headers["location"]
    undone = ana.post("/undo", ana.get(last), entry="2")
    assert "Respuesta retirada" in ana.get(undone.headers["location"])
    assert "Respuesta retirada" not in ana.get(f"/pairs/{pair}")


def test_nobody_undoes_the_answer_of_another(desk: Desk) -> None:
    ana, beto, pair = desk.enters("Ana"), desk.enters("Beto"), desk.first_pair()
    ana.answers(pair, answer="worth")
    form = '<form action="/undo"><input type="hidden" name="csrf" value="' + a_token(beto) + '"></form>'
    assert beto.post("/undo", form, entry="1").status_code == 404
    assert len(desk.store.since()) == 1


def test_what_was_answered_is_not_asked_again(desk: Desk) -> None:
    ana = desk.enters("Ana")
    seen = []
    for _ in range(6):
        pair = int(re.search(r"/pairs/(\d+)", ana.browser.get("/next").headers["location"])[1])  # type: ignore[index]
        seen.append(pair)
        ana.answers(pair, answer="cannot_say")
        ana.answers(pair, answer="cannot_say")
    assert len(set(seen)) == 6


# --- two people


def test_the_second_reviewer_does_not_see_what_the_first_answered(desk: Desk) -> None:
    ana, beto, pair = desk.enters("Ana Fulana"), desk.enters("Beto"), desk.first_pair()
    for _ in range(2):
        ana.answers(pair, **RULED_OUT | {"note": "Una nota de Ana."})
    page = beto.get(f"/pairs/{pair}")
    assert "Ana Fulana" not in page and "Una nota de Ana" not in page and "checked" not in page


def decided(desk: Desk, pair: int) -> tuple[Visitor, Visitor]:
    """Two people who disagree about a pair."""
    ana, beto = desk.enters("Ana"), desk.enters("Beto")
    for _ in range(2):
        ana.answers(pair, answer="worth")
        beto.answers(pair, **RULED_OUT)
    return ana, beto


def test_a_disagreement_is_settled_and_then_closed(desk: Desk) -> None:
    pair = desk.first_pair()
    ana, _ = decided(desk, pair)
    assert f"/disagreements/{pair}" in ana.get("/agreement")
    page = ana.get(f"/disagreements/{pair}")
    assert "Ana" in page and "Beto" in page
    ana.post(f"/disagreements/{pair}", page, answer="worth", note="Lo vimos juntas.")
    assert desk.store.since()[-1].act == "settled"
    assert f"/disagreements/{pair}" not in ana.get("/agreement")


def test_an_exclusion_by_two_people_shows_beside_the_other_candidates(desk: Desk) -> None:
    pair = desk.first_pair()
    ana, beto = decided(desk, pair)
    for visitor in (ana, beto):
        form = visitor.get(f"/pairs/{pair}")
        answer = visitor.post(f"/pairs/{pair}/state", form, to="exclude", method="dna", reason="Laboratorio estatal.")
        assert answer.status_code == 303
    row = desk.run.pair(pair)
    assert row is not None
    other = next(p for p in desk.run.pairs_of("remains", str(row["remains_id"])) if p["number"] != pair)
    assert "Descartes anteriores" in ana.get(f"/pairs/{other['number']}")
    assert "excluida" in ana.get(f"/pairs/{pair}")


def test_one_person_cannot_sign_twice(desk: Desk) -> None:
    pair = desk.first_pair()
    ana, _ = decided(desk, pair)
    statuses = []
    for _ in range(2):
        form = ana.get(f"/pairs/{pair}")
        answer = ana.post(f"/pairs/{pair}/state", form, to="confirm", reason="Por escrito.")
        statuses.append(answer.status_code)
    assert statuses == [303, 422]


# --- safety


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:9", ""])
def test_only_this_machine_s_name_is_answered(desk: Desk, host: str) -> None:
    assert desk.client().get("/enter", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": HERE},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_page_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    ana, pair = desk.enters("Ana"), desk.first_pair()
    fields = dict(re.findall(r'name="(csrf|once|side)" value="([^"]*)"', ana.get(f"/pairs/{pair}")))
    sent = ana.browser.post(f"/pairs/{pair}/answer", data=fields | {"answer": "worth"}, headers=headers)
    assert sent.status_code == 403
    assert desk.store.since() == ()


@pytest.mark.parametrize("csrf", ["", "made up", "{other}"])
def test_a_form_without_this_browser_s_token_is_refused(desk: Desk, csrf: str) -> None:
    ana, other, pair = desk.enters("Ana"), desk.enters("Beto"), desk.first_pair()
    once = re.search(r'name="once" value="([^"]*)"', ana.get(f"/pairs/{pair}"))
    assert once
    fields = {"csrf": csrf.format(other=a_token(other)), "once": once[1], "answer": "worth"}
    assert ana.browser.post(f"/pairs/{pair}/answer", data=fields).status_code == 403


def test_every_answer_carries_the_headers_that_keep_it_in_this_browser(desk: Desk) -> None:
    ana = desk.enters("Ana")
    for path in ("/queue/remains", f"/pairs/{desk.first_pair()}", "/nothing", "/api/queue/remains"):
        headers = ana.browser.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")


def test_too_much_is_refused(desk: Desk) -> None:
    ana = desk.enters("Ana")
    assert ana.browser.post("/find", content=b"x" * 70_000).status_code == 413


def test_no_address_or_title_names_a_record(desk: Desk) -> None:
    ana = desk.enters("Ana")
    places = ["/queue/remains", f"/pairs/{desk.first_pair()}", "/cases/remains/1", "/agreement", "/log"]
    for page in map(ana.get, places):
        told = re.findall(r'(?:href|action|src)="([^"]*)"', page) + re.findall(r"<title>(.*?)</title>", page)
        assert not [text for text in told if re.search(r"[MR]-\d{3}", text)]


def test_what_people_wrote_is_text_and_never_markup(desk: Desk) -> None:
    ana, pair = desk.enters("<b>Ana</b>"), desk.first_pair()
    ana.answers(pair, answer="worth", note="<script>alert(1)</script>")
    page = ana.get(f"/pairs/{pair}")
    assert "<script>alert" not in page and "<b>Ana" not in page


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/\n/evil"])
def test_nobody_is_sent_elsewhere(desk: Desk, back: str) -> None:
    assert desk.client().get("/language/fr", params={"back": back}).headers["location"] == "/"


# --- light


def compressed(page: str) -> int:
    return len(gzip.compress(page.encode(), 6))


def test_the_first_load_and_the_next_pair_are_light(desk: Desk) -> None:
    ana = desk.enters("Ana")
    pair = ana.get(f"/pairs/{desk.first_pair()}")
    kept = [ana.get(path) for path in ("/static/review.css", "/static/review.js", "/static/icon.svg")]
    assert sum(map(compressed, [ana.get("/queue/remains"), *kept])) < 100_000
    assert compressed(pair) < 15_000


# --- the queue


def test_filters_leave_what_they_say_and_the_counts_add_up(desk: Desk) -> None:
    ana = desk.enters("Ana")
    counted = desk.run.rows("SELECT count(*) AS n FROM cases WHERE side = 'remains'")[0]["n"]
    bone = desk.run.rows("SELECT count(*) AS n FROM cases WHERE side = 'remains' AND condition_class = 'skeletal'")[0][
        "n"
    ]
    assert f"Casos en esta lista: {counted}. Por mirar: {counted};" in ana.get("/queue/remains")
    assert f"Casos en esta lista: {bone}." in ana.get("/queue/remains?condition=skeletal")
    ana.answers(desk.first_pair(), answer="worth")
    assert f"Por mirar: {counted - 1}; empezados: 1;" in ana.get("/queue/remains")
    begun = ana.get("/queue/remains?state=begun")  # the counts are of the list before that filter
    assert "Casos en esta lista: 1." not in begun
    assert len(re.findall("/cases/remains/", begun)) == 1


def test_the_list_opens_again_where_it_was_left(desk: Desk) -> None:
    ana = desk.enters("Ana")
    ana.get("/queue/remains?condition=skeletal")
    assert ana.browser.get("/").headers["location"] == "/queue/remains?condition=skeletal"


def test_a_record_is_found_by_its_number_which_stays_out_of_the_address(desk: Desk) -> None:
    ana = desk.enters("Ana")
    page = ana.get("/queue/remains")
    record = re.search(r"R-\d+", page)
    assert record
    found = ana.post("/find", page, side="remains", record=record[0])
    assert re.fullmatch(r"/cases/remains/\d+", found.headers["location"])
    assert ana.post("/find", page, side="remains", record="R-nobody").status_code == 404


def test_what_is_worth_most_comes_first(desk: Desk) -> None:
    worths = [c["worth"] for c in desk.run.rows("SELECT worth FROM cases WHERE side = 'remains' ORDER BY worth DESC")]
    page = desk.enters("Ana").get("/queue/remains")
    first = re.search(r"/cases/remains/(\d+)", page)
    assert first
    case = desk.run.case("remains", int(first[1]))
    assert case is not None and case["worth"] == worths[0]


def test_a_pair_left_for_later_is_not_the_next_one(desk: Desk) -> None:
    ana, seen = desk.enters("Ana"), []
    path = "/next"
    for _ in range(4):
        pair = int(re.search(r"/pairs/(\d+)", ana.browser.get(path).headers["location"])[1])  # type: ignore[index]
        seen.append(pair)
        skip = re.search(r'href="(/next\?[^"]*)"', ana.get(f"/pairs/{pair}"))
        assert skip
        path = skip[1].replace("&amp;", "&")
    assert len(set(seen)) == 4


@pytest.mark.parametrize(
    ("role", "audience", "status"),
    [
        ("coordinator", "coordinator", 200),
        ("reviewer", "coordinator", 403),
        ("search_group", "coordinator", 403),
        ("search_group", "family", 200),
        ("auditor", "family", 403),
        ("administrator", "coordinator", 403),
    ],
)
def test_a_dossier_is_for_whom_it_is_meant(
    served: Desk, visitors: dict[str, Visitor], role: str, audience: str, status: int
) -> None:
    path = f"/pairs/{numbers(served)['pair']}/dossier/{audience}"
    if status == 200:
        assert visitors[role].browser.get(path).status_code == 403  # before the first look
        visitors[role].answers(numbers(served)["pair"], answer="worth")
    answer = visitors[role].browser.get(path)
    assert answer.status_code == status
    assert answer.content.startswith(b"%PDF") == (status == 200)
