"""A chain of SHA-256 over the lines of a table: each line's hash covers the line before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linkage.errors import ChainBroken

START = "0" * 64
"""What the first line of a chain follows."""


@dataclass(frozen=True)
class Chain:
    """A chain found whole: how many lines it has and the hash of the last.

    Whoever keeps `head` elsewhere can later tell that lines were cut off the end.
    """

    table: str
    lines: int
    head: str


def hash_of(line: Mapping[str, Any]) -> str:
    """The hash of a line with everything it holds, its predecessor's hash included and its own left out."""
    covered = {name: value for name, value in line.items() if name != "hash"}
    text = json.dumps(covered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_chain(table: str, lines: Iterable[Mapping[str, Any]], head: str | None = None) -> Chain:
    """Walk the lines in their order; ChainBroken names the first that is not what was written.

    With `head` (a hash noted earlier) that line must still be there.
    """
    previous, count, found = START, 0, head is None or head == START
    for count, line in enumerate(lines, start=1):
        if line["number"] != count or line["previous"] != previous or line["hash"] != hash_of(line):
            raise ChainBroken(
                f"{table}: line {count} is not as it was written, or a line before it is missing. "
                "Keep this file, and compare it with the last copy."
            )
        previous = line["hash"]
        found = found or previous == head
    if not found:
        raise ChainBroken(f"{table}: the line with the hash {head} is not there any more; lines were cut off the end.")
    return Chain(table, count, previous)
