"""Working-day arithmetic over the State Council's holiday notices; pure, no database here."""

from __future__ import annotations

from bisect import bisect_left
from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from casework.law.errors import gettext_noop
from casework.law.holidays import CONFIRMED, PROVISIONAL, builtin_days

WORKDAY, WEEKEND, HOLIDAY, MAKEUP = "workday", "weekend", "holiday", "makeup"
KINDS = (WORKDAY, WEEKEND, HOLIDAY, MAKEUP)
STATUSES = (CONFIRMED, PROVISIONAL)
ONE_DAY = timedelta(days=1)
REASONS = {
    "start": gettext_noop("起算当日不计入"),
    WORKDAY: gettext_noop("工作日"),
    WEEKEND: gettext_noop("周末"),
    HOLIDAY: gettext_noop("法定节假日及调休放假"),
    MAKEUP: gettext_noop("调休上班日"),
    "counted": gettext_noop("计入"),
    "suspended": gettext_noop("期限中止，不计入"),
    "rolled": gettext_noop("休息日，顺延"),
    "last": gettext_noop("顺延后的最后一日"),
    "end": gettext_noop("按月、按年计算的届满日"),
}


class CalendarDay(NamedTuple):
    """One day as it is stored: kind in KINDS, source = notice or holiday name, status in STATUSES."""

    date: date
    kind: str
    source: str
    status: str


class DueDate(NamedTuple):
    """A last day; `provisional` when a day on the way is not yet fixed by a published notice."""

    date: date
    provisional: bool


class DayNote(NamedTuple):
    """Why one day counts or not; `ordinal` is its number in the term when it counts."""

    date: date
    counted: bool
    ordinal: int | None
    reason: str
    name: str
    provisional: bool

    @property
    def label(self) -> str:
        """Return the reason in Chinese, the msgid of its translation."""
        return REASONS[self.reason]


Row: TypeAlias = tuple[date, str, str, str]


class _Year:
    """Prefix sums of one year, so that a term is found without walking its days."""

    __slots__ = ("days", "provisional", "workdays", "worked")

    def __init__(self, days: list[CalendarDay]) -> None:
        self.days = days
        self.workdays: list[date] = []
        self.worked = [0]
        self.provisional = [0]
        for day in days:
            if day.kind in (WORKDAY, MAKEUP):
                self.workdays.append(day.date)
            self.worked.append(len(self.workdays))
            self.provisional.append(self.provisional[-1] + (day.status == PROVISIONAL))


