"""Clocks: opening, meeting, extending, suspending. No act touches a Deadline row any other way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Case as SqlCase
from django.db.models import F, Min, Q, QuerySet, Value, When

from casework import clock, lawbook
from casework.law import terms
from casework.law.limits import BESIDE, TARGETS
from casework.models import (
    Branch,
    Case,
    ClockExtension,
    Complaint,
    Deadline,
    Dossier,
    Office,
    Suspension,
    User,
)
from casework.vocabulary import DeadlineState, DeadlineUnit
from workflows.deadlines.days import compute, rolls
from workflows.deadlines.marks import early_level, midnight, next_mark_at
from workflows.deadlines.rules import Subject, rule_for, rules_day

_TOUCHED = "_clocks_touched"
"""What an act did to the clocks of a subject: the last days of those it started, or True for more."""
OPEN = (DeadlineState.RUNNING, DeadlineState.SUSPENDED)


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
    """Return the clock `rule_id` of `subject`, not yet saved, by the rules its matter runs on.

    It runs from the day `on` (today when not given); a clock in hours from the moment `at` (now
    when not given). `length` counts in the rule's own unit and replaces the rule's length.
    """
    rule = rule_for(subject, rule_id)
    deadline = Deadline(
        rule=rule_id,
        complaint_id=subject.pk if isinstance(subject, Complaint) else None,
        case_id=subject.dossier.pk if isinstance(subject, (Case, Branch)) else None,
        branch_id=subject.pk if isinstance(subject, Branch) else None,
        office_id=office.pk if office else subject.office_id,
        length=rule.length if length is None else length,
        unit=rule.unit,
        opened_at=clock.now(),
    )
    if rule.unit == DeadlineUnit.HOURS:
        deadline.started_at = at or (midnight(on) if on else clock.now())
        deadline.started_on = clock.day_of(deadline.started_at)
    else:
        deadline.started_on = on or (clock.day_of(at) if at else clock.today())
    place(deadline)
    return deadline


def place(deadline: Deadline, spans: Iterable[terms.Span] = ()) -> None:
    """Set the last day, whether it is provisional and the next mark from start, length and spans."""
    if deadline.unit == DeadlineUnit.HOURS:
        assert deadline.started_at is not None
        deadline.due_at = terms.last_moment(deadline.started_at, deadline.length)
        deadline.due_on, deadline.is_provisional = clock.day_of(deadline.due_at), False
    else:
        due = compute(deadline.started_on, deadline.length, deadline.unit,
                      rolls=rolls(deadline), spans=spans)  # fmt: skip
        deadline.due_on, deadline.is_provisional = due.date, due.provisional
    deadline.next_mark_at = next_mark_at(deadline)


def move(deadline: Deadline, spans: Iterable[terms.Span] = ()) -> None:
    """Place a clock anew after its length, spans or calendar changed; warnings begin again.

    What was only the first half of the term is not told a second time.
    """
    deadline.warned_level = 0
    place(deadline, spans)
    deadline.warned_level = early_level(deadline)
    deadline.next_mark_at = next_mark_at(deadline)


def start(
    subject: Subject,
    rule_id: str,
    *,
    on: date | None = None,
    at: datetime | None = None,
    length: int | None = None,
    office: Office | None = None,
) -> Deadline:
    """Open one clock and return it; the target of the province beside it opens with it."""
    deadline = build(subject, rule_id, on=on, at=at, length=length, office=office)
    start_all(subject, [deadline])
    return deadline


def start_all(subject: Subject, clocks: list[Deadline]) -> None:
    """Open several clocks of `subject`, with the targets beside them, by one statement."""
    known = getattr(subject, _TOUCHED, [])
    if known is not True:
        days = [one.due_on for one in clocks if one.rule not in TARGETS]
        setattr(subject, _TOUCHED, [*(known or []), *days])
    Deadline.objects.bulk_create([*clocks, *_targets(subject, clocks)])


def _targets(subject: Subject, clocks: list[Deadline]) -> list[Deadline]:
    beside = [one for one in clocks if one.rule in BESIDE]
    if not beside or not lawbook.targets_on(rules_day(subject)):
        return []
    return [build(subject, BESIDE[one.rule], on=one.started_on) for one in beside]


def start_target(subject: Subject, rule_id: str, *, on: date | None = None) -> Deadline | None:
    """Open a target of the province that runs beside no limit (D-11), where targets are on."""
    if not lawbook.targets_on(rules_day(subject)):
        return None
    return start(subject, rule_id, on=on)


def running(subject: Subject, *rule_ids: str) -> QuerySet[Deadline]:
    """Return the running clocks of `subject`, all or those named; of a case without its branches'."""
    return _clocks(subject, (DeadlineState.RUNNING,), rule_ids)


def running_of_all(subject: Dossier) -> QuerySet[Deadline]:
    """Return the running clocks of `subject` and, of a case, of its branches too."""
    return Deadline.objects.filter(state=DeadlineState.RUNNING, **{subject.STREAM: subject.pk})


def unended_of_all(subject: Dossier) -> QuerySet[Deadline]:
    """Return what runs or stands still on `subject` and, of a case, on its branches too."""
    return Deadline.objects.filter(state__in=OPEN, **{subject.STREAM: subject.pk})


def unended(subject: Subject, *rule_ids: str) -> QuerySet[Deadline]:
    """Return the clocks of `subject` that run or are suspended, all or those named."""
    return _clocks(subject, OPEN, rule_ids)


