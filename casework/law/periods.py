"""Periods of unpaid work as people write them, turned into dates where they are certain."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple

EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)
NOW = re.compile(r"至今|(?:到|至)?(?:现在|目前|今天|如今|今)$")
SPLIT = re.compile(r"至|到|~|～|—+|–|-{1,2}")
LUNAR = re.compile(r"腊月|正月|冬月|农历|阴历|春节|年前|年后|过年")
DATE = re.compile(
    r"(?:(?P<year>\d{4}|\d{2}(?=年))(?:年|[./-]))?(?P<month>1[0-2]|0?[1-9])(?:月份?|[./-]|$)"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])(?:日|号)?)?"
)
COMPACT = re.compile(r"(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?")
DAYS_WITH_DASHES = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
MONTHS_WITH_DASH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?!\d)")
YEAR = re.compile(r"(\d{4})年?")
RELATIVE = (("前年", -2), ("去年", -1), ("今年", 0), ("本年", 0))
DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class Period(NamedTuple):
    """A period from `start` to `end` (both included); `text` is what was written.

    `precise` is False when a bound is missing or only the best guess of a month.
    """

    start: date | None
    end: date | None
    text: str
    precise: bool


class _Bound(NamedTuple):
    first: date
    last: date
    sure: bool


def parse_period(text: str | date, today: date) -> Period:
    """Return the period `text` states, one date or month, or from one to another; never fails."""
    if isinstance(text, date):
        day = text.date() if isinstance(text, datetime) else text
        return Period(day, day, day.isoformat(), True)
    written = text.strip()
    plain = _plain(written, today)
    until_now = NOW.search(plain)
    if until_now:
        begin = _bound(NOW.sub("", plain).strip("到至-~"), None, today)
        known = begin is not None and begin.first <= today
        return Period(
            begin.first if known and begin else None,
            today if known else None,
            written,
            bool(known and begin and begin.sure),
        )
    parts = [part for part in SPLIT.split(_without_date_dashes(plain)) if part]
    begin = _bound(parts[0], None, today) if parts else None
    if begin is None or len(parts) > 2:
        return Period(None, None, written, False)
    if len(parts) == 1:
        return Period(begin.first, begin.last, written, begin.sure)
    finish = _bound(parts[1], begin.first.year, today)
    if finish is None or finish.last < begin.first:
        return Period(begin.first, None, written, False)
    return Period(begin.first, finish.last, written, begin.sure and finish.sure)


def parse_date(
    value: str | date | int | float | None, today: date, *, last: bool = False
) -> date | None:
    """Return the day of a cell: a date, an Excel serial or text; of a month its first or last day."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return EXCEL_EPOCH + timedelta(days=int(value)) if int(value) in EXCEL_DAYS else None
    plain = _without_date_dashes(_plain(value.strip().split(" ")[0], today))
    bound = _bound(plain, None, today)
    if bound is None or not bound.sure:
        return None
    return bound.last if last else bound.first


def overlaps(a: Period, b: Period) -> bool:
    """Tell whether two periods may share a day; an open bound reaches for ever."""
    return (a.start or date.min) <= (b.end or date.max) and (b.start or date.min) <= (
        a.end or date.max
    )


def months(period: Period) -> list[date]:
    """Return the first days of the calendar months touched; empty when a bound is open."""
    if period.start is None or period.end is None:
        return []
    first = period.start.year * 12 + period.start.month - 1
    last = period.end.year * 12 + period.end.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]


def _plain(text: str, today: date) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for word, years in RELATIVE:
        plain = plain.replace(word, f"{today.year + years}年")
    plain = re.sub(r"十([一二])月", lambda found: f"1{found[1]}月", plain).replace("十月", "10月")
    plain = re.sub(
        r"[〇零一二三四五六七八九](?=[〇零一二三四五六七八九]*[年月])",
        lambda c: c[0].translate(DIGITS),
        plain,
    )
    return re.sub(r"^自?从?|(?:以来|之间|期间|工资|欠薪|底|初|份)+$", "", plain)


def _without_date_dashes(text: str) -> str:
    text = DAYS_WITH_DASHES.sub(r"\1/\2/\3", text)
    return MONTHS_WITH_DASH.sub(r"\1/\2", text)


def _bound(text: str, year: int | None, today: date) -> _Bound | None:
    if LUNAR.search(text):
        return _lunar(text)
    found = COMPACT.fullmatch(text)
    if found:
        return _month_or_day(int(found[1]), int(found[2]), found[3])
    found = DATE.fullmatch(text)
    if found:
        written = found["year"]
        if not written and year is None:
            guess = today.year if int(found["month"]) <= today.month else today.year - 1
            bound = _month_or_day(guess, int(found["month"]), found["day"])
            return bound and bound._replace(sure=False)
        number = int(written) if written else (year or today.year)
        return _month_or_day(
            number + 2000 if number < 100 else number, int(found["month"]), found["day"]
        )
    found = YEAR.fullmatch(text)
    if found and 1980 <= int(found[1]) <= 2100:
        return _Bound(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31), False)
    return None


def _month_or_day(year: int, month: int, day: str | None) -> _Bound | None:
    if not 1980 <= year <= 2100:
        return None
    length = monthrange(year, month)[1]
    if day:
        if int(day) > length:
            return None
        exact = date(year, month, int(day))
        return _Bound(exact, exact, True)
    return _Bound(date(year, month, 1), date(year, month, length), True)


def _lunar(text: str) -> _Bound | None:
    # The twelfth lunar month of a year falls mostly into January of the next: a month is
    # the best that can be said without asking.
    found = re.match(r"(\d{4})年", text)
    if not found or not 1980 <= int(found[1]) <= 2099:
        return None
    year, month = int(found[1]), 2
    if "腊月" in text:
        year, month = year + 1, 1
    elif "冬月" in text:
        month = 12
    length = monthrange(year, month)[1]
    return _Bound(date(year, month, 1), date(year, month, length), False)
