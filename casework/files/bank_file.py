"""A bank's payroll payment file (银行代发明细) read row by row: name, end of card or ID, amount, day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from casework.files.columns import plain
from casework.files.roster import TOTALS
from casework.files.rows import MOST_CLAIMED, RowError
from casework.files.tables import TITLE_ROWS, Cell, FileRefusedError, Line, read_sheets
from casework.law.errors import SentenceError, gettext_noop
from casework.law.money import MoneyError, parse_yuan
from casework.law.periods import parse_date

FEWEST_DIGITS = 4
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("收款人姓名", "收款人", "收款人名称", "收款户名", "户名", "姓名", "账户名称"),
        "digits": (
            "收款账号", "收款人账号", "账号", "卡号", "银行卡号", "卡号后四位", "账号后四位", "尾号",
            "身份证号", "身份证号码", "证件号码", "身份证后四位",
        ),
        "amount": ("金额", "交易金额", "代发金额", "实发金额", "支付金额", "发放金额"),
        "paid_on": ("交易日期", "日期", "支付日期", "入账日期", "发放日期", "交易时间"),
        "state": ("状态", "处理状态", "处理结果", "交易状态", "结果"),
    }
)  # fmt: skip
LABELS = MappingProxyType({name: words[0] for name, words in COLUMNS.items()})
_FIELDS = {word: name for name, words in COLUMNS.items() for word in words}
FAILED = re.compile(r"失败|退[回票汇]|未入账|不成功|拒绝")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """One payment of the file; `digits` are the readable digits (and X) of its card or ID number."""

    row_number: int
    name: str
    digits: str
    amount: Decimal
    paid_on: date | None


@dataclass(slots=True)
class BankFile:
    """The payments that went through, and the rows that cannot be booked with the reason."""

    rows: list[BankRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read_bank_file(data: bytes, filename: str, today: date) -> BankFile:
    """Return the rows of an .xlsx or .csv payment file. Raises FileRefusedError for the whole file."""
    for sheet in read_sheets(data, filename):
        header = _header(sheet.lines)
        if header is not None:
            place, columns = header
            return _read(sheet.lines[place + 1 :], columns, today)
    raise FileRefusedError(
        gettext_noop("没有找到表头，银行文件中应有收款人、账号（或身份证号）、金额三列。")
    )


def _header(lines: list[Line]) -> tuple[int, dict[str, int]] | None:
    for place, line in enumerate(lines[:TITLE_ROWS]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(line.cells):
            text = re.sub(r"\(.*?\)|[:*\s]|元$", "", plain(cell))
            if text in _FIELDS:
                columns.setdefault(_FIELDS[text], index)
        if {"name", "digits", "amount"} <= columns.keys():
            return place, columns
    return None


def _read(lines: list[Line], columns: dict[str, int], today: date) -> BankFile:
    found = BankFile()
    for line in lines:
        cells = {name: line.cells[i] for name, i in columns.items() if i < len(line.cells)}
        first = next((plain(cell) for cell in line.cells if plain(cell)), "")
        if TOTALS.match(first) or not (plain(cells.get("name")) or plain(cells.get("amount"))):
            continue
        column, why, row = _row(line.number, cells, today)
        if why is not None:
            value = None if column == "digits" else cells.get(column)
            found.errors.append(RowError.of(line.number, LABELS[column], value, why))
        elif row is not None:
            found.rows.append(row)
    if not found.rows and not found.errors:
        raise FileRefusedError(gettext_noop("没有读到任何付款，请核对内容。"))
    return found


def _row(
    number: int, cells: dict[str, Cell], today: date
) -> tuple[str, SentenceError | None, BankRow | None]:
    name = "".join(plain(cells.get("name")).split())
    if not name:
        return "name", SentenceError(gettext_noop("没有填写收款人。")), None
    if FAILED.search(plain(cells.get("state"))):
        return "state", SentenceError(gettext_noop("银行没有付成，不能登记。")), None
    digits = readable_digits(cells.get("digits"))
    if len(digits) < FEWEST_DIGITS:
        return "digits", SentenceError(gettext_noop("账号或身份证号至少要有后四位。")), None
    try:
        amount = parse_yuan(plain(cells.get("amount"))).amount
    except MoneyError as error:
        return "amount", error, None
    if not 0 < amount <= MOST_CLAIMED:
        return "amount", SentenceError(gettext_noop("金额须大于零。")), None
    cell = cells.get("paid_on")
    day = None
    if plain(cell) and not isinstance(cell, bool):
        day = parse_date(cell if not isinstance(cell, str) else plain(cell), today)
        if day is None or day > today:
            why = SentenceError(gettext_noop("看不懂日期，或者日期晚于今天。"))
            return "paid_on", why, None
    row = BankRow(row_number=number, name=name, digits=digits, amount=amount, paid_on=day)
    return "", None, row


def readable_digits(cell: Cell) -> str:
    """Return the digits at the end of a number that may be masked (6217****6789 -> 6789)."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found = re.search(r"[0-9]*[0-9Xx]$", re.sub(r"[\s-]", "", plain(cell)))
    return found.group().upper() if found else ""
