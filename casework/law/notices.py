"""Read a yearly holiday notice: its own sentences, or rows of a table; pure, nothing is stored here.

Sentences as the State Council writes them ("2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）上班。")
or rows "放假,2027-02-05,2027-02-11,春节" and "上班,2027-02-20". What a line says twice (weekday,
number of days) is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from casework.law.calendar import (
    HOLIDAY,
    MAKEUP,
    ONE_DAY,
    WEEKEND,
    WORKDAY,
    CalendarDay,
    notice_rows,
)
from casework.law.errors import SentenceError, gettext_noop
from casework.law.holidays import CONFIRMED

STATUTORY = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
WEEKDAYS = "一二三四五六日天"
KIND_WORDS = {
    "放假": HOLIDAY, "holiday": HOLIDAY, "off": HOLIDAY, "上班": MAKEUP, "调休上班": MAKEUP,
    "makeup": MAKEUP, "work": MAKEUP, "工作日": WORKDAY, "workday": WORKDAY, "周末": WEEKEND,
    "weekend": WEEKEND,
}  # fmt: skip
HEADINGS = ("kind", "类别", "性质")
MOST_DAYS = 31
SATURDAY = 5
HALF_A_YEAR_AND_A_MONTH = 215  # days off around New Year reach into the years beside
MOST_LINES = 400
DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日(?:[（(](?P<{0}w>[^）)]*)[）)])?"
OFF = re.compile(
    r"(?:(?P<name>[^：:，,。]+)[：:])?"
    + DAY.format("a")
    + r"(?:[至到—~-]+"
    + DAY.format("b")
    + r")?"
    r"放假(?:调休)?(?:[，,]?共?(?P<n>\d+)天)?"
)
ONE = re.compile(DAY.format("a"))
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[、.．）)]\s*")


class NoticeError(SentenceError):
    """One line that cannot be taken, with a sentence why."""


class Doubt(NamedTuple):
    """A line that was not taken: its number, its text and why (msgid and values)."""

    line: int
    text: str
    template: str
    params: dict[str, object]


@dataclass
class Notice:
    """What a notice says: days by kind, with their names; and the lines that cannot be taken."""

    year: int
    days: dict[date, tuple[str, str]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def of_kind(self, kind: str) -> dict[date, str]:
        """Return the days of one kind with their names, in order."""
        return {day: name for day, (of, name) in sorted(self.days.items()) if of == kind}


def read_notice(text: str, year: int, *, whole: bool = True) -> Notice:
    """Return what `text` says of `year`; `whole`: every statutory holiday must be named."""
    notice = Notice(year)
    name = ""
    for number, line in enumerate(text.splitlines()[:MOST_LINES], start=1):
        for part in _parts(line):
            try:
                name = _take(notice, part, name)
            except SentenceError as error:
                notice.doubts.append(Doubt(number, part[:80], error.template, error.params))
    if not notice.days and not notice.doubts:
        _doubt(notice, gettext_noop("没有找到放假或者上班的日子。"))
    elif whole:
        _check_whole(notice)
    return notice


def rows_of(notice: Notice, source: str, *, whole: bool = True) -> list[CalendarDay]:
    """Return the days to store: the whole year, or only those the notice names."""
    named = [
        CalendarDay(day, kind, name or source, CONFIRMED)
        for day, (kind, name) in sorted(notice.days.items())
    ]
    if not whole:
        return named
    inside = {day: name for day, name in notice.of_kind(HOLIDAY).items() if day.year == notice.year}
    worked = [day for day in notice.of_kind(MAKEUP) if day.year == notice.year]
    rows = notice_rows(notice.year, inside, worked, source)
    plain = {row.date: row for row in named if row.kind in (WORKDAY, WEEKEND)}
    beyond = [row for row in named if row.date.year != notice.year]
    return [plain.get(row.date, row) for row in rows] + beyond


def _parts(line: str) -> Iterator[str]:
    """Yield what one line says: a row as it is, text by its sentences."""
    plain = line.strip().strip("\ufeff")
    if not plain or plain.startswith("#"):
        return
    if _is_row(plain):
        yield plain
        return
    for sentence in re.split(r"[。；;]", plain):
        if sentence.strip():
            yield NUMBERING.sub("", "".join(sentence.split()))


def _is_row(text: str) -> bool:
    first, comma, _rest = text.partition(",")
    word = first.strip().lower()
    return bool(ISO.search(text)) or (bool(comma) and word in (*HEADINGS, *KIND_WORDS))


def _take(notice: Notice, part: str, name: str) -> str:
    """Take one row or sentence and return the name of the holiday it speaks of."""
    if _is_row(part):
        _take_row(notice, part)
        return name
    off = OFF.search(part)
    if off is not None:
        said = (off["name"] or name).strip()
        first = _day(off, "a", notice.year)
        last = _day(off, "b", notice.year, first) if off["bd"] else first
        _put(notice, first, last, HOLIDAY, said, off["n"])
        return said
    if "上班" in part:
        found = list(ONE.finditer(part))
        if not found:
            raise NoticeError(gettext_noop("看不出是哪一天。"))
        for one in found:
            day = _day(one, "a", notice.year)
            _put(notice, day, day, MAKEUP, "")
    elif "放假" in part and ONE.search(part):
        raise NoticeError(gettext_noop("看不懂这一句，请改写为“2月15日至23日放假”。"))
    return name


def _take_row(notice: Notice, text: str) -> None:
    cells = [cell.strip().strip('"') for cell in re.split(r"[,，\t]", text)]
    kind = KIND_WORDS.get(cells[0].lower())
    if kind is None:
        if cells[0].lower() in HEADINGS:
            return
        raise NoticeError(
            gettext_noop("第一栏“%(word)s”应为 放假、上班、工作日 或者 周末。"), word=cells[0][:20]
        )
    days = [_iso(cell) for cell in cells[1:3] if ISO.fullmatch(cell)]
    if not days:
        raise NoticeError(gettext_noop("看不出是哪一天。"))
    name = next((cell for cell in cells[2:] if cell and not ISO.fullmatch(cell)), "")
    _put(notice, days[0], days[-1], kind, name)


def _iso(text: str) -> date:
    found = ISO.fullmatch(text)
    assert found is not None
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _day(found: re.Match[str], group: str, year: int, before: date | None = None) -> date:
    month = found[f"{group}m"] or (str(before.month) if before else "")
    if not month:
        raise NoticeError(gettext_noop("看不出是哪一天。"))
    number = int(found[f"{group}y"] or (before.year if before else year))
    day = _date(number, int(month), int(found[f"{group}d"]))
    weekday = re.search(rf"(?:周|星期)([{WEEKDAYS}])", found[f"{group}w"] or "")
    if weekday and min(WEEKDAYS.index(weekday[1]), 6) != day.weekday():
        raise NoticeError(
            gettext_noop("%(day)s不是星期%(said)s，而是星期%(is)s，请核对年份和日期。"),
            **{"day": day.isoformat(), "said": weekday[1], "is": WEEKDAYS[day.weekday()]},
        )
    return day


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoticeError(
            gettext_noop("没有 %(y)s 年 %(m)s 月 %(d)s 日这一天。"), y=year, m=month, d=day
        ) from None


def _put(
    notice: Notice, first: date, last: date, kind: str, name: str, said: str | None = None
) -> None:
    length = (last - first).days + 1
    if not 1 <= length <= MOST_DAYS:
        raise NoticeError(gettext_noop("起止日期颠倒或者相隔太远。"))
    if said and int(said) != length:
        raise NoticeError(
            gettext_noop("通知说共 %(said)s 天，起止日期却是 %(n)s 天。"), said=said, n=length
        )
    for offset in range(length):
        _put_day(notice, first + timedelta(days=offset), kind, name)


def _put_day(notice: Notice, day: date, kind: str, name: str) -> None:
    if abs((day - date(notice.year, 7, 1)).days) > HALF_A_YEAR_AND_A_MONTH:
        raise NoticeError(
            gettext_noop("%(day)s不在 %(y)s 年。"), day=day.isoformat(), y=notice.year
        )
    if kind == MAKEUP and day.weekday() < SATURDAY:
        raise NoticeError(gettext_noop("%(day)s不是周末，不会是调休上班日。"), day=day.isoformat())
    known = notice.days.get(day)
    if known is not None and known[0] != kind:
        raise NoticeError(gettext_noop("%(day)s既放假又上班。"), day=day.isoformat())
    notice.days[day] = (kind, name)


def _check_whole(notice: Notice) -> None:
    named = "".join(name for kind, name in notice.days.values() if kind == HOLIDAY)
    missing = [name for name in STATUTORY if name.removesuffix("节") not in named]
    if missing:
        _doubt(notice, gettext_noop("全年的通知里没有找到：%(names)s。"), names="、".join(missing))


def _doubt(notice: Notice, template: str, **params: object) -> None:
    notice.doubts.append(Doubt(0, "", template, params))


def spans_of_days(days: dict[date, str]) -> list[tuple[date, date, str]]:
    """Put neighbouring days of one name together as (first, last, name), for showing."""
    found: list[tuple[date, date, str]] = []
    for day, name in sorted(days.items()):
        if found and found[-1][1] + ONE_DAY == day and found[-1][2] == name:
            found[-1] = (found[-1][0], day, name)
        else:
            found.append((day, day, name))
    return found
