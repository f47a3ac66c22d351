"""Days on paper that may still move: counted over days whose yearly notice is not published yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.db.models import Q

from casework import clock
from casework.law.calendar import WorkCalendar
from casework.law.holidays import PROVISIONAL
from casework.models import CalendarDay, Case, Complaint, Deadline, Document
from casework.papers import UNSURE, PaperType, paper_type
from casework.papers import facts as fact

WRITTEN = re.compile(r"(\d{4})(?:年|-)(\d{1,2})(?:月|-)(\d{1,2})")


def days_in(text: str) -> set[date]:
    """Return the days a text names, as 2027年2月22日 or 2027-02-22."""
    found = set()
    for year, month, day in WRITTEN.findall(text):
        with suppress(ValueError):
            found.add(date(int(year), int(month), int(day)))
    return found


def unsure_days(
    record: Case | Complaint | None, texts: Iterable[str], *, after: date
) -> list[date]:
    """Return the days after `after` named in `texts` at which a provisional clock of `record` (or
    of its branches) runs out. Asks the database only when a later day is named at all."""
    named = {day for text in texts for day in days_in(text) if day > after}
    if record is None or not named:
        return []
    about = Q(case=record.pk) if isinstance(record, Case) else Q(complaint=record.pk)
    clocks = Deadline.objects.filter(about, is_provisional=True)
    last_days, before_extension = set(), set()
    for due_on, old in clocks.values_list("due_on", "extensions__old_due_on"):
        last_days.add(due_on)
        before_extension.add(old)
    # Of an extended clock the old last day may have been sure, and only the new one is not.
    return sorted(named & last_days | _not_fixed(named & before_extension))


def unsure_days_of(document: Document, kind: PaperType | None = None) -> list[date]:
    """Return such days of a document: as they were at issue, or of a draft as they are now."""
    if document.issued_at is not None:
        return [date.fromisoformat(day) for day in document.facts.get(UNSURE, [])]
    kind = kind or paper_type(document.kind)
    texts = [kind.value(document, field.name) for field in kind.fields if not field.is_live]
    return unsure_days(fact.subject(document), texts, after=clock.today())


def note_on(days: Iterable[date]) -> str:
    """Return the footnote that names these days; empty without any. Always Chinese: it is printed."""
    named = "、".join(fact.chinese_day(day) for day in days)
    if not named:
        return ""
    return (
        f"注：{named}，该日期按暂定工作日历计算（国务院办公厅尚未公布有关年份的放假安排）；"
        "放假安排公布后日期有变动的，以本机关重新计算并告知的日期为准。"
    )


def _not_fixed(days: set[date]) -> set[date]:
    if not days:
        return days
    rows = CalendarDay.objects.filter(date__in=days).values_list("date", "kind", "source", "status")
    calendar = WorkCalendar.builtin().with_overrides(rows)
    return {day for day in days if calendar.day(day).status == PROVISIONAL}
