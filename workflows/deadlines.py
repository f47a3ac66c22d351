"""Deadlines: the table of limits with their ground, and opening, meeting, extending of clocks.

Rule ids and lengths are those of law.md B2; a limit marked `statutory` may never be lengthened.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from django.db.models import Case as SqlCase
from django.db.models import F, Min, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.calendar import DayNote, DueDate, WorkCalendar
from casework.models import CalendarDay, Case, Complaint, Deadline, Dossier, Office
from casework.vocabulary import DeadlineState, DeadlineUnit, Role


@dataclass(frozen=True)
class Rule:
    """One limit. `length` counts in `unit`; `basis` cites law and article."""

    id: str
    label: str | Promise
    length: int
    unit: str
    basis: str | Promise
    statutory: bool = True
    extension: int = 0
    warned: tuple[str, ...] = (Role.INSPECTOR,)
    escalated: tuple[str, ...] = (Role.BODY_HEAD,)


WD, CD = DeadlineUnit.WORKING_DAYS, DeadlineUnit.CALENDAR_DAYS
_CLERK_AND_INSPECTOR = (Role.CLERK, Role.INSPECTOR)
_UP = (Role.BODY_HEAD, Role.SUPERVISOR)
_UP3 = (Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.SUPERVISOR)
_REGULATION_25 = _("《关于实施〈劳动保障监察条例〉若干规定》第十八条")

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in [
        Rule("D-01", _("受理决定"), 5, WD, _REGULATION_25, True, 0, _CLERK_AND_INSPECTOR, _UP),
        Rule("D-04", _("移送有管辖权的机构"), 2, WD, _("《保障农民工工资支付条例》第十条"),
             False, 0, (Role.CLERK,), _UP),
        Rule("D-05", _("答复移送"), 2, WD, _("《保障农民工工资支付条例》第十条（产品默认）"),
             False, 0, (Role.BODY_HEAD,), (Role.SUPERVISOR,)),
        Rule("D-07", _("调查"), 60, WD, _("《劳动保障监察条例》第十七条"),
             True, 30, (Role.INSPECTOR,), _UP3),
        Rule("D-12", _("调查终结后作出处理"), 15, WD,
             _("《关于实施〈劳动保障监察条例〉若干规定》第三十七条"),
             True, 0, (Role.INSPECTOR,), (Role.BODY_HEAD, Role.DEPARTMENT_HEAD)),
        Rule("D-13", _("限期改正"), 7, CD, _("《劳动保障监察条例》第十八条、第二十六条"),
             False, 0, (Role.INSPECTOR,), (Role.BODY_HEAD,)),
        Rule("D-21", _("告知处理结果"), 5, WD, _("《保障农民工工资支付条例》第十条（产品默认）"),
             False, 0, (Role.INSPECTOR,), (Role.BODY_HEAD,)),
        Rule("S-01", _("补正材料"), 15, CD, _("产品默认"), False, 0,
             _CLERK_AND_INSPECTOR, (Role.BODY_HEAD,)),
        Rule("M-01", _("其他责任单位限期支付"), 7, CD,
             _("《保障农民工工资支付条例》第三十条、《劳动保障监察条例》第十八条"),
             False, 0, (Role.INSPECTOR,), (Role.BODY_HEAD,)),
        Rule("M-02", _("政府责令限期足额拨付"), 30, CD, _("《保障农民工工资支付条例》第五十九条（产品默认）"),
             False, 0, (Role.INSPECTOR,), _UP3),
    ]
}  # fmt: skip

_TOUCHED = "_clocks_touched"
_CACHE_SECONDS = 30.0
_cached: tuple[float, WorkCalendar] | None = None


def calendar() -> WorkCalendar:
    """Return the working calendar: built in, overridden by the table of yearly notices."""
    global _cached  # noqa: PLW0603  one immutable calendar per process, refreshed by age
    if _cached is None or time.monotonic() - _cached[0] > _CACHE_SECONDS:
        rows = CalendarDay.objects.values_list("date", "kind", "source", "status")
        _cached = (time.monotonic(), WorkCalendar.builtin().with_overrides(rows))
    return _cached[1]


def forget_calendar() -> None:
    """Drop the cached calendar after the table was changed in this process."""
    global _cached  # noqa: PLW0603
    _cached = None


def compute(started_on: date, length: int, unit: str) -> DueDate:
    """Return the last day of a term of `length` `unit` that starts the day after `started_on`."""
    if unit == DeadlineUnit.WORKING_DAYS:
        return calendar().add_working_days(started_on, length)
    if unit == DeadlineUnit.MONTHS:
        return calendar().add_months(started_on, length)
    return calendar().add_calendar_days(started_on, length)


def explain(deadline: Deadline) -> list[DayNote]:
    """Return every day from start to end with whether and why it counted."""
    return calendar().explain(deadline.started_on, deadline.length)


def were_touched(subject: Dossier) -> bool:
    """Did this action start, stop or move a clock of `subject`?"""
    return bool(getattr(subject, _TOUCHED, False))


def build(
    subject: Dossier,
    rule_id: str,
    *,
    on: date | None = None,
    length: int | None = None,
    office: Office | None = None,
) -> Deadline:
    """Return the clock `rule_id` of `subject` from `on` (today when not given), not yet saved."""
    rule = RULES[rule_id]
    begun = on or clock.today()
    days = rule.length if length is None else length
    due = compute(begun, days, rule.unit)
    return Deadline(
        rule=rule_id,
        complaint_id=subject.pk if isinstance(subject, Complaint) else None,
        case_id=subject.pk if isinstance(subject, Case) else None,
        office_id=office.pk if office else subject.office_id,
        started_on=begun,
        length=days,
        unit=rule.unit,
        due_on=due.date,
        is_provisional=due.provisional,
    )


def start(
    subject: Dossier, rule_id: str, *, on: date | None = None, length: int | None = None
) -> Deadline:
    """Open one clock and return it."""
    setattr(subject, _TOUCHED, True)
    deadline = build(subject, rule_id, on=on, length=length)
    deadline.save(force_insert=True)
    return deadline


def start_all(subject: Dossier, clocks: list[Deadline]) -> None:
    """Open several clocks of `subject` by one statement."""
    setattr(subject, _TOUCHED, True)
    Deadline.objects.bulk_create(clocks)


def running(subject: Dossier, *rule_ids: str):  # type: ignore[no-untyped-def]
    """Return the running clocks of `subject`, all or those named."""
    rows = Deadline.objects.filter(state=DeadlineState.RUNNING, **{subject.STREAM: subject.pk})
    return rows.filter(rule__in=rule_ids) if rule_ids else rows


def meet(subject: Dossier, *rule_ids: str, on: date | None = None) -> None:
    """Stop the named clocks (all when none is named): in time, or late and marked so for ever."""
    _stopped(subject, rule_ids)
    day = on or clock.today()
    running(subject, *rule_ids).update(
        ended_on=day,
        state=SqlCase(
            When(due_on__gte=day, then=Value(DeadlineState.MET.value)),
            default=Value(DeadlineState.MET_LATE.value),
        ),
    )


def _stopped(subject: Dossier, rule_ids: tuple[str, ...]) -> None:
    """Note that clocks end; when all of them do, nothing is left to ask the database for."""
    setattr(subject, _TOUCHED, bool(rule_ids))
    if not rule_ids:
        subject.next_due_on = None


def cancel(subject: Dossier, *rule_ids: str) -> None:
    """Stop the named clocks (all when none is named) because their ground fell away."""
    _stopped(subject, rule_ids)
    running(subject, *rule_ids).update(state=DeadlineState.CANCELLED, ended_on=clock.today())


def extend(subject: Dossier, deadline: Deadline) -> Deadline:
    """Lengthen a clock once by its rule's extension, counted from its own start day."""
    setattr(subject, _TOUCHED, True)
    rule = RULES[deadline.rule]
    deadline.length += rule.extension
    due = compute(deadline.started_on, deadline.length, deadline.unit)
    deadline.due_on, deadline.is_provisional = due.date, due.provisional
    deadline.extended_on = clock.today()
    deadline.warned_level = 0
    deadline.save()
    return deadline


def hand_over(subject: Dossier) -> None:
    """Let the running clocks follow the dossier to its new office."""
    running(subject).update(office_id=subject.office_id)


def refresh_next_due(subject: Dossier) -> None:
    """Derive `subject.next_due_on` from its running clocks; the caller saves the subject."""
    subject.next_due_on = running(subject).aggregate(day=Min("due_on"))["day"]


def overdue_ordered():  # type: ignore[no-untyped-def]
    """Return running clocks whose last day has passed, oldest first (for the sweep)."""
    return Deadline.objects.filter(state=DeadlineState.RUNNING, due_on__lt=clock.today()).order_by(
        F("due_on"), "id"
    )
