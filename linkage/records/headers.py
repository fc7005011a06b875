"""Headers as offices write them, compared without case, accents, punctuation or spaces around a slash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linkage.records.fold import fold

_REST = re.compile(r"[^a-z0-9/]+")
_SLASH = re.compile(r"\s*/\s*")


def plain_header(text: str) -> str:
    """ "Señas_Particulares " -> "senas particulares"; "Race / Ethnicity" -> "race/ethnicity"."""
    return _SLASH.sub("/", _REST.sub(" ", fold(text)).strip())


@dataclass(frozen=True)
class Header:
    """The columns of one file by plain header; where `grouped`, "group/question" and "question" are the same."""

    columns: Mapping[str, str]
    grouped: bool = False

    def find(self, wanted: str) -> str | None:
        """The column of the file that is meant by the header `wanted`; None if there is none."""
        plain = plain_header(wanted)
        if plain in self.columns:
            return self.columns[plain]
        if not self.grouped:
            return None
        last = plain.rsplit("/", 1)[-1]
        found = [column for key, column in self.columns.items() if key.rsplit("/", 1)[-1] == last]
        return found[0] if len(found) == 1 else None

    def choices(self, question: str) -> Mapping[str, str]:
        """The choices of a select-multiple question: the choice's word to its own column of the file."""
        plain = plain_header(question)
        for start in (plain + "/", plain.rsplit("/", 1)[-1] + "/"):
            found = {
                key.removeprefix(start): column
                for key, column in self.columns.items()
                if key.startswith(start) and "/" not in key.removeprefix(start)
            }
            if found:
                return found
        return {}


def header_of(columns: Iterable[str], grouped: bool = False) -> Header:
    """The header of a file; of two columns with the same plain header the first counts."""
    found: dict[str, str] = {}
    for column in columns:
        found.setdefault(plain_header(column), column)
    return Header(found, grouped)
