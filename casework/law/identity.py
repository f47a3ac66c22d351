"""Checks and masks of identity numbers, phones and names; pure, nothing is stored here."""

import re
import unicodedata
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from casework.law.errors import SentenceError, gettext_noop

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(?:(0\d{2,3})-?)?(\d{7,8})(?:-(\d{1,6}))?|400\d{7}|800\d{7}|1\d{4}")
ID_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)
DASHES = re.compile(r"[-‐‑‒–—―−﹣－_]")
MIDDLE_DOTS = re.compile("[·•・‧∙⋅･.．]")
BRACKETS = str.maketrans("[]{}〔〕【】〈〉《》「」『』", "()" * 8)
OLDEST = 1900


class IdentityError(SentenceError):
    """A number that cannot be right, with a sentence for the user; never holds the number."""


class IdCard(NamedTuple):
    """A checked resident identity number with what it states; `sex` is male or female."""

    number: str
    birth_date: date
    sex: str


def check_id_card(text: str, today: date | None = None) -> IdCard:
    """Return the checked 18-digit number. Raises IdentityError. Law: GB 11643-1999."""
    number = _compact(text).upper()
    if re.fullmatch(r"\d{15}", number):
        raise IdentityError(gettext_noop("这是15位的旧身份证号码，请填写18位号码。"))
    if len(number) != 18:
        raise IdentityError(
            gettext_noop("身份证号码应为18位，现为%(length)s位。"), length=len(number)
        )
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise IdentityError(gettext_noop("身份证号码只能是数字，最后一位可以是X。"))
    if number[:2] not in ID_PROVINCES:
        raise IdentityError(gettext_noop("身份证号码的前六位地区不存在，请核对。"))
    born = _birth_date(number[6:14], today or _today())
    if _id_check(number[:17]) != number[17]:
        raise IdentityError(gettext_noop("身份证号码校验不通过，可能有一位写错，请对照证件核对。"))
    return IdCard(number, born, "male" if int(number[16]) % 2 else "female")


def sex_and_age(number: str, on: date) -> tuple[str, int] | None:
    """Return (male or female, full years on the day `on`) that an identity number states.

    None without a number, or with one that cannot be right. Law: GB 11643-1999.
    """
    try:
        card = check_id_card(number, on)
    except IdentityError:
        return None
    born = card.birth_date
    return card.sex, on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def check_uscc(text: str) -> str:
    """Return the checked unified social credit code. Raises IdentityError. Law: GB 32100-2015."""
    code = _compact(text).upper()
    if len(code) != 18:
        raise IdentityError(
            gettext_noop("统一社会信用代码应为18位，现为%(length)s位。"), length=len(code)
        )
    if any(letter not in USCC_ALPHABET for letter in code):
        raise IdentityError(
            gettext_noop("统一社会信用代码只能是数字和大写字母（不含I、O、S、V、Z）。")
        )
    if _uscc_check(code[:17]) != code[17]:
        raise IdentityError(gettext_noop("统一社会信用代码校验不通过，请对照营业执照核对。"))
    return code


def check_phone(text: str) -> str:
    """Return a mainland mobile number as 11 digits. Raises IdentityError."""
    number = _phone(text).replace("-", "")
    if not MOBILE.fullmatch(number):
        raise IdentityError(gettext_noop("手机号码应为1开头的11位数字，请核对。"))
    return number


def check_contact_phone(text: str) -> str:
    """Return a mobile number, or a landline as 0371-12345678. Raises IdentityError."""
    number = _phone(text)
    mobile = number.replace("-", "")
    if MOBILE.fullmatch(mobile):
        return mobile
    found = LANDLINE.fullmatch(number) or LANDLINE.fullmatch(mobile)
    if not found:
        raise IdentityError(
            gettext_noop("联系电话应为手机号码，或带区号的固定电话，例如 0371-12345678。")
        )
    area, local, extension = found.groups()
    return "-".join(part for part in (area, local, extension) if part) or found.group()


def check_bank_card(text: str) -> str:
    """Return a bank card number of 16 to 19 digits. Raises IdentityError. Law: ISO/IEC 7812-1."""
    number = DASHES.sub("", _compact(text))
    if not re.fullmatch(r"[0-9]{16,19}", number):
        raise IdentityError(gettext_noop("银行卡号应为16至19位数字。"))
    if _luhn(number):
        raise IdentityError(gettext_noop("银行卡号校验不通过，请对照银行卡核对。"))
    return number


def mask_name(name: str) -> str:
    """Return 张**: the first character and always two stars, so that length tells nothing."""
    name = name.strip()
    return f"{name[0]}**" if name else ""


def mask_id(number: str) -> str:
    """Return first 3 and last 4 characters; everything hidden when the number is short."""
    return _mask(number, 3, 4)


def mask_phone(number: str) -> str:
    """Return 138****1234."""
    return _mask(number, 3, 4)


def mask_bank(number: str) -> str:
    """Return stars and the last 4 digits."""
    return _mask(number, 0, 4)


def normalise_name(name: str) -> str:
    """Return `name` for comparing: NFKC, no white space, no middle dots, one case."""
    return MIDDLE_DOTS.sub("", _compact(name)).casefold()


def normalise_firm(name: str) -> str:
    """Return a firm's name for comparing: NFKC, one form of brackets, no white space, one case."""
    return _compact(name).translate(BRACKETS).casefold()


def make_id_card(region: str, birth: date, seq: int) -> str:
    """Return a valid invented number for demonstration: `region` 6 digits, odd `seq` male."""
    body = f"{region}{birth:%Y%m%d}{seq:03d}"
    if not re.fullmatch(r"[0-9]{17}", body):
        raise ValueError("region has 6 digits, seq at most 3")
    return body + _id_check(body)


def make_uscc(region: str, seq: int, prefix: str = "91") -> str:
    """Return a valid invented code for demonstration: `region` 6 digits, `seq` up to 8 digits."""
    organisation = f"{seq:08d}"
    # The 9 characters after the region carry their own check character (GB 11714).
    weighted = sum(
        int(digit) * weight
        for digit, weight in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    inner = {10: "X", 11: "0"}.get(11 - weighted % 11, str(11 - weighted % 11))
    body = f"{prefix}{region}{organisation}{inner}"
    return body + _uscc_check(body)


def _compact(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


def _phone(text: str) -> str:
    number = DASHES.sub("-", _compact(text)).replace("(", "").replace(")", "-").strip("-")
    number = re.sub(r"^86-?(?=1(?:-?\d){10}$)", "", number)
    local = re.sub(r"^(?:\+|00)-?86-?", "", number)
    # Abroad one dials +86-371 without the trunk 0.
    if local != number and not local.startswith(("0", "1")):
        local = f"0{local}"
    return local


def _birth_date(digits: str, today: date) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdentityError(gettext_noop("身份证号码中的出生日期不存在，请核对。")) from None
    if born.year < OLDEST or born > today:
        raise IdentityError(gettext_noop("身份证号码中的出生日期不合理，请核对。"))
    return born


def _id_check(body: str) -> str:
    weighted = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
    return ID_CHECKS[weighted % 11]


def _uscc_check(body: str) -> str:
    weighted = sum(
        USCC_ALPHABET.index(letter) * weight
        for letter, weight in zip(body, USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[-weighted % 31]


def _luhn(number: str) -> int:
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10


def _mask(text: str, head: int, tail: int) -> str:
    text = text.strip()
    if len(text) < head + tail + 3:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
