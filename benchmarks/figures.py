"""The figures that stand within pages of the manual, from the files of what was measured.

Run: make docs
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
DOCS = Path(__file__).parents[1] / "docs"
LEARNED = DOCS / "explanation" / "how-the-numbers-are-learned.md"


@dataclass(frozen=True)
class Figures:
    """Lines told from a result file, and the page in which they stand between `<!-- name -->` and `<!-- end -->`."""

    name: str
    page: Path
    result: Path
    told: Callable[[Any], Iterator[str]]

    def written(self, text: str) -> str:
        """The page with these figures written anew."""
        found = json.loads(self.result.read_text(encoding="utf-8"))
        block = re.compile(rf"(<!-- {self.name} -->\n).*?(<!-- end -->)", re.DOTALL)
        return block.sub(lambda block: block[1] + "\n".join(self.told(found)) + "\n" + block[2], text)


def _review(found: Any) -> Iterator[str]:
    """One line for each part that was measured."""
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


def _screen(found: Any) -> Iterator[str]:
    yield "| missing x remains | pairs | screen, s | scoring by Splink, s | memory at most, GB |"
    yield "|---|---|---|---|---|"
    for size in found["screened"]:
        yield (
            f"| {size['missing']:,} x {size['remains']:,} | {size['pairs']:,} | {size['screening']['wall']:.1f} | "
            f"{size['scoring']['wall']:.1f} | {size['peak_memory_bytes'] / 1e9:.1f} |"
        )
    doubled = found["doubling_costs"]["wall"]
    told = f"Both sides doubled, from the first to the second line, cost {doubled:.1f} times as much."
    if "splink" in found:
        plain, times = found["splink"], found["splink_to_ours_wall"]
        told += (
            f" Splink scoring every pair of the {plain['missing']:,} x {plain['remains']:,}, in the same run, "
            f"took {plain['scoring']['wall']:.0f} s: {times:.0f} times as long."
        )
    yield f"\n{told}"


def _adding(found: Any) -> Iterator[str]:
    yield "| missing x remains | one report, s | of the processor | the whole work again, s | of the processor |"
    yield "|---|---|---|---|---|"
    for size in found:
        one, whole = size["new_reports"]["1"], size["whole_work_again"]
        took = " | ".join(f"{of[clock]:.0f}" for of in (one, whole) for clock in ("seconds", "processor_seconds"))
        yield f"| {size['missing']:,} x {size['remains']:,} | {took} |"


def _index(found: Any) -> Iterator[str]:
    yield (
        "| reports x remains | first record: report, remains | every other one alone, median (95 of 100 within) | "
        "of 50 asked together | plain Splink, one report |"
    )
    yield "|---|---|---|---|---|"
    for size in found:
        sides = size["processor_milliseconds_a_record"].values()
        first, together = (", ".join(f"{of[k]:.1f}" for of in sides) for k in ("first", "of_50_together"))
        alone = ", ".join(f"{of['alone_median']:.1f} ({of['alone_p95']:.1f})" for of in sides)
        plain = size["plain_processor_milliseconds_a_record"]
        yield f"| {size['missing']:,} x {size['remains']:,} | {first} | {alone} | {together} | {plain:,.0f} |"


def _learning(found: Any) -> Iterator[str]:
    n = found["rounds"]
    yield f"| pairs | patterns | entries | histogram, s | {n} rounds, s | Splink's first round, s | {n} more, s |"
    yield "|--:|--:|--:|--:|--:|--:|--:|"
    for size in found["sizes"]:
        counts = " | ".join(f"{size[what]:,}" for what in ("pairs", "patterns", "entries"))
        took = ("histogram", "rounds", "splink_first_round", "splink_rounds")
        yield f"| {counts} | " + " | ".join(f"{size[f'{what}_seconds']:.2f}" for what in took) + " |"


def _worlds(found: Any) -> Iterator[str]:
    profiles = list(found)
    yield "| m learned in | " + " | ".join(f"`{name}`: bits lost | @10 | Cllr" for name in profiles) + " |"
    yield "|---|" + "--:|--:|--:|" * len(profiles)
    for world in found[profiles[0]]:
        yield f"| {world} | " + " | ".join(_world(found[name][world]) for name in profiles) + " |"


def _world(told: Any) -> str:
    return f"{told['bits_lost']:.2f} | {100 * told['recall']['10'][0]:.0f} | {told['cllr'][0]:.3f}"


ALL = (
    Figures("review", DOCS / "how-to" / "review.md", RESULTS / "review.json", _review),
    Figures("screen", DOCS / "explanation" / "the-exact-screen.md", RESULTS / "speed_screen.json", _screen),
    Figures("learning", LEARNED, RESULTS / "speed_learn.json", _learning),
    Figures("worlds", LEARNED, RESULTS / "worlds.json", _worlds),
    Figures("index", DOCS / "how-to" / "every-day.md", RESULTS / "speed_index.json", _index),
    Figures("adding", DOCS / "how-to" / "every-day.md", RESULTS / "speed_add.json", _adding),
)


def main() -> None:
    """Write the figures into their pages."""
    for figures in ALL:
        text = figures.page.read_text(encoding="utf-8")
        figures.page.write_text(figures.written(text), encoding="utf-8")


if __name__ == "__main__":
    main()
