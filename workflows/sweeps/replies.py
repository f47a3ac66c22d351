"""Replies owed on rows of their own: to a complaint about delay (催办), to a supervision order (督办单).

Warned of and escalated by the marks of any other limit (S-03, S-04). A delay is told in the journal
of its complaint. An order stands in the journal of each of its matters, but people are told once, by
the first of them its office still has; an order about no matter is told by the inbox alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from casework import clock
from casework.models import (
    Case,
    Complaint,
    Deadline,
    DelayComplaint,
    Membership,
    Office,
    SupervisionItem,
    SupervisionOrder,
)
from casework.models.actor import Actor
from casework.vocabulary import DeadlineUnit, DivisionLevel, EventKind, JobKind, Role
from workflows import deadlines, jobs
from workflows.actions.feedback import REPLY
from workflows.actions.overdue import note_deadline

logger = logging.getLogger(__name__)
ORDER = "S-04"
LEVELS = (DivisionLevel.CITY, DivisionLevel.PROVINCE)


def sweep_replies() -> int:
    """Warn of and escalate every reply owed whose next mark has come; return how many."""
    delays = DelayComplaint.objects.filter(answered_at__isnull=True)
    orders = SupervisionOrder.objects.filter(replied_at__isnull=True)
    return _each(delays, _note_delay) + _each(orders, _note_order)


def _each(rows: QuerySet[Any], note: Callable[[int], bool]) -> int:
    due = Q(next_mark_at__lte=clock.now()) | Q(next_mark_at__isnull=True)
    done = 0
    for pk in list(rows.filter(due).order_by("next_mark_at", "id").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                done += note(pk)
        except jobs.TooManyError:
            logger.warning("reply %s %s: told at the next turn", rows.model.__name__, pk)
        except DatabaseError:
            logger.exception("reply %s %s was not noted", rows.model.__name__, pk)
    return done


def _note_delay(pk: int) -> bool:
    """Note what is pending of one complaint about delay; the complaint is locked first, as ever."""
    complaint_id = DelayComplaint.objects.values_list("complaint", flat=True).get(pk=pk)
    complaint = _locked(Complaint, complaint_id)
    row = DelayComplaint.objects.select_for_update().get(pk=pk)
    if row.answered_at is not None:
        return False
    owed = _clock(row, REPLY, row.made_at, row.office_id)
    older = DelayComplaint.objects.filter(
        complaint=complaint.pk, answered_at__isnull=True, pk__lt=pk
    )
    if older.exists():
        # One answer ends all that are open: the oldest speaks for them.
        row.next_mark_at = deadlines.NEVER
        row.save(update_fields=["next_mark_at"])
        return False
    return _note(row, owed, lambda mark: _write(complaint, owed, mark, {"delay": row.pk}))


def _note_order(pk: int) -> bool:
    """Note what is pending of one order in each of its matters, and tell people once."""
    row = SupervisionOrder.objects.select_for_update(of=("self",)).select_related(
        "from_office__division", "to_office__division"
    ).get(pk=pk)  # fmt: skip
    if row.replied_at is not None:
        return False
    owed = _clock(row, ORDER, row.issued_at, row.to_office_id)
    matters = _matters(row)
    speaking = next((one for one in matters if one.office_id == row.to_office_id), None)

    def tell(mark: deadlines.Mark) -> None:
        roles = _roles(row, mark)
        for matter in matters:
            told = roles if matter is speaking else ()
            _write(matter, owed, mark, {"order": row.number, "roles": told})
        if speaking is None:
            _tell_by_inbox(row, mark, roles)

    return _note(row, owed, tell)


def _note(
    row: DelayComplaint | SupervisionOrder, owed: Deadline, tell: Callable[[deadlines.Mark], None]
) -> bool:
    noted = deadlines.pending(owed)
    for mark in noted:
        tell(mark)
        owed.warned_level = mark.level
    row.warned_level, row.next_mark_at = owed.warned_level, deadlines.next_mark_at(owed)
    row.save(update_fields=["warned_level", "next_mark_at"])
    return bool(noted)


def _clock(
    row: DelayComplaint | SupervisionOrder, rule: str, begun: datetime, office_id: int
) -> Deadline:
    """Return the reply as a clock, never saved: its last day was said when it was asked for."""
    day = clock.day_of(begun)
    length = deadlines.calendar().working_days_between(day, row.due_on)
    return Deadline(
        rule=rule, unit=DeadlineUnit.WORKING_DAYS, length=max(length, 0), started_on=day,
        due_on=row.due_on, office_id=office_id, warned_level=row.warned_level,
    )  # fmt: skip


def _write(
    matter: Case | Complaint, owed: Deadline, mark: deadlines.Mark, facts: dict[str, Any]
) -> None:
    note_deadline(matter, actor=Actor.system(), deadline=owed, mark=mark, facts=facts)  # type: ignore[arg-type]
    matter.save(update_fields=["last_seq", "last_hash"])


def _matters(order: SupervisionOrder) -> list[Case | Complaint]:
    """Lock the matters of an order after the order itself, in the sequence of its reply."""
    items = list(SupervisionItem.objects.filter(order=order))
    cases = sorted(item.case_id for item in items if item.case_id)
    complaints = sorted(item.complaint_id for item in items if item.complaint_id)
    return [_locked(Case, pk) for pk in cases] + [_locked(Complaint, pk) for pk in complaints]


def _locked(model: Any, pk: int) -> Any:
    rows = model._default_manager.select_for_update(of=("self",)).select_related("office")
    return rows.get(pk=pk)


def _roles(order: SupervisionOrder, mark: deadlines.Mark) -> tuple[str, ...]:
    """The rule's own column; once late, also the supervisors of the level that gave the order."""
    level = order.from_office.division.level
    if mark.kind == EventKind.DEADLINE_PASSED and level in LEVELS:
        return tuple(dict.fromkeys((*mark.roles, str(level))))
    return mark.roles


def _tell_by_inbox(order: SupervisionOrder, mark: deadlines.Mark, roles: tuple[str, ...]) -> None:
    """Lay a line about an order of no matter into the inbox of each who is meant, once a mark."""
    for member in _holders(order.to_office, roles):
        actor = Actor(role=member.role, user=member.user, office=member.office)
        jobs.start(
            JobKind.SUPERVISION, actor, {"order": order.pk, "late": not mark.is_warning},
            key=f"supervision-{order.pk}-{mark.level}",
        )  # fmt: skip


def _holders(office: Office, roles: tuple[str, ...]) -> list[Membership]:
    """Return who holds these roles at the office, or as supervisor of a level above it."""
    today = clock.today()
    meant = Q(office=office, role__in=[role for role in roles if role not in LEVELS])
    for level in (role for role in roles if role in LEVELS):
        above = [
            one.pk
            for one in Office.objects.filter(division__level=level).select_related("division")
            if office.division.path.startswith(one.division.path)
        ]
        meant |= Q(office__in=above, role=Role.SUPERVISOR)
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    rows = Membership.objects.filter(held, meant, valid_from__lte=today, user__is_active=True)
    return list(rows.select_related("user", "office").order_by("id"))
