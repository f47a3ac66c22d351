"""Computation of pay: days, pieces or months, overtime at 150, 200 and 300 %, with its working in words.

Law: 劳动法 art. 44 (overtime). The working is Chinese: it is kept with the finding and goes into papers.
"""

from dataclasses import dataclass
from decimal import Decimal

from casework.law.errors import SentenceError, gettext_noop
from casework.law.minimum_wage import PAID_DAYS
from casework.law.money import ZERO, yuan

HOURS_A_DAY = Decimal(8)
OVERTIME = (
    ("workday", "工作日加班", Decimal("1.5")),
    ("rest_day", "休息日加班", Decimal("2")),
    ("holiday", "法定休假日加班", Decimal("3")),
)
UNITS = {
    "days": ("天", "日工资"),
    "pieces": ("件", "单价"),
    "months": ("个月", "月工资"),
}


@dataclass(frozen=True)
class Reckoning:
    """What is due in yuan, to the fen, and how it was reached, line by line."""

    amount: Decimal
    working: tuple[str, ...]

    @property
    def text(self) -> str:
        return "；".join(self.working)


def reckon(
    basis: str, quantity: Decimal, rate: Decimal, *, overtime: dict[str, Decimal] | None = None,
    paid: Decimal = ZERO,
) -> Reckoning:  # fmt: skip
    """Return quantity × rate + overtime − what was already paid.

    `basis`: days, pieces or months. `overtime`: hours by workday, rest_day, holiday; for piece work
    pieces made in that time, whose single pay is in `quantity` already or not at all (they are added
    in full). Each line is rounded to the fen. Raises SentenceError for an unknown basis, a negative
    number, or when nothing is left.
    """
    extra = overtime or {}
    if basis not in UNITS or min([quantity, rate, paid, *extra.values()]) < 0:
        raise SentenceError(gettext_noop("计算的数字不能是负数。"))
    unit, price = UNITS[basis]
    due = yuan(quantity * rate)
    working = [f"{_plain(quantity)}{unit} × {price}{_plain(rate)}元 = {due}元"]
    single, per = _single(basis, rate)
    for key, label, times in OVERTIME:
        amount = extra.get(key, ZERO)
        if amount:
            more = yuan(amount * single * times)
            working.append(
                f"{label}{_plain(amount)}{per} × {_plain(single)}元 × {_plain(times * 100)}% = {more}元"
            )
            due += more
    if paid:
        working.append(f"减已付{yuan(paid)}元")
        due -= paid
    if due <= 0:
        raise SentenceError(gettext_noop("计算结果不大于零，没有尚欠的工资。"))
    working.append(f"应付{yuan(due)}元")
    return Reckoning(yuan(due), tuple(working))


def _single(basis: str, rate: Decimal) -> tuple[Decimal, str]:
    """The price of one hour (or piece) from which overtime is counted, to the fen."""
    if basis == "pieces":
        return rate, "件"
    daily = rate / PAID_DAYS if basis == "months" else rate
    return yuan(daily / HOURS_A_DAY), "小时"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
