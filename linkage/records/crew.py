"""Parsing on every core: processes beside this one take work from the other end of the table.

A file that is soon read is read here alone. A process that cannot be started, dies or does not answer changes
nothing but the time: what it had taken is parsed here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pyarrow as pa

from linkage.records import crew_child
from linkage.records.parsed import Chunk, Desk, Done, Work

CHUNK = 2_000
"""Texts parsed at a time, about a third of a second of names."""

PAYS_BYTES = 1_000_000
"""Texts beyond which another process pays: it takes a second to begin, and these take about three."""

MOST = 4
"""Processes at most, this one among them: each holds the words and the gazetteer."""


def parse_all(works: Sequence[Work]) -> list[Done]:
    """All the works, each in the order of its texts."""
    chunks = [
        Chunk(n, first, min(first + CHUNK, len(work.texts)))
        for n, work in enumerate(works)
        for first in range(0, len(work.texts), CHUNK)
    ]
    done = _parse(works, deque(chunks), _hands(works))
    return [_together([done[chunk] for chunk in chunks if chunk.work == n]) for n in range(len(works))]


def _hands(works: Sequence[Work]) -> int:
    """How many processes are wanted beside this one."""
    pays = sum(work.texts.nbytes for work in works) > PAYS_BYTES
    return min(os.cpu_count() or 1, MOST) - 1 if pays else 0


def _parse(works: Sequence[Work], left: deque[Chunk], hands: int) -> dict[Chunk, Done]:
    done: dict[Chunk, Done] = {}
    helpers = [helper for _ in range(hands) if (helper := _start()) is not None]
    threads = [Thread(target=_serve, args=(helper, works, left, done), daemon=True) for helper in helpers]
    try:
        for thread in threads:
            thread.start()
        _parse_here(works, left, done)
        for thread in threads:
            thread.join()
        _parse_here(works, left, done)  # what a process that died had taken
    finally:
        for helper in helpers:
            helper.kill()
            helper.communicate()
    return done


def _parse_here(works: Sequence[Work], left: deque[Chunk], done: dict[Chunk, Done]) -> None:
    desk = Desk()
    while left:
        try:
            chunk = left.popleft()
        except IndexError:  # another took the last one
            return
        if chunk.work != desk.number:
            desk.begin(chunk.work, works[chunk.work])
        done[chunk] = desk.parse(chunk)


def _start() -> subprocess.Popen[bytes] | None:
    """A process that parses, by our own file and an absolute path; None where none can be started."""
    command = [sys.executable, "-P", str(Path(crew_child.__file__))]
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    except (OSError, ValueError):
        return None


def _serve(helper: subprocess.Popen[bytes], works: Sequence[Work], left: deque[Chunk], done: dict[Chunk, Done]) -> None:
    """Give one process work from the end, until nothing is left or it does not answer."""
    assert helper.stdin is not None and helper.stdout is not None
    given = -1
    try:
        pickle.dump(sys.path, helper.stdin)
        while left:
            chunk = left.pop()
            try:
                pickle.dump((chunk, works[chunk.work] if chunk.work != given else None), helper.stdin)
                helper.stdin.flush()
                given = chunk.work
                done[chunk] = pickle.load(helper.stdout)  # noqa: S301  # our own process wrote it
            except BaseException:
                left.append(chunk)
                raise
    except (OSError, EOFError, ValueError, IndexError, pickle.UnpicklingError):
        return


def _together(pieces: Sequence[Done]) -> Done:
    problems = {number: problem for piece in pieces for number, problem in piece.problems.items()}
    return Done(pa.concat_tables([piece.columns for piece in pieces]).combine_chunks(), problems)
