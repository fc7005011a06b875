"""From a document, as plain values, to the bytes of a PDF.

The PDF is tagged for screen readers (PDF/UA-1) and fit for archives (PDF/A-2b). The same values
give the same bytes: only the fonts inside the typesetter are used, and the clock is not asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any, Literal

from linkage.errors import UsageError
from linkage.paper.document import Document

STANDARDS: tuple[Literal["ua-1", "a-2b"], ...] = ("ua-1", "a-2b")

MOST_SIGNS = 200
"""Times that signs without a glyph are spelled out before we give up."""

_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(documents: Sequence[Document]) -> bytes:
    """The documents, each from a new page on, as one PDF. A sign that no font has is printed as its code: [U+6F22]."""
    data: Any = [asdict(document) for document in documents]
    for _ in range(MOST_SIGNS):
        printed = _printed(data)
        if isinstance(printed, bytes):
            return printed
        data = _spelled(data, printed)
    raise UsageError("The dossier holds more kinds of signs than there are fonts for.")


def _printed(data: Any) -> bytes | frozenset[str]:
    """The PDF, or the signs that have no glyph."""
    try:
        import typst
    except ModuleNotFoundError:
        raise UsageError("The dossier needs the package 'typst': pip install 'linkage-engine[review]'.") from None
    template = (files("linkage.paper") / "templates" / "dossier.typ").read_bytes()
    given = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return typst.compile(
            template, sys_inputs=given, format="pdf", pdf_standards=[*STANDARDS], ignore_system_fonts=True
        )
    except typst.TypstError as error:
        strange = frozenset(sign for text in _NO_GLYPH.findall(str(error)) for sign in _signs(text))
        if not strange:
            raise
        return strange


def _signs(text: str) -> str:
    """The signs in a message of the typesetter that are no plain letters."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return "".join(sign for sign in plain if not (sign.isascii() and sign.isprintable()))


def _spelled(value: Any, signs: frozenset[str]) -> Any:
    """The values with each of the signs spelled as its code point."""
    if isinstance(value, str):
        return "".join(f"[U+{ord(sign):04X}]" if sign in signs else sign for sign in value)
    if isinstance(value, dict):
        return {name: _spelled(inner, signs) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spelled(inner, signs) for inner in value]
    return value
