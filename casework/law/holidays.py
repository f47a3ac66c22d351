"""Days off by the two libraries: published years confirmed, all others by rule and provisional."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import holidays as statutory
from chinese_calendar import constants as published

CONFIRMED, PROVISIONAL = "confirmed", "provisional"
PUBLISHED_YEARS = range(
    min(published.holidays).year, max(day.year for day in published.holidays) + 1
)
SOURCE_PUBLISHED = "国务院办公厅节假日安排通知"
SOURCE_RULE = "按《全国年节及纪念日放假办法》推算"
RULE_SUFFIX = re.compile(r"[（(].*$")
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def builtin_days(year: int) -> Iterator[tuple[date, str, str, str]]:
    """Yield every day of `year` as (date, kind, source, status); `source` names the holiday."""
    known = year in PUBLISHED_YEARS
    off = _published(year) if known else _by_rule(year)
    status = CONFIRMED if known else PROVISIONAL
    source = SOURCE_PUBLISHED if known else SOURCE_RULE
    day = date(year, 1, 1)
    for offset in range((date(year, 12, 31) - day).days + 1):
        current = day + timedelta(days=offset)
        if current in off:
            yield current, "holiday", off[current], status
        elif current.weekday() < 5:
            yield current, "workday", source, status
        elif known and current in published.workdays:
            yield current, "makeup", source, status
        else:
            yield current, "weekend", source, status


def _published(year: int) -> dict[date, str]:
    return {
        day: NAMES.get(name, name) for day, name in published.holidays.items() if day.year == year
    }


def _by_rule(year: int) -> dict[date, str]:
    # The library knows no make-up days: which weekends are worked is decided by the yearly
    # notice alone, hence provisional.
    days = statutory.country_holidays("CN", years=year, language="zh_CN")
    return {day: RULE_SUFFIX.sub("", name) for day, name in days.items() if day.year == year}
