"""The figures of docs/how-to/review.md, from benchmarks/results/review.json.

Run: make docs
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parent / "results" / "review.json"
PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "review.md"
BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->)", re.DOTALL)


def told(found: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the page, one for each part that was measured."""
    kills, line, latency = found["kills"], found["line"], found["latency"]
    yield (
        f"- {kills['kills']:,} times the server was killed at a random moment while people were deciding: "
        f"{kills['acknowledged']:,} answers acknowledged, {_none(kills['lost'])} lost, {_none(kills['twice'])} twice."
    )
    yield (
        f"- {line['decisions']:,} decisions in a browser on a line that loses, delays and cuts: "
        f"{sum(line['sendings'].values()):,} sendings, {_none(line['lost'])} lost, {_none(line['twice'])} twice."
    )
    pages = latency["first_byte_ms"].values()
    slowest = {share: max(page[share] for page in pages) for share in ("p50", "p95")}
    yield (
        f"- First byte of the slowest kind of page, with {latency['remains_in_queue']:,} cases in the list: half "
        f"within {slowest['p50']:.0f} ms, 19 of 20 within {slowest['p95']:.0f} ms. "
        f"A decision, on the disk: {latency['decision_ms']['p95']:.0f} ms in 19 of 20."
    )
    sizes = latency["bytes_compressed"]
    yield (
        f"- Sent over the line, compressed: {_kb(sizes['queue'] + sizes['style_and_script'])} KB for the first page "
        f"with its style and script, {_kb(sizes['pair'])} KB for a pair."
    )


def _none(number: int) -> str:
    return f"{number:,}" if number else "none"


def _kb(size: int) -> str:
    return f"{size / 1000:.1f}"


def written(text: str) -> str:
    """The page with its figures written anew."""
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    return BLOCK.sub(lambda block: block[1] + "\n".join(told(found)) + "\n" + block[2], text)


def main() -> None:
    """Write the figures into the page."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