class WorkCalendar:
    """An immutable calendar: published days are confirmed, all other days provisional.

    Days of `overrides` go before the built-in ones. No method fails for a far year.
    """

    def __init__(self, overrides: Mapping[date, CalendarDay] | None = None) -> None:
        self._overrides: Mapping[date, CalendarDay] = MappingProxyType(dict(overrides or {}))
        self._touched = frozenset(day.year for day in self._overrides)
        self._years: dict[int, _Year] = {}

    @classmethod
    def builtin(cls) -> WorkCalendar:
        """Return the shared calendar of the libraries, without any day of the database."""
        return _builtin()

    def with_overrides(self, rows: Iterable[Row]) -> WorkCalendar:
        """Return a new calendar where `rows` (date, kind, source, status) replace these days."""
        overrides = dict(self._overrides)
        for row in rows:
            day = CalendarDay(*row)
            if day.kind not in KINDS or day.status not in STATUSES:
                raise ValueError(f"unknown kind or status: {day!r}")
            overrides[day.date] = day
        return WorkCalendar(overrides)

    def day(self, day: date) -> CalendarDay:
        """Return what is known of `day`."""
        return self._year(day.year).days[_index(day)]

    def year(self, number: int) -> list[CalendarDay]:
        """Return every day of a year in order."""
        return list(self._year(number).days)

    def kind(self, day: date) -> str:
        """Return workday, weekend, holiday or makeup."""
        return self.day(day).kind

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on `day` (make-up Saturdays and Sundays included)."""
        return self.kind(day) in (WORKDAY, MAKEUP)

    def next_workday(self, day: date) -> date:
        """Return `day` itself if it is a working day, else the first one after it."""
        while not self.is_workday(day) and day < date.max:
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, n: int) -> DueDate:
        """Return the last day of `n` working days after `start`, the start day excluded.

        `n` = 0 is "the same day", moved to the next working day if `start` is none.
        Law: 劳动保障监察条例 17, 行政处罚法 85.
        """
        _refuse_negative(n)
        if n == 0:
            return self._due(start, self.next_workday(start))
        year = self._year(start.year)
        rank = year.worked[_index(start) + 1] + n
        number = start.year
        while rank > len(year.workdays):
            if number == date.max.year:
                return DueDate(date.max, True)
            rank -= len(year.workdays)
            number += 1
            year = self._year(number)
        return self._due(start, year.workdays[rank - 1])

    def working_days_between(self, a: date, b: date) -> int:
        """Return the working days after `a` up to and including `b`; negative when `b` is earlier."""
        if b < a:
            return -self.working_days_between(b, a)
        whole = sum(len(self._year(number).workdays) for number in range(a.year, b.year))
        before = self._year(a.year).worked[_index(a) + 1]
        return whole + self._year(b.year).worked[_index(b) + 1] - before

    def latest_start(self, end: date, n: int) -> date:
        """Return the last day from which `n` working days still end by `end`."""
        _refuse_negative(n)
        if n == 0:
            return end
        remaining, day = n, end
        while True:
            year = self._year(day.year)
            have = (
                bisect_left(year.workdays, day + ONE_DAY) if day < date.max else len(year.workdays)
            )
            if have >= remaining:
                return year.workdays[have - remaining] - ONE_DAY
            remaining -= have
            day = date(day.year, 1, 1) - ONE_DAY

    def add_calendar_days(self, start: date, n: int, roll: bool = True) -> DueDate:
        """Return the end of `n` calendar days; on a holiday it rolls to the next working day."""
        _refuse_negative(n)
        end = date.fromordinal(min(start.toordinal() + n, date.max.toordinal()))
        return self._end(end, roll)

    def add_months(self, start: date, n: int, roll: bool = False) -> DueDate:
        """Return the same day `n` months on, clamped to the month's end (08-31 + 6 = 02-28)."""
        _refuse_negative(n)
        months = start.year * 12 + start.month - 1 + n
        number, month = months // 12, months % 12 + 1
        if number > date.max.year:
            return DueDate(date.max, True)
        end = date(number, month, min(start.day, monthrange(number, month)[1]))
        return self._end(end, roll)

    def explain(self, start: date, n: int) -> list[DayNote]:
        """Return every day from `start` to the end of `n` working days with its reason."""
        end = self.add_working_days(start, n).date
        first = self.day(start)
        notes = [DayNote(start, False, None, "start", _name(first), first.status == PROVISIONAL)]
        ordinal = 0
        for day in self._span(start + ONE_DAY, end):
            counted = day.kind in (WORKDAY, MAKEUP)
            ordinal += counted
            number = ordinal if counted else None
            provisional = day.status == PROVISIONAL
            notes.append(DayNote(day.date, counted, number, day.kind, _name(day), provisional))
        return notes

    def _span(self, first: date, last: date) -> Iterator[CalendarDay]:
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            yield self.day(date.fromordinal(ordinal))

    def _end(self, end: date, roll: bool) -> DueDate:
        # Only the rolling depends on notices: plain calendar arithmetic is always certain.
        if not roll:
            return DueDate(end, False)
        rolled = self.next_workday(end)
        return self._due(end - ONE_DAY, rolled)

    def _due(self, start: date, end: date) -> DueDate:
        first, last = self._year(start.year), self._year(end.year)
        open_days = last.provisional[_index(end) + 1] - first.provisional[_index(start) + 1]
        for number in range(start.year, end.year):
            open_days += self._year(number).provisional[-1]
        return DueDate(end, open_days > 0)

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._load(number)
        return year

    def _load(self, number: int) -> _Year:
        if self is not _builtin() and number not in self._touched:
            return _builtin()._year(number)
        days = [CalendarDay(*row) for row in builtin_days(number)]
        return _Year([self._overrides.get(day.date, day) for day in days])


def add_hours(moment: datetime, n: int) -> datetime:
    """Return `n` clock hours after `moment`; hours run through nights and holidays."""
    return moment + timedelta(hours=n)


def notice_rows(
    year: int, holidays: Mapping[date, str], makeups: Iterable[date], source: str
) -> list[CalendarDay]:
    """Return all days of `year` as one published notice fixes them, ready to be stored.

    `holidays` gives every day off with its name, `makeups` the Saturdays and Sundays worked.
    """
    worked = frozenset(makeups)
    if any(day.year != year for day in (*holidays, *worked)) or worked & holidays.keys():
        raise ValueError("days of another year, or a day both off and worked")
    rows = []
    for index in range(366 if isleap(year) else 365):
        day = date(year, 1, 1) + timedelta(days=index)
        kind = WORKDAY if day.weekday() < 5 else WEEKEND
        if day in holidays:
            kind = HOLIDAY
        elif day in worked:
            kind = MAKEUP
        rows.append(CalendarDay(day, kind, holidays.get(day, source), CONFIRMED))
    return rows


@lru_cache(maxsize=1)
def _builtin() -> WorkCalendar:
    return WorkCalendar()


def _index(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal()


def _name(day: CalendarDay) -> str:
    return day.source if day.kind == HOLIDAY else ""


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise ValueError("a term cannot be negative")
