"""Kills a process at random moments while it decides, and counts what was lost: nothing may be.

    python -m benchmarks.judgements --kills 1000      # writes benchmarks/results/judgements.json

A second process adds judgements all the while, as a batch run beside the page would. A judgement is
acknowledged when the name of its token has left the process that made it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import time
from itertools import count
from pathlib import Path

from linkage.judgements import Judgement, Person, Store, open_store

RESULTS = Path(__file__).parent / "results" / "judgements.json"
LONGEST_S = 0.6
"""A process is killed at a moment drawn up to this, counted from its birth: opening the store included."""


PAUSE_S = 0.02
"""The longest pause of a process between two judgements."""


def decide_until_killed(store: Store, name: str, acknowledged: int) -> None:
    """Add judgements one after the other; each is acknowledged once the store has it."""
    dice, person = random.Random(name), Person(name, "reviewer")
    for number in count(1):
        token = f"{name}-{number}"
        store.add(_judgement(token, dice), person)
        os.write(acknowledged, f"{token}\n".encode())
        time.sleep(dice.uniform(0, PAUSE_S))


def _judgement(token: str, dice: random.Random) -> Judgement:
    pair = f"M-{dice.randrange(500)}", f"R-{dice.randrange(500)}"
    return Judgement(*pair, "", "final", token, "runs/1", "f00d", dice.uniform(-20, 20), answer="worth", note="x" * 80)


def born(where: str, name: str, acknowledged: int) -> int:
    """A process that opens the store and decides; gives its id."""
    pid = os.fork()
    if pid == 0:
        try:
            decide_until_killed(open_store(where), name, acknowledged)
        finally:
            os._exit(1)
    return pid


def kill(pid: int) -> None:
    """End the process at once."""
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("The process had ended by itself: it met an error.")


def kill_often(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill `kills` processes, one after the other, beside one that lives on; then count."""
    dice, where, written = random.Random(seed), str(folder / "judgements.db"), folder / "acknowledged.txt"
    acknowledged = os.open(written, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    began = time.monotonic()
    batch = born(where, "batch", acknowledged)
    for n in range(kills):
        reviewer = born(where, f"reviewer{n}", acknowledged)
        time.sleep(dice.uniform(0, LONGEST_S))
        kill(reviewer)
    kill(batch)
    counted = _counted(open_store(where), set(written.read_text().splitlines()))
    return {"kills": kills + 1, "seconds": round(time.monotonic() - began)} | counted


def _counted(store: Store, acknowledged: set[str]) -> dict[str, int]:
    stored = [judgement.token for judgement in store.since()]
    return {
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - set(stored)),
        "twice": len(stored) - len(set(stored)),
        "stored_unacknowledged": len(set(stored) - acknowledged),
        "by_killed_reviewers": sum(not token.startswith("batch") for token in acknowledged),
        "lines_in_chain": store.verify()[0].lines,
    }


def main() -> None:
    """Run, print, and write the result where it is the full number of kills."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counted = kill_often(Path(folder), options.kills, options.seed)
    options.out.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(counted))
    if counted["lost"] or counted["twice"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
