"""The working calendar in use, and the last day of a term by it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date

from casework import lawbook
from casework.law import terms
from casework.law.calendar import DayNote, DueDate, WorkCalendar
from casework.law.limits import LIMITS
from casework.models import CalendarDay, Deadline
from casework.vocabulary import DeadlineUnit

_CACHE_SECONDS = 30.0
_cached: tuple[float, WorkCalendar] | None = None
# What rolls when no rule says otherwise: days do, months and years do not.
_ROLLS = {DeadlineUnit.CALENDAR_DAYS: True}


def calendar() -> WorkCalendar:
    """Return the working calendar: built in, overridden by the table of yearly notices."""
    global _cached  # noqa: PLW0603  one immutable calendar per process, refreshed by age
    if _cached is None or time.monotonic() - _cached[0] > _CACHE_SECONDS:
        rows = CalendarDay.objects.values_list("date", "kind", "source", "status")
        _cached = (time.monotonic(), WorkCalendar.builtin().with_overrides(rows))
    return _cached[1]


def forget_calendar() -> None:
    """Drop the cached calendar and law book after their tables were changed in this process."""
    global _cached  # noqa: PLW0603
    _cached = None
    lawbook.forget()


def compute(
    started_on: date,
    length: int,
    unit: str,
    *,
    rolls: bool | None = None,
    spans: Iterable[terms.Span] = (),
) -> DueDate:
    """Return the last day of a term of `length` `unit` that starts the day after `started_on`.

    `rolls`: an end on a day off moves to the next working day (when not given: days only).
    """
    moved = _ROLLS.get(DeadlineUnit(unit), False) if rolls is None else rolls
    return terms.last_day(calendar(), started_on, length, unit, rolls=moved, spans=spans)


def compute_by(work: WorkCalendar, deadline: Deadline, spans: Iterable[terms.Span] = ()) -> DueDate:
    """Return the last day of a clock in days or months by another calendar than the one in use."""
    return terms.last_day(
        work, deadline.started_on, deadline.length, deadline.unit,
        rolls=rolls(deadline), spans=spans,
    )  # fmt: skip


def rolls(deadline: Deadline) -> bool:
    """Does the end of this clock move on from a day off?"""
    return LIMITS[deadline.rule].rolls


def explain(deadline: Deadline, spans: Iterable[terms.Span] = ()) -> list[DayNote]:
    """Return the days from start to end with whether and why each counted; none for hours."""
    if deadline.unit == DeadlineUnit.HOURS:
        return []
    return terms.explain(
        calendar(), deadline.started_on, deadline.length, deadline.unit,
        rolls=rolls(deadline), spans=spans,
    )  # fmt: skip
