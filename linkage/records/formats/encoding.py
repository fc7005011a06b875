"""In which encoding a text file is written, decided from its bytes.

A detector of languages does badly here: registers are lists of names with few accents. What
decides is which reading turns the bytes beyond ASCII into letters of Spanish, Portuguese or
French that fit the case of their word: José, not JosÚ; MARÍA, not MARÖA.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linkage.errors import InputRejected

ONE_BYTE = ("cp1252", "cp850", "mac_roman")
"""Windows, DOS and old Mac, likeliest first. cp1252 reads all printable latin-1 the same way."""

_CHUNK = 1 << 20
_SAMPLE_BYTES = 1 << 17
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")
_OTHERS = frozenset("àâãäåçèêëîïôõöòùûÀÂÃÄÅÇÈÊËÎÏÔÕÖÒÙÛ")
_MARKS = frozenset("¿¡ºª°“”‘’–—…«»´·•€½¼\u00a0")
_WORD = re.compile(r"[^\W\d_]+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TOO_MANY_ODD = 20
_ODD_SHARE = 0.25
"""So many letters that fit no language we read, and this share of all, mean another encoding."""


@dataclass(frozen=True)
class Encoding:
    """A codec of Python, and how it treats bytes it cannot read (so that their rows can be found)."""

    name: str

    @property
    def errors(self) -> str:
        """Wide encodings mark what they cannot read; the others keep the bytes for the report."""
        return "replace" if self.name.startswith(("utf-16", "utf-32")) else "surrogateescape"

    def unreadable(self, text: str) -> bool:
        """Does the text hold bytes that are no characters in this encoding?"""
        if text.isascii():
            return False
        return "\ufffd" in text if self.errors == "replace" else _ESCAPED.search(text) is not None


_ESCAPED = re.compile("[\udc80-\udcff]")


def encoding_of(path: Path) -> Encoding:
    """The encoding of a text file; InputRejected when it is no text or none we can read."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return Encoding(name)
    wide = _wide(start)
    if wide:
        return Encoding(wide)
    if b"\x00" in start:
        raise InputRejected(f"{path}: binary data, a text was expected. Export the table again as CSV (UTF-8) or XLSX.")
    if _is_utf8(path):
        return Encoding("utf-8")
    return Encoding(_of_lines(path, _beyond_ascii(path)))


def _wide(start: bytes) -> str | None:
    """utf-16 without a mark: every second byte of Latin text is zero."""
    half = max(len(start) // 2, 1)
    if start[0::2].count(0) > 0.5 * half and start[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    if start[1::2].count(0) > 0.5 * half and start[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    return None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _beyond_ascii(path: Path) -> list[bytes]:
    """The lines with bytes beyond ASCII, as many as are enough to decide."""
    held: list[bytes] = []
    size = 0
    for line in _lines(path):
        if not line.isascii():
            held.append(line)
            size += len(line)
        if size > _SAMPLE_BYTES:
            break
    return held


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while line := file.readline(_CHUNK):
            yield line


def _of_lines(path: Path, lines: list[bytes]) -> str:
    """utf-8 when most lines are (the others will be rejected), else the best one-byte reading."""
    if sum(map(_decodes, lines)) > len(lines) / 2:
        return "utf-8"
    sample = b"".join(lines)
    scores = {name: fit(sample.decode(name, "replace")) for name in ONE_BYTE}
    best = max(ONE_BYTE, key=lambda name: scores[name][0] - scores[name][1])
    good, odd = scores[best]
    if odd >= _TOO_MANY_ODD and odd > _ODD_SHARE * (good + odd):
        raise InputRejected(
            f"{path}: the encoding was not recognised; utf-8, utf-16, Windows (cp1252, latin-1), DOS (cp850) or "
            "Mac was expected. Open the file in the program it came from and save it as CSV (UTF-8)."
        )
    return best


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def fit(text: str) -> tuple[float, float]:
    """How many characters beyond ASCII make sense where they stand, and how many are odd."""
    good = odd = 0.0
    for word in _WORD.findall(text):
        letters = [c for c in word if c not in _MARKS and not c.isascii()]
        if letters and _one_case(word):
            good += sum(1.0 if c in _SPANISH else 0.5 for c in letters if c in _SPANISH or c in _OTHERS)
            odd += sum(1 for c in letters if c not in _SPANISH and c not in _OTHERS)
        else:
            odd += len(letters)
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char in _MARKS:
            good += 0 if before.isalpha() and after.isalpha() else 1
        elif not char.isascii() and not char.isalpha():
            odd += 1
    return good, odd


def _one_case(word: str) -> bool:
    """Written in one case, or with a capital at the front: JOSÉ, José, josé."""
    return word.islower() or word.isupper() or (word[0].isupper() and (len(word) == 1 or word[1:].islower()))
