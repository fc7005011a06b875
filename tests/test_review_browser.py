"""The page in a real browser: for everyone, by keyboard, on a phone, on a bad line, without JavaScript."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn
from review_desk import PASSWORD, Desk, closing, opened, run_folder

from linkage.judgements import Judgement, Person, open_store
from linkage.judgements.accounts import Account, add_account
from linkage.review.serving import Options, application
from linkage.words import languages

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium")


@dataclass
class Served:
    desk: Desk
    address: str
    pair: int


PATIENCE_S = 90
"""How long a page may take on a machine that has other things to do. Nothing here measures time."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page on one's own machine."""
    with serving(tmp_path_factory, server=False) as found:
        yield found


@contextmanager
def serving(factory: pytest.TempPathFactory, server: bool) -> Iterator[Served]:
    run, store = opened(run_folder(factory)), open_store(factory.mktemp("browser") / "judgements.db")
    listener = uvicorn.Config("", port=0).bind_socket()
    port = listener.getsockname()[1]
    desk = Desk(run, store, application(run, store, Options(port, "es", server=server)))
    listening = uvicorn.Server(uvicorn.Config(desk.app, log_level="warning", access_log=False))
    thread = threading.Thread(target=listening.run, args=([listener],), daemon=True)
    with closing(desk):
        thread.start()
        while not listening.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield Served(desk, f"http://127.0.0.1:{port}", desk.first_pair())
        listening.should_exit = True
        thread.join(PATIENCE_S)


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    sync_api.expect.set_options(timeout=PATIENCE_S * 1000)
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments, timeout=PATIENCE_S * 1000)
        yield browser
        browser.close()


def opens(chromium: sync_api.Browser, **options: object) -> sync_api.Page:
    """A browser of one's own."""
    page = chromium.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    return page


def enters(
    served: Served, chromium: sync_api.Browser, name: str, password: str = "", **options: object
) -> sync_api.Page:
    """Somebody's browser, entered."""
    page = opens(chromium, **options)
    page.goto(f"{served.address}/enter")
    page.fill("#name", name)
    if password:
        page.fill("#password", password)
    page.click("main button")
    page.wait_for_url(lambda url: "/enter" not in url)
    return page


def decided(served: Served, who: str) -> list[tuple[str, str | None]]:
    return [(j.act, j.answer) for j in served.desk.store.since() if j.who == who]


def disagree(served: Served) -> None:
    """Two people who answer differently about the first pair."""
    row = served.desk.run.pair(served.pair)
    assert row is not None
    for name, answer in (("Ana", "worth"), ("Beto", "cannot_say")):
        ids = (str(row["missing_id"]), str(row["remains_id"]))
        judgement = Judgement(*ids, name, "final", f"token of {name}", "run", "model", 1.0, answer=answer)
        served.desk.store.add(judgement, Person(name, "reviewer"))


def test_axe_finds_nothing_on_any_page_in_any_language(served: Served, chromium: sync_api.Browser) -> None:
    from axe_playwright_python.sync_playwright import Axe

    disagree(served)
    axe, page = Axe(), enters(served, chromium, "Accesible")
    page.goto(f"{served.address}/pairs/{served.pair}")
    page.keyboard.press("1")
    page.wait_for_selector(".bar")
    unseen = served.desk.run.rows("SELECT min(number) AS n FROM pairs WHERE number <> ?", [served.pair])[0]["n"]
    paths = [
        "/queue/remains", "/queue/missing?held=marks", "/cases/remains/1", f"/pairs/{served.pair}", f"/pairs/{unseen}",
        "/help", "/agreement", f"/disagreements/{served.pair}", "/log", "/nothing", "/enter",
    ]  # fmt: skip
    wrong = []
    for language in languages():
        page.goto(f"{served.address}/language/{language}")
        for path in paths:
            page.goto(served.address + path)
            assert page.locator("html").get_attribute("lang") == language
            results = axe.run(page)
            wrong += [(language, path, v["id"], v["nodes"][0]["html"][:200]) for v in results.response["violations"]]
    assert wrong == []


