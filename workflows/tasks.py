"""Celery tasks: sweep the running deadlines. Each does one action per row; rows are the truth."""

from __future__ import annotations

import logging
from datetime import datetime

from celery import shared_task
from django.db import DatabaseError, transaction
from django.db.models import F

from casework import clock
from casework.models import Case, Complaint, Deadline
from casework.models.actor import Actor
from casework.records import codes, drafts
from casework.vocabulary import CaseState, DeadlineState, DeadlineUnit
from workflows import deadlines
from workflows.actions.overdue import note_deadline
from workflows.dispatch import act
from workflows.machines.step import Refused
from workflows.sweeps import referral

logger = logging.getLogger(__name__)
BATCH = 500
# Warning levels of law.md B2: half the term, 3, 1, 0 days left, passed.
HALF, THREE, ONE, DUE, PASSED = 1, 2, 3, 4, 5


@shared_task(name="workflows.tasks.sweep_deadlines")
def sweep_deadlines() -> int:
    """Warn of and mark what is due today or passed; return how many clocks were touched."""
    touched = 0
    today = clock.today()
    horizon = deadlines.calendar().add_working_days(today, 3).date
    near = Deadline.objects.filter(state=DeadlineState.RUNNING, due_on__lte=horizon)
    # All of them, not the first few: those already warned of stay near for days and would stand
    # before the others.
    rows = near.exclude(warned_level=PASSED).order_by("due_on", "id")
    for deadline in rows.iterator(chunk_size=BATCH):
        level, left = level_of(deadline)
        if level > deadline.warned_level:
            try:
                touched += _note(deadline.pk, level, left)
            except DatabaseError:
                logger.exception("deadline %s was not noted", deadline.pk)
    return touched + _overdue_orders() + referral.sweep()


@shared_task(name="workflows.tasks.purge_drafts")
def purge_drafts() -> int:
    """Delete expired drafts with their files, shown query codes and old tries; once a day."""
    deleted = drafts.purge()
    codes.purge()
    return deleted


def level_of(deadline: Deadline) -> tuple[int, int]:
    """Return (warning level, days left in the clock's own unit; negative when passed)."""
    today = clock.today()
    if deadline.due_at is not None:
        return _level_of_hours(deadline.due_at)
    if deadline.unit == DeadlineUnit.WORKING_DAYS:
        left = deadlines.calendar().working_days_between(today, deadline.due_on)
    else:
        left = (deadline.due_on - today).days
    if deadline.due_on < today:
        return PASSED, min(left, -1)
    if deadline.due_on == today:
        return DUE, 0
    return (ONE, left) if left <= 1 else (THREE, left) if left <= THREE_DAYS else (HALF, left)


THREE_DAYS = 3
# Hours before the end at which a clock in hours is warned of (law.md B2).
HOURS_OF_LEVEL = ((1, ONE), (4, THREE), (12, HALF))


def _level_of_hours(due_at: datetime) -> tuple[int, int]:
    seconds = (due_at - clock.now()).total_seconds()
    left = int(seconds // 3600)
    if seconds < 0:
        return PASSED, left
    return next(((level, left) for most, level in HOURS_OF_LEVEL if left < most), (0, left))


def _note(deadline_id: int, level: int, left: int) -> int:
    with transaction.atomic():
        pointer = Deadline.objects.only("complaint_id", "case_id").get(pk=deadline_id)
        model = Case if pointer.case_id else Complaint
        rows = model._default_manager.select_for_update(of=("self",)).select_related("office")
        dossier = rows.get(pk=pointer.case_id or pointer.complaint_id or 0)
        deadline = Deadline.objects.select_for_update().get(pk=deadline_id)
        if deadline.state != DeadlineState.RUNNING or deadline.warned_level >= level:
            return 0
        note_deadline(dossier, actor=Actor.system(), deadline=deadline, level=level, left=left)  # type: ignore[arg-type]
        dossier.save(update_fields=["last_seq", "last_hash"])
    return 1


def _overdue_orders() -> int:
    """Take ORDERED -> OVERDUE where the order's term ended with something unpaid."""
    late = Case.objects.filter(
        state=CaseState.ORDERED, order_due_on__lt=clock.today(), verified_yuan__gt=F("paid_yuan")
    )
    done = 0
    for pk in list(late.order_by("order_due_on", "id").values_list("pk", flat=True)):
        try:
            act("mark_overdue", pk, Actor.system())
            done += 1
        except Refused as refusal:
            logger.warning("case %s stays ordered: %s", pk, refusal)
        except DatabaseError:
            logger.exception("case %s stays ordered", pk)
    return done
