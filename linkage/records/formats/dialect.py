"""How a text table separates its cells, decided from its first rows."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = ",;\t|"

_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """The delimiter, the quote, whether backslashes escape, and whether blanks follow delimiters."""

    delimiter: str
    quote: str = '"'
    backslash: bool = False
    blank_after: bool = False

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """A reader of records over `lines`; it forgives text after a closing quote."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar="\\" if self.backslash else None,
            doublequote=not self.backslash,
            skipinitialspace=self.blank_after,
        )


def sep_line(first: str) -> str | None:
    """The delimiter that a first line `sep=;` names: spreadsheets obey and hide that line."""
    found = _SEP_LINE.fullmatch(first)
    return found.group(1) if found else None


def dialect_of(sample: list[str], told: str | None = None) -> Dialect:
    """The dialect that cuts the sampled lines into the most cells the most evenly."""
    quote = _quote(sample)
    text = "".join(sample)
    backslash = f"\\{quote}" in text and quote * 2 not in text
    choices = [Dialect(d, quote, backslash, _blank_after(text, d, quote)) for d in (told or DELIMITERS)]
    return max(choices, key=lambda choice: _evenness(sample, choice))


def _evenness(sample: list[str], dialect: Dialect) -> float:
    """The share of rows that have the commonest number of cells, worth more the more cells it is."""
    try:
        widths = Counter(len(cells) for cells in dialect.reader(iter(sample)) if cells)
    except csv.Error:
        return 0.0
    several = {width: rows for width, rows in widths.items() if width > 1}
    if not several:
        return 0.0
    total = sum(widths.values())
    return max(rows / total * math.sqrt(width - 1) for width, rows in several.items())


def _quote(sample: list[str]) -> str:
    """A single quote only where it surrounds more cells than a double quote does."""
    text = "".join(sample)
    counts = {q: len(re.findall(rf"(?:^|[,;\t|]){q}[^{q}\n]*{q}(?=[,;\t|\r\n]|$)", text, re.M)) for q in "\"'"}
    return "'" if counts["'"] > 2 * counts['"'] and counts["'"] > len(sample) else '"'


def _blank_after(text: str, delimiter: str, quote: str) -> bool:
    """Are cells written as `a, "b, c"`? Then the blank before the quote is not part of the cell."""
    return f"{delimiter} {quote}" in text and f"{delimiter}{quote}" not in text
