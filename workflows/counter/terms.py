"""Deadlines in words: days left in the clock's own unit, as a tag with its tone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from casework import clock
from casework.law.limits import TARGETS
from casework.models import Deadline
from casework.vocabulary import DeadlineUnit
from workflows import deadlines

SOON = 3  # days left from which a term is shown as near
SOON_HOURS = 4
WEEK = 5  # working days that count as "this week"


@dataclass(frozen=True)
class Term:
    """One limit as shown: sentence, tone (bad, warn, info), days left, provisional or not."""

    text: str
    tone: str
    left: int
    due_on: date
    provisional: bool = False


def days_left(due_on: date, unit: str, today: date) -> int:
    """Return the days left in the clock's own unit; at most -1 once the last day has passed."""
    if unit == DeadlineUnit.WORKING_DAYS:
        left = deadlines.calendar().working_days_between(today, due_on)
    else:
        left = (due_on - today).days
    return min(left, -1) if due_on < today else left


def in_words(left: int, unit: str, due_on: date, today: date) -> str:
    """Say how much of a term is left (还剩 2 个工作日、今天到期、超期 1 个工作日)."""
    values = {"n": abs(left)}
    working = unit == DeadlineUnit.WORKING_DAYS
    if due_on == today:
        return _("今天到期")
    if left < 0:
        return (_("超期 %(n)s 个工作日") if working else _("超期 %(n)s 天")) % values
    return (_("还剩 %(n)s 个工作日") if working else _("还剩 %(n)s 天")) % values


def term(due_on: date, unit: str = DeadlineUnit.WORKING_DAYS, *, provisional: bool = False) -> Term:
    """Return the limit `due_on` as it stands today."""
    today = clock.today()
    left = days_left(due_on, unit, today)
    tone = "bad" if due_on <= today else "warn" if left <= SOON else "info"
    return Term(in_words(left, unit, due_on, today), tone, left, due_on, provisional)


def term_of(deadline: Deadline) -> Term:
    """Return an open clock as it stands today; a target of the province is never red."""
    if deadline.due_at is not None:
        return _term_in_hours(deadline)
    found = term(deadline.due_on, deadline.unit, provisional=deadline.is_provisional)
    if deadline.rule in TARGETS and found.tone == "bad":
        return replace(found, tone="warn")
    return found


def _term_in_hours(deadline: Deadline) -> Term:
    left = deadlines.left(deadline)
    tone = "bad" if left < 1 else "warn" if left <= SOON_HOURS else "info"
    text = _("超期 %(n)s 小时") if left < 0 else _("还剩 %(n)s 小时")
    return Term(text % {"n": abs(left)}, tone, left, deadline.due_on)


def week_ends_on() -> date:
    """Return the last day of "this week": five working days from today."""
    return deadlines.calendar().add_working_days(clock.today(), WEEK).date
