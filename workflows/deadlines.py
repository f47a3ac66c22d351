"""Deadlines: the table of limits with their ground, and opening, meeting, extending of clocks.

Rule ids and lengths are those of law.md B2; a limit marked `statutory` may never be lengthened.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db.models import Case as SqlCase
from django.db.models import F, Min, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.law.calendar import DayNote, DueDate, WorkCalendar
from casework.models import Branch, CalendarDay, Case, Complaint, Deadline, Dossier, Office
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
    rolls: bool = True
    """Does an end in calendar days move on from a day off? Terms of the police do not."""


HOURS = DeadlineUnit.HOURS
WD, CD = DeadlineUnit.WORKING_DAYS, DeadlineUnit.CALENDAR_DAYS
_CLERK_AND_INSPECTOR = (Role.CLERK, Role.INSPECTOR)
_UP = (Role.BODY_HEAD, Role.SUPERVISOR)
_UP3 = (Role.BODY_HEAD, Role.DEPARTMENT_HEAD, Role.SUPERVISOR)
_INS, _BODY, _DIRECTOR = (Role.INSPECTOR,), (Role.BODY_HEAD,), (Role.DEPARTMENT_HEAD,)
_REGULATION_25 = _("《关于实施〈劳动保障监察条例〉若干规定》第十八条")

_REFERRAL_5 = _("《行政执法机关移送涉嫌犯罪案件的规定》第五条")
_REFERRAL_8 = _("《行政执法机关移送涉嫌犯罪案件的规定》第八条")
_REFERRAL_9 = _("《行政执法机关移送涉嫌犯罪案件的规定》第九条")
_SUPERVISION = _("《人民检察院办理行政执法机关移送涉嫌犯罪案件的规定》")

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
        Rule("S-30", _("提出移送书面报告"), 3, CD,
             _("《行政执法机关移送涉嫌犯罪案件的规定》第五条（产品默认）"), False, 0, _INS, _BODY),
        Rule("D-30", _("审批移送涉嫌犯罪案件"), 3, CD, _REFERRAL_5, True, 0, _DIRECTOR,
             (Role.SUPERVISOR, Role.AUDITOR)),
        Rule("D-31", _("移送公安机关"), 24, HOURS, _REFERRAL_5, True, 0, _INS, _DIRECTOR),
        Rule("D-32", _("公安机关回执"), 24, HOURS,
             _("《行政执法机关移送涉嫌犯罪案件的规定》第七条（小时数为产品默认）"), False, 0, _INS, _BODY),
        Rule("D-33", _("公安机关审查决定"), 3, CD, _REFERRAL_8, True, 0, _INS, (), False),
        Rule("D-34", _("提请复议或者建议立案监督"), 3, CD, _REFERRAL_9, True, 0,
             (Role.DEPARTMENT_HEAD, Role.INSPECTOR), (Role.SUPERVISOR,)),
        Rule("D-35", _("公安机关复议决定"), 3, CD, _REFERRAL_9, True, 0, _INS, (), False),
        Rule("D-36", _("建议检察机关立案监督"), 3, CD, _REFERRAL_9, True, 0,
             (Role.DEPARTMENT_HEAD, Role.INSPECTOR), ()),
        Rule("D-37", _("移交涉案物品和材料"), 3, CD,
             _("《行政执法机关移送涉嫌犯罪案件的规定》第十二条"), True, 0, _INS, _BODY),
        Rule("D-38", _("公安机关说明不立案理由"), 7, CD, _SUPERVISION, True, 0, _INS, (), False),
        Rule("D-38b", _("公安机关按通知立案"), 15, CD, _SUPERVISION, True, 0, _INS, (), False),
    ]
}  # fmt: skip

Subject: TypeAlias = Dossier | Branch
"""Whatever clocks run on."""

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


def compute(started_on: date, length: int, unit: str, *, rolls: bool = True) -> DueDate:
    """Return the last day of a term of `length` `unit` that starts the day after `started_on`."""
    if unit == DeadlineUnit.WORKING_DAYS:
        return calendar().add_working_days(started_on, length)
    if unit == DeadlineUnit.MONTHS:
        return calendar().add_months(started_on, length)
    return calendar().add_calendar_days(started_on, length, rolls)


def explain(deadline: Deadline) -> list[DayNote]:
    """Return every day from start to end with whether and why it counted; none for hours."""
    if deadline.unit == DeadlineUnit.HOURS:
        return []
    return calendar().explain(deadline.started_on, deadline.length)


def were_touched(subject: Subject) -> bool:
    """Did this action start, stop or move a clock of `subject`?"""
    return bool(getattr(subject, _TOUCHED, False))


def build(
    subject: Subject,
    rule_id: str,
    *,
    on: date | None = None,
    at: datetime | None = None,
    length: int | None = None,
    office: Office | None = None,
) -> Deadline:
    """Return the clock `rule_id` of `subject`, not yet saved.

    It runs from the day `on` (today when not given); a clock in hours from the moment `at` (now
    when not given), through nights and days off.
    """
    rule = RULES[rule_id]
    days = rule.length if length is None else length
    begun_at = due_at = None
    if rule.unit == DeadlineUnit.HOURS:
        begun_at = at or clock.now()
        due_at = begun_at + timedelta(hours=days)
        begun, due = clock.day_of(begun_at), DueDate(clock.day_of(due_at), False)
    else:
        begun = on or clock.today()
        due = compute(begun, days, rule.unit, rolls=rule.rolls)
    return Deadline(
        rule=rule_id,
        complaint_id=subject.pk if isinstance(subject, Complaint) else None,
        case_id=subject.dossier.pk if isinstance(subject, (Case, Branch)) else None,
        branch_id=subject.pk if isinstance(subject, Branch) else None,
        office_id=office.pk if office else subject.office_id,
        started_on=begun,
        length=days,
        unit=rule.unit,
        due_on=due.date,
        started_at=begun_at,
        due_at=due_at,
        is_provisional=due.provisional,
    )


def start(
    subject: Subject,
    rule_id: str,
    *,
    on: date | None = None,
    at: datetime | None = None,
    length: int | None = None,
) -> Deadline:
    """Open one clock and return it."""
    setattr(subject, _TOUCHED, True)
    deadline = build(subject, rule_id, on=on, at=at, length=length)
    deadline.save(force_insert=True)
    return deadline


def start_all(subject: Subject, clocks: list[Deadline]) -> None:
    """Open several clocks of `subject` by one statement."""
    setattr(subject, _TOUCHED, True)
    Deadline.objects.bulk_create(clocks)


def running(subject: Subject, *rule_ids: str):  # type: ignore[no-untyped-def]
    """Return the running clocks of `subject`, all or those named; of a case without its branches'."""
    rows = Deadline.objects.filter(state=DeadlineState.RUNNING, **{subject.STREAM: subject.pk})
    if isinstance(subject, Case):
        rows = rows.filter(branch__isnull=True)
    return rows.filter(rule__in=rule_ids) if rule_ids else rows


