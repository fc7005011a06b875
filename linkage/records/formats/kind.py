"""What a file is, by its content first and its extension second."""

from __future__ import annotations

import mmap
import re
import zipfile
from pathlib import Path
from typing import Literal

from linkage.errors import InputRejected
from linkage.records.formats.zipguard import DAMAGED_ZIP

Kind = Literal["delimited", "json", "xlsx", "xlsb", "xls", "ods", "parquet"]

SAVE_AS = "Save the table as CSV (UTF-8), XLSX, ODS, Parquet or JSON and send that file."

_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"ARROW1", "an Arrow file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_HTML = re.compile(rb"\s*(<!doctype html|<html|<table|<meta|<head)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml", re.IGNORECASE)
_JSON = re.compile(r"\s*(\[\s*[\[{\]]|\{\s*[\"}])")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(path: Path) -> Kind:
    """The kind of table in a file; InputRejected, with the remedy, when it holds none we read."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _kind_of_zip(path)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_compound(path)
    if start.startswith(b"PAR1"):
        return "parquet"
    for magic, what in _FOREIGN:
        if start.startswith(magic):
            raise InputRejected(f"{path}: this is {what}, a table was expected. {SAVE_AS}")
    return _kind_of_text(path, start)


def _kind_of_text(path: Path, start: bytes) -> Kind:
    text = start.replace(b"\x00", b"")  # utf-16 becomes legible enough for a look
    for bom in _BOMS:
        text = text.removeprefix(bom)
    if _HTML.match(text):
        raise InputRejected(
            f"{path}: this is a web page (HTML) under the name of a table, as some sites export it. "
            "Open it in a spreadsheet program and save it as XLSX."
        )
    if _XML.match(text):
        raise InputRejected(f"{path}: this is an XML file, a table was expected. {SAVE_AS}")
    named_table = path.suffix.lower() in (".csv", ".tsv", ".tab", ".psv")
    return "json" if _JSON.match(text.decode("latin-1")) and not named_table else "delimited"


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except DAMAGED_ZIP:
        raise InputRejected(
            f"{path}: a spreadsheet or zip whose end is missing or damaged. Copy or export it again, whole."
        ) from None
    if any(name.startswith("xl/workbook") and name.endswith(".bin") for name in names):
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names and path.suffix.lower() not in (".odt", ".odp", ".odg"):
        return "ods"
    what = "a Word document" if "word/document.xml" in names else "a zip archive that is no spreadsheet"
    raise InputRejected(f"{path}: this is {what}. {SAVE_AS}")


def _kind_of_compound(path: Path) -> Kind:
    """The old binary container of Office: a workbook, a locked new workbook, or something else."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        held = {name: content.find(name.encode("utf-16-le")) >= 0 for name in _STREAMS}
    if held["EncryptedPackage"]:
        raise locked(path)
    if held["WordDocument"] or held["PowerPoint Document"] or not (held["Workbook"] or held["Book"]):
        raise InputRejected(f"{path}: an old Office file that is no workbook (Word, e-mail, slides). {SAVE_AS}")
    return "xls"


_STREAMS = ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book")


def locked(path: Path) -> InputRejected:
    """The refusal of a workbook that opens only with a password."""
    return InputRejected(
        f"{path}: the workbook is encrypted with a password. Open it, save a copy without password "
        "on a protected disk, and use the copy."
    )
