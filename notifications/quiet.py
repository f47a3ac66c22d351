"""When a message may be sent: not at night, to officers not on days off; pure, times passed in.

Hours are of Shanghai. Officers are disturbed out of hours only where a limit counted in hours runs
or an incident must be reported at once: see `rules.is_urgent`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from casework.law.calendar import WorkCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Quiet hours from `begin` to `end`; over midnight when `end` is the earlier one."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Hours | None:
        """Return the hours of "22:00-08:00", None for empty. Raises ValueError."""
        if not text:
            return None
        begin, _dash, end = text.partition("-")
        return cls(time.fromisoformat(begin.strip()), time.fromisoformat(end.strip()))

    def holds(self, moment: time) -> bool:
        """Is this a quiet moment?"""
        if self.begin <= self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end


def for_complainant(now: datetime, hours: Hours | None) -> datetime:
    """Return when a complainant may be written to: now, or the end of the night."""
    local = timezone.localtime(now)
    if hours is None or not hours.holds(local.time()):
        return now
    day = local.date()
    return _at(day if local.time() < hours.end else day + ONE_DAY, hours.end)


def for_officer(now: datetime, hours: Hours | None, work: WorkCalendar) -> datetime:
    """Return when an officer may be written to: now, or the next working morning."""
    local = timezone.localtime(now)
    day = local.date()
    if hours is None or (work.is_workday(day) and not hours.holds(local.time())):
        return now
    if work.is_workday(day) and local.time() < hours.end:
        return _at(day, hours.end)
    return _at(work.next_workday(day + ONE_DAY), hours.end)


def next_digest(now: datetime, hours: Hours, work: WorkCalendar, *, weekly: bool) -> datetime:
    """Return the next morning of a digest: of a working day, or of a week's first working day."""
    local = timezone.localtime(now)
    day = local.date()
    if weekly:
        monday = day - ONE_DAY * day.weekday()
        first = _at(work.next_workday(monday), hours.end)
        return first if first > now else _at(work.next_workday(monday + 7 * ONE_DAY), hours.end)
    if work.is_workday(day) and local.time() < hours.end:
        return _at(day, hours.end)
    return _at(work.next_workday(day + ONE_DAY), hours.end)


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))
