"""Marks of a clock: the moments at which it is warned of, has passed, and is escalated (law.md B2).

Days: half the term, three and one working days before, the last day, the day after, and one step
further up on each working day that follows. Hours: half, four and one before, the end, one step
further up every hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from casework import clock
from casework.law.calendar import ONE_DAY
from casework.law.limits import WORKING_DAYS
from casework.models import Deadline
from casework.vocabulary import DeadlineUnit, EventKind
from workflows.deadlines.days import calendar, compute
from workflows.deadlines.rules import RULES, Rule

NEVER = datetime(9999, 12, 1, tzinfo=UTC)
HALF, EXTRA, NEAR, LAST, DUE, PASSED, STEP = (
    "half", "extra", "near", "last", "due", "passed", "step",
)  # fmt: skip
NEAR_DAYS, LAST_DAYS = 3, 1
NEAR_HOURS, LAST_HOURS = 4, 1
ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Mark:
    """One moment of a clock: what is written then, and which roles are told."""

    at: datetime
    name: str
    kind: str
    roles: tuple[str, ...]
    level: int = 0
    step: int = 0

    @property
    def is_warning(self) -> bool:
        return self.kind == EventKind.DEADLINE_WARNED


def marks(deadline: Deadline) -> list[Mark]:
    """Return the marks of a clock in order; their level is their place, from 1."""
    rule = RULES[deadline.rule]
    hours = deadline.unit == DeadlineUnit.HOURS
    begun = deadline.started_at if hours else midnight(deadline.started_on)
    assert begun is not None
    found: dict[datetime, Mark] = {}
    for mark in _of_hours(deadline, rule) if hours else _of_days(deadline, rule):
        if mark.at > begun or not mark.is_warning:
            found[mark.at] = mark  # two on one day: the later named one, which is nearer the end
    ordered = sorted(found.values(), key=lambda mark: mark.at)
    return [
        Mark(mark.at, mark.name, mark.kind, mark.roles, level, mark.step)
        for level, mark in enumerate(ordered, start=1)
    ]


def pending(deadline: Deadline, now: datetime | None = None) -> list[Mark]:
    """Return what is to be noted now: of several warnings the last, and each step after the end."""
    moment = now or clock.now()
    reached = [m for m in marks(deadline) if m.level > deadline.warned_level and m.at <= moment]
    after_end = [mark for mark in reached if not mark.is_warning]
    return after_end or reached[-1:]


def next_mark_at(deadline: Deadline) -> datetime:
    """Return when the next mark is due after the level already noted; NEVER when none is left."""
    return next((m.at for m in marks(deadline) if m.level > deadline.warned_level), NEVER)


def early_level(deadline: Deadline, now: datetime | None = None) -> int:
    """Return the level of the last mark reached that lies long before the end; 0 before any."""
    moment = now or clock.now()
    early = (m.level for m in marks(deadline) if m.at <= moment and m.name in (HALF, EXTRA))
    return max(early, default=0)


def left(deadline: Deadline) -> int:
    """Return what is left in the clock's own unit, days for months; at most -1 once it passed."""
    if deadline.unit == DeadlineUnit.HOURS:
        assert deadline.due_at is not None
        return int((deadline.due_at - clock.now()).total_seconds() // 3600)
    today = clock.today()
    if deadline.unit == DeadlineUnit.WORKING_DAYS:
        days = calendar().working_days_between(today, deadline.due_on)
    else:
        days = (deadline.due_on - today).days
    return min(days, -1) if deadline.due_on < today else days


def midnight(day: date) -> datetime:
    """Return the beginning of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_days(deadline: Deadline, rule: Rule) -> Iterator[Mark]:
    due = deadline.due_on
    yield _warning(_half_day(deadline), HALF, rule.warned)
    for extra in rule.limit.extra:
        before = extra.left * ONE_DAY
        day = _days_before(due, extra.left) if deadline.unit == WORKING_DAYS else due - before
        yield _warning(day, EXTRA, (extra.role,) if extra.role else rule.warned)
    yield _warning(_days_before(due, NEAR_DAYS), NEAR, rule.warned)
    yield _warning(_days_before(due, LAST_DAYS), LAST, rule.warned)
    yield _warning(due, DUE, rule.warned)
    passed = due + ONE_DAY
    yield from _after_end(
        rule,
        lambda step: midnight(calendar().add_working_days(passed, step).date if step else passed),
    )


def _of_hours(deadline: Deadline, rule: Rule) -> Iterator[Mark]:
    assert deadline.started_at is not None
    assert deadline.due_at is not None
    end = deadline.due_at
    half = deadline.started_at + (end - deadline.started_at) / 2
    for at, name in ((half, HALF), (end - timedelta(hours=NEAR_HOURS), NEAR),
                     (end - timedelta(hours=LAST_HOURS), LAST)):  # fmt: skip
        yield Mark(at, name, EventKind.DEADLINE_WARNED, rule.warned)
    yield from _after_end(rule, lambda step: end + ONE_MINUTE + timedelta(hours=step))


def _after_end(rule: Rule, moment_of) -> Iterator[Mark]:  # type: ignore[no-untyped-def]
    """The end itself with the first of the column, then one role further up at each step."""
    first = (*rule.warned, *rule.escalated[:1])
    yield Mark(moment_of(0), PASSED, EventKind.DEADLINE_PASSED, first)
    for step, role in enumerate(rule.escalated[1:], start=1):
        yield Mark(moment_of(step), STEP, EventKind.DEADLINE_ESCALATED, (role,), step=step)


def _warning(day: date, name: str, roles: tuple[str, ...]) -> Mark:
    return Mark(midnight(day), name, EventKind.DEADLINE_WARNED, roles)


def _days_before(due: date, days: int) -> date:
    """Return the first day from which `days` working days are left up to `due`."""
    return calendar().latest_start(due, days + 1) + ONE_DAY


def _half_day(deadline: Deadline) -> date:
    """Return the day on which half of the term is used, counted in its own unit."""
    if deadline.unit in (DeadlineUnit.WORKING_DAYS, DeadlineUnit.CALENDAR_DAYS):
        half = (deadline.length + 1) // 2
        return compute(deadline.started_on, half, deadline.unit, rolls=False).date
    return deadline.started_on + (deadline.due_on - deadline.started_on) / 2
