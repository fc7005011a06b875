"""JSON and JSON lines: records with names, nested as the sender likes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import duckdb

from linkage.errors import InputRejected
from linkage.records.formats import columns
from linkage.records.formats.encoding import Encoding, encoding_of
from linkage.records.formats.found import Loaded
from linkage.records.formats.table import TextTable

MOST_BYTES = 256 << 20
"""One JSON text is read as a whole and takes about ten times its size; JSON lines have no limit."""

LONGEST_LINE = 16 << 20
"""Characters of one record in JSON lines."""

LIST_SEPARATOR = "; "

Flat = dict[str, str]


def load(con: duckdb.DuckDBPyConnection, path: Path, out: str) -> Loaded:
    """Read records into `out`: nested names become `a.b`, lists are joined by "; ", numbers stay as written."""
    encoding = encoding_of(path)
    table = TextTable(con, out, ())
    names = _Names(path, table)
    if _is_lines(path, encoding):
        kind = "json lines"
        _fill_lines(names, path, encoding)
    else:
        kind = "json"
        for number, record in enumerate(_list_of_records(path, encoding), start=1):
            names.add(number, record)
    names.finish()
    if not table.header:
        raise InputRejected(f"{path}: no record in it; a list of objects was expected. Export it again.")
    return Loaded(kind, table.header, table.rows, table.rejected, encoding.name)


class _Names:
    """Gives each flat name its column, in order of first appearance."""

    def __init__(self, path: Path, table: TextTable) -> None:
        self._path = path
        self.table = table
        self._columns: dict[str, int] = {}

    def add(self, number: int, record: Any) -> None:
        """One record, as the cells of a row; anything but an object is rejected."""
        if not isinstance(record, dict):
            self.table.reject(number, json.dumps(record), "not an object", 'Write each record as {"name": value, ...}.')
            return
        flat = flatten(record)
        if not all(text.isascii() or _encodes(text) for text in flat.values()):
            self.table.reject(
                number,
                json.dumps(record),
                "half of a character (\\ud800 to \\udfff)",
                "Type the damaged letters again.",
            )
            return
        for name in flat:
            if name not in self._columns:
                self._open_column(name)
        cells = [""] * len(self._columns)
        for name, text in flat.items():
            cells[self._columns[name]] = text
        if any(map(str.strip, cells)):
            self.table.add(number, cells)

    def _open_column(self, name: str) -> None:
        self._columns[name] = len(self._columns)
        self.table.widen(columns.unique_names(self._columns, self._path)[-1])

    def finish(self) -> None:
        """Write what is still held."""
        self.table.flush()


def _fill_lines(names: _Names, path: Path, encoding: Encoding) -> None:
    for number, line in enumerate(_lines(path, encoding), start=1):
        if not line.strip():
            continue
        if encoding.unreadable(line):
            names.table.reject(
                number, line, f"bytes that are no characters in {encoding.name}", "Save the file as UTF-8."
            )
            continue
        try:
            record = _parse(line)
        except (json.JSONDecodeError, RecursionError) as error:
            names.table.reject(number, line, f"not JSON: {_said(error)}", "Write one whole JSON object per line.")
            continue
        names.add(number, record)


def _is_lines(path: Path, encoding: Encoding) -> bool:
    """Is the first line one whole object, and does another line follow (or does the file's name say so)?"""
    lines = (line for line in _lines(path, encoding) if line.strip())
    first, second = next(lines, ""), next(lines, None)
    if second is None:
        return path.suffix.lower() in (".jsonl", ".ndjson")
    try:
        return isinstance(_parse(first), dict)
    except (json.JSONDecodeError, RecursionError):
        return first.rstrip().endswith("}") and second.lstrip().startswith("{")


def _lines(path: Path, encoding: Encoding) -> Iterator[str]:
    with path.open(encoding=encoding.name, errors=encoding.errors) as file:
        while line := file.readline(LONGEST_LINE):
            yield line


def _list_of_records(path: Path, encoding: Encoding) -> Sequence[Any]:
    """The list of records in one JSON text, alone or inside an object."""
    if path.stat().st_size > MOST_BYTES:
        raise InputRejected(
            f"{path}: a JSON text of more than {MOST_BYTES >> 20} MB is not read in one piece. "
            "Save it as JSON lines (one record per line), CSV or Parquet."
        )
    try:
        content = _parse(path.read_text(encoding=encoding.name))
    except UnicodeDecodeError as error:
        raise InputRejected(f"{path}: byte {error.start} is no {encoding.name}. Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        _reject_json(path, error)
    except RecursionError:
        raise InputRejected(f"{path}: nested too deep for records of persons. Send a list of flat objects.") from None
    return content if isinstance(content, list) else _records_of(content, path)


def _records_of(content: Mapping[str, Any], path: Path) -> Sequence[Any]:
    """The one list of records that an object wraps; an object that wraps none is a record itself."""
    lists = _lists_in(content)
    if len(lists) == 1:
        return lists[0]
    if lists and all(isinstance(value, list | dict) for value in content.values()):
        raise InputRejected(
            f"{path}: {len(lists)} lists of records in it, exactly one was expected. "
            "Send a JSON list of objects, or an object with one such list."
        )
    return [content]


def _reject_json(path: Path, error: json.JSONDecodeError) -> NoReturn:
    cut = error.pos >= len(error.doc.rstrip())
    what = "the JSON text ends too early; it was cut" if cut else f"not JSON: {error.msg}"
    raise InputRejected(
        f"{path}: line {error.lineno}, column {error.colno}: {what}. Export or copy the file again, whole."
    ) from None


def _lists_in(content: Mapping[str, Any]) -> list[list[Any]]:
    """Every list of objects in an object and the objects inside it, but not inside records."""
    found: list[list[Any]] = []
    for value in content.values():
        if isinstance(value, dict):
            found += _lists_in(value)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            found.append(value)
    return found


def _parse(text: str) -> Any:
    """JSON with its numbers as they are written: 007.50 would not be, 7.50 stays 7.50."""
    return json.loads(text.removeprefix("\ufeff"), parse_float=str, parse_int=str, parse_constant=lambda _: None)


def _said(error: Exception) -> str:
    return f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else "nested too deep"


def flatten(record: Mapping[str, Any], prefix: str = "") -> Flat:
    """Nested objects as `a.b`; lists joined by "; "; lists of objects as one joined list per name."""
    flat: Flat = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat.update(flatten(value, f"{name}."))
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            flat.update(_joined(value, name))
        else:
            flat[name] = as_text(value)
    return flat


def _joined(items: Sequence[Any], name: str) -> Flat:
    """A list of objects: per name the texts of all, in order, blank where one lacks it."""
    flats = [flatten(item, f"{name}.") if isinstance(item, Mapping) else {name: as_text(item)} for item in items]
    names = dict.fromkeys(key for flat in flats for key in flat)
    joined = {key: [flat.get(key, "") for flat in flats] for key in names}
    return {key: LIST_SEPARATOR.join(texts) if any(texts) else "" for key, texts in joined.items()}


def as_text(value: Any) -> str:
    """One value as text; null is blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(text for text in map(as_text, value) if text)
    return str(value)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
