"""Spreadsheets and comma files turned into rows of plain cells, within safe limits."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeAlias
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from casework.law.errors import SentenceError, gettext_noop

Cell: TypeAlias = str | int | float | date | bool | None
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 500
MAX_BLANK_RUN = 500
TITLE_ROWS = 30
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What openpyxl, zipfile and the XML parser raise on damaged parts.
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    ArithmeticError,
    RuntimeError,  # also of an encrypted part
    zlib.error,
)


class FileRefusedError(SentenceError):
    """A file that is not read at all, with a sentence that says what to do."""


class Line(NamedTuple):
    """One row with its number as the user sees it in the file, counted from 1."""

    number: int
    cells: list[Cell]


class Sheet(NamedTuple):
    """The rows of one sheet that hold anything."""

    title: str
    lines: list[Line]


def read_sheets(data: bytes, filename: str) -> list[Sheet]:
    """Return the visible sheets of an .xlsx, or the one of a .csv. Raises FileRefusedError."""
    if not data:
        raise FileRefusedError(gettext_noop("文件是空的。"))
    if len(data) > MAX_BYTES:
        raise FileRefusedError(gettext_noop("文件超过10MB，请分成几个文件。"))
    if data.startswith(OLD_OFFICE):
        raise FileRefusedError(
            gettext_noop("不支持旧版 .xls 或加密的文件，请另存为不加密的 .xlsx 后再上传。")
        )
    if data.startswith(b"PK"):
        return _read_workbook(data)
    if filename.lower().endswith((".xlsx", ".xlsm")):
        raise FileRefusedError(gettext_noop("文件已损坏，或者不是真正的 .xlsx 文件。"))
    return [Sheet(filename, read_csv(data))]


def read_csv(data: bytes) -> list[Line]:
    """Return the rows of comma, tab or semicolon separated text. Raises FileRefusedError."""
    if len(data) > MAX_BYTES:
        raise FileRefusedError(gettext_noop("文件超过10MB，请分成几个文件。"))
    text = decode_text(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _limit(list(cells) for cells in reader)
    except csv.Error:
        raise FileRefusedError(
            gettext_noop("文件格式不正确，请用表格软件另存为 .xlsx 后再上传。")
        ) from None


def decode_text(data: bytes) -> str:
    """Return text of UTF-8 (with or without BOM), UTF-16 with BOM or GB18030."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileRefusedError(
        gettext_noop("看不懂文件的文字编码，请另存为 .xlsx 或 UTF-8 的 .csv 后再上传。")
    )


def _read_workbook(data: bytes) -> list[Sheet]:
    broken = FileRefusedError(gettext_noop("文件已损坏，或者不是真正的 .xlsx 文件。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except BROKEN_WORKBOOK:
        raise broken from None
    # Sizes are checked before anything is unpacked; zipfile reads no more than they state.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileRefusedError(gettext_noop("文件解压后过大，已拒绝读取。"))
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                # The stated dimension may be a million rows of nothing.
                sheet.reset_dimensions()
                rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
                sheets.append(Sheet(sheet.title, _limit(list(row) for row in rows)))
    except FileRefusedError:
        raise
    except BROKEN_WORKBOOK:
        raise broken from None
    return sheets


def _limit(rows: Iterator[list[Cell]]) -> list[Line]:
    lines: list[Line] = []
    for number, cells in enumerate(rows, start=1):
        if any(cell is not None and str(cell).strip() for cell in cells):
            lines.append(Line(number, cells[:MAX_COLUMNS]))
        elif number - (lines[-1].number if lines else 0) > MAX_BLANK_RUN:
            break
        if len(lines) > MAX_ROWS + TITLE_ROWS:
            raise FileRefusedError(gettext_noop("超过5000行，请分成几个文件。"))
    return lines


def _delimiter(text: str) -> str:
    head = text[:4000]
    return max(",\t;", key=head.count)
