"""Starting the application on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from linkage.errors import UsageError
from linkage.judgements import Store, open_store
from linkage.judgements.accounts import Account, add_account, any_account
from linkage.review.app import create_app
from linkage.review.decisions import Decisions
from linkage.review.desk import Desk
from linkage.review.look import look_at
from linkage.review.opened import ReviewedRun, open_run
from linkage.review.people import Accounts, OwnMachine

HOST = "127.0.0.1"
"""The only address ever listened on. A shared server stands behind a proxy that speaks TLS."""

STORE = "judgements.db"
"""The store of judgements, beside the folder of the run: it outlives every run."""


@dataclass(frozen=True)
class Options:
    """How the page is served. `names` are those under which a proxy passes requests on."""

    port: int
    language: str
    judgements: str | None = None
    server: bool = False
    names: tuple[str, ...] = ()
    administrator: str | None = None


def review(folder: Path, options: Options, ask: Callable[[str], str], ready: Callable[[str], None]) -> None:
    """Serve a run until Ctrl-C; `ask` asks for a password, `ready` is told the address."""
    run = open_run(folder)
    store = open_store(options.judgements or folder.resolve().parent / STORE)
    try:
        if options.server:
            _see_to_administrator(store, options.administrator, ask)
        serve(run, store, options, ready)
    finally:
        store.close()


def serve(run: ReviewedRun, store: Store, options: Options, ready: Callable[[str], None]) -> None:
    """Serve a run and a store that are open, until Ctrl-C."""
    app = application(run, store, options)
    listener = _listening(options.port)
    ready(f"http://{HOST}:{listener.getsockname()[1]}/")
    threading.Thread(target=warm, args=(run, options.language), daemon=True).start()
    _serve(app, listener)


def application(run: ReviewedRun, store: Store, options: Options) -> FastAPI:
    """The application for a run and a store."""
    people = Accounts(store) if options.server else OwnMachine()
    desk = Desk(run, Decisions(store, run), people, options.server, options.language, store.secret())
    return create_app(desk, _hosts(options.port, options.names))


def _hosts(port: int, names: Sequence[str]) -> tuple[str, ...]:
    """The names, with their ports, under which the application answers."""
    return (f"{HOST}:{port}", f"localhost:{port}", *(name.lower() for name in names))


def _see_to_administrator(store: Store, name: str | None, ask: Callable[[str], str]) -> None:
    """A server needs somebody who opens accounts: the first is made here."""
    if any_account(store):
        return
    if not name:
        raise UsageError("There is no account yet: name the first administrator with --administrator NAME.")
    add_account(store, Account(name, "administrator"), ask(name))


def warm(run: ReviewedRun, language: str) -> None:
    """Read the vocabularies and the map, which the first pair needs, while somebody types a name."""
    for pair in run.rows("SELECT * FROM pairs ORDER BY share_remains DESC LIMIT 1"):
        look_at(run, pair, language, blind=True, exact=True)


def _listening(port: int) -> socket.socket:
    """A socket on this machine alone; UsageError when the port is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        raise UsageError(f"Port {port} is taken on this machine: choose another with --port.") from None
    return listener


def _serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve until Ctrl-C. Nothing of what is asked is written to any log."""
    import uvicorn

    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)).run([listener])
