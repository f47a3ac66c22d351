"""Plain tables as one .xlsx file; no cell becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
WIDE = 24
Rows = Iterable[Sequence[Any]]


def workbook(sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> bytes:
    """Return a workbook of (name, heads, rows); numbers stay numbers."""
    book = Workbook(write_only=True)
    for name, heads, rows in sheets:
        sheet = book.create_sheet(name[:31])
        for number in range(1, len(heads) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDE
        sheet.freeze_panes = "A2"
        sheet.append([_text(sheet, head, bold=True) for head in heads])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    return _text(sheet, str(value))


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=f"'{text}" if text.startswith(FORMULAS) else text)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
