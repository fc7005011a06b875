"""Writing results for people and programs: CSV, XLSX, Parquet; whole or not at all, never a formula.

Same rows in, same bytes out: the SQL that is handed in must say its order.
"""

from __future__ import annotations

from linkage.export.cells import safe_cell
from linkage.export.delimited import write_csv
from linkage.export.parquet import write_parquet
from linkage.export.replacing import replacing
from linkage.export.workbook import NOTES_SHEET, write_xlsx

__all__ = ["NOTES_SHEET", "replacing", "safe_cell", "write_csv", "write_parquet", "write_xlsx"]
