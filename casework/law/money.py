"""Yuan as Decimal with two places: read as people write it, summed, in capitals; never float."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from casework.law.errors import SentenceError, gettext_noop

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
LIMIT = Decimal(10) ** 13
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
DIGIT_FORMS = str.maketrans(
    "零〇○一壹二贰貳两兩三叁參参四肆五伍六陆陸七柒八捌九玖", "000112222233334455666778899"
)
UNIT_FORMS = str.maketrans("拾佰仟萬億點圆块塊毛wWkK", "十百千万亿.元元元角万万千千")
UNITS = (("亿", 10**8), ("万", 10**4), ("千", 10**3), ("百", 100), ("十", 10))
VAGUE = re.compile(
    r"大约|大概|大致|差不多|将近|接近|估计|可能|左右|上下|以上|[约近余]|多|来(?=[十百千万亿元]|$)"
)
NOISE = re.compile(r"人民币|RMB|CNY|一共|总共|合计|总计|共计|欠薪|[￥¥$共整正]", re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"\d+(\.\d+)?|\.\d+")
MAX_LENGTH = 60


class MoneyError(SentenceError):
    """An amount that cannot be used, with a sentence for the user."""


class ParsedAmount(NamedTuple):
    """An amount in yuan; `approximate` when the text said 约, 多, 左右."""

    amount: Decimal
    approximate: bool


def yuan(value: Decimal | int | str, *, negative: bool = True) -> Decimal:
    """Return `value` as yuan with two places, rounded half up.

    Raises MoneyError for float, bool, NaN, infinity, text that is no plain number, amounts of
    ten trillion and more, and below zero when `negative` is False.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise MoneyError(gettext_noop("金额必须是精确的数字，不能使用浮点数。"))
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise MoneyError(gettext_noop("“%(text)s”不是金额。"), text=str(value)[:40]) from None
    if not amount.is_finite():
        raise MoneyError(gettext_noop("“%(text)s”不是金额。"), text=str(value)[:40])
    if abs(amount) >= LIMIT:
        raise MoneyError(gettext_noop("金额过大，请核对。"))
    if amount < 0 and not negative:
        raise MoneyError(gettext_noop("金额不能是负数。"))
    return amount.quantize(FEN, rounding=ROUND_HALF_UP) + ZERO


def grouped(amount: Decimal | int | str) -> str:
    """Return an amount in yuan as a sentence names it: 12,345, with fen only where there are any."""
    return f"{yuan(amount):,}".removesuffix(".00")


def parse_yuan(text: str | int | Decimal) -> ParsedAmount:
    """Return the amount that `text` states. Raises MoneyError when it states none or several."""
    if not isinstance(text, str):
        return ParsedAmount(yuan(text, negative=False), False)
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        raise MoneyError(gettext_noop("没有填写金额。"))
    if len(plain) > MAX_LENGTH:
        raise _unreadable(text)
    if plain.startswith(("-", "−", "负")):
        raise MoneyError(gettext_noop("金额不能是负数。"))
    exact, vague = VAGUE.subn("", plain)
    exact = NOISE.sub("", exact).translate(DIGIT_FORMS).translate(UNIT_FORMS)
    exact = exact.replace("点", ".").replace("元钱", "元")
    try:
        amount = _with_fen(exact)
    except (ValueError, ArithmeticError):
        raise _unreadable(text) from None
    return ParsedAmount(yuan(amount, negative=False), bool(vague))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum in yuan; 0.00 for nothing."""
    return yuan(sum(amounts, ZERO))


def in_capitals(amount: Decimal) -> str:
    """Return the amount in 人民币大写. Law: 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》."""
    amount = yuan(amount)
    sign = "负" if amount < 0 else ""
    whole, fen = divmod(int(abs(amount) * 100), 100)
    jiao, fen = divmod(fen, 10)
    text = f"{_whole(whole)}元" if whole else ""
    if not jiao and not fen:
        return f"人民币{sign}{text or '零元'}整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif whole:
        text += "零"
    text += f"{DIGITS[fen]}分" if fen else "整"
    return f"人民币{sign}{text}"


def _whole(number: int) -> str:
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            text = _whole(high) + unit
            if low:
                text += ("零" if low < size // 10 else "") + _whole(low)
            return text
    return _group(number)


def _group(group: int) -> str:
    text = ""
    gap = False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return text


def _with_fen(text: str) -> Decimal:
    whole, _, rest = text.partition("元")
    if (not whole and "角" in text) or (not rest and re.search("[角分]", whole)):
        whole, rest = "0", text
    if not rest:
        return _number(whole)
    # 3元5 is colloquial for 3元5角; anything else after 元 must be 角 and 分.
    found = re.fullmatch(r"0?(?:(\d)角?)?", rest) or re.fullmatch(r"(?:(\d)角)?0?(?:(\d)分)?", rest)
    if not found:
        raise ValueError(rest)
    jiao, fen = (found.group(1) or 0), (found.group(2) or 0) if found.re.groups > 1 else 0
    return _number(whole) + Decimal(jiao) / 10 + Decimal(fen) / 100


def _number(text: str) -> Decimal:
    for unit, size in UNITS:
        head, found, tail = text.rpartition(unit) if unit == "亿" else text.partition(unit)
        if found:
            if not head and unit == "十":
                head = "1"
            return _number(head) * size + _tail(tail, size)
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if PLAIN.fullmatch(text):
        return Decimal(text)
    raise ValueError(text)


def _tail(text: str, size: int) -> Decimal:
    if not text:
        return Decimal(0)
    if text.isdigit():
        if text.startswith("0") or len(text) == len(str(size)) - 1:
            return Decimal(text)
        if len(text) == 1:  # 三万二 means 32 000
            return Decimal(text) * size / 10
        raise ValueError(text)
    value = _number(text)
    if value >= size:
        raise ValueError(text)
    return value


def _unreadable(text: str) -> MoneyError:
    message = gettext_noop("看不懂金额“%(text)s”，请填写数字，例如 32000。")
    return MoneyError(message, text=text.strip()[:40])