def test_axe_finds_nothing_on_the_pages_of_a_server(
    tmp_path_factory: pytest.TempPathFactory, chromium: sync_api.Browser
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with serving(tmp_path_factory, server=True) as served:
        add_account(served.desk.store, Account("Administra", "administrator"), PASSWORD)
        add_account(served.desk.store, Account("Revisa", "reviewer"), PASSWORD)
        page = enters(served, chromium, "Administra", PASSWORD, viewport={"width": 320, "height": 600})
        wrong = []
        for language in languages():
            page.goto(f"{served.address}/language/{language}")
            for path in ("/people", "/queue/remains", "/enter"):
                page.goto(served.address + path)
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
                wrong += [(language, path, v["id"]) for v in Axe().run(page).response["violations"]]
    assert wrong == []


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_runs_off_a_narrow_screen(served: Served, chromium: sync_api.Browser, width: int) -> None:
    """640 is a window of 1280 at 200 % zoom."""
    page = enters(served, chromium, f"Angosta {width}", viewport={"width": width, "height": 600})
    for path in ("/queue/remains", "/cases/remains/1", f"/pairs/{served.pair}", "/help", "/agreement", "/log"):
        page.goto(served.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_decision_by_keyboard_alone(served: Served, chromium: sync_api.Browser) -> None:
    page = opens(chromium)
    page.goto(f"{served.address}/enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#name")
    page.keyboard.type("Teclado")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue/remains")
    page.keyboard.press("n")
    page.wait_for_url("**/pairs/**")
    page.wait_for_load_state()
    page.keyboard.press("2")
    assert page.evaluate("document.activeElement.id") == "method"
    page.select_option("#method", "dates")
    page.focus("#answer button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".bar")
    page.wait_for_load_state()
    page.keyboard.press("0")
    page.wait_for_selector(".said")
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.wait_for_selector(".bar")
    assert decided(served, "Teclado") == [("first", "ruled_out"), ("final", "ruled_out"), ("undo", None)]


def test_the_list_is_saved_by_keyboard_alone(served: Served, chromium: sync_api.Browser) -> None:
    page = enters(served, chromium, "Guarda")
    page.keyboard.press("Tab")
    for kind in ("xlsx", "csv"):
        for _ in range(200):
            page.keyboard.press("Tab")
            if (page.evaluate("document.activeElement.getAttribute('href')") or "").endswith(f"/export/{kind}"):
                break
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        assert saved.value.suggested_filename == f"list-remains.{kind}"


def test_a_held_key_decides_once(served: Served, chromium: sync_api.Browser) -> None:
    page = enters(served, chromium, "Pesada")
    page.goto(f"{served.address}/pairs/{served.pair}")
    for _ in range(8):
        page.keyboard.down("1")  # without "up" the browser repeats the key
    page.keyboard.up("1")
    page.wait_for_selector(".bar")
    assert decided(served, "Pesada") == [("first", "worth")]


def test_keys_inside_a_note_are_letters_and_can_be_turned_off(served: Served, chromium: sync_api.Browser) -> None:
    page = enters(served, chromium, "Notas")
    page.goto(f"{served.address}/pairs/{served.pair}")
    page.fill("#note", "")
    page.type("#note", "1 2 3 n u 0")
    assert page.input_value("#note") == "1 2 3 n u 0"
    page.goto(f"{served.address}/keys/off?back=/pairs/{served.pair}")
    page.keyboard.press("1")
    page.wait_for_timeout(200)
    assert decided(served, "Notas") == []


def test_everything_works_without_javascript(served: Served, chromium: sync_api.Browser) -> None:
    page = enters(served, chromium, "Sin guiones", java_script_enabled=False)
    page.click("main a.button")
    page.check("#a-needs_fact")
    page.fill("#fact", "Una cirugía en la rodilla")
    page.fill("#source", "La familia")
    page.click("#answer button")
    page.wait_for_selector(".bar")
    assert page.is_checked("#a-needs_fact") and page.input_value("#fact") == "Una cirugía en la rodilla"
    page.click("#answer button")
    page.click(".said button")
    page.wait_for_selector(".bar")
    assert [act for act, _ in decided(served, "Sin guiones")] == ["first", "final", "undo"]


def test_no_request_leaves_the_machine_and_nothing_is_refused(served: Served, chromium: sync_api.Browser) -> None:
    asked, told = [], []
    page = enters(served, chromium, "Adentro")
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    for path in ("/queue/remains", "/cases/remains/1", f"/pairs/{served.pair}", "/help", "/log", "/agreement"):
        page.goto(served.address + path)
    assert asked and all(url.startswith(served.address) for url in asked)
    assert told == []


def test_on_a_bad_line_no_answer_is_lost_or_given_twice(served: Served, chromium: sync_api.Browser) -> None:
    """Of the answers sent, some never arrive, of some the acknowledgement is lost; then the line is cut for a while."""
    page = enters(served, chromium, "Mala línea")
    sent = {"n": 0}

    def lossy(route: sync_api.Route) -> None:
        sent["n"] += 1
        if sent["n"] % 3 == 1:
            route.abort()
        elif sent["n"] % 3 == 2:
            route.fetch()  # it arrives, and its answer does not
            route.abort()
        else:
            route.continue_()

    page.route("**/answer", lossy)
    for _ in range(3):
        page.goto(f"{served.address}/next")
        for key in ("3", "0"):
            page.wait_for_load_state()  # the script that hears the key has run
            before = page.input_value("#answer [name=once]")
            page.keyboard.press(key)
            sync_api.expect(page.locator("#answer [name=once]")).not_to_have_value(before)
    assert decided(served, "Mala línea") == [("first", "cannot_say"), ("final", "cannot_say")] * 3
    page.wait_for_load_state()
    page.context.set_offline(True)
    page.keyboard.press("1")
    sync_api.expect(page.locator("[role=status]:not(.said)").first).to_contain_text("no se ha guardado")
    page.context.set_offline(False)
    page.wait_for_selector(".bar")
    assert decided(served, "Mala línea")[6:] == [("first", "worth")]
