"""One worker of a list: its fields, its checks and what is said when they fail."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from casework.files.columns import LABELS, plain
from casework.files.tables import Cell
from casework.law import identity
from casework.law.errors import SentenceError, gettext_noop
from casework.law.money import MoneyError, ParsedAmount, parse_yuan, yuan
from casework.law.periods import Period, parse_date, parse_period

EXACT_DIGITS = 15
NAME = re.compile(r"[^\W\d_]+(?:[\s·•・.．‧∙'-]*[^\W\d_]+)*")
# What the columns of the record hold.
NAME_WIDTH, TRADE_WIDTH = 40, 30
MOST_CLAIMED = Decimal("9999999999.99")
MOST_DAYS, MOST_RATE = Decimal("9999"), Decimal("999999")
NO_PERIOD = Period(None, None, "", False)


class RowError(NamedTuple):
    """Why a row was not taken; `template` and `params` serve translation of `message`."""

    row_number: int
    column: str
    value: str
    message: str
    template: str
    params: dict[str, object]

    @classmethod
    def of(cls, row_number: int, column: str, value: Cell, error: SentenceError) -> "RowError":
        """Return the row error for a refused cell."""
        return cls(row_number, column, plain(value)[:80], str(error), error.template, error.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One checked worker; `amount` in yuan, empty text where the file has nothing."""

    row_number: int
    name: str
    id_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    trade: str = ""
    period: Period = NO_PERIOD
    days: Decimal | None = None
    daily_wage: Decimal | None = None
    amount: Decimal
    approximate: bool = False
    is_computed: bool = False
    bank_card: str = ""
    bank_name: str = ""
    address: str = ""
    note: str = ""


@dataclass(slots=True)
class RosterResult:
    """The good rows, the errors of the others and remarks on the file as a whole."""

    rows: list[RosterRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[SentenceError] = field(default_factory=list)


class RowReader:
    """Checks the cells of one row and collects what is wrong with them."""

    def __init__(self, number: int, cells: dict[str, Cell], today: date, require_id: bool) -> None:
        self.number = number
        self.cells = cells
        self.today = today
        self.require_id = require_id
        self.errors: list[RowError] = []
        self.card: identity.IdCard | None = None

    def refuse(self, column: str, error: SentenceError) -> None:
        self.errors.append(
            RowError.of(self.number, LABELS.get(column, column), self.cells.get(column), error)
        )

    def read(self) -> RosterRow | None:
        """Return the row, or None when something in it is wrong."""
        name = self._name()
        card = self.card = self._id_card()
        phone = self._checked("phone", identity.check_contact_phone)
        bank_card = self._checked("bank_card", identity.check_bank_card)
        amount = self._amount()
        period = self._period()
        if self.errors or amount is None:
            return None
        return RosterRow(
            row_number=self.number,
            name=name,
            id_number=card.number if card else "",
            birth_date=card.birth_date if card else None,
            sex=card.sex if card else "",
            phone=phone,
            trade=self._free("trade")[:TRADE_WIDTH],
            period=period,
            days=self._number("days", MOST_DAYS, "0.1"),
            daily_wage=self._number("daily_wage", MOST_RATE, "0.01"),
            amount=amount.amount,
            approximate=amount.approximate,
            is_computed="amount" not in self.cells,
            bank_card=bank_card,
            bank_name=self._free("bank_name"),
            address=self._free("address"),
            note=self._free("note"),
        )

    def _text(self, column: str) -> str:
        cell = self.cells.get(column)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return plain(cell)

    def _free(self, column: str) -> str:
        return str(self.cells[column]).strip() if self._text(column) else ""

    def _name(self) -> str:
        name = self._text("name")
        if not name:
            self.refuse("name", SentenceError(gettext_noop("没有填写姓名。")))
        elif len(name) > NAME_WIDTH:
            self.refuse("name", SentenceError(gettext_noop("姓名过长，请核对。")))
        elif not NAME.fullmatch(name):
            self.refuse("name", SentenceError(gettext_noop("姓名中有数字或符号，请核对。")))
        return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", name)

    def _id_card(self) -> identity.IdCard | None:
        text = self._digits("id_number")
        if text:
            try:
                return identity.check_id_card(text, self.today)
            except identity.IdentityError as error:
                self.refuse("id_number", error)
        elif text == "" and self.require_id:
            self.refuse("id_number", SentenceError(gettext_noop("没有填写身份证号码。")))
        return None

    def _checked(self, column: str, check: Callable[[str], str]) -> str:
        text = self._digits(column)
        if not text:
            return ""
        try:
            return check(text)
        except identity.IdentityError as error:
            self.refuse(column, error)
            return ""

    def _digits(self, column: str) -> str | None:
        text = self._text(column)
        cell = self.cells.get(column)
        if isinstance(cell, int | float) and len(text) > EXACT_DIGITS:
            # A spreadsheet keeps 15 digits of a number: the rest has become zeros.
            message = gettext_noop("号码以数字格式保存，末尾几位已丢失，请改为文本格式后重新填写。")
            self.refuse(column, SentenceError(message))
            return None
        return text

    def _amount(self) -> ParsedAmount | None:
        try:
            amount = self._computed() or parse_yuan(self._text("amount"))
            if not amount.amount:
                raise MoneyError(gettext_noop("欠薪金额应大于零。"))
            if amount.amount > MOST_CLAIMED:
                raise MoneyError(gettext_noop("金额过大，请核对。"))
        except MoneyError as error:
            self.refuse("amount", error)
            return None
        return amount

    def _computed(self) -> ParsedAmount | None:
        """What is owed where the list has no column for it: due, or days times wage, less what is paid."""
        if "amount" in self.cells:
            return None
        days, wage = (
            self._number("days", MOST_DAYS, "0.1"),
            self._number("daily_wage", MOST_RATE, "0.01"),
        )
        if self._text("due"):
            due = parse_yuan(self._text("due"))
        elif days and wage:
            due = ParsedAmount(yuan(days * wage), False)
        else:
            return None
        paid = parse_yuan(self._text("paid") or "0")
        if paid.amount >= due.amount:
            raise MoneyError(gettext_noop("已发的不少于应发的，算下来没有欠薪，请核对。"))
        return ParsedAmount(due.amount - paid.amount, due.approximate or paid.approximate)

    def _number(self, column: str, most: Decimal, step: str) -> Decimal | None:
        """Days or a day's wage; what cannot be one is left out, for the amount is what counts."""
        found = re.search(r"\d+(?:\.\d+)?", self._text(column).replace(",", "")[:40])
        number = Decimal(found.group()) if found else None
        if number is None or number > most:
            return None
        return number.quantize(Decimal(step), rounding=ROUND_HALF_UP)

    def _period(self) -> Period:
        if "period" in self.cells and self._text("period"):
            cell = self.cells["period"]
            return parse_period(
                cell if isinstance(cell, date) else self._text("period"), self.today
            )
        bounds: list[date | None] = []
        for column in ("start", "end"):
            cell = self.cells.get(column)
            bound = parse_date(
                cell if not isinstance(cell, str) else self._text(column),
                self.today,
                last=column == "end",
            )
            if bound is None and self._text(column):
                self.refuse(column, SentenceError(gettext_noop("看不懂日期，请写成 2026-03-01。")))
            bounds.append(bound)
        start, end = bounds
        if start and end and end < start:
            self.refuse("end", SentenceError(gettext_noop("结束日期早于开始日期。")))
        text = "至".join(day.isoformat() for day in bounds if day)
        return Period(start, end, text, bool(start and end))
