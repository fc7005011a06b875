"""Reads one workbook in a process of its own, so that a hostile file can harm only that process.

Started by path, with the workbook, the bytes of memory it may take and the names of sheets that are wanted first;
imports nothing of the package. Standard
output: one line of JSON (`sheet`, `others`), then the rows as CSV in UTF-8, first row of the sheet
first. On failure: one word on standard error (`password`, `empty`, `memory`, `damaged`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from typing import Any

CPU_SECONDS = 300

_LOOK = 500
"""Rows of a sheet looked at to see whether it holds a table."""


def main() -> None:
    """Read the workbook named on the command line; leave with 1 and a word when it cannot be."""
    _limit(int(sys.argv[2]))
    try:
        _write_sheet(sys.argv[1], sys.argv[3:])
    except MemoryError:
        sys.exit("memory")
    except Exception as error:
        sys.exit("password" if type(error).__name__ == "PasswordError" or "assword" in str(error) else "damaged")


def _limit(memory: int) -> None:
    """Bound memory and time where the system can (Windows cannot; the parent's clock still holds)."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        soft, hard = resource.getrlimit(what)
        least = min(n for n in (most, soft, hard) if n != resource.RLIM_INFINITY)
        resource.setrlimit(what, (least, hard))


def _write_sheet(path: str, wanted: list[str]) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    names = [m.name for m in sheets if m.visible == SheetVisibleEnum.Visible] or [m.name for m in sheets]
    own = sorted((n for n in names if n.casefold() in wanted), key=lambda n: wanted.index(n.casefold()))
    chosen: tuple[str, Any, bool] | None = None
    filled = []
    for name in own or names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        is_table = _holds_table(sheet)
        if is_table or not own:
            filled.append(name)
        if chosen is None or (is_table and not chosen[2]):
            chosen = (name, sheet, is_table)
    if chosen is None:
        sys.exit("empty")
    name, sheet, _ = chosen
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="surrogatepass", newline="", write_through=False)
    out.write(json.dumps({"sheet": name, "others": [n for n in filled if n != name]}) + "\n")
    left = [""] * sheet.start[1]
    writer = csv.writer(out)
    for row in sheet.iter_rows():
        writer.writerow(left + [cell_text(cell) for cell in row])
    out.flush()


def _holds_table(sheet: Any) -> bool:
    """Two rows with at least two cells each: a cover page or a page of remarks has none."""
    rows = 0
    for n, row in enumerate(sheet.iter_rows()):
        rows += sum(1 for cell in row if cell not in ("", None)) >= 2
        if rows >= 2 or n > _LOOK:
            break
    return rows >= 2


def cell_text(cell: Any) -> str:
    """A cell as a person sees it: 12 and not 12.0, dates as YYYY-MM-DD, true and false."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)


def _number(value: float) -> str:
    """Fifteen digits, as spreadsheets show them; whole numbers without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else format(value, ".15g")


if __name__ == "__main__":
    main()