def running_of_all(subject: Dossier):  # type: ignore[no-untyped-def]
    """Return the running clocks of `subject` and, of a case, of its branches too."""
    return Deadline.objects.filter(state=DeadlineState.RUNNING, **{subject.STREAM: subject.pk})


def meet(
    subject: Subject, *rule_ids: str, on: date | None = None, at: datetime | None = None
) -> None:
    """Stop the named clocks (all when none is named): in time, or late and marked so for ever."""
    _stopped(subject, rule_ids)
    moment = at or clock.now()
    day = on or clock.day_of(moment)
    in_time = Q(due_at__isnull=True, due_on__gte=day) | Q(due_at__gte=moment)
    running(subject, *rule_ids).update(
        ended_on=day,
        state=SqlCase(
            When(in_time, then=Value(DeadlineState.MET.value)),
            default=Value(DeadlineState.MET_LATE.value),
        ),
    )


def _stopped(subject: Subject, rule_ids: tuple[str, ...]) -> None:
    """Note that clocks end; when all of them do, nothing is left to ask the database for."""
    setattr(subject, _TOUCHED, bool(rule_ids))
    if not rule_ids:
        subject.next_due_on = None


def cancel(subject: Subject, *rule_ids: str) -> None:
    """Stop the named clocks (all when none is named) because their ground fell away."""
    _stopped(subject, rule_ids)
    running(subject, *rule_ids).update(state=DeadlineState.CANCELLED, ended_on=clock.today())


def extend(subject: Subject, deadline: Deadline) -> Deadline:
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


def hand_over(subject: Subject) -> None:
    """Let the running clocks follow the dossier to its new office."""
    running(subject).update(office_id=subject.office_id)


def refresh_next_due(subject: Subject) -> None:
    """Derive `subject.next_due_on` from its running clocks; the caller saves the subject."""
    subject.next_due_on = running(subject).aggregate(day=Min("due_on"))["day"]


def overdue_ordered():  # type: ignore[no-untyped-def]
    """Return running clocks whose last day has passed, oldest first (for the sweep)."""
    return Deadline.objects.filter(state=DeadlineState.RUNNING, due_on__lt=clock.today()).order_by(
        F("due_on"), "id"
    )
