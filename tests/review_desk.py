"""A small invented run laid out for review, made once for all test files, and people at its page."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import linkage
from linkage.invent import invent
from linkage.judgements import Store, open_store
from linkage.judgements.accounts import Account, add_account
from linkage.review.opened import ReviewedRun, open_run
from linkage.review.serving import Options, application

PORT = 8377
HERE = f"http://127.0.0.1:{PORT}"
PASSWORD = "una frase larga y segura"
GROUP = "Colectivo de prueba"

ROLES = ("reviewer", "search_group", "coordinator", "auditor", "administrator")


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of the run; test processes side by side make it once between them."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, lock = shared / "review-run", shared / "review-run.lock"
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        return _awaited(folder)
    made = invent(shared / "review-registers", missing=150, remains=60, overlap=0.5, seed=5)
    _let_a_group_look_for_some(made.missing)
    linkage.run([made.missing], [made.remains], folder, top=5)
    return folder


def _awaited(folder: Path) -> Path:
    for _ in range(6000):  # another process makes it, on a machine that may have much else to do
        if folder.exists():
            return folder
        time.sleep(0.2)
    raise TimeoutError(folder)


def _let_a_group_look_for_some(file: Path) -> None:
    """Every third missing person is looked for by the group, the others by an office."""
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    agencies = [GROUP if n % 3 == 0 else "Fiscalía de prueba" for n in range(len(rows))]
    told = [f"{row},{agency}" for row, agency in zip(rows, agencies)]
    file.write_text("\n".join([f"{head},agency", *told]) + "\n", encoding="utf-8")


@lru_cache(maxsize=1)
def opened(folder: Path) -> ReviewedRun:
    """The run in memory: read once in each process."""
    return open_run(folder)


@dataclass
class Desk:
    """A run, a store of its own, and the application over both."""

    run: ReviewedRun
    store: Store
    app: FastAPI

    def client(self) -> TestClient:
        """A browser that has not entered."""
        return TestClient(self.app, base_url=HERE, follow_redirects=False)

    def enters(self, name: str, password: str = "") -> Visitor:
        """Somebody who has."""
        visitor = Visitor(self.client())
        visitor.post("/enter", visitor.get("/enter"), name=name, password=password)
        return visitor

    def first_pair(self) -> int:
        """The pair that the queue puts first."""
        return int(self.run.rows("SELECT number FROM pairs ORDER BY share_remains DESC, number LIMIT 1")[0]["number"])


@dataclass
class Visitor:
    """A browser without JavaScript."""

    browser: TestClient

    def get(self, path: str) -> str:
        """The page behind a path, redirections followed."""
        return self.browser.get(path, follow_redirects=True).text

    def post(self, path: str, page: str, **fields: str) -> object:
        """Send a form of a page, with the hidden fields that it holds."""
        hidden = dict(re.findall(r'<input type="hidden" name="(csrf|once|side)" value="([^"]*)">', form_of(page, path)))
        return self.browser.post(path, data=hidden | fields)

    def answers(self, pair: int, **fields: str) -> object:
        """Answer whatever look the pair's page asks for."""
        path = f"/pairs/{pair}/answer"
        return self.post(path, self.get(f"/pairs/{pair}"), **fields)


def form_of(page: str, path: str) -> str:
    """The HTML of the form that posts to a path."""
    found = re.search(rf'<form[^>]* action="{re.escape(path)}".*?</form>', page, re.S)
    return found[0] if found else ""


def own_desk(folder: Path, store: Path) -> Desk:
    """On one's own machine."""
    return _desk(folder, store, Options(PORT, "es"))


def server_desk(folder: Path, store: Path) -> Desk:
    """On a server, with one account of each role."""
    desk = _desk(folder, store, Options(PORT, "es", server=True))
    for role in ROLES:
        group = GROUP if role == "search_group" else ""
        add_account(desk.store, Account(role, role, group), PASSWORD)
    add_account(desk.store, Account("coordinator 2", "coordinator"), PASSWORD)
    return desk


def _desk(folder: Path, store: Path, options: Options) -> Desk:
    run, kept = opened(folder), open_store(store)
    return Desk(run, kept, application(run, kept, options))


@contextmanager
def closing(desk: Desk) -> Iterator[Desk]:
    """The desk, its store closed afterwards."""
    try:
        yield desk
    finally:
        desk.store.close()
