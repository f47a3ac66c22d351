"""Terms: the last day of a limit in any unit, with suspensions, and why each day counts or not.

The start day is excluded. A day inside a suspension never counts; the day on which the clock goes
on counts again. Months and years end on the same day of the month (clamped), moved on by the days
of suspension. Law: law.md section 7; 民法典 第二百零一至二百零三条.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from casework.law.calendar import (
    MAKEUP,
    ONE_DAY,
    WORKDAY,
    DayNote,
    DueDate,
    WorkCalendar,
    add_hours,
)
from casework.law.holidays import PROVISIONAL
from casework.law.limits import CALENDAR_DAYS, MONTHS, WORKING_DAYS, YEARS

MONTHS_A_YEAR = 12
SUSPENDED, COUNTED, START, END = "suspended", "counted", "start", "end"
ROLLED, LAST = "rolled", "last"


class Span(NamedTuple):
    """Days during which a clock stood still: from `begin` until before `end`."""

    begin: date
    end: date
    reason: str = ""


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order without overlap; empty ones fall away."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.end > span.begin):
        if found and span.begin < found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def last_day(
    calendar: WorkCalendar,
    start: date,
    length: int,
    unit: str,
    *,
    rolls: bool = True,
    spans: Iterable[Span] = (),
) -> DueDate:
    """Return the last day of `length` `unit` after `start`; `rolls`: off days move it on.

    Raises ValueError for hours: they run by the minute, see `last_moment`.
    """
    still = merged(spans)
    if unit == WORKING_DAYS:
        return _working(calendar, start, length, still)
    if unit in (CALENDAR_DAYS, MONTHS, YEARS):
        end = plain_end(start, length, unit, still)
        return calendar.add_calendar_days(end - ONE_DAY, 1, roll=rolls)
    raise ValueError(f"no days in {unit}")


def last_moment(start: datetime, hours: int) -> datetime:
    """Return the end of a term in clock hours, through nights, weekends and holidays."""
    return add_hours(start, hours)


def plain_end(start: date, length: int, unit: str, spans: Iterable[Span] = ()) -> date:
    """Return where days, months or years end before any rolling to a working day."""
    still = merged(spans)
    if unit != CALENDAR_DAYS:
        months = length * (MONTHS_A_YEAR if unit == YEARS else 1)
        end = WorkCalendar.builtin().add_months(start, months).date
        length = (end - start).days
    position, left = start, length
    for span in still:
        before = max((span.begin - ONE_DAY - position).days, 0)
        if left <= before:
            break
        if span.end - ONE_DAY > position:
            left -= before
            position = span.end - ONE_DAY
    return position + timedelta(days=left)


def _working(calendar: WorkCalendar, start: date, length: int, spans: Sequence[Span]) -> DueDate:
    position, left, provisional = start, length, False
    for span in spans:
        if span.end - ONE_DAY <= position:
            continue
        eve = max(span.begin - ONE_DAY, position)
        before = calendar.working_days_between(position, eve)
        if left <= before:
            break
        provisional |= before > 0 and calendar.add_working_days(position, before).provisional
        left -= before
        position = span.end - ONE_DAY
    due = calendar.add_working_days(position, left)
    return DueDate(due.date, due.provisional or provisional)


def explain(
    calendar: WorkCalendar,
    start: date,
    length: int,
    unit: str,
    *,
    rolls: bool = True,
    spans: Iterable[Span] = (),
) -> list[DayNote]:
    """Return every day from `start` to the last day with whether and why it counted.

    Of months and years no day is numbered: their notes are the start, the suspended days, the day
    the term ends by itself and the days it was moved on.
    """
    still = merged(spans)
    due = last_day(calendar, start, length, unit, rolls=rolls, spans=still).date
    if unit == WORKING_DAYS:
        return _notes(calendar, start, due, due, still, working=True)
    end = plain_end(start, length, unit, still)
    notes = _notes(calendar, start, due, end, still, working=False)
    if unit == CALENDAR_DAYS:
        return notes
    told = (START, SUSPENDED, ROLLED, LAST)
    return [
        note._replace(counted=False, ordinal=None, reason=END if note.date == end else note.reason)
        for note in notes
        if note.reason in told or note.date == end
    ]


def _notes(
    calendar: WorkCalendar, start: date, due: date, end: date, spans: Sequence[Span], *,
    working: bool,
) -> list[DayNote]:  # fmt: skip
    first = calendar.day(start)
    notes = [DayNote(start, False, None, START, "", first.status == PROVISIONAL and working)]
    ordinal = 0
    for number in range(start.toordinal() + 1, due.toordinal() + 1):
        day = calendar.day(date.fromordinal(number))
        name = day.source if day.kind == "holiday" else ""
        reason = day.kind if working else COUNTED
        counts = not working or day.kind in (WORKDAY, MAKEUP)
        still = next((s for s in spans if s.begin <= day.date < s.end), None)
        if still is not None:
            counts, reason, name = False, SUSPENDED, still.reason
        elif day.date > end:
            counts, reason = False, LAST if day.date == due else ROLLED
        ordinal += counts
        # Plain days are certain whatever the notices say; only rolling depends on them.
        unsure = day.status == PROVISIONAL and (working or day.date >= end)
        notes.append(DayNote(day.date, counts, ordinal if counts else None, reason, name, unsure))
    return notes
