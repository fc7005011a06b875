"""Parses what it is given, in a process of its own, until nothing more comes.

Started by path. Standard input: where modules are found, then chunks of work, each with its work where that is
another than before. Standard output: what each chunk gave. Where it cannot go on it ends, and the parent does the
work.
"""

from __future__ import annotations

import pickle
import signal
import sys


def main() -> None:
    """Serve the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends this process
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.path[:] = pickle.load(given)  # noqa: S301  # our own parent wrote it
    from linkage.records.parsed import Desk  # only now can it be found

    desk = Desk()
    while True:
        try:
            chunk, work = pickle.load(given)  # noqa: S301  # our own parent wrote it
        except EOFError:
            return
        if work is not None:
            desk.begin(chunk.work, work)
        pickle.dump(desk.parse(chunk), answers)
        answers.flush()


if __name__ == "__main__":
    main()
