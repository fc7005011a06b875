"""From a document, as plain values, to the bytes of a PDF.

The PDF is tagged for screen readers (PDF/UA-1) and fit for archives (PDF/A-2b). The same values
give the same bytes: only fonts inside the package are used, and the clock is not asked.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.resources import files
from typing import Literal

from linkage.errors import UsageError
from linkage.paper.document import Document

STANDARDS: list[Literal["ua-1", "a-2b"]] = ["ua-1", "a-2b"]

_NO_GLYPH = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
MOST_SCRIPTS = 200
"""Characters without a glyph that are spelled out before we give up."""


def pdf(document: Document) -> bytes:
    """The document as a PDF. A sign that no font at hand has is printed as its code point: [U+6F22]."""
    try:
        import typst
    except ModuleNotFoundError:
        raise UsageError("The dossier needs the package 'typst': pip install 'linkage-engine[review]'.") from None
    template = (files("linkage.paper") / "templates" / "dossier.typ").read_bytes()
    data = json.dumps(asdict(document), ensure_ascii=False)
    for _ in range(MOST_SCRIPTS):
        try:
            return bytes(
                typst.compile(
                    template, sys_inputs={"data": data}, format="pdf", pdf_standards=[*STANDARDS],
                    ignore_system_fonts=True,
                )
            )  # fmt: skip
        except typst.TypstError as error:
            strange = set(_NO_GLYPH.findall(str(error)))
            if not strange:
                raise
            for quoted in strange:
                data = _spelled(data, json.loads(quoted))
    raise UsageError("The dossier holds more kinds of signs than there are fonts for.")


def _spelled(data: str, text: str) -> str:
    """The data with every sign of `text` that is no plain letter spelled as its code point."""
    for sign in set(text):
        if not sign.isascii():
            data = data.replace(sign, f"[U+{ord(sign):04X}]")
    return data
