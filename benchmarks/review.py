"""How quick and how sure the review page is; writes benchmarks/results/review.json.

    python -m benchmarks.review latency RUN             time to the first byte of pages, and of decisions
    python -m benchmarks.review line RUN --decisions N  decisions in a browser on a cut, slow and lossy line
    python -m benchmarks.review kills RUN --kills N     the server killed at random moments while deciding

`line` and `kills` count every answer of the store against every answer that was acknowledged: none
lost, none twice. Kept to one part of the file each, so that they can be run one at a time.
"""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import click
import httpx2

from linkage.judgements import Judgement, open_store
from linkage.review.opened import ReviewedRun, open_run
from linkage.review.serving import Options, serve, warm

RESULTS = Path(__file__).parent / "results" / "review.json"
PORT = 8399
HERE = f"http://127.0.0.1:{PORT}"
PATIENCE_S = 120


@click.group()
def cli() -> None:
    """Measure the review page."""


def answering() -> None:
    """Return once the server answers."""
    for _ in range(PATIENCE_S * 50):
        try:
            socket.create_connection(("127.0.0.1", PORT), timeout=5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(HERE)


@contextmanager
def serving(run: Path) -> Iterator[Path]:
    """A server in a process of its own with an empty store, whose path is given."""
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "judgements.db"
        command = [sys.executable, "-m", "linkage.cli", "review", str(run), "--port", str(PORT)]
        command += ["--judgements", str(store), "--language", "es"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            answering()
            yield store
        finally:
            server.kill()
            server.wait()


def entered(name: str) -> httpx2.Client:
    """A client who has given a name."""
    client = httpx2.Client(base_url=HERE, timeout=30)
    enter(client, name)
    return client


def enter(client: httpx2.Client, name: str) -> None:
    """Give a name."""
    client.post("/api/enter", json={"name": name}).raise_for_status()


def write(part: str, figures: dict[str, Any]) -> None:
    """Put one part into the file of results."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    machine = {"processors": os.cpu_count(), "python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}
    known[part] = figures | {"machine": machine}
    RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(json.dumps(known[part], indent=1))


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Half, nineteen in twenty, and the worst, in milliseconds."""
    ordered = sorted(seconds)
    return {f"p{p}": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)] * 1000, 1) for p in (50, 95, 100)}


@cli.command()
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@click.option("--times", default=200, show_default=True)
def latency(run: Path, times: int) -> None:
    """Time to the first byte, compressed sizes, and how long a decision takes."""
    with serving(run), closing(entered("medida")) as client:
        pages = {name: [_first_byte(client, path()) for _ in range(times)] for name, path in _paths(client).items()}
        decisions = [_decide(client) for _ in range(times)]
        sizes = {name: _size(client, path()) for name, path in _paths(client).items()}
        kept = sum(_size(client, f"/static/review.{kind}") for kind in ("css", "js"))
        pairs = client.get("/api/queue/remains").json()["all"]
    write(
        "latency",
        {
            "remains_in_queue": pairs,
            "first_byte_ms": {name: percentiles(seconds) for name, seconds in pages.items()},
            "decision_ms": percentiles(decisions),
            "bytes_compressed": sizes | {"style_and_script": kept},
        },
    )


def _paths(client: httpx2.Client) -> dict[str, Callable[[], str]]:
    chosen = random.Random(7)
    return {
        "queue": lambda: "/queue/remains",
        "queue_filtered": lambda: "/queue/remains?condition=skeletal&held=names",
        "pair": lambda: f"/pairs/{chosen.randint(1, 1000)}",
        "case": lambda: f"/cases/remains/{chosen.randint(1, 50)}",
        "next": lambda: "/next",
    }


def _first_byte(client: httpx2.Client, path: str) -> float:
    begun = time.perf_counter()
    with client.stream("GET", path) as answer:
        next(answer.iter_raw(), b"")
        return time.perf_counter() - begun


def _size(client: httpx2.Client, path: str) -> int:
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        return sum(map(len, answer.iter_raw()))


def _decide(client: httpx2.Client) -> float:
    number = client.get("/api/queue/remains").json()["next_pair"]
    seconds = 0.0
    for _ in ("first", "final"):
        once = client.get(f"/api/pairs/{number}").json()["once"]
        begun = time.perf_counter()
        client.post(f"/api/pairs/{number}/answers", json={"once": once, "answer": "cannot_say"}).raise_for_status()
        seconds = max(seconds, time.perf_counter() - begun)
    return seconds


