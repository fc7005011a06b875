"""Stores for tests: a SQLite file, and a database of a PostgreSQL server started for the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from linkage.judgements import Judgement, Person

ANA, BETO = Person("ana", "reviewer"), Person("beto", "reviewer")
CARLA, DARIO = Person("carla", "coordinator"), Person("dario", "coordinator")
PAIR = Judgement("M-1", "R-1", "", "final", "", "runs/1", "f00d", 3.25, seen={"sex": "same", "age": "unknown"})

_tokens = count()


def judge(act: str = "final", answer: str | None = None, **more: Any) -> Judgement:
    """A judgement on the pair M-1, R-1 with a token of its own; what the act needs is filled in."""
    filled: dict[str, Any] = {"act": act, "token": f"t{next(_tokens)}", "answer": answer}
    if answer == "ruled_out" or act == "exclude":
        filled |= {"method": "dna", "note": "laboratory report 4"}
    if answer == "needs_fact":
        filled |= {"fact": "which ankle was broken", "source": "the family"}
    return replace(PAIR, **filled | more)


def server_binaries() -> Path | None:
    """Where Debian, or the path, has PostgreSQL's server; None when it is not installed."""
    found = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin")) + ([Path(found).parent] if found else [])
    return next((place for place in reversed(places) if (place / "initdb").exists()), None)


@contextmanager
def postgres_server(binaries: Path) -> Iterator[str]:
    """A server that listens on a socket in a folder of its own; gives the URL of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _unprivileged(folder)
    base = {"cwd": folder, "user": user, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    initdb = [binaries / "initdb", "-D", folder / "data", "-U", "linkage", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, **base)
    command = [binaries / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    server = subprocess.Popen(command, **base)
    try:
        _wait_for(folder / ".s.PGSQL.5432")
        yield f"postgresql://linkage@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGQUIT)  # ends at once: nothing of it is kept
        server.wait(20)
        shutil.rmtree(folder)


def _unprivileged(folder: Path) -> str | None:
    """The server refuses to run as root: its folder and its process are given to its own user."""
    if os.getuid() != 0:
        return None
    user = next(name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()})
    shutil.chown(folder, user)
    return user


def _wait_for(socket: Path) -> None:
    for _ in range(200):
        if socket.exists():
            return
        time.sleep(0.05)
    raise TimeoutError(socket)


def new_schema(url: str, name: str) -> str:
    """Make an empty schema on the server; gives the URL under which tables lie in it."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"')
    return f"{url}&options=-csearch_path%3D{name}"
