"""Lists of unpaid workers from spreadsheets or pasted text, every row checked, nothing stored."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo

from casework.files.columns import columns_of, find_header, plain
from casework.files.pasted import guess_fields, split_line
from casework.files.rows import RosterResult, RosterRow, RowError, RowReader
from casework.files.tables import MAX_ROWS, Cell, FileRefusedError, Line, read_sheets
from casework.law.errors import SentenceError, gettext_noop

__all__ = [
    "FileRefusedError",
    "RosterResult",
    "RosterRow",
    "RowError",
    "read_pasted",
    "read_roster",
]

Header: TypeAlias = tuple[int, dict[str, int]]
Person: TypeAlias = tuple[int, dict[str, Cell]]
MAX_TEXT = 1024 * 1024
MOST_TOTAL = Decimal("999999999999.99")
TOTALS = re.compile(
    r"(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页|制表|审核|填表|班组长|负责人|签字|签名|盖章|日期|注[:：])"
)


def read_roster(
    data: bytes, filename: str, *, today: date | None = None, require_id: bool = True
) -> RosterResult:
    """Return the checked rows of an .xlsx or .csv list. Raises FileRefusedError for the whole file."""
    sheets = [(sheet, find_header(sheet.lines)) for sheet in read_sheets(data, filename)]
    found = [(sheet, header) for sheet, header in sheets if header is not None]
    if not found:
        raise FileRefusedError(
            gettext_noop("没有找到表头，表格中应有“姓名”和“身份证号码”“欠薪金额”等列。")
        )
    sheet, header = found[0]
    result = _check(_people(sheet.lines, header), today or _today(), require_id)
    if len(found) > 1:
        result.notes.insert(
            0,
            SentenceError(
                gettext_noop("文件有多张工作表，只读取了“%(title)s”。"), title=sheet.title
            ),
        )
    return result


def read_pasted(text: str, *, today: date | None = None, require_id: bool = True) -> RosterResult:
    """Return the checked rows of pasted text, one person a line, with or without a header."""
    if len(text) > MAX_TEXT:
        raise FileRefusedError(gettext_noop("粘贴的内容过长，请改为上传文件。"))
    lines = [
        Line(number, split_line(row))
        for number, row in enumerate(text.splitlines(), start=1)
        if row.strip()
    ]
    header = find_header(lines)
    if header:
        people = _people(_by_commas(text, lines, header[0]), header)
    else:
        people = [
            (line.number, guess_fields(line.cells))
            for line in lines
            if not TOTALS.match(plain(line.cells[0]))
        ]
    return _check(people, today or _today(), require_id)


def _by_commas(text: str, lines: list[Line], place: int) -> list[Line]:
    """Split the lines below a header of commas at every comma: 30,200 are then two columns."""
    rows = text.splitlines()
    width = len(lines[place].cells)
    if "\t" in rows[lines[place].number - 1]:
        return lines
    return [
        Line(line.number, list(cells)) if len(cells) == width else line
        for line in lines
        for cells in (rows[line.number - 1].split(","),)
    ]


def _people(lines: list[Line], header: Header) -> list[Person]:
    place, columns = header
    if not ("amount" in columns or "due" in columns or {"days", "daily_wage"} <= set(columns)):
        raise FileRefusedError(
            gettext_noop("没有找到“欠薪金额”一列，也没有“日工资”和“出勤天数”两列。")
        )
    return [
        (line.number, _cells(line, columns))
        for line in lines[place + 1 :]
        if _is_person(line, columns)
    ]


def _cells(line: Line, columns: dict[str, int]) -> dict[str, Cell]:
    """Return the cells by field; a column for the amount is there even where it is left empty."""
    cells = {name: line.cells[index] for name, index in columns.items() if index < len(line.cells)}
    return {"amount": None} | cells if "amount" in columns else cells


def _is_person(line: Line, columns: dict[str, int]) -> bool:
    cells = _cells(line, columns)
    filled = [plain(cell) for cell in line.cells if plain(cell)]
    # A single cell below the list is a remark on the list, not a person.
    if len(filled) < min(2, len(columns)):
        return False
    if TOTALS.match(filled[0]) or TOTALS.match(plain(cells.get("name"))):
        return False
    if len(columns_of(line.cells)) == len(columns):  # the header again, on the next printed page
        return False
    told = ("name", "id_number", "phone", "amount", "due")
    return any(plain(cells.get(name)) for name in told)


def _check(people: list[Person], today: date, require_id: bool) -> RosterResult:
    result = RosterResult()
    first_rows: dict[str, int] = {}
    if not people:
        raise FileRefusedError(gettext_noop("没有读到任何人员，请核对内容。"))
    if len(people) > MAX_ROWS:
        raise FileRefusedError(gettext_noop("超过5000行，请分成几个文件。"))
    for number, cells in people:
        reader = RowReader(number, cells, today, require_id)
        row = reader.read()
        if reader.card:
            first = first_rows.setdefault(reader.card.number, number)
            if first != number:
                reader.refuse(
                    "id_number",
                    SentenceError(gettext_noop("与第%(row)s行身份证号码相同。"), row=first),
                )
        if row and not reader.errors:
            result.rows.append(row)
        result.errors += reader.errors
        if row and row.approximate:
            result.notes.append(
                SentenceError(gettext_noop("第%(row)s行的金额是约数，请核对。"), row=number)
            )
    if sum(row.amount for row in result.rows) > MOST_TOTAL:
        raise FileRefusedError(gettext_noop("金额过大，请核对。"))
    return result


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