@cli.command()
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@click.option("--decisions", default=1000, show_default=True)
def line(run: Path, decisions: int) -> None:
    """Decide by key in a browser whose answers are lost on the way there, on the way back, delayed, and cut off."""
    from playwright.sync_api import sync_playwright

    fates: Counter[str] = Counter()
    with serving(run) as store, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or "chromium"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{HERE}/enter")
        page.fill("#name", "línea")
        page.click("main button")
        page.goto(f"{HERE}/next")
        page.route("**/answer", _unreliable(fates))
        begun = time.monotonic()
        _decide_by_key(page, decisions)
        taken = time.monotonic() - begun
        browser.close()
        kept = Counter((j.pair, j.act) for j in open_store(store).since())
    figures = {
        "decisions": decisions, "sendings": dict(sorted(fates.items())), "kept": sum(kept.values()),
        "lost": decisions - len(kept), "twice": sum(n - 1 for n in kept.values()), "seconds": round(taken),
    }  # fmt: skip
    write("line", figures)


def _unreliable(fates: Counter[str]) -> Callable[[Any], None]:
    """A line on which some answers arrive, and others are lost, late or cut off; each is counted by its fate."""
    fate = random.Random(11)

    def on_the_way(route: Any) -> None:
        kind = fate.choices(["arrives", "lost there", "lost back", "slow", "cut"], [60, 12, 12, 12, 4])[0]
        fates[kind] += 1
        if kind == "lost there" or kind == "cut":
            route.abort("internetdisconnected" if kind == "cut" else "connectionreset")
        elif kind == "lost back":
            route.fetch()
            route.abort("connectionreset")
        else:
            time.sleep(0.3 if kind == "slow" else 0)
            route.continue_()

    return on_the_way


def _decide_by_key(page: Any, decisions: int) -> None:
    """So many decisions, each as soon as the page shows that the one before was heard."""
    for number in range(decisions):
        page.wait_for_load_state()  # the script that hears the key has run
        before = page.input_value("#answer [name=once]")
        page.keyboard.press("0" if number % 2 else "3")
        while page.input_value("#answer [name=once]", timeout=PATIENCE_S * 1000) == before:
            page.wait_for_timeout(20)


@cli.command()
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@click.option("--kills", default=1000, show_default=True)
def kills(run: Path, kills: int) -> None:
    """Kill the server (SIGKILL) at random moments while four people decide; count what was acknowledged and is gone.

    Each server is a fork of this process, which has read the run once: what is measured is the kill, not the start.
    """
    opened, chance, sent = open_run(run), random.Random(13), Sent()
    warm(opened, "es")
    clients = [httpx2.Client(base_url=HERE, timeout=30) for _ in range(4)]
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "judgements.db"
        for number in range(kills):
            server = get_context("fork").Process(target=_serve, args=(opened, store))
            server.start()
            answering()
            _decide_until(
                server, {f"p{number}-{n}": client for n, client in enumerate(clients)}, chance.uniform(0, 0.5), sent
            )
            if number % 50 == 49:
                print(f"{number + 1} kills, {len(sent.acknowledged)} acknowledged", file=sys.stderr, flush=True)
        kept = open_store(store)
        write("kills", {"kills": kills} | sent.against(kept.since(), kept.verify()[0].lines))


def _serve(run: ReviewedRun, store: Path) -> None:
    serve(run, open_store(store), Options(PORT, "es"), lambda address: None)


@dataclass(frozen=True)
class Sent:
    """The entries that were acknowledged, and who sent an answer that the kill cut off."""

    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)

    def against(self, kept: Sequence[Judgement], chained: int) -> dict[str, Any]:
        """What became of them in the store."""
        stored, once = {(j.who, j.number) for j in kept}, {(j.who, j.act, j.pair) for j in kept}
        return {
            "acknowledged": len(self.acknowledged),
            "answers_in_flight_at_a_kill": len(self.cut_off),
            "kept": len(kept),
            "lost": len(set(self.acknowledged) - stored),
            "twice": len(kept) - len(once),
            "chain_whole": chained == len(kept),
        }


def _decide_until(server: BaseProcess, clients: Mapping[str, httpx2.Client], moment: float, sent: Sent) -> None:
    """Decide, and kill the server a moment after the first answer was acknowledged."""
    before = len(sent.acknowledged)
    people = [threading.Thread(target=_until_cut, args=(*person, sent)) for person in clients.items()]
    for person in people:
        person.start()
    while len(sent.acknowledged) == before:
        time.sleep(0.002)
    time.sleep(moment)
    server.kill()
    server.join()
    for person in people:
        person.join()


def _until_cut(name: str, client: httpx2.Client, sent: Sent) -> None:
    """Decide pair after pair until the server is gone."""
    sending = False
    try:
        enter(client, name)
        number = client.get("/api/queue/remains").json()["next_pair"]
        while number:
            once = client.get(f"/api/pairs/{number}").json()["once"]
            answer, sending = {"once": once, "answer": "cannot_say"}, True
            kept = client.post(f"/api/pairs/{number}/answers", json=answer).json()
            sending = False
            sent.acknowledged.append((name, int(kept["entry"])))
            number = number if kept["look"] == "first" else kept["next_pair"]
    except httpx2.TransportError:
        sent.cut_off.extend([name] * sending)


if __name__ == "__main__":
    cli()