def _clocks(subject: Subject, states: Iterable[str], rule_ids: Iterable[str]) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(state__in=states, **{subject.STREAM: subject.pk})
    if isinstance(subject, Case):
        rows = rows.filter(branch__isnull=True)
    ids = list(rule_ids)
    return rows.filter(rule__in=ids) if ids else rows


def meet(
    subject: Subject, *rule_ids: str, on: date | None = None, at: datetime | None = None
) -> None:
    """Stop the named clocks (all when none is named): in time, or late and marked so for ever.

    A target goes with the limit it runs beside, except D-08, which ends with the case. A clock
    that stands still is met in time.
    """
    _stopped(subject, rule_ids)
    moment = at or clock.now()
    day = on or clock.day_of(moment)
    in_time = Q(due_at__isnull=True, due_on__gte=day) | Q(due_at__gte=moment)
    still = Q(state=DeadlineState.SUSPENDED)
    unended(subject, *_with_targets(rule_ids)).update(
        ended_on=day,
        ended_at=clock.now(),
        state=SqlCase(
            When(in_time | still, then=Value(DeadlineState.MET.value)),
            default=Value(DeadlineState.MET_LATE.value),
        ),
    )


WITH_THE_CASE = "D-08"


def _with_targets(rule_ids: Iterable[str]) -> list[str]:
    ids = list(rule_ids)
    return ids + [BESIDE[one] for one in ids if one in BESIDE and BESIDE[one] != WITH_THE_CASE]


def _stopped(subject: Subject, rule_ids: tuple[str, ...]) -> None:
    """Note that clocks end; when all of them do, nothing is left to ask the database for."""
    setattr(subject, _TOUCHED, bool(rule_ids))
    if not rule_ids:
        subject.next_due_on = None


def cancel(subject: Subject, *rule_ids: str) -> None:
    """Stop the named clocks (all when none is named) because their ground fell away."""
    _stopped(subject, rule_ids)
    unended(subject, *_with_targets(rule_ids)).update(
        state=DeadlineState.CANCELLED, ended_on=clock.today(), ended_at=clock.now()
    )


def extend(
    subject: Subject,
    deadline: Deadline,
    *,
    by: int | None = None,
    approved_by: User | None = None,
    reason: str = "",
) -> Deadline:
    """Lengthen a clock, counted from its own start day, by its rule's extension or by `by`."""
    setattr(subject, _TOUCHED, True)
    longer = rule_for(subject, deadline.rule).extension if by is None else by
    before = deadline.due_on
    deadline.length += longer
    deadline.extended_on = clock.today()
    move(deadline, spans_of(deadline))
    deadline.save()
    ClockExtension.objects.create(
        deadline=deadline, length=longer, old_due_on=before, new_due_on=deadline.due_on,
        approved_by=approved_by, approved_at=clock.now(), reason=reason,
    )  # fmt: skip
    return deadline


def spans_of(deadline: Deadline) -> list[terms.Span]:
    """Return the days on which this clock stood still; a suspension that lasts ends today."""
    last = deadline.ended_on or clock.today()
    return [
        terms.Span(row.began_on, max(row.ended_on or last, row.began_on), row.reason)
        for row in deadline.suspensions.all()
    ]


def suspend(
    subject: Subject, deadline: Deadline, *, reason: str, by: User | None = None
) -> Suspension:
    """Let a running clock stand still from today; today does not count any more."""
    setattr(subject, _TOUCHED, True)
    deadline.state = DeadlineState.SUSPENDED
    deadline.save(update_fields=["state"])
    return Suspension.objects.create(
        deadline=deadline, began_on=clock.today(), reason=reason, ordered_by=by,
        old_due_on=deadline.due_on,
    )  # fmt: skip


def resume(subject: Subject, deadline: Deadline, *, by: User | None = None) -> Suspension:
    """Let a clock go on from today, which counts again; its last day moves by what was left out."""
    setattr(subject, _TOUCHED, True)
    span = deadline.suspensions.get(ended_on__isnull=True)
    span.ended_on, span.ended_by = clock.today(), by
    span.save(update_fields=["ended_on", "ended_by"])
    deadline.state = DeadlineState.RUNNING
    move(deadline, spans_of(deadline))
    deadline.save()
    return span


def freeze(subject: Subject, *, reason: str, by: User | None = None) -> None:
    """Let every running clock stand still for good: the matter went to another authority."""
    for deadline in running(subject):
        suspend(subject, deadline, reason=reason, by=by)
    subject.next_due_on = None


def hand_over(subject: Subject) -> None:
    """Let the open clocks follow the dossier to its new office."""
    unended(subject).update(office_id=subject.office_id)


def refresh_next_due(subject: Subject) -> None:
    """Derive `subject.next_due_on` from its running clocks; the caller saves the subject.

    A target of the province never turns a matter red: it does not count here. Where clocks were
    only started, their last days beside the one known tell it without asking the database.
    """
    started = getattr(subject, _TOUCHED, False)
    if isinstance(started, list):
        subject.next_due_on = min(filter(None, (subject.next_due_on, *started)), default=None)
        return
    rows = running(subject).exclude(rule__in=TARGETS)
    subject.next_due_on = rows.aggregate(day=Min("due_on"))["day"]


def overdue_ordered() -> QuerySet[Deadline]:
    """Return running clocks whose end has passed, targets left out, oldest first."""
    passed = Q(due_at__isnull=True, due_on__lt=clock.today()) | Q(due_at__lt=clock.now())
    rows = Deadline.objects.filter(passed, state=DeadlineState.RUNNING)
    return rows.exclude(rule__in=TARGETS).order_by(F("due_on"), "id")
