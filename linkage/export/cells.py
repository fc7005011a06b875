"""No exported cell can start a formula.

A cell that a spreadsheet takes for a formula can run programs on the reader's machine, and the
texts of a register come from anyone.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_FORMULA = "=+@＝＋－＠﹦﹢﹣﹫-"
_UNSEEN = (
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x1680, 0x1680), (0x180B, 0x180F),
    (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB),
)  # fmt: skip
"""Characters that leave no ink: a program may skip them and find the formula behind."""

_SEEN_AS_BREAK = r"[;\t\r\n]"
"""A program set to another separator starts a new cell after these, even inside ours."""

_NUMBER = r" *[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)? *"


def _patterns() -> tuple[str, str]:
    """What starts a formula in a cell, and inside it."""
    unseen = "[" + "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in _UNSEEN) + "]*"
    return f"^{unseen}[{_FORMULA}]", f"({_SEEN_AS_BREAK}{unseen})([{_FORMULA}])"


_STARTS, _INSIDE = _patterns()
_HARMLESS = r"^[0-9A-Za-z_][0-9A-Za-z_ .:/()-]*$"
"""For RE2: begins with ink that is no sign, and has no break inside."""

_AS_NUMBER, _AT_START, _WITHIN = re.compile(_NUMBER), re.compile(_STARTS), re.compile(_INSIDE)


def safe_cell(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet could see the start of a formula; numbers stay as they are."""
    if _AS_NUMBER.fullmatch(text):
        return text
    inside = _WITHIN.sub(r"\1'\2", text)
    return "'" + inside if _AT_START.match(text) else inside


def safe_cells(texts: pa.Array) -> pa.Array:
    """The same of many texts; findings and most ids are seen at once to be harmless."""
    if pc.all(pc.match_substring_regex(texts, _HARMLESS)).as_py():
        return texts
    return pa.array(map(safe_cell, texts.to_pylist()), pa.string())
