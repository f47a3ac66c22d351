"""Store what a yearly notice changes of the working calendar, and that it was imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from casework import clock
from casework.law import calendar as law
from casework.models import CalendarDay, CalendarNotice, LawChange, User


class Difference(NamedTuple):
    """One day before and after a notice."""

    before: law.CalendarDay
    after: law.CalendarDay

    @property
    def changes_counting(self) -> bool:
        """Does the day count where it did not, or the other way round?"""
        works = (law.WORKDAY, law.MAKEUP)
        return (self.before.kind in works) != (self.after.kind in works)


def stored_calendar() -> law.WorkCalendar:
    """Return the calendar as it is stored now, past every cache."""
    rows = CalendarDay.objects.values_list("date", "kind", "source", "status")
    return law.WorkCalendar.builtin().with_overrides(rows)


def differences(rows: Sequence[law.CalendarDay], before: law.WorkCalendar) -> list[Difference]:
    """Return the days whose kind or certainty would change, in order."""
    pairs = (Difference(before.day(row.date), row) for row in sorted(rows))
    return [
        pair for pair in pairs
        if (pair.before.kind, pair.before.status) != (pair.after.kind, pair.after.status)
    ]  # fmt: skip


def store_notice(
    rows: Sequence[law.CalendarDay], *, year: int, source: str, text: str, by: User | None
) -> CalendarNotice:
    """Write the days of a notice, and the import itself with who did it, in one transaction."""
    with transaction.atomic():
        changed = differences(rows, stored_calendar())
        CalendarDay.objects.bulk_create(
            [CalendarDay(date=r.date, kind=r.kind, source=r.source[:120], status=r.status)
             for r in rows],
            update_conflicts=True, unique_fields=["date"],
            update_fields=["kind", "source", "status"],
        )  # fmt: skip
        notice = CalendarNotice.objects.create(
            year=year, source=source[:120], text=text, imported_by=by, imported_at=clock.now(),
            days_changed=len(changed),
            first_changed=changed[0].after.date if changed else None,
            last_changed=changed[-1].after.date if changed else None,
        )  # fmt: skip
        counting = [pair for pair in changed if pair.changes_counting]
        LawChange.objects.create(
            subject=f"calendar:{year}", reason=source[:300], changed_by=by,
            changed_at=clock.now(),
            before={str(p.before.date): p.before.kind for p in counting},
            after={str(p.after.date): p.after.kind for p in counting},
        )  # fmt: skip
    return notice
